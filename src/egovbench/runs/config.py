"""Run configurations, the YAML files in notebooks/runs, and the combinations they stand for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from egovbench.base.errors import InputError, ParameterError
from egovbench.base.yaml_text import read_yaml
from egovbench.runs.parameters import check_plain

Combination = dict[str, Any]
Expand = Callable[[str, Any], Sequence[Any]]


@dataclass(frozen=True)
class Entry:
    """A notebook and the parameters that vary between its reports, as in a build matrix.

    Attributes:
        notebook: the notebook's name without ending.
        matrix: values by parameter; their product gives the combinations, the last parameter
            changing first.
        include: further values. Those that contradict no value of the matrix are added to every
            combination of the matrix that they fit; others make a combination of their own.
            Without a matrix each makes one.
        exclude: values of the matrix; combinations that hold all values of an exclude are left
            out, before anything is included.
    """

    notebook: str
    matrix: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    include: tuple[Mapping[str, Any], ...] = ()
    exclude: tuple[Mapping[str, Any], ...] = ()


DEFAULT_REPORTS = (
    Entry("overview"),
    Entry("robustness"),
    Entry("evidence"),
    Entry("section", matrix={"section": ("all",)}),
)
"""The reports of a configuration that names none."""

_KEYS = ("run", "title", "parameters", "groups", "reports", "pictures", "jobs", "cell_timeout")
_MOST = 10_000_000  # of seconds, more than a season
_ENTRY_KEYS = ("notebook", "matrix", "include", "exclude")


@dataclass(frozen=True)
class RunConfig:
    """A run as its file describes it; values are checked when the plan is made.

    Attributes:
        run: name of the run's folder; None makes a name from the parameters.
        title: what the index calls the run; None makes a title from its countries.
        parameters: values that every notebook which declares them gets, unless its matrix varies
            them.
        groups: ISO3 codes by the name of a group, of use as `peers` and in a matrix as `focal`.
        reports: notebooks with the parameters that vary.
        pictures: whether figures are also written as slides (PNG, SVG) with their data (CSV).
        jobs: worker processes; None is one a processor, at least two.
        cell_timeout: seconds that one cell may take.
    """

    run: str | None = None
    title: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    groups: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    reports: tuple[Entry, ...] = DEFAULT_REPORTS
    pictures: bool = False
    jobs: int | None = None
    cell_timeout: int = 600


def read_config(path: Path) -> RunConfig:
    """Return the run configuration at `path`; a file without `run` is called by its name.

    Raises InputError when it is no YAML mapping, ParameterError for unknown keys or wrong types.
    """
    content = read_yaml(path, "run configuration") or {}
    if not isinstance(content, dict):
        raise InputError(path, f"found a {type(content).__name__}; expected keys with values")
    _check_keys(content, _KEYS, path.name)
    settings = {key: value for key, value in content.items() if value is not None}
    check_settings(settings)
    if "reports" in settings:
        settings["reports"] = _entries(settings["reports"])
    return RunConfig(**{"run": path.stem, **settings})


def _check_keys(content: Mapping[Any, Any], known: Sequence[str], place: str) -> None:
    for key in content:
        if key not in known:
            raise ParameterError(str(key), content[key], f"a key of {place}: {', '.join(known)}")


def check_settings(settings: Mapping[str, Any]) -> None:
    """Raise ParameterError for a setting of the wrong type; `reports` are not looked at."""
    _check_names("parameters", settings.get("parameters", {}), "names with values")
    groups = settings.get("groups", {})
    _check_names("groups", groups, "names with lists of ISO3 country codes")
    for name, members in groups.items():
        if not isinstance(members, list) or not members:
            raise ParameterError(f"groups: {name}", members, "a list of ISO3 country codes")
    for key in ("run", "title"):
        if not isinstance(settings.get(key, ""), str):
            raise ParameterError(key, settings[key], "a name; put it in quotes")
        check_plain(key, settings.get(key))
    if not isinstance(settings.get("pictures", False), bool):
        raise ParameterError("pictures", settings["pictures"], "true or false")
    for key in ("jobs", "cell_timeout"):
        value = settings.get(key, 1)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= _MOST:
            raise ParameterError(key, value, f"a whole number from 1 to {_MOST:,}")


def _entries(reports: object) -> tuple[Entry, ...]:
    expected = "a list of entries such as {notebook: country, matrix: {focal: [EST, DNK]}}"
    if not isinstance(reports, list) or not reports:
        raise ParameterError("reports", reports, expected)
    entries = []
    for given in reports:
        if not isinstance(given, dict):
            raise ParameterError("reports", given, expected)
        _check_keys(given, _ENTRY_KEYS, "an entry of reports")
        if not isinstance(given.get("notebook"), str):
            raise ParameterError("notebook", given.get("notebook"), "the name of a notebook")
        matrix = given.get("matrix") or {}
        _check_names("matrix", matrix, "names of parameters with lists of values")
        entries.append(
            Entry(
                given["notebook"],
                matrix={name: _values(name, values) for name, values in matrix.items()},
                include=_combinations("include", given.get("include") or []),
                exclude=_combinations("exclude", given.get("exclude") or []),
            )
        )
    return tuple(entries)


def _values(name: str, values: object) -> tuple[Any, ...]:
    given = values if isinstance(values, list) else [values]
    if not given:
        raise ParameterError(f"matrix: {name}", values, "a value or a list of values")
    return tuple(given)


def _combinations(key: str, combinations: object) -> tuple[Mapping[str, Any], ...]:
    expected = "a list of parameters with a value each, such as [{focal: EST, peers: oecd}]"
    if not isinstance(combinations, list):
        raise ParameterError(key, combinations, expected)
    for combination in combinations:
        _check_names(key, combination, expected)
        if not combination:
            raise ParameterError(key, combination, expected)
    return tuple(combinations)


def _check_names(key: str, found: object, expected: str) -> None:
    if not isinstance(found, dict) or not all(isinstance(name, str) for name in found):
        raise ParameterError(key, found, expected)


def combinations(entry: Entry, expand: Expand) -> list[Combination]:
    """Return the combinations of an entry in order: the matrix's, then those added.

    `expand(parameter, value)` gives the values that a value stands for (a group's members, all
    sections); an include or exclude with several counts as one for each. An entry without matrix
    and include has one combination, which is empty. Raises ParameterError for an exclude whose
    parameter the matrix lacks: it would leave nothing out, unnoticed.
    """
    for left_out in entry.exclude:
        for name, value in left_out.items():
            if name not in entry.matrix:
                expected = f"a parameter that the matrix of {entry.notebook} varies"
                raise ParameterError(f"exclude: {name}", value, expected)
    included = [each for given in entry.include for each in _product(_listed(given), expand)]
    if included and not entry.matrix:
        return included
    excluded = [each for given in entry.exclude for each in _product(_listed(given), expand)]
    originals = [
        combination
        for combination in _product(entry.matrix, expand)
        if not any(_agree(each, combination) for each in excluded)
    ]
    return _with_included(originals, included)


def overridden(entry: Entry, values: Mapping[str, Sequence[Any]]) -> Entry:
    """Return the entry as if its file gave `values` for those of its parameters."""
    mentioned = {name for given in (entry.matrix, *entry.include) for name in given}
    own = {name: given for name, given in values.items() if name in mentioned}
    matrix = {name: own.get(name, given) for name, given in entry.matrix.items()}
    include = []
    for given in entry.include:
        replaced = {name: own.get(name, (value,)) for name, value in given.items()}
        include += _product(replaced, _itself)
    return Entry(entry.notebook, matrix, tuple(_once(include)), entry.exclude)


def _product(values: Mapping[str, Sequence[Any]], expand: Expand) -> list[Combination]:
    expanded = [
        _once(each for value in given for each in expand(name, value))
        for name, given in values.items()
    ]
    return [dict(zip(values, each, strict=True)) for each in product(*expanded)]


def _once(values: Iterable[Any]) -> list[Any]:
    """Return each value once, for groups of countries overlap; lists are values too."""
    return list({repr(value): value for value in values}.values())


def _listed(combination: Mapping[str, Any]) -> Mapping[str, Sequence[Any]]:
    return {name: (value,) for name, value in combination.items()}


def _itself(_: str, value: Any) -> Sequence[Any]:
    return (value,)


def _agree(given: Mapping[str, Any], combination: Combination) -> bool:
    """Return whether `given` contradicts no value of `combination`."""
    return all(combination.get(name, value) == value for name, value in given.items())


def _with_included(
    originals: Sequence[Combination], included: Iterable[Combination]
) -> list[Combination]:
    extended = [dict(original) for original in originals]
    alone = []
    for given in included:
        fitting = [at for at, original in enumerate(originals) if _agree(given, original)]
        for at in fitting:
            extended[at] |= given
        if not fitting:
            alone.append(given)
    return [*extended, *alone]
