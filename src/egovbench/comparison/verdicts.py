"""Whether the focal country lies above or below its peers, and whether that can be said at all."""

import numpy as np
import pandas as pd

from egovbench.base.comparing import above, standing, steady
from egovbench.scoring.answers import Answers
from egovbench.scoring.framework import Framework
from egovbench.scoring.scores import score_answers

LEAST_ITEMS = 3
"""On fewer compared items nothing is said of a score; the items are described instead."""
STEP = 0.5
"""From one code to the next, as from yes to partly: half the way from no to yes."""
POSITIONS = ("above", "below", "not distinguishable", "hangs on an item", "all alike",
             "too few items", "no peers")  # fmt: skip


def add_verdicts(
    table: pd.DataFrame, moved: pd.DataFrame, framework: Framework, differing: frozenset[str]
) -> pd.DataFrame:
    """Return the rows of compare_scores or compare_differences with `position` and `hangs_on`.

    `moved` holds the gaps that remain when one code of the focal country moves (id, moved,
    gap_lower, gap_upper, see moved_scores), and `differing` the items (as text) on which the
    compared countries' known codes differ. `position` is one of POSITIONS:

    - "no peers", and "too few items" where fewer than three are compared;
    - "all alike" where no item of the score differs among the countries;
    - "not distinguishable" where the bounds of the gap hold 0;
    - "hangs on an item" where they do not, but would if a single code of the focal country were
      moved by half a step; `hangs_on` names the item that would undo most, and is empty elsewhere;
    - "above" and "below" where that would change nothing.
    """
    leaves = {name: framework.leaves(node) for node, name in enumerate(framework.ids)}
    found = []
    for row in table.to_dict("records"):
        items = [framework.indicators[leaf] for leaf in leaves[row["id"]]]
        side = standing(row["gap_lower"], row["gap_upper"], 0.0, 0.0)
        if row["n_peers"] == 0:
            found.append(("no peers", ""))
        elif row["n_items"] < LEAST_ITEMS:
            found.append(("too few items", ""))
        elif differing.isdisjoint(items):
            found.append(("all alike", ""))
        elif side == "open":
            found.append(("not distinguishable", ""))
        else:
            own = moved[moved["id"] == row["id"]].set_index("moved").loc[items]
            rest = own["gap_lower"] if side == "above" else -own["gap_upper"]
            hangs = not above(rest.min(), 0.0)
            first = str(rest.map(steady).idxmin())
            found.append(("hangs on an item", first) if hangs else (side, ""))
    positions, hanging = zip(*found, strict=True) if found else ((), ())
    return table.assign(
        position=pd.Series(positions, index=table.index, dtype="str"),
        hangs_on=pd.Series(hanging, index=table.index, dtype="str"),
    )


def moved_scores(focal: Answers, framework: Framework) -> pd.DataFrame:
    """Return each unit's bounds with one code at a time moved by half a step against it.

    Columns: iso3 (the unit), moved (the item whose code moved), id (the node); lower, with the code
    a half step lower, and upper, with the code a half step higher: what stays above or below others
    whichever way the code is moved. A code does not move beyond the end of its scale.
    """
    assert focal.lower is not None and focal.upper is not None, "coded answers have bounds"
    size, count = framework.n_indicators, len(focal.units)
    least, greatest = framework.minimums[:size], framework.maximums[:size]
    step = np.tile(np.eye(size) * STEP, (count, 1))
    values, lower, upper = (
        np.repeat(each, size, axis=0) for each in (focal.values, focal.lower, focal.upper)
    )
    asked = np.repeat(focal.asked, size, axis=0)
    names = tuple(f"{unit} {item}" for unit in focal.units for item in framework.indicators)
    down, up = (
        score_answers(Answers(names, values, asked, *ends), framework)
        for ends in (
            (np.maximum(lower - step, least), upper),
            (lower, np.minimum(upper + step, greatest)),
        )
    )
    names_of = down["iso3"].str.partition(" ")
    return pd.DataFrame(
        {
            "iso3": names_of[0],
            "moved": names_of[2],
            "id": down["id"],
            "lower": down["lower"],
            "upper": up["upper"],
        }
    )
