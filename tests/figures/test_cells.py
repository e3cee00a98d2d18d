"""Coloured cells: countries by items, and two codings."""

import pandas as pd

from egovbench.figures.canvas import Boxes
from egovbench.figures.cells import agreement_matrix, item_heat_map

ITEMS = pd.DataFrame(
    {
        "item": [7, 8, 9],
        "label": ["Portal", "Services", "Forum"],
        "indicator": ["Access", "Access", "Voice"],
    }
)


CODES = pd.DataFrame(
    [
        ("BBB", 7, "yes"),
        ("BBB", 8, "partly"),
        ("BBB", 9, "no"),
        ("AAA", 7, "unknown"),
        ("AAA", 8, "not_asked"),
        ("CCC", 9, "yes"),
    ],
    columns=["iso3", "item", "code"],
)


def test_every_cell_has_its_letter_and_focal_row_is_first(names):
    chart = item_heat_map(CODES, ITEMS, "AAA", names, title="Message")
    assert chart.data.to_dict("list") == {
        "iso3": ["AAA", "BBB", "CCC"],
        "country": ["Aland", "Bland", "Cland"],
        "7": ["?", "Y", "\u00b7"],
        "8": ["\u00b7", "P", "\u00b7"],
        "9": ["\u00b7", "N", "Y"],
    }
    drawn = chart.drawing.texts
    legend = 1
    assert drawn.count("Y") == 2 + legend
    assert drawn.count("P") == 1 + legend
    assert drawn.count("N") == 1 + legend
    assert drawn.count("?") == 1 + legend
    assert drawn.count("\u00b7") == 4 + legend


def test_unknown_no_and_not_asked_differ_without_colour(names):
    chart = item_heat_map(CODES, ITEMS, "AAA", names, title="Message")
    hatched = [
        shape for shape in chart.drawing.shapes if isinstance(shape, Boxes) and shape.hatch_colour
    ]
    assert len(hatched) == 2  # the cells and the legend's sample


def test_a_no_that_may_be_unknown_is_told_apart(names):
    doubtful = CODES.replace({"code": {"no": "no_or_unknown"}})
    chart = item_heat_map(doubtful, ITEMS, "AAA", names, title="Message")
    assert chart.data["9"].tolist() == ["\u00b7", "N?", "Y"]
    assert "no or unknown" in chart.drawing.texts
    assert "no 0, no or unknown 1, not known 0" in chart.alternative_text


def test_alternative_text_names_the_focal_items(names):
    chart = item_heat_map(CODES, ITEMS, "AAA", names, title="Message", n_left_out=3)
    assert "Aland: not known 1 (items 7); not asked 2 (items 8, 9)." in chart.alternative_text
    assert (
        "Cells of the others: yes 2, partly 1, no 1, not known 0, not asked 2"
        in chart.alternative_text
    )
    assert "3 further countries are not shown." in chart.note


PAIRS = pd.DataFrame(
    [("yes", "yes", 6), ("yes", "no", 1), ("no", "no", 2), ("unknown", "yes", 1)],
    columns=["row", "column", "count"],
)


WORDS = {"title": "M", "row_name": "Rules", "column_name": "Review", "unit": "answers"}


def test_matrix_has_every_pair_and_the_share_agreed():
    chart = agreement_matrix(PAIRS, **WORDS)
    counts = chart.data.set_index(["row", "column"])["count"]
    assert len(counts) == 9
    assert counts["no", "yes"] == 0
    assert counts["yes", "yes"] == 6
    assert "The two agree on 8 of 10 answers (80 %)" in chart.note
    assert "Rules not known, Review yes: 1; Rules yes, Review no: 1" in chart.alternative_text
