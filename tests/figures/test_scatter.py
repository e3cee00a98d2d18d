"""The score against an index, and where labels stand."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from egovbench.figures import style
from egovbench.figures.scatter import place_labels, score_against_index


def index_frame(values: dict[str, float]) -> pd.DataFrame:
    return pd.DataFrame({"iso3": list(values), "value": list(values.values()), "unit": "0 to 1"})


def test_scatter_gives_rank_correlation_of_the_common_countries(scores, names):
    # Ranks of the score: CCC 1, AAA 2, BBB 3; of the index: CCC 2, AAA 1, BBB 3.
    # Spearman: 1 - 6 * (1 + 1 + 0) / (3 * 8) = 0.5. DDD has no score and is left out.
    values = index_frame({"AAA": 0.1, "BBB": 0.9, "CCC": 0.4, "DDD": 0.5})
    chart = score_against_index(scores, values, "Index 2024", "AAA", names, title="Message")
    assert "Spearman's rank correlation 0.50, 3 countries" in chart.note
    assert list(chart.data["iso3"]) == ["AAA", "BBB", "CCC"]
    assert "Aland: score 50, index 0.10" in chart.alternative_text
    assert "Aland" in chart.drawing.texts


def test_scatter_of_two_countries_gives_no_correlation(scores, names):
    values = index_frame({"AAA": 0.1, "BBB": 0.9})
    chart = score_against_index(scores, values, "Index 2024", "AAA", names, title="Message")
    assert "not defined for these 2 countries" in chart.note


def test_scatter_says_when_the_focal_country_has_no_value(scores, names):
    values = index_frame({"BBB": 0.9, "CCC": 0.4})
    chart = score_against_index(scores, values, "Index 2024", "AAA", names, title="Message")
    assert "Aland lacks one of the two numbers" in chart.note


def test_scatter_of_equal_values_is_drawn_on_the_scale_given(scores, names):
    values = index_frame({"AAA": 0.5, "BBB": 0.5, "CCC": 0.5})
    for index_range in (None, (0.0, 1.0)):
        chart = score_against_index(
            scores, values, "Index 2024", "AAA", names, title="Message", index_range=index_range
        )
        assert "not defined for these 3 countries" in chart.note
    drawn = chart.drawing.texts
    assert {"0.0", "0.2", "1.0"} <= set(drawn)


@given(st.lists(st.tuples(st.floats(0.5, 5.5), st.floats(0.5, 3.5)), min_size=1, max_size=25))
def test_labels_never_overlap_or_leave_the_frame(points):
    labels = [(f"Country {index}", point, index == 0) for index, point in enumerate(points)]
    placed = place_labels(labels, points, (0.0, 0.0, 6.0, 4.0))
    assert placed[0].words == "Country 0"
    boxes = []
    for label in placed:
        width = style.text_width(label.words, style.TEXT if label.bold else style.SMALL, label.bold)
        left = {"left": label.x, "center": label.x - width / 2, "right": label.x - width}
        boxes.append((left[label.align], label.y - 0.08, left[label.align] + width, label.y + 0.08))
    assert all(box[0] >= 0 and box[2] <= 6 and box[1] >= 0 and box[3] <= 4 for box in boxes)
    for place, first in enumerate(boxes):
        for second in boxes[place + 1 :]:
            assert (
                first[2] <= second[0]
                or second[2] <= first[0]
                or first[3] <= second[1]
                or second[3] <= first[1]
            )
