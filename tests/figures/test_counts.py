import pandas as pd

from egovbench.figures.bars import coverage_bars
from egovbench.figures.cells import agreement_matrix
from egovbench.figures.scatter import score_against_index

COUNTS = pd.DataFrame(
    {"section": ["A", "B"], "n_known": [3, 0], "n_unknown": [1, 2], "n_not_asked": [0, 4]}
)
PAIRS = pd.DataFrame(
    [("yes", "yes", 6), ("yes", "no", 1), ("no", "no", 2), ("unknown", "yes", 1)],
    columns=["row", "column", "count"],
)


def test_coverage_tells_totals_and_each_section():
    chart = coverage_bars(COUNTS, title="Message", of="Aland")
    assert "3 known, 3 not known, 4 not asked" in chart.alternative_text
    assert "B: 0 known, 2 not known, 4 not asked" in chart.alternative_text
    drawn = chart.drawing.texts
    assert {"3 of 4 known", "0 of 6 known"} <= set(drawn)


WORDS = {"title": "M", "row_name": "Rules", "column_name": "Review", "unit": "answers"}


def test_matrix_has_every_pair_and_the_share_agreed():
    chart = agreement_matrix(
        PAIRS, title="M", row_name="Rules", column_name="Review", unit="answers"
    )
    counts = chart.data.set_index(["row", "column"])["count"]
    assert len(counts) == 9
    assert counts["no", "yes"] == 0
    assert counts["yes", "yes"] == 6
    assert "The two agree on 8 of 10 answers (80 %)" in chart.note
    assert "Rules not known, Review yes: 1; Rules yes, Review no: 1" in chart.alternative_text


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
