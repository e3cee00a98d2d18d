"""The framework table: what is read, and every fault named."""

import pandas as pd
import pytest

from egovbench.base.errors import MethodError
from egovbench.scoring.framework import read_framework

GOOD = [
    ("a", 1, "g", 1.0),
    ("b", 1, "g", 3.0),
    ("c", 1, "h", 1.0),
    ("g", 2, "top", 1.0),
    ("h", 2, "top", 1.0),
    ("top", 3, "", 1.0),
]


def table(rows):
    return pd.DataFrame(rows, columns=["id", "level", "parent", "weight"])


def test_nodes_stand_in_order_and_cells_may_be_text_or_left_out():
    framework = read_framework(table(GOOD[::-1]))
    assert framework.ids == ("c", "b", "a", "h", "g", "top")
    assert framework.indicators == ("c", "b", "a")
    assert framework.n_levels == 3
    assert framework.groups == ((3, (0,)), (4, (1, 2)), (5, (3, 4)))
    assert framework.leaves(5) == (0, 1, 2)
    # weight and direction may be left out and are one
    framework = read_framework(table(GOOD).drop(columns="weight"))
    assert framework.weights == (1.0,) * 6
    assert framework.directions.tolist() == [1.0] * 6
    # text cells are read as numbers and an empty weight at the top is allowed
    rows = [
        (node, str(level), parent, "" if node == "top" else "2") for node, level, parent, _ in GOOD
    ]
    framework = read_framework(table(rows))
    assert framework.levels == (1, 1, 1, 2, 2, 3)
    assert framework.weights[:5] == (2.0,) * 5


@pytest.mark.parametrize(
    ("change", "culprit"),
    [
        ({"a": (1, "nowhere", 1.0)}, "'a' is an orphan: its parent 'nowhere'"),
        ({"g": (2, "", 1.0)}, "'g' is an orphan: no parent"),
        ({"g": (2, "h", 1.0), "h": (2, "g", 1.0)}, "cycle: g -> h -> g"),
        ({"a": (1, "top", 1.0)}, "'a' at level 1 has the parent 'top' at level 3"),
        ({"c": (1, "g", 1.0)}, "'h' is above level 1 and has no children"),
        ({"a": (1, "g", -1.0)}, "weight of 'a' is -1"),
        ({"a": (1, "g", None)}, "weight of 'a' is nan"),
        ({"a": (1, "g", 0.0), "b": (1, "g", 0.0)}, "weights below 'g' are all zero"),
        ({"a": (1, "g", "heavy")}, "weight of 'a' is 'heavy'"),
        ({"a": ("one", "g", 1.0)}, "level of 'a' is 'one'"),
        ({"a": (0, "g", 1.0)}, "level of 'a' is '0'"),
    ],
)
def test_a_fault_names_the_node(change, culprit):
    rows = [(node, *change.get(node, rest)) for node, *rest in GOOD]
    with pytest.raises(MethodError, match=culprit):
        read_framework(table(rows))


def test_a_duplicate_a_missing_column_and_an_empty_table_are_named():
    with pytest.raises(MethodError, match="'a' is empty or stands there more than once"):
        read_framework(table([*GOOD, GOOD[0]]))
    with pytest.raises(MethodError, match="column 'parent' is missing"):
        read_framework(table(GOOD).drop(columns="parent"))
    with pytest.raises(MethodError, match="the table is empty"):
        read_framework(table([]))


@pytest.mark.parametrize(
    ("column", "cells", "culprit"),
    [
        ("direction", [2, 1, 1, 1, 1, 1], "direction of 'a' is 2"),
        ("direction", [1, 1, 1, -1, 1, 1], "'g' is a group; only indicators have a direction"),
        ("minimum", [1, 0, 0, None, None, None], "minimum of 'a' is not below its maximum"),
    ],
)
def test_a_direction_or_scale_that_makes_no_sense_is_named(column, cells, culprit):
    frame = table(GOOD).assign(maximum=[1, 1, 1, None, None, None])
    with pytest.raises(MethodError, match=culprit):
        read_framework(frame.assign(**{column: cells}))


def test_without_drops_what_lies_below_and_groups_left_empty():
    framework = read_framework(table(GOOD))
    assert framework.without(["g"]).ids == ("c", "h", "top")
    assert framework.without(["c"]).ids == ("a", "b", "g", "top")
    assert framework.without(["a"]).weights == (3.0, 1.0, 1.0, 1.0, 1.0)
    with pytest.raises(MethodError, match="no node 'z'"):
        framework.without(["z"])
    with pytest.raises(MethodError, match="nothing is left"):
        framework.without(["top"])
