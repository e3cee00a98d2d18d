"""Combinations of invented values, worked by hand."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egovbench.base.errors import ParameterError
from egovbench.runs.config import Entry, combinations, overridden

GROUPS = {"vowels": ("a", "e"), "early": ("a", "b")}


def of(**parts: Any) -> list[dict[str, Any]]:
    """Return the combinations of an entry in which "vowels" stands for a and e."""
    return combinations(
        Entry("invented", **parts), lambda _, value: GROUPS.get(str(value), (value,))
    )


def pairs(combined: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [tuple(each.values()) for each in combined]


def test_a_notebook_alone_is_one_report() -> None:
    assert of() == [{}]


def test_lists_are_multiplied_and_the_last_changes_first() -> None:
    assert of(matrix={"x": ("a", "b"), "n": (1, 2)}) == [
        {"x": "a", "n": 1},
        {"x": "a", "n": 2},
        {"x": "b", "n": 1},
        {"x": "b", "n": 2},
    ]


def test_group_stands_for_its_members_each_once() -> None:
    assert pairs(of(matrix={"x": ("vowels", "early", "c")})) == [("a",), ("e",), ("b",), ("c",)]


def test_lists_as_values_stay_together() -> None:
    assert pairs(of(matrix={"x": (["a", "b"], "a", ["a", "b"])})) == [(["a", "b"],), ("a",)]


def test_exclude_leaves_out_what_holds_all_its_values() -> None:
    matrix = {"x": ("a", "b"), "n": (1, 2)}
    assert pairs(of(matrix=matrix, exclude=({"x": "a", "n": 2},))) == [("a", 1), ("b", 1), ("b", 2)]
    assert pairs(of(matrix=matrix, exclude=({"n": 2},))) == [("a", 1), ("b", 1)]
    assert pairs(of(matrix=matrix, exclude=({"x": "vowels"},))) == [("b", 1), ("b", 2)]
    assert of(matrix=matrix, exclude=({"x": "a"}, {"x": "b"})) == []


def test_exclude_of_what_does_not_vary_is_refused() -> None:
    with pytest.raises(ParameterError, match=r"parameter exclude: m: found 1; .* of invented"):
        of(matrix={"n": (1, 2)}, exclude=({"m": 1},))


def test_include_is_added_where_it_contradicts_nothing() -> None:
    matrix = {"x": ("a", "b"), "n": (1,)}
    assert of(matrix=matrix, include=({"size": 3},)) == [
        {"x": "a", "n": 1, "size": 3},
        {"x": "b", "n": 1, "size": 3},
    ]
    assert of(matrix=matrix, include=({"x": "b", "size": 3},)) == [
        {"x": "a", "n": 1},
        {"x": "b", "n": 1, "size": 3},
    ]


def test_later_include_replaces_what_an_earlier_one_added() -> None:
    added = of(matrix={"x": ("a", "b")}, include=({"size": 3}, {"x": "b", "size": 4}))
    assert added == [{"x": "a", "size": 3}, {"x": "b", "size": 4}]


def test_include_that_fits_nowhere_is_a_combination_of_its_own() -> None:
    added = of(matrix={"x": ("a",)}, include=({"x": "c"}, {"x": "c", "size": 3}))
    assert added == [{"x": "a"}, {"x": "c"}, {"x": "c", "size": 3}]


def test_include_brings_back_what_was_excluded() -> None:
    matrix = {"x": ("a", "b"), "n": (1, 2)}
    found = of(matrix=matrix, exclude=({"n": 2},), include=({"x": "a", "n": 2},))
    assert pairs(found) == [("a", 1), ("b", 1), ("a", 2)]


def test_without_a_matrix_each_include_is_a_combination() -> None:
    assert of(include=({"x": "vowels"}, {"n": 1})) == [{"x": "a"}, {"x": "e"}, {"n": 1}]


def test_override_takes_the_place_of_values_that_vary() -> None:
    entry = Entry("invented", {"x": ("a", "b"), "n": (1, 2)}, include=({"x": "c", "n": 3},))
    found = overridden(entry, {"x": ("z",), "unheard": ("of",)})
    assert found.matrix == {"x": ("z",), "n": (1, 2)}
    assert found.include == ({"x": "z", "n": 3},)
    several = overridden(entry, {"n": (7, 8)})
    assert several.include == ({"x": "c", "n": 7}, {"x": "c", "n": 8})


def test_includes_that_become_alike_by_an_override_are_one() -> None:
    entry = Entry("invented", include=({"x": "a"}, {"x": "b"}))
    assert overridden(entry, {"x": ("z",)}).include == ({"x": "z"},)


VALUES = st.lists(st.integers(0, 5), min_size=1, max_size=4, unique=True)
MATRICES = st.dictionaries(st.sampled_from("xyz"), VALUES, min_size=1)


@given(MATRICES)
def test_product_holds_every_combination_once(matrix: dict[str, list[int]]) -> None:
    found = of(matrix=matrix)
    size = 1
    for values in matrix.values():
        size *= len(values)
    assert len(found) == len({tuple(each.items()) for each in found}) == size
    assert all(value in matrix[name] for each in found for name, value in each.items())


@given(MATRICES, st.data())
def test_excluded_combinations_and_the_others_are_all(
    matrix: dict[str, list[int]], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(matrix)))
    value = data.draw(st.sampled_from(matrix[name]))
    left = of(matrix=matrix, exclude=({name: value},))
    every = of(matrix=matrix)
    assert left == [each for each in every if each[name] != value]
    assert len(every) - len(left) == len(every) // len(matrix[name])
