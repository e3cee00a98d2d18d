"""Reviewed decisions in place of what the rules found."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from egovbench.base.schemas import CODE_VALUES, CODES_TABLE, REVIEWS_TABLE, SEEN
from egovbench.questionnaire.coding import with_reviews

ITEMS = [7, 8, 9]
WORDS = st.sampled_from(["yes", "partly", "no", "unknown"])


def ends(code):
    value = CODE_VALUES.get(code)
    return (value, value) if value is not None else (0.0, 1.0)


def rows(schema, found, **columns):
    table = pd.DataFrame(
        [
            {"item": item, "code": code, "lower": ends(code)[0], "upper": ends(code)[1], **more}
            for item, code, more in found
        ]
    ).assign(**columns)
    table["value"] = table["code"].map(CODE_VALUES).astype("float64")
    return schema.validate(table[list(schema.columns)])


@given(st.data())
def test_a_tick_wins_over_a_review_made_without_seeing_it_and_over_no_other(data):
    evidence = st.sampled_from(["selected", "stated", "described", "none"])
    codes = rows(
        CODES_TABLE,
        [(item, data.draw(WORDS), {"evidence": data.draw(evidence)}) for item in ITEMS],
        iso3="QQA", survey="msq2024", rule="invented", rationale="", coder="rules", source="",
    )  # fmt: skip
    reviewed = data.draw(st.lists(st.sampled_from(ITEMS), unique=True, min_size=1))
    seen = st.sampled_from(SEEN)
    reviews = rows(
        REVIEWS_TABLE,
        [(item, data.draw(WORDS), {"saw": data.draw(seen)}) for item in reviewed],
        rationale="an invented reason", reviewer="project", date="2026-01-01",
    )  # fmt: skip
    result = with_reviews(codes, reviews).set_index("item")
    before, decided = codes.set_index("item"), reviews.set_index("item")
    for item in ITEMS:
        stays = item not in reviewed or (
            before.loc[item, "evidence"] == "selected" and decided.loc[item, "saw"] == "text"
        )
        wins = before if stays else decided
        bounds = ["code", "lower", "upper"]
        assert result.loc[item, bounds].tolist() == wins.loc[item, bounds].tolist()
        assert (result.loc[item, "rule"] == "review") == (not stays)
    CODES_TABLE.validate(result.reset_index()[list(CODES_TABLE.columns)])
