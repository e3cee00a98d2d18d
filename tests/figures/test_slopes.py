import math

import pandas as pd

from egovbench.figures import style
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
    assert chart.words.subtitle == "Score from 0 (all no) to 100 (all yes), on 4 items; 3 countries"
    assert "1 country has no known answer in one of the years and no line" in chart.words.note
    assert "Aland: 50.0 (40.0 to 60.0) in 2020, 80.0 in 2022" in chart.words.alternative_text
    assert "Median of the others: 20.0, then 60.0" in chart.words.alternative_text
    assert "Of the others 2 went up, 0 stayed, 0 went down" in chart.words.alternative_text
    assert chart.data["iso3"].tolist() == ["AAA", "BBB", "CCC"]


def test_countries_with_the_same_scores_share_a_thicker_line(names) -> None:
    def widths(rows: pd.DataFrame) -> list[float]:
        lines = drawn(names, rows).axes[0].lines
        return [line.get_linewidth() for line in lines if line.get_color() == style.PEER_SOFT]

    together, alone = widths(ROWS), widths(ROWS.iloc[:2])
    assert len(together) == len(alone) == 1
    assert together[0] > alone[0]


def test_the_focal_country_is_labelled_at_both_ends_within_the_figure(names, texts) -> None:
    chart = drawn(names)
    assert {"Aland", "50.0", "80.0", "2020", "2022"} <= set(texts(chart))
    lines = {line.get_label(): line.get_ydata() for line in chart.axes[0].lines}
    assert list(lines["Aland"]) == [50, 80] and list(lines["peer median"]) == [20, 60]


def test_a_country_alone_has_no_median(names) -> None:
    chart = drawn(names, ROWS.iloc[:1])
    assert "Median" not in chart.words.alternative_text
