"""From a run configuration to the checked parameters of each of its reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from egovbench.base import paths
from egovbench.base.errors import InputError, MethodError, ParameterError
from egovbench.base.groups import group_members, resolve_peers
from egovbench.base.parameters import (
    COMMON,
    DECLARED,
    GROUPS,
    OUTPUT,
    check_country,
    check_parameters,
    check_sections,
    closest,
)
from egovbench.base.plain_tables import read_weights
from egovbench.base.vocabulary import SECTIONS
from egovbench.questionnaire import read_codebook
from egovbench.runs.config import Combination, Entry, RunConfig, combinations, overridden
from egovbench.runs.naming import check_name
from egovbench.runs.parameters import check_values, declared_parameters, read_value
from egovbench.runs.project import Project


@dataclass(frozen=True)
class Draft:
    """A report before it has a name.

    Attributes:
        notebook: the notebook to execute.
        values: its parameters, checked; output_dir, where declared, is still the default.
        written: the same as names and labels call them: peers by the name of their group.
        varied: the parameters that a matrix varies or that differ between reports of the notebook,
            in the notebook's order.
        compared: ISO3 codes of the focal country, then its peers; None without those parameters.
    """

    notebook: Path
    values: Mapping[str, Any]
    written: Mapping[str, Any]
    varied: tuple[str, ...]
    compared: tuple[str, ...] | None


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

    def draft(self, overrides: Mapping[str, Any]) -> tuple[dict[str, Any], list[Draft]]:
        """Return the checked common parameters, and the drafts in order.

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
        return {**common, **said}, self._with_compared(_with_varied(drafts))

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
        if name != "focal" or not isinstance(value, str):
            return (value,)
        if value in self._groups:
            members: Sequence[str] = self._groups[value]
        elif value in GROUPS:
            members = group_members(value, focal, self._project.countries, self._project.neighbours)
        else:
            return (value,)
        found = [iso3 for iso3 in members if iso3 in self._project.countries_with_data]
        if not found:
            expected = "a group with a country that data/codes or data/others knows"
            raise ParameterError(name, value, expected)
        return found

    def _draft(self, entry: Entry, common: Mapping[str, Any], combination: Combination) -> Draft:
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
        return Draft(notebook, values, written, tuple(entry.matrix), None)

    def _with_compared(self, drafts: Sequence[Draft]) -> list[Draft]:
        found = []
        alone: dict[Any, list[str]] = {}
        for draft in drafts:
            if not {"focal", "peers"} <= set(draft.values):
                found.append(draft)
                continue
            focal, peers = draft.values["focal"], draft.values["peers"]
            try:
                others = resolve_peers(
                    peers, focal, self._project.countries, self._project.neighbours
                )
                found.append(replace(draft, compared=(focal, *others)))
            except ParameterError:
                alone.setdefault(draft.written["peers"], []).append(focal)
        for peers, focal in alone.items():
            expected = f"a group that holds a country besides {', '.join(dict.fromkeys(focal))}"
            raise ParameterError("peers", peers, expected)
        return found


def _check_weights(path: Path) -> None:
    """Raise InputError for weights that the framework of the questionnaire cannot take."""
    # Of use to runs with weights of their own; all others save pandas and SciPy.
    from egovbench.scoring.framework import read_framework
    from egovbench.scoring.weights import check_ids

    nodes = read_framework(read_codebook(paths.CODEBOOK).framework())
    try:
        check_ids(nodes, read_weights(path).items())
    except MethodError as fault:
        raise InputError(path, str(fault)) from None


def _checked_groups(groups: Mapping[str, Sequence[Any]], project: Project) -> dict[str, Any]:
    checked = {}
    for name, members in groups.items():
        check_name("groups", name)
        if name.lower() in GROUPS or name in project.countries:
            taken = f"a name that is neither a country's nor one of {', '.join(GROUPS)}"
            raise ParameterError("groups", name, taken)
        codes = [check_country(f"groups: {name}", each, project.countries) for each in members]
        checked[name] = tuple(dict.fromkeys(codes))
    return checked


def _with_varied(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts with the parameters that vary among all reports of their notebook."""
    varied: dict[Path, set[str]] = {}
    first: dict[Path, Draft] = {}
    for draft in drafts:
        other = first.setdefault(draft.notebook, draft)
        names = {*draft.written, *other.written}
        differing = {name for name in names if draft.written.get(name) != other.written.get(name)}
        varied.setdefault(draft.notebook, set()).update(differing, draft.varied)
    return [
        replace(draft, varied=tuple(n for n in draft.values if n in varied[draft.notebook]))
        for draft in drafts
    ]
