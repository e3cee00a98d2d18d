import pandas as pd

from egovbench.figures.dots import section_dot_plot

LABELS = {"S1": "Portals", "S2": "Laws"}
N_ITEMS = {"S1": 10, "S2": 2}


def told(chart) -> str:
    return chart.words.alternative_text


def test_row_compares_focal_country_with_known_peers(scores, names):
    chart = section_dot_plot(scores, "AAA", names, N_ITEMS, title="Message", labels=LABELS)
    row = chart.data.iloc[0]
    assert (row["id"], row["n_items"], row["n_peers"]) == ("S1", 10, 2)
    assert (row["peer_minimum"], row["peer_median"], row["peer_maximum"]) == (20, 50, 80)
    assert row["gap"] == 0
    assert (
        "Portals: Aland 50 (40 to 60), at the peers' median, though open answers could change "
        "that; 2 peers from 20 to 80"
    ) in told(chart)
    assert chart.title == "Message"
    assert chart.words.subtitle.endswith("by section; Aland and 2 peers")


def test_section_without_peers_says_so_in_words(scores, names, texts):
    chart = section_dot_plot(scores, "AAA", names, N_ITEMS, title="Message", labels=LABELS)
    assert "no comparable answers of peers" in texts(chart)
    assert "Laws: Aland not known (0 to 100): no comparable answers of peers" in told(chart)


def test_widest_gap_comes_first_in_either_direction(scores, names):
    further = scores[scores["id"] == "S1"].assign(id="S0")
    further.loc[further["iso3"] != "AAA", "score"] = 90.0
    chart = section_dot_plot(
        pd.concat([scores, further]), "AAA", names, N_ITEMS, title="Message", labels=LABELS
    )
    assert list(chart.data["id"]) == ["S0", "S1", "S2"]
    assert chart.data.loc[0, "gap"] == -40


def test_order_given_by_the_caller_holds(scores, names):
    chart = section_dot_plot(scores, "AAA", names, N_ITEMS, title="Message", order=["S2", "S1"])
    assert list(chart.data["id"]) == ["S2", "S1"]


def test_two_marks_of_the_focal_country_and_the_median_stand_at_their_scores(scores, names, texts):
    own = pd.DataFrame({"id": ["S1"], "own_score": 70.0, "own_lower": 65.0, "own_upper": 75.0})
    chart = section_dot_plot(scores, "AAA", names, N_ITEMS, title="M", labels=LABELS, own=own)
    marks = {
        mark.get_label(): mark.get_offsets()[:, 0].tolist()
        for mark in chart.axes[0].collections
        if not mark.get_label().startswith("_")
    }
    assert marks == {
        "Aland, lowest to highest possible score": [50],
        "by its own answers": [70],
        "peers and their range": [20, 80],
    }
    assert {"50 (40 to 60)", "median 50", "Portals", "10 questions, 2 peers"} <= set(texts(chart))
    assert "by its own answers 70 (65 to 75)" in told(chart)
