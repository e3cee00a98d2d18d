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


def own_codes(iso3, codes):
    rows = pd.DataFrame({"item": list(codes), "code": list(codes.values())})
    rows = rows.assign(
        iso3=iso3, survey="msq2024", value=rows["code"].map(CODE_VALUES), evidence="stated",
        rule="invented", rationale="", coder="test", source="test",
    )  # fmt: skip
    return rows[list(CODES_TABLE.columns)]


def other_answers(rows):
    table = pd.DataFrame(rows, columns=["iso3", "item", "code", "fidelity", "no_or_unknown"])
    table = table.assign(
        survey="gtmi2022", value=table["code"].map(CODE_VALUES), variable="v", rank=1,
        instrument="", year=2022, link="", collected_by="desk",
    )  # fmt: skip
    return table[list(OTHERS_TABLE.columns)]
