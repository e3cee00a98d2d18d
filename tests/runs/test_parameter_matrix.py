"""Combinations of invented values, worked by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egovbench.base.errors import ParameterError
from egovbench.runs.config import Entry, combinations, overridden

GROUPS = {"vowels": ("a", "e"), "early": ("a", "b")}


def of(**parts):
    """Return the combinations of an entry in which "vowels" stands for a and e."""
    return combinations(
        Entry("invented", **parts), lambda _, value: GROUPS.get(str(value), (value,))
    )


def pairs(combined):
    return [tuple(each.values()) for each in combined]


def test_lists_are_multiplied_and_the_last_changes_first():
    assert of() == [{}]
    assert of(matrix={"x": ("a", "b"), "n": (1, 2)}) == [
        {"x": "a", "n": 1},
        {"x": "a", "n": 2},
        {"x": "b", "n": 1},
        {"x": "b", "n": 2},
    ]
    # group stands for its members each once
    assert pairs(of(matrix={"x": ("vowels", "early", "c")})) == [("a",), ("e",), ("b",), ("c",)]
    # lists as values stay together
    assert pairs(of(matrix={"x": (["a", "b"], "a", ["a", "b"])})) == [(["a", "b"],), ("a",)]


def test_exclude_leaves_out_what_holds_all_its_values():
    matrix = {"x": ("a", "b"), "n": (1, 2)}
    assert pairs(of(matrix=matrix, exclude=({"x": "a", "n": 2},))) == [("a", 1), ("b", 1), ("b", 2)]
    assert pairs(of(matrix=matrix, exclude=({"n": 2},))) == [("a", 1), ("b", 1)]
    assert pairs(of(matrix=matrix, exclude=({"x": "vowels"},))) == [("b", 1), ("b", 2)]
    assert of(matrix=matrix, exclude=({"x": "a"}, {"x": "b"})) == []
    # exclude of what does not vary is refused
    with pytest.raises(ParameterError, match=r"parameter exclude: m: found 1; .* of invented"):
        of(matrix={"n": (1, 2)}, exclude=({"m": 1},))


def test_include_adds():
    matrix = {"x": ("a", "b"), "n": (1,)}
    assert of(matrix=matrix, include=({"size": 3},)) == [
        {"x": "a", "n": 1, "size": 3},
        {"x": "b", "n": 1, "size": 3},
    ]
    assert of(matrix=matrix, include=({"x": "b", "size": 3},)) == [
        {"x": "a", "n": 1},
        {"x": "b", "n": 1, "size": 3},
    ]
    # later include replaces what an earlier one added
    added = of(matrix={"x": ("a", "b")}, include=({"size": 3}, {"x": "b", "size": 4}))
    assert added == [{"x": "a", "size": 3}, {"x": "b", "size": 4}]
    # include that fits nowhere is a combination of its own
    added = of(matrix={"x": ("a",)}, include=({"x": "c"}, {"x": "c", "size": 3}))
    assert added == [{"x": "a"}, {"x": "c"}, {"x": "c", "size": 3}]
    # include brings back what was excluded
    matrix = {"x": ("a", "b"), "n": (1, 2)}
    found = of(matrix=matrix, exclude=({"n": 2},), include=({"x": "a", "n": 2},))
    assert pairs(found) == [("a", 1), ("b", 1), ("a", 2)]
    # without a matrix each include is a combination
    assert of(include=({"x": "vowels"}, {"n": 1})) == [{"x": "a"}, {"x": "e"}, {"n": 1}]


def test_override_takes_the_place_of_values_that_vary():
    entry = Entry("invented", {"x": ("a", "b"), "n": (1, 2)}, include=({"x": "c", "n": 3},))
    found = overridden(entry, {"x": ("z",), "unheard": ("of",)})
    assert found.matrix == {"x": ("z",), "n": (1, 2)}
    assert found.include == ({"x": "z", "n": 3},)
    several = overridden(entry, {"n": (7, 8)})
    assert several.include == ({"x": "c", "n": 7}, {"x": "c", "n": 8})
    # includes that become alike by an override are one
    entry = Entry("invented", include=({"x": "a"}, {"x": "b"}))
    assert overridden(entry, {"x": ("z",)}).include == ({"x": "z"},)


VALUES = st.lists(st.integers(0, 5), min_size=1, max_size=4, unique=True)
MATRICES = st.dictionaries(st.sampled_from("xyz"), VALUES, min_size=1)


@given(MATRICES)
def test_product_holds_every_combination_once(matrix):
    found = of(matrix=matrix)
    size = 1
    for values in matrix.values():
        size *= len(values)
    assert len(found) == len({tuple(each.items()) for each in found}) == size
    assert all(value in matrix[name] for each in found for name, value in each.items())


@given(MATRICES, st.data())
def test_excluded_combinations_and_the_others_are_all(matrix, data):
    name = data.draw(st.sampled_from(sorted(matrix)))
    value = data.draw(st.sampled_from(matrix[name]))
    left = of(matrix=matrix, exclude=({name: value},))
    every = of(matrix=matrix)
    assert left == [each for each in every if each[name] != value]
    assert len(every) - len(left) == len(every) // len(matrix[name])
