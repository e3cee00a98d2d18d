"""Countries by score, with their intervals."""

import pandas as pd

from egovbench.figures.intervals import MOST_LABELLED_ROWS, caterpillar


def told(chart) -> str:
    return chart.words.alternative_text


def test_caterpillar_sorts_and_marks_overlap_with_the_focal_interval(scores, names):
    chart = caterpillar(scores, "AAA", names, title="Message")
    assert list(chart.data["iso3"]) == ["BBB", "AAA", "CCC"]
    # CCC reaches 40, where AAA's interval starts: too close to call; BBB starts above 60.
    assert list(chart.data["overlaps"]) == [False, True, True]
    assert "1 other country is clearly above it, none clearly below, 1 too close to call" in told(
        chart
    )
    assert "Highest: Bland, 80 (75 to 85); lowest: Cland, 20 (10 to 40)" in told(chart)
    assert "1 country has no known answer and no row." in chart.words.note


def test_caterpillar_keeps_a_focal_country_without_known_answers(scores, names):
    chart = caterpillar(scores, "DDD", names, title="Message")
    assert list(chart.data["iso3"])[-1] == "DDD"
    assert "not known (0 to 100)" in told(chart)


def test_above_overlapping_and_below_differ_in_colour_and_shape(scores, names):
    low = scores[scores["level"] == "overall"].replace({"iso3": "CCC"}, "EEE").tail(2).head(1)
    low = low.assign(iso3="EEE", score=5.0, lower=1.0, upper=9.0)
    ax = caterpillar(pd.concat([scores, low]), "AAA", names, title="M").axes[0]
    found = {
        mark.get_label(): (mark.get_offsets().tolist(), mark.get_edgecolor().tolist())
        for mark in ax.collections
        if not mark.get_label().startswith("_")
    }
    assert found["Aland"][0] == [[50, 1]]
    assert found["clearly above"][0] == [[80, 0]] and found["clearly below"][0] == [[5, 3]]
    (hollow,) = [places for label, (places, edge) in found.items() if edge]
    assert hollow == [[20, 2]]
    shapes = [
        len(mark.get_paths()[0].vertices) for mark in ax.collections if mark.get_label()[0] != "_"
    ]
    assert len(set(shapes)) == 2  # discs and triangles


def test_equal_scores_stand_in_the_order_of_names(scores):
    same = scores.assign(score=50.0, lower=40.0, upper=60.0)
    names = {"AAA": "Zland", "BBB": "Yland", "CCC": "Aland", "DDD": "Bland"}
    chart = caterpillar(same, "AAA", names, title="M")
    assert chart.data["country"].tolist() == ["Aland", "Bland", "Yland", "Zland"]


def test_variants_are_thin_lines_behind_thick_bounds(scores, names):
    variants = pd.DataFrame({"iso3": ["AAA", "BBB"], "score_low": [30.0, 70.0], "score_high": 90.0})
    chart = caterpillar(scores, "AAA", names, title="M", variants=variants)
    drawn = [
        (line.get_linewidth()[0], line.get_segments()[0][:, 0].tolist())
        for line in chart.axes[0].collections
        if hasattr(line, "get_segments")
    ]
    assert drawn[:2] == [(0.8, [30.0, 90.0]), (3.0, [40.0, 60.0])]
    assert "Thin lines: where nine in ten variants" in chart.words.note
    assert chart.data["score_low"].tolist()[:2] == [70.0, 30.0]


def test_many_countries_are_thin_rows_of_which_those_that_matter_are_labelled(texts):
    rows = [
        (f"C{index:02d}", "overall", "overall", 99.0 - index, 98.0 - index, 99.5 - index, 9)
        for index in range(90)
    ]
    scores = pd.DataFrame(
        rows, columns=["iso3", "level", "id", "score", "lower", "upper", "n_items"]
    )
    chart = caterpillar(scores, "C50", {}, title="Message")
    labels = {word for word in texts(chart) if word.startswith("C") and len(word) == 3}
    assert len(chart.data) > MOST_LABELLED_ROWS > len(labels)
    assert {"C00", "C22", "C44", "C50", "C66", "C89"} <= labels
    assert chart.get_size_inches()[1] < 9
