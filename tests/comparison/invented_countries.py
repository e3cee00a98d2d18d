"""Codes and answers of invented countries."""

import pandas as pd

from egovbench.base.schemas import CODE_VALUES, CODES_TABLE, OTHERS_TABLE

# item 37 stands in section C, 59 in D, each alone in its indicator
OWN = {37: "yes", 59: "no"}
OTHERS = [
    ("QQB", 37, "no", "exact", False),
    ("QQB", 59, "yes", "proxy", False),
    ("QQC", 37, "yes", "exact", False),
    ("QQC", 59, "no", "proxy", True),
]


def exact(codes):
    """Value and bounds of codes by their words: an unknown one may be anything."""
    value = codes.map(CODE_VALUES).astype("float64")
    return {"value": value, "lower": value.fillna(0.0), "upper": value.fillna(1.0)}


def own_codes(iso3, codes):
    rows = pd.DataFrame({"item": list(codes), "code": list(codes.values())})
    rows = rows.assign(
        iso3=iso3, survey="msq2024", **exact(rows["code"]), evidence="stated",
        rule="invented", rationale="", coder="test", source="test",
    )  # fmt: skip
    return rows[list(CODES_TABLE.columns)]


def other_answers(rows):
    table = pd.DataFrame(rows, columns=["iso3", "item", "code", "fidelity", "no_or_unknown"])
    table = table.assign(
        survey="gtmi2022", **exact(table["code"]), variable="v", rank=1,
        instrument="", year=2022, link="", collected_by="desk",
    )  # fmt: skip
    table["upper"] = table["upper"].mask(table["no_or_unknown"], 1.0)
    return table[list(OTHERS_TABLE.columns)]
