"""From a run configuration to its reports, each with checked parameters."""

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from egovbench.base import paths
from egovbench.base.errors import InputError, MethodError, ParameterError
from egovbench.base.files import read_once
from egovbench.base.groups import members, resolve_peers
from egovbench.base.parameters import (
    COMMON,
    DECLARED,
    GROUPS,
    OUTPUT,
    check_countries,
    check_country,
    check_parameters,
    check_sections,
    closest,
    split,
)
from egovbench.base.plain_tables import read_weights
from egovbench.base.vocabulary import SECTIONS
from egovbench.language import DEFAULT_LANGUAGE, speaking
from egovbench.questionnaire import read_codebook
from egovbench.runs.config import Combination, Entry, RunConfig, combinations, overridden
from egovbench.runs.naming import check_name, report_name
from egovbench.runs.parameters import check_plain, check_values, declared_parameters, read_value
from egovbench.runs.project import Project
from egovbench.site.labels import report_group, report_label, run_title


@dataclass(frozen=True)
class Report:
    """One report: a notebook with its parameters.

    Attributes:
        name: file name without ending, unique in the run: the notebook's and the values that vary.
        notebook: the notebook to execute.
        parameters: those that it declares, checked; output_dir follows from the run's folder.
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

    def given(self, folder: Path, root: Path) -> dict[str, Any]:
        """Return the parameters as the notebook gets them, with a folder of its own for tables.

        That lies in the run's `folder`; it is relative to `root`, the kernels' working directory:
        the project may be moved between two runs.
        """
        own = {OUTPUT: os.path.relpath(folder / "tables" / self.name, root.resolve())}
        return {name: own.get(name, value) for name, value in self.parameters.items()}


@dataclass(frozen=True)
class _Draft:
    """A report before it has a name: its values, and these as names and labels write them."""

    notebook: Path
    values: Mapping[str, Any]
    written: Mapping[str, Any]
    varied: Collection[str]


class Drafter:
    """Drafts the reports of a configuration; reads each of its notebooks once."""

    def __init__(self, config: RunConfig, project: Project) -> None:
        self._config = config
        self._project = project
        self._groups = _checked_groups(config.groups, project)
        self._sound_files: set[str] = set()
        self._notebooks = {
            each.notebook: project.notebooks / f"{check_name('notebook', each.notebook)}.ipynb"
            for each in config.reports
        }
        self._declared = {name: declared_parameters(path) for name, path in self._notebooks.items()}

    def draft(self, overrides: Mapping[str, Any]) -> tuple[dict[str, Any], list[Report], str]:
        """Return the checked common parameters, the reports in order, and a title for them.

        Raises ParameterError for a parameter or value that is not valid, and for countries without
        peers.
        """
        given = {name: self._read(name, value) for name, value in overrides.items()}
        sections = check_sections(given.pop("sections")) if "sections" in given else ()
        common = {**self._config.parameters, **given}
        self._check_known(common)
        checked = self._checked(common)
        drafts = []
        for original in self._config.reports:
            entry = self._overridden(original, given, sections)
            for combination in combinations(entry, partial(self._expand, checked["focal"])):
                drafts.append(self._draft(entry, common, combination))
        if not drafts:
            raise ParameterError("reports", [], "at least one report; everything is excluded")
        if sections and not any("section" in draft.values for draft in drafts):
            expected = "a run with a notebook that declares section"
            raise ParameterError("sections", ",".join(sections), expected)
        said = {name: checked[name] for name in checked if DECLARED[name].is_said(checked[name])}
        varied, compared = _varied(drafts), self._compared(drafts)
        reports = [
            self._report(draft, varied[draft.notebook], countries)
            for draft, countries in zip(drafts, compared, strict=True)
        ]
        return {**common, **said}, reports, self._title(drafts)

    def _read(self, name: str, value: Any) -> Any:
        """Return an override in the type of the first notebook that declares it."""
        for notebook, declared in self._declared.items():
            if name in declared and isinstance(value, str):
                return read_value(self._notebooks[notebook], value, declared[name])
        return value

    def _check_known(self, values: Mapping[str, Any]) -> None:
        known = dict.fromkeys(name for each in self._declared.values() for name in each)
        known.pop(OUTPUT, None)
        for name, value in values.items():
            check_plain(name, value)
            if name == OUTPUT:
                raise ParameterError(name, value, "no such key; use --out")
            if name not in known:
                expected = f"one of the parameters {', '.join(known)}{closest(name, known)}"
                if name in DECLARED:
                    expected = f"a run with a notebook that declares {name}"
                raise ParameterError(name, value, expected)

    def _checked(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values that have a declaration, and the common ones by default, checked."""
        own = {name: value for name, value in values.items() if name in DECLARED}
        parameters = check_parameters(**own, countries=self._project.countries, groups=self._groups)
        for name in own:
            self._check_file(name, getattr(parameters, name))
        return {name: getattr(parameters, name) for name in DECLARED if name in {*COMMON, *own}}

    def _check_file(self, name: str, value: Any) -> None:
        read_file = DECLARED[name].file
        if read_file is None or value in ("", *DECLARED[name].choices, *self._sound_files):
            return
        path = self._project.root / value
        if not path.is_file():
            raise InputError(path, f"the file of {name} does not exist")
        read_file(path)
        if name == "weights":
            _check_weights(path)
        self._sound_files.add(value)

    def _overridden(
        self, entry: Entry, given: Mapping[str, Any], sections: tuple[str, ...]
    ) -> Entry:
        values = {name: (value,) for name, value in given.items()}
        if not sections or "section" not in self._declared[entry.notebook]:
            return overridden(entry, values)
        if not any("section" in each for each in (entry.matrix, *entry.include)):
            if entry.include and not entry.matrix:
                include = tuple({**each, "section": "all"} for each in entry.include)
                entry = replace(entry, include=include)
            else:
                entry = replace(entry, matrix={**entry.matrix, "section": sections})
        return overridden(entry, {**values, "section": sections})

    def _expand(self, focal: str, name: str, value: Any) -> Sequence[Any]:
        """Return the sections or countries that `value` stands for, else the value alone."""
        if name == "section" and value == "all":
            return SECTIONS
        countries, neighbours = self._project.countries, self._project.neighbours
        if name != "focal" or not isinstance(value, str) or value in countries:
            return (value,)
        checked = check_countries(name, value, countries, self._groups)
        wanted = self._project.countries_with_data.union(split(value))
        found = [each for each in members(checked, countries, neighbours, focal) if each in wanted]
        if not found:
            expected = "a group with a country that data/codes or data/others knows"
            raise ParameterError(name, value, expected)
        return found

    def _draft(self, entry: Entry, common: Mapping[str, Any], combination: Combination) -> _Draft:
        declared = self._declared[entry.notebook]
        notebook = self._notebooks[entry.notebook]
        if OUTPUT in combination:
            raise ParameterError(OUTPUT, combination[OUTPUT], "no such key; use --out")
        unknown = {name: combination[name] for name in combination if name not in declared}
        check_values(notebook, unknown, declared)
        given = {**{name: common[name] for name in common if name in declared}, **combination}
        checked = {**given, **self._checked(given)}
        values = {name: checked[name] for name in declared if name in checked}
        check_values(notebook, values, declared)
        written = {
            name: given[name] if str(given.get(name)) in self._groups else value
            for name, value in values.items()
        }
        return _Draft(notebook, values, written, entry.matrix.keys())

    def _compared(self, drafts: Sequence[_Draft]) -> list[tuple[str, ...] | None]:
        found: list[tuple[str, ...] | None] = []
        alone: dict[Any, list[str]] = {}
        for draft in drafts:
            found.append(None)
            if not {"focal", "peers"} <= set(draft.values):
                continue
            focal, peers = draft.values["focal"], draft.values["peers"]
            countries, neighbours = self._project.countries, self._project.neighbours
            try:
                found[-1] = (focal, *resolve_peers(peers, focal, countries, neighbours))
            except ParameterError:
                alone.setdefault(draft.written["peers"], []).append(focal)
        for peers, focal in alone.items():
            expected = f"a group that holds a country besides {', '.join(dict.fromkeys(focal))}"
            raise ParameterError("peers", peers, expected)
        return found

    def _report(
        self, draft: _Draft, varied: Collection[str], compared: tuple[str, ...] | None
    ) -> Report:
        notebook, project = draft.notebook.stem, self._project
        written = {name: value for name, value in draft.written.items() if name in varied}
        with speaking(draft.values.get("lang", DEFAULT_LANGUAGE)):
            label = report_label(notebook, written, project.countries, project.section_titles)
            group = report_group(notebook, written)
        name = report_name(notebook, written)
        return Report(name, draft.notebook, draft.values, tuple(written), label, group, compared)

    def _title(self, drafts: Sequence[_Draft]) -> str:
        focal, peers = (
            tuple(dict.fromkeys(each.written[name] for each in drafts if name in each.written))
            for name in ("focal", "peers")
        )
        with speaking(drafts[0].values.get("lang", DEFAULT_LANGUAGE)):
            return run_title(focal, peers, self._project.countries)


def _check_weights(path: Path) -> None:
    """Raise InputError for weights that the framework of the questionnaire cannot take."""
    # Of use to runs with weights of their own; all others save pandas and SciPy.
    from egovbench.scoring.framework import read_framework
    from egovbench.scoring.weights import check_ids

    nodes = read_framework(read_once(read_codebook, paths.CODEBOOK).framework())
    try:
        check_ids(nodes, read_weights(path).items())
    except MethodError as fault:
        raise InputError(path, str(fault)) from None


def _checked_groups(groups: Mapping[str, Sequence[Any]], project: Project) -> dict[str, Any]:
    checked = {}
    for name, listed in groups.items():
        check_name("groups", name)
        if name.lower() in GROUPS or name in project.countries:
            taken = f"a name that is neither a country's nor one of {', '.join(GROUPS)}"
            raise ParameterError("groups", name, taken)
        codes = [check_country(f"groups: {name}", each, project.countries) for each in listed]
        checked[name] = tuple(dict.fromkeys(codes))
    return checked


def _varied(drafts: Sequence[_Draft]) -> dict[Path, set[str]]:
    """Return, by notebook, the parameters of a matrix and those that differ among its reports."""
    varied: dict[Path, set[str]] = {}
    first: dict[Path, _Draft] = {}
    for draft in drafts:
        other = first.setdefault(draft.notebook, draft)
        names = {*draft.written, *other.written}
        differing = {name for name in names if draft.written.get(name) != other.written.get(name)}
        varied.setdefault(draft.notebook, set()).update(differing, draft.varied)
    return varied
