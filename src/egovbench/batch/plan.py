"""The plan of a run: which notebook with which parameters gives which report."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import pandas as pd

from egovbench.batch.config import RunConfig
from egovbench.batch.parameters import check_values, declared_parameters
from egovbench.errors import ParameterError
from egovbench.language import say, says, speaking
from egovbench.parameters import DEFAULTS, Parameters, check_parameters, check_sections
from egovbench.schemas import SECTIONS

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?", re.IGNORECASE)
_LISTED_PEERS = 4


@dataclass(frozen=True)
class Report:
    """One report: a notebook with its parameters.

    Attributes:
        name: file name without ending, unique in the run; section notebooks add their letter.
        notebook: the notebook to execute.
        parameters: all values handed to it, checked.
        label: how navigation calls it, without the finding ("Section C: Legal framework").
        group: heading under which the index lists it.
    """

    name: str
    notebook: Path
    parameters: Mapping[str, Any]
    label: str
    group: str

    @property
    def described(self) -> str:
        """The name with what tells it from other reports of its notebook, for messages."""
        own = {key: self.parameters[key] for key in ("section",) if key in self.parameters}
        return " ".join([self.name, *(f"({key}={value})" for key, value in own.items())])


@dataclass(frozen=True)
class Plan:
    """A checked run: its name, folder, common parameters, sections and reports in order."""

    run: str
    folder: Path
    parameters: Parameters
    sections: tuple[str, ...]
    reports: tuple[Report, ...]
    cell_timeout: int


def make_plan(
    config: RunConfig,
    overrides: Mapping[str, Any],
    *,
    countries: pd.DataFrame,
    section_titles: Mapping[str, str],
    notebooks: Path,
    out: Path,
    root: Path,
) -> Plan:
    """Return the checked plan of `config` with `overrides` (focal, peers, sections) on top.

    A run that is overridden gets a name made from its parameters, so that it never lands in the
    folder of the run it departs from. A folder under `root` is handed to the notebooks relative to
    it. Raises ParameterError or InputError for whatever a user can get wrong; starts nothing.
    """
    values = {**config.parameters, **overrides}
    sections = check_sections(values.pop("sections", config.sections))
    _check_known(values)
    parameters = check_parameters(**values, countries=countries)
    configured = check_parameters(**config.parameters, countries=countries)
    departs = parameters != configured or sections != check_sections(config.sections)
    run = run_name(parameters, sections) if departs or not config.run else config.run
    folder = (out / check_name("run", run)).resolve()
    inside = folder.is_relative_to(root.resolve())
    output_dir = folder.relative_to(root.resolve()).as_posix() if inside else str(folder)
    parameters = replace(parameters, output_dir=output_dir)
    with speaking(parameters.lang):
        reports = _reports(config, parameters, sections, section_titles, notebooks)
    return Plan(run, folder, parameters, sections, reports, config.cell_timeout)


def run_name(parameters: Parameters, sections: tuple[str, ...]) -> str:
    """Return a folder name that tells runs of different parameters apart ("lux-eu27")."""
    peers = parameters.peers
    if isinstance(peers, str):
        against = peers
    elif len(peers) <= _LISTED_PEERS:
        against = "-".join(peers)
    else:
        digest = hashlib.sha256(" ".join(sorted(peers)).encode()).hexdigest()
        against = f"{len(peers)}-countries-{digest[:6]}"
    parts = [parameters.focal, against]
    parts += [
        f"{name}-{_in_a_name(getattr(parameters, name))}".replace("_", "-").replace(".", "_")
        for name in _NAMING
        if getattr(parameters, name) != getattr(DEFAULTS, name)
    ]
    if sections != SECTIONS:
        parts.append(f"sections-{''.join(sections)}")
    return "-".join(parts).lower()


_NAMING = (
    "survey", "fidelity", "items", "min_share", "gtmi_zero", "sources", "answered_by", "max_age",
    "fusion", "lang",
)  # fmt: skip


def _in_a_name(value: object) -> str:
    return "-".join(value) if isinstance(value, tuple) else str(value)


def check_name(parameter: str, name: str) -> str:
    """Return `name` if it can be a file name on any system and cannot leave its folder."""
    if _NAME.fullmatch(name):
        return name
    expected = "letters, digits, hyphens and underscores, at most 64, none of - and _ at the ends"
    raise ParameterError(parameter, name, expected)


def _check_known(values: Mapping[str, Any]) -> None:
    if "output_dir" in values:
        raise ParameterError("output_dir", values["output_dir"], "no such key; use --out")
    known = [each.name for each in fields(Parameters) if each.name != "output_dir"]
    for name, value in values.items():
        if name not in known:
            raise ParameterError(name, value, f"one of the parameters {', '.join(known)}")


def _reports(
    config: RunConfig,
    parameters: Parameters,
    sections: tuple[str, ...],
    section_titles: Mapping[str, str],
    notebooks: Path,
) -> tuple[Report, ...]:
    common = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(parameters).items()
    }
    reports = []
    for name in config.notebooks:
        check_name("notebooks", name)
        path = notebooks / f"{name}.ipynb"
        label = name.replace("_", " ").replace("-", " ").capitalize()
        label = say(f"run.report.{name}") if says(f"run.report.{name}") else label
        reports.append(Report(name, path, common, label, say("run.group.whole")))
    for section in sections:
        title = section_titles[section]
        if says(f"questionnaire.section.{section}"):
            title = say(f"questionnaire.section.{section}")
        label = say("section.title", section=section, title=title)
        values = {**common, "section": section}
        path = notebooks / "section.ipynb"
        reports.append(Report(f"section-{section}", path, values, label, say("run.group.sections")))
    names = [report.name for report in reports]
    for name in names:
        if names.count(name) > 1:
            raise ParameterError("notebooks", name, "each notebook once")
    declared = {path: declared_parameters(path) for path in {each.notebook for each in reports}}
    for report in reports:
        check_values(report.notebook, report.parameters, declared[report.notebook])
    return tuple(reports)
