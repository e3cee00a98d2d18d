"""Agreement of invented sources, worked by hand."""

import pandas as pd
import pytest

from egovbench.others.fusion import (
    disagreements,
    item_agreement,
    pair_table,
    source_pairs,
)


def answers(**sources):
    """Codes by source for the countries XAA, XBB, XCC on items 37 and 39 ('-' = no answer)."""
    places = [(iso3, item) for item in (37, 39) for iso3 in ("XAA", "XBB", "XCC")]
    return pd.DataFrame(
        [
            {"iso3": iso3, "item": item, "survey": f"{source}2022", "year": 2022, "rank": 1,
             "fidelity": "exact", "code": code}
            for source, codes in sources.items()
            for (iso3, item), code in zip(places, codes.split(), strict=True)
            if code != "-"
        ]
    )  # fmt: skip


GIVEN = answers(a="yes no yes yes - unknown", b="yes yes - no no no", c="- - no - - -")


def test_each_pair_of_sources_on_what_both_know():
    table = source_pairs(GIVEN).set_index(["first", "second"])
    # a and b: (37, XAA) alike, (37, XBB) not, (39, XAA) not; XCC on 39 is unknown to a.
    # shares of yes: a 2/3, b 2/3: expected 4/9 + 1/9 = 5/9; kappa (1/3 - 5/9) / (4/9) = -1/2.
    assert table.loc[("a", "b"), "n"] == 3
    assert table.loc[("a", "b"), "share"] == pytest.approx(1 / 3)
    assert table.loc[("a", "b"), "kappa"] == pytest.approx(-1 / 2)
    assert table.loc[("a", "c")].tolist()[:2] == [1, 0]
    assert ("b", "c") not in table.index


def test_the_matrix_of_pairs_is_symmetric_and_in_words():
    matrix = pair_table(source_pairs(GIVEN)).set_index("source")
    assert matrix.loc["a", "b"] == matrix.loc["b", "a"] == "33 % of 3"
    assert matrix.loc["c", "a"] == "0 % of 1"
    assert matrix.loc["b", "c"] == matrix.loc["a", "a"] == ""


def test_each_item_over_all_pairs():
    table = item_agreement(GIVEN).set_index("item")
    assert table["n"].to_dict() == {37: 3, 39: 1}
    assert table["share"].to_dict() == {37: pytest.approx(1 / 3), 39: 0}


def test_disagreements_show_all_answers_of_the_country_and_item():
    table = disagreements(GIVEN)
    found = table[["item", "iso3", "survey", "code"]].to_numpy().tolist()
    assert found == [
        [37, "XBB", "a2022", "no"],
        [37, "XBB", "b2022", "yes"],
        [37, "XCC", "a2022", "yes"],
        [37, "XCC", "c2022", "no"],
        [39, "XAA", "a2022", "yes"],
        [39, "XAA", "b2022", "no"],
    ]


def test_one_source_alone_agrees_with_nobody():
    alone = answers(a="yes no yes yes - unknown")
    assert source_pairs(alone).empty
    assert item_agreement(alone).empty
    assert disagreements(alone).empty
