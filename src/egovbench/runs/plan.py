"""The plan of a run: which notebook with which parameters gives which report.

It is kept as plan.json in the run's folder, to look up, to continue and to repeat.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from egovbench.base.errors import EgovbenchError, InputError, MethodError, ParameterError
from egovbench.base.files import checked_folder, read_content, write_text
from egovbench.base.json_text import parse_json
from egovbench.base.parameters import COMMON, DECLARED, OUTPUT, Parameters, check_value
from egovbench.base.paths import NOTEBOOKS
from egovbench.base.visible_text import visible
from egovbench.base.vocabulary import SECTIONS
from egovbench.language import DEFAULT_LANGUAGE, say, speaking
from egovbench.runs.config import RunConfig, check_settings
from egovbench.runs.naming import check_name, check_unique, run_name
from egovbench.runs.parameters import check_plain, check_values, declared_parameters
from egovbench.runs.project import Project
from egovbench.runs.reports import Drafter, Report
from egovbench.site import PLAN
from egovbench.site.labels import Link, Ways

MOST_BYTES = 64_000_000
"""Of a plan, manifest or journal, which anyone may have written."""
_OF_LANGUAGE = ("lang", OUTPUT)


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
    common, reports, title = drafter.draft({})
    title = config.title or title
    run = config.run or run_name(common, _sections(reports))
    if overrides:
        configured, configured_name = reports, run_name(common)
        common, reports, made_title = drafter.draft(overrides)
        if reports != configured:
            made = run_name(common, _sections(reports), overrides)
            run = made if config.run in (None, configured_name) else f"{config.run}-{made}"
            title = made_title
    folder = checked_folder(out / check_name("run", run))
    check_unique([report.name for report in reports])
    return Plan(
        run=run,
        folder=folder,
        title=visible(title or run),
        parameters=common,
        reports=tuple(reports),
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


def _sections(reports: Sequence[Report]) -> tuple[str, ...]:
    """Return the sections that are reported on; nothing where those are all or none."""
    found = {report.parameters.get("section") for report in reports}
    part = tuple(section for section in SECTIONS if section in found)
    return () if part == SECTIONS else part


def write_plan(plan: Plan) -> None:
    """Write the plan into the run's folder."""
    content = {
        "run": plan.run,
        "title": plan.title,
        "parameters": dict(plan.parameters),
        "cell_timeout": plan.cell_timeout,
        "pictures": plan.pictures,
        "reports": [_entry(report) for report in plan.reports],
    }
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    path = plan.folder / PLAN
    if not path.is_file() or read_content(path, MOST_BYTES) != text.encode():
        write_text(path, text)


def read_plan(path: Path, root: Path) -> Plan:
    """Return the plan at `path`, whose folder is the run's; notebooks are found from `root`.

    Raises InputError when there is none, it is not one of ours, or the folder holds a link.
    """
    if not path.exists():
        beside = sorted(plan.parent.name for plan in path.parent.parent.glob(f"*/{PLAN}"))
        known = f"; runs there: {', '.join(beside)}" if beside else ""
        raise InputError(path, f"there is no such run; its plan does not exist{known}")
    folder = checked_folder(path.parent)
    reason = ""
    try:
        content = parse_json(read_content(path, MOST_BYTES))
        reports = tuple(_read_report(entry, root) for entry in content.pop("reports"))
        plan = Plan(folder=folder, reports=reports, **content)
        check_settings(content)
        _check_parameters(plan.parameters)
        check_name("run", plan.run)
        check_unique([report.name for report in reports])
        if reports:
            return plan
    except (EgovbenchError, ValueError) as fault:
        reason = f" ({fault})"
    except (KeyError, TypeError, AttributeError, OverflowError):
        pass
    raise InputError(path, f"not the plan of a run{reason}")


def _check_parameters(parameters: Mapping[str, Any]) -> None:
    check_value("lang", parameters.get("lang", DEFAULT_LANGUAGE))
    for name, value in parameters.items():
        check_plain(name, value)


def _entry(report: Report) -> dict[str, Any]:
    # The folder follows from where the run is, and that may be another place when it is read.
    parameters = {
        name: None if name == OUTPUT else value for name, value in report.parameters.items()
    }
    own = {"notebook": f"{NOTEBOOKS.name}/{report.notebook.name}", "parameters": parameters}
    return {**vars(report), **own}


def _read_report(entry: dict[str, Any], root: Path) -> Report:
    """Return a report that a plan holds; anyone may have written it, and its values are executed.

    The notebook is one of the project's, and has these parameters.
    """
    notebook = root / NOTEBOOKS.name / Path(entry["notebook"]).name
    check_name("notebook", notebook.stem)
    report = Report(
        name=check_name("reports", entry["name"]),
        notebook=notebook,
        parameters=dict(entry["parameters"]),
        varied=tuple(entry["varied"]),
        label=entry["label"],
        group=entry["group"],
        compared=None if entry["compared"] is None else tuple(entry["compared"]),
    )
    if _entry(report) != entry | {"varied": report.varied, "compared": report.compared}:
        raise ValueError(f"found the notebook {entry['notebook']}; expected one of the project's")
    given = {name: value for name, value in report.parameters.items() if name != OUTPUT}
    check_values(notebook, given, declared_parameters(notebook))
    _check_parameters(given)
    countries = all(re.fullmatch(r"[A-Z]{3}", each) for each in report.compared or ("LUX",))
    texts = isinstance(report.label, str) and isinstance(report.group, str)
    if not (
        texts
        and countries
        and report.compared != ()
        and report.parameters.keys() >= set(report.varied)
    ):
        raise ValueError(f"found something else in the report {report.name}")
    return report
