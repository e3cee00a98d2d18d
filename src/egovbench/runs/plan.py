"""The plan of a run: which notebook with which parameters gives which report.

It is kept as plan.json in the run's folder, to look up, to continue and to repeat.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from egovbench.base.errors import EgovbenchError, InputError, MethodError, ParameterError
from egovbench.base.files import write_text
from egovbench.base.parameters import COMMON, DECLARED, OUTPUT, Parameters
from egovbench.base.vocabulary import SECTIONS
from egovbench.language import DEFAULT_LANGUAGE, say, speaking
from egovbench.runs.config import RunConfig
from egovbench.runs.drafts import Draft, Drafter
from egovbench.runs.naming import check_name, check_unique, report_name, run_name
from egovbench.runs.project import Project
from egovbench.site import PLAN
from egovbench.site.labels import Link, Ways, report_group, report_label, run_title

_OF_LANGUAGE = ("lang", OUTPUT)


@dataclass(frozen=True)
class Report:
    """One report: a notebook with its parameters.

    Attributes:
        name: file name without ending, unique in the run: the notebook's and the values that vary.
        notebook: the notebook to execute.
        parameters: all values handed to it, checked; output_dir is the folder of its tables.
        varied: names of those parameters that tell it from other reports of its notebook.
        label: how navigation calls it, without the finding ("Section C: Legal framework").
        group: heading under which the index lists it.
        compared: ISO3 codes of the focal country, then its peers; None where the notebook declares
            no such parameters and may read any country.
    """

    name: str
    notebook: Path
    parameters: Mapping[str, Any]
    varied: tuple[str, ...]
    label: str
    group: str
    compared: tuple[str, ...] | None

    @property
    def language(self) -> str:
        """The language of its page."""
        return str(self.parameters.get("lang", DEFAULT_LANGUAGE))

    @property
    def described(self) -> str:
        """The name with what tells it from other reports of its notebook, for messages."""
        own = [f"({name}={self.parameters[name]})" for name in self.varied]
        return " ".join([self.name, *own])


@dataclass(frozen=True)
class Plan:
    """A checked run.

    Attributes:
        run: its name, that of its folder.
        folder: where its files are written.
        title: what the index calls it.
        parameters: values of its configuration and command line, checked; a report's own differ
            where they vary.
        reports: in order.
        cell_timeout: seconds that one cell may take.
        pictures: whether figures are also written as files.
    """

    run: str
    folder: Path
    title: str
    parameters: Mapping[str, Any]
    reports: tuple[Report, ...]
    cell_timeout: int
    pictures: bool = False

    @property
    def language(self) -> str:
        """The language of its index."""
        return str(self.parameters.get("lang", DEFAULT_LANGUAGE))


def make_plan(
    config: RunConfig, overrides: Mapping[str, Any], *, project: Project, out: Path
) -> Plan:
    """Return the checked plan of `config` with `overrides` on top.

    `overrides` holds a value by parameter, itself or as text from a command line, and under
    `sections` the letters of those to report on. They count as if the file gave them: in place of
    common parameters, and of a matrix's values where that varies the parameter. A run whose
    reports are not the file's gets a name made from its parameters, so that it never lands in the
    folder of the run it departs from. A folder below the project's root is handed to notebooks
    relative to it. Raises ParameterError or InputError for whatever a user can get wrong; starts
    nothing.
    """
    drafter = Drafter(config, project)
    common, drafts = drafter.draft({})
    run, title = config.run or run_name(common, _sections(drafts)), config.title
    if overrides:
        configured, configured_name = drafts, run_name(common)
        common, drafts = drafter.draft(overrides)
        if drafts != configured:
            made = run_name(common, _sections(drafts), overrides)
            run = made if config.run in (None, configured_name) else f"{config.run}-{made}"
            title = None
    folder = (out / check_name("run", run)).resolve()
    tables = tables_folder(folder, project.root)
    reports = tuple(_report(draft, project, tables) for draft in drafts)
    check_unique([report.name for report in reports])
    return Plan(
        run=run,
        folder=folder,
        title=title or _title(drafts, project) or run,
        parameters=common,
        reports=reports,
        cell_timeout=config.cell_timeout,
        pictures=config.pictures,
    )


def ways_of(plan: Plan) -> dict[str, Ways]:
    """Return where the page of each report leads, by the report's name.

    Before and after it stand the reports of the same language, in the plan's order.
    """
    chains: dict[str, list[Report]] = {}
    same: dict[tuple[Path, str], list[Report]] = {}
    for report in plan.reports:
        chains.setdefault(report.language, []).append(report)
        same.setdefault(_whatever_language(report), []).append(report)
    ways = {}
    for chain in chains.values():
        links = [None, *(Link(each.label, f"{each.name}.html", each.language) for each in chain)]
        for report, before, after in zip(chain, links, [*links[2:], None], strict=False):
            others = [each for each in same[_whatever_language(report)] if each is not report]
            ways[report.name] = Ways(before, after, tuple(map(_in_its_language, others)))
    return ways


def _whatever_language(report: Report) -> tuple[Path, str]:
    values = {name: each for name, each in report.parameters.items() if name not in _OF_LANGUAGE}
    return report.notebook, json.dumps(values, sort_keys=True)


def _in_its_language(report: Report) -> Link:
    with speaking(report.language):
        name = say(f"run.lang.{report.language}")
    return Link(name, f"{report.name}.html", report.language)


def check_answers(plan: Plan, data: Path) -> None:
    """Raise what the first report would, where a choice of answers leaves no report anything.

    `data` is the folder of the project's tables. Raises ParameterError or MethodError.
    """
    chosen = ("basis", "sources", "answered_by", "max_age", "fidelity")
    shared = set(COMMON) - {OUTPUT}
    asked = dict.fromkeys(
        Parameters(**{name: report.parameters[name] for name in shared & set(report.parameters)})
        for report in plan.reports
        if report.compared is not None
    )
    if all(getattr(each, name) == DECLARED[name].default for each in asked for name in chosen):
        return
    # Of use to runs that leave answers out; all others save pandas and SciPy.
    from egovbench.comparison import build_benchmark, load_data

    faults: list[EgovbenchError] = []
    for parameters in asked:
        try:
            build_benchmark(load_data(data), parameters)
        except (MethodError, ParameterError) as fault:
            faults.append(fault)
        else:
            return
    raise faults[0]


def _report(draft: Draft, project: Project, tables: str) -> Report:
    varied = {name: draft.written[name] for name in draft.varied}
    notebook = draft.notebook.stem
    name = report_name(notebook, varied)
    own = {OUTPUT: f"{tables}/{name}"} if OUTPUT in draft.values else {}
    with speaking(draft.values.get("lang", DEFAULT_LANGUAGE)):
        label = report_label(notebook, varied, project.countries, project.section_titles)
        group = report_group(notebook, varied)
    return Report(
        name=name,
        notebook=draft.notebook,
        parameters={**draft.values, **own},
        varied=draft.varied,
        label=label,
        group=group,
        compared=draft.compared,
    )


def tables_folder(folder: Path, root: Path) -> str:
    """Return where the reports of a run write tables, each in a folder of its name.

    Relative to `root`, the kernels' working directory, where the run's folder lies in it: the
    project may be moved between two runs.
    """
    tables = folder / "tables"
    home = root.resolve()
    return tables.relative_to(home).as_posix() if tables.is_relative_to(home) else str(tables)


def _sections(drafts: Sequence[Draft]) -> tuple[str, ...]:
    """Return the sections that are reported on; nothing where those are all or none."""
    found = {draft.values.get("section") for draft in drafts}
    part = tuple(section for section in SECTIONS if section in found)
    return () if part == SECTIONS else part


def _title(drafts: Sequence[Draft], project: Project) -> str:
    written = [draft.written for draft in drafts]
    focal = dict.fromkeys(each["focal"] for each in written if "focal" in each)
    peers = dict.fromkeys(each["peers"] for each in written if "peers" in each)
    languages = dict.fromkeys(draft.values.get("lang", DEFAULT_LANGUAGE) for draft in drafts)
    with speaking(next(iter(languages), DEFAULT_LANGUAGE)):
        return run_title(tuple(focal), tuple(peers), project.countries)


def write_plan(plan: Plan, root: Path) -> None:
    """Write the plan into the run's folder, with paths relative to `root` where they lie in it."""
    content = {
        "run": plan.run,
        "title": plan.title,
        "parameters": dict(plan.parameters),
        "cell_timeout": plan.cell_timeout,
        "pictures": plan.pictures,
        "reports": [_entry(report, root) for report in plan.reports],
    }
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    path = plan.folder / PLAN
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        write_text(path, text)


def read_plan(path: Path, root: Path) -> Plan:
    """Return the plan at `path`, whose folder is the run's; notebooks are found from `root`.

    Raises InputError when there is none or it is not one of ours.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        folder = path.parent.resolve()
        tables = tables_folder(folder, root)
        reports = tuple(_read_report(entry, tables, root) for entry in content.pop("reports"))
        return Plan(folder=folder, reports=reports, **content)
    except FileNotFoundError:
        beside = sorted(plan.parent.name for plan in path.parent.parent.glob(f"*/{PLAN}"))
        known = f"; runs there: {', '.join(beside)}" if beside else ""
        raise InputError(path, f"there is no such run; its plan does not exist{known}") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, EgovbenchError):
        raise InputError(path, "not the plan of a run") from None


def _entry(report: Report, root: Path) -> dict[str, Any]:
    entry = dict(vars(report))
    notebook = report.notebook.resolve()
    inside = notebook.is_relative_to(root.resolve())
    entry["notebook"] = notebook.relative_to(root.resolve()).as_posix() if inside else str(notebook)
    # It follows from where the run is, and that may be another place when it is read.
    entry["parameters"] = {
        name: None if name == OUTPUT else value for name, value in report.parameters.items()
    }
    return entry


def _read_report(entry: dict[str, Any], tables: str, root: Path) -> Report:
    name = check_name("reports", entry["name"])
    parameters = {
        parameter: f"{tables}/{name}" if parameter == OUTPUT else value
        for parameter, value in entry["parameters"].items()
    }
    compared = entry["compared"]
    return Report(
        name=name,
        notebook=root / entry["notebook"],
        parameters=parameters,
        varied=tuple(entry["varied"]),
        label=entry["label"],
        group=entry["group"],
        compared=None if compared is None else tuple(compared),
    )
