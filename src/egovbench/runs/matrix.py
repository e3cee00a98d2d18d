"""From lists of values to combinations: products, what is left out, and what is added."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from egovbench.base.errors import ParameterError

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
