import math

import pandas as pd

from egovbench.figures import style
from egovbench.figures.canvas import Line
from egovbench.figures.slopes import slope_chart

ROWS = pd.DataFrame(
    {
        "iso3": ["AAA", "BBB", "CCC", "DDD"],
        "score_before": [50.0, 20.0, 20.0, math.nan],
        "lower_before": [40.0, 20.0, 20.0, 0.0],
        "upper_before": [60.0, 20.0, 20.0, 100.0],
        "score_after": [80.0, 60.0, 60.0, 50.0],
        "lower_after": [80.0, 60.0, 60.0, 50.0],
        "upper_after": [80.0, 60.0, 60.0, 50.0],
    }
)


def drawn(names, rows=ROWS):
    return slope_chart(rows, "AAA", names, (2020, 2022), title="T", measure="on 4 items")


def test_slopes_say_in_words_what_they_show(names) -> None:
    chart = drawn(names)
    assert chart.subtitle == "Score from 0 (all no) to 100 (all yes), on 4 items; 3 countries"
    assert "1 country has no known answer in one of the years and no line" in chart.note
    assert "Aland: 50.0 (40.0 to 60.0) in 2020, 80.0 in 2022" in chart.alternative_text
    assert "Median of the others: 20.0, then 60.0" in chart.alternative_text
    assert "Of the others 2 went up, 0 stayed, 0 went down" in chart.alternative_text
    assert chart.data["iso3"].tolist() == ["AAA", "BBB", "CCC"]


def test_countries_with_the_same_scores_share_a_thicker_line(names) -> None:
    def widths(rows: pd.DataFrame) -> list[float]:
        shapes = drawn(names, rows).drawing.shapes
        return [
            shape.width
            for shape in shapes
            if isinstance(shape, Line) and shape.colour == style.PEER_SOFT
        ]

    # the first is the legend's sample
    together, alone = widths(ROWS)[1:], widths(ROWS.iloc[:2])[1:]
    assert len(together) == len(alone) == 1
    assert together[0] > alone[0]


def test_the_focal_country_is_labelled_at_both_ends_within_the_drawing(names) -> None:
    drawing = drawn(names).drawing
    assert {"Aland 50.0", "Aland 80.0", "2020", "2022"} <= set(drawing.texts)
    points = [
        point for shape in drawing.shapes if isinstance(shape, Line) for point in shape.points
    ]
    assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in points)


def test_a_country_alone_has_no_median(names) -> None:
    chart = drawn(names, ROWS.iloc[:1])
    assert "Median" not in chart.alternative_text
