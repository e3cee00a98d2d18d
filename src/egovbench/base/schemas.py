"""The project's tables: their columns, types, units and allowed values.

Every table is long. Text columns hold an empty string where there is nothing; number columns hold
a missing value (never zero) where there is no number.
"""

import pandas as pd
import pandera.pandas as pa

from egovbench.base.vocabulary import FIDELITIES, SECTIONS

ISO3 = r"^[A-Z]{3}$"
ALL_SECTIONS = ("front", *SECTIONS, "closing")
STATUSES = ("answered", "blank", "not_asked", "withheld")
CODES = ("yes", "partly", "no", "unknown", "not_asked")
SELECTION_SEPARATOR = "; "  # between the ticked options of a multiple choice
HAND_RULE = "coded by hand"  # the rule of every code of a coding sheet
CODE_VALUES = {"yes": 1.0, "partly": 0.5, "no": 0.0}
SEEN = ("text", "ticks")
"""What a reviewer saw of an answer: its text alone, or which options are ticked as well."""
EVIDENCE = ("selected", "stated", "described", "related", "none", "reviewed", "source")
RESPONDENTS = ("government", "researchers", "desk")
LEVELS = ("item", "indicator", "section", "overall")


def _text(*checks: pa.Check) -> pa.Column:
    return pa.Column("str", checks=list(checks), nullable=False)


def _number(minimum: float | None = None, maximum: float | None = None) -> pa.Column:
    checks = []
    if minimum is not None:
        checks.append(pa.Check.ge(minimum))
    if maximum is not None:
        checks.append(pa.Check.le(maximum))
    return pa.Column("float64", checks=checks, nullable=True)


def _bounds_fit(frame: pd.DataFrame) -> pd.Series:
    value, lower, upper = frame["value"], frame["lower"], frame["upper"]
    known = (lower <= value) & (value <= upper)
    unknown = (frame["code"] == "unknown") & (lower == 0) & (upper == 1)
    not_asked = (frame["code"] == "not_asked") & lower.isna() & upper.isna()
    return known | unknown | not_asked


_VALUE_FOLLOWS_CODE = pa.Check(
    lambda frame: frame["value"].fillna(-1.0) == frame["code"].map(CODE_VALUES).fillna(-1.0),
    error="value must be 1 for yes, 0.5 for partly, 0 for no and empty otherwise",
)
_BOUNDS_HOLD_VALUE = pa.Check(
    _bounds_fit, error="lower and upper must hold the value; 0 and 1 where unknown"
)


def _table(
    name: str, key: list[str], columns: dict[str, pa.Column], *checks: pa.Check
) -> pa.DataFrameSchema:
    """Return the schema of a table with these columns, in this order, and no others."""
    return pa.DataFrameSchema(
        columns, checks=list(checks), unique=key, strict=True, ordered=True, name=name
    )


_ISO3 = pa.Check.str_matches(ISO3, error="three capital letters")
_ITEM = pa.Column("int64", checks=[pa.Check.in_range(1, 126)], nullable=False)
_ANSWER = {"iso3": _text(_ISO3), "survey": _text(), "item": _ITEM}
_VALUE = {name: _number(0, 1) for name in ("value", "lower", "upper")}

RESPONSES_TABLE = _table(
    "responses",
    ["iso3", "survey", "item"],
    {
        **_ANSWER,
        "section": _text(pa.Check.isin(ALL_SECTIONS)),
        "answer": _text(),
        "selection": _text(),
        "urls": _text(),
        "status": _text(pa.Check.isin(STATUSES)),
        "truncated": pa.Column("bool"),
        "source": _text(),
        "locator": _text(),
    },
)

CODES_TABLE = _table(
    "codes",
    ["iso3", "survey", "item"],
    {
        **_ANSWER,
        "code": _text(pa.Check.isin(CODES)),
        **_VALUE,
        "evidence": _text(pa.Check.isin(EVIDENCE)),
        "rule": _text(),
        "rationale": _text(),
        "coder": _text(),
        "source": _text(),
    },
    _VALUE_FOLLOWS_CODE,
    _BOUNDS_HOLD_VALUE,
)

REVIEWS_TABLE = _table(
    "reviews",
    ["item"],
    {
        "item": _ITEM,
        "code": _text(pa.Check.isin(CODES)),
        "lower": _number(0, 1),
        "upper": _number(0, 1),
        "saw": _text(pa.Check.isin(SEEN)),
        "rationale": _text(pa.Check.str_length(min_value=10)),
        "reviewer": _text(),
        "date": _text(pa.Check.str_matches(r"^\d{4}-\d{2}-\d{2}$")),
    },
    pa.Check(
        lambda frame: _bounds_fit(frame.assign(value=frame["code"].map(CODE_VALUES))),
        error="lower and upper must hold the value of the code; 0 and 1 where unknown",
    ),
)

OTHERS_TABLE = _table(
    "others",
    ["iso3", "survey", "item", "variable"],
    {
        **_ANSWER,
        "code": _text(pa.Check.isin(("yes", "partly", "no", "unknown"))),
        **_VALUE,
        "fidelity": _text(pa.Check.isin(FIDELITIES)),
        "variable": _text(),
        "rank": pa.Column("int64", checks=[pa.Check.ge(1)]),
        "no_or_unknown": pa.Column("bool"),
        "instrument": _text(),
        "year": pa.Column("int64"),
        "link": _text(),
        "collected_by": _text(pa.Check.isin(RESPONDENTS)),
    },
    _VALUE_FOLLOWS_CODE,
    _BOUNDS_HOLD_VALUE,
)

_ADDRESS = pa.Check.str_matches(r"^(https?://\S+)?$", error="a web address, or nothing")
_ACT_YEAR = pa.Check.str_matches(r"^([12]\d{3})?$", error="a year, or nothing")
_NAME = pa.Check.str_length(1, 150)
_FACTSHEET = {"iso3": _text(_ISO3), "edition": pa.Column("int64")}

FACTSHEET_HEADINGS_TABLE = _table(
    "factsheet_headings",
    ["iso3", "edition", "heading"],
    {
        **_FACTSHEET,
        "heading": _text(),
        "status": _text(pa.Check.isin(("described", "none", "empty"))),
    },
)

FACTSHEET_INSTRUMENTS_TABLE = _table(
    "factsheet_instruments",
    ["iso3", "edition", "heading", "name"],
    {
        **_FACTSHEET,
        "heading": _text(),
        "name": _text(_NAME),
        "year": _text(_ACT_YEAR),
        "link": _text(_ADDRESS),
    },
)

FACTSHEET_CODES_TABLE = _table(
    "factsheet_codes",
    ["iso3", "edition", "variable"],
    {
        **_FACTSHEET,
        "variable": _text(),
        "value": _text(pa.Check.isin(("yes", "partly", "none reported", "unknown"))),
        "heading": _text(),
        "name": _text(pa.Check.str_length(max_value=150)),
        "year": _text(_ACT_YEAR),
        "link": _text(_ADDRESS),
        "reason": _text(pa.Check.str_length(min_value=10)),
    },
)

SCORES_TABLE = _table(
    "scores",
    ["iso3", "level", "id"],
    {
        "iso3": _text(_ISO3),
        "level": _text(pa.Check.isin(LEVELS)),
        "id": _text(),
        "score": _number(0, 100),
        "lower": _number(0, 100),
        "upper": _number(0, 100),
        "coverage": _number(0, 1),
        "n_items": pa.Column("int64", checks=[pa.Check.ge(0)]),
        "n_known": pa.Column("int64", checks=[pa.Check.ge(0)]),
    },
)

REPORTED_TABLE = _table(
    "reported",
    ["item", "edition", "scope"],
    {
        "item": pa.Column("int64", checks=[pa.Check.ge(1)]),
        "edition": _text(pa.Check.isin(("2020", "2024", "2022 and 2024"))),
        "scope": _text(pa.Check.isin(("all", "Europe"))),
        "percent": _number(0, 100),
        "count": _number(0),
        "base": _number(0),
        "place": _text(pa.Check.str_length(min_value=1)),
        "doubt": _text(),
    },
    pa.Check(
        lambda frame: frame["percent"].isna() != frame["count"].isna(),
        error="either percent or count must be given",
    ),
    pa.Check(
        lambda frame: frame["count"].fillna(0) <= frame["base"].fillna(float("inf")),
        error="count must not be above base",
    ),
)

INDICES_TABLE = _table(
    "indices",
    ["iso3", "index", "year"],
    {
        "iso3": _text(_ISO3),
        "index": _text(),
        "year": pa.Column("int64"),
        "value": pa.Column("float64", nullable=False),
        "unit": _text(),
        "source": _text(),
    },
)

COUNTRIES_TABLE = _table(
    "countries",
    ["iso3"],
    {
        "iso3": _text(_ISO3),
        "iso2": _text(),
        "name": _text(),
        "un_member": pa.Column("bool"),
        "region": _text(),
        "subregion": _text(),
        "eu_member": pa.Column("bool"),
        "oecd_member": pa.Column("bool"),
        "income_group": _text(),
        "aliases": _text(),
    },
)

NEIGHBOURS_TABLE = _table(
    "neighbours", ["iso3", "neighbour"], {"iso3": _text(_ISO3), "neighbour": _text(_ISO3)}
)
