"""Sentences on variants, sensitivity and parts left out; each number stands in the table given."""

import math

import pandas as pd

from egovbench.reports.robustness import sentences as robustness
from egovbench.reports.robustness import sentences as structure

OWN = {"rank": 6, "rank_low": 1.5, "rank_high": 10.0, "top_third": 0.934}


def test_the_headline_leads_with_rank_and_its_range():
    assert robustness.variants_headline("Utopia", OWN, 27, ["A", "B"], 1000) == (
        "Utopia ranks 6 of 27 (tied: A and B). With the method varied in 1,000 ways on the same "
        "questions, nine ranks in ten lie between 1.5 and 10; it is in the top third in "
        "93 % of them."
    )
    fixed = OWN | {"rank": 1, "rank_high": 1.5}
    assert robustness.variants_headline("Utopia", fixed, 2, [], 50) == (
        "Utopia ranks 1 of 2. With the method varied in 50 ways on the same questions, its rank is "
        "1.5 nine times in ten."
    )
    # without a ranking the score is what can be said
    assert robustness.unranked_headline("Utopia", {"lower": 50.0, "upper": 60.0}) == (
        "The score of Utopia is 50 to 60, depending on open answers; there is no joint ranking."
    )


def test_what_is_varied_what_could_change_nothing_and_what_never_is():
    never = (
        "Never varied, and so outside these ranges: the links to other surveys, the choice of "
        "questions, the bounds and rules of coding, and the scale of the answers."
    )
    assert robustness.varied_sentence(("weights",), 71) == (
        "Varied at random: the weighting and the values of 71 open answers. Not varied, since it "
        'would change nothing here: what a source\'s "no or unknown" counts as, how codes in doubt '
        "count, which source counts where several answer, whose answers count for the "
        f"country and how parts are averaged. {never}"
    )
    assert robustness.varied_sentence((), 0).endswith(f"how parts are averaged. {never}")


def test_what_open_answers_leave_possible():
    overall = {"lower": 84.0, "upper": 100.0}
    rank = {"best_rank": 1, "worst_rank": 26, "n_ranked": 27}
    assert robustness.open_answers_sentence(overall, rank, {"above": [], "below": ["Hungary"]}) == (
        "Depending on the answers that are still open, its score is 84 to 100 and its rank 1 to 26 "
        "of 27; 1 of 26 peers stands clearly above or below it (below: Hungary)."
    )
    assert "no peer stands clearly" in robustness.open_answers_sentence(overall, rank, {})


def test_order_against_peers_ahead_behind_level_and_open():
    beating = pd.DataFrame(
        {
            "country": ["A", "B", "C", "D"],
            "higher": [0.95, 0.0, 0.02, 0.5],
            "tied": [0.05, 0.1, 0.98, 0.0],
            "lower": [0.0, 0.9, 0.0, 0.5],
        }
    )
    assert robustness.beating_sentence(beating) == (
        "In at least nine variants of ten it is ahead of 1 of 4 peers (A), behind 1 of 4 peers (B) "
        "and level with 1 of 4 peers (C); with the other one the order depends on the variant."
    )
    assert robustness.beating_sentence(beating.iloc[3:]) == (
        "Whether it stands before or behind depends on the variant, for its one peer."
    )


def test_the_choice_that_matters_most_is_named_first():
    indices = pd.DataFrame(
        {
            "factor": ["weights", "reading", "fusion"],
            "first": [-0.01, 0.86, 0.03],
            "total": [0.01, 1.02, 0.12],
        }
    )
    assert robustness.sensitivity_sentence("focal_rank", indices) == (
        'What moves its rank most is what a source\'s "no or unknown" counts as: 86 % of the '
        "variance by itself, 100 % together with other choices. Together with others, which source "
        "counts where several answer (12 %) matters too; shares together with others overlap."
    )
    alone = robustness.sensitivity_sentence("all_ranks", indices.iloc[:2])
    assert alone.endswith("Every other choice has a share below 5 %.")
    still = indices.assign(total=math.nan)
    assert robustness.sensitivity_sentence("focal_rank", still) == "No choice moves its rank."
    assert robustness.sensitivity_sentences("Utopia", None) == [
        "Which choice moves its rank most cannot be said: under some choice nothing is known of "
        "Utopia."
    ]


LEFT_OUT = pd.DataFrame(
    {
        "name": ["A Frame", "D Plan"],
        "score_change": [0.4, -4.6],
        "rank_change": [-1.0, 0.0],
    }
)


def test_what_is_left_out_and_failures_in_words():
    assert robustness.left_out_sentence(LEFT_OUT) == (
        "Leaving out one section moves its score by at most 4.6 points (without D Plan) and its "
        "rank by one place (without A Frame)."
    )
    unmoved = LEFT_OUT.assign(score_change=1.0, rank_change=0.0)
    assert robustness.left_out_sentence(unmoved) == (
        "Leaving out one section moves its score by at most 1 point (without A Frame) and its rank "
        "not at all."
    )
    still = LEFT_OUT.assign(score_change=0.0, rank_change=0.0)
    assert robustness.left_out_sentence(still) == (
        "No section that is left out moves its score or rank."
    )
    assert robustness.left_out_sentence(LEFT_OUT.iloc[:0]) == ""
    # failures are counted with their reasons
    failures = pd.DataFrame({"replication": [1, 2, 5], "reason": ["a zero", "a zero", "other"]})
    assert robustness.failures_sentence(failures, 1000) == (
        "3 variants of 1,000 could not be evaluated and are left out: a zero (2) and other (1)."
    )
    assert robustness.failures_sentence(failures.iloc[:0], 1000) == ""


def test_a_rank_that_others_share_is_said_to_be_shared():
    rows = pd.DataFrame({"choice": ["default", "exact", "close"], "n_tied": [0, 24, math.nan]})
    assert robustness.shared_ranks_sentence(rows) == (
        "Same rank as others: exact links only, with 24 other countries."
    )
    assert robustness.shared_ranks_sentence(rows.iloc[:1]) == ""


def test_the_items_on_which_the_rank_hangs():
    items = pd.DataFrame(
        {
            "name": ["98 Monitoring", "7 National portal", "120 Satisfaction"],
            "score_change": [10.0, -2.5, 1.0],
            "rank_change": [-6.0, 1.0, 0.0],
        }
    )
    assert robustness.telling_items_sentence(items) == (
        "The 3 questions on which its rank hangs most: without monitoring (98) it stands 6 "
        "places higher (+10 points); without national portal (7) it stands 1 place lower (−2.5 "
        "points); without satisfaction (120) it keeps its rank (+1 points)."
    )
    assert robustness.telling_items_sentence(items.iloc[:1]).startswith("The question on")
    assert robustness.telling_items_sentence(items.iloc[:0]) == (
        "No single question that is left out moves its score or rank."
    )


def test_peers_left_out_give_the_range_of_the_gap():
    peers = pd.DataFrame({"gap": [13.3, 17.2]})
    assert robustness.peers_left_out_sentence(15.28, peers) == (
        "Its gap to the peers' median, +15.3 points, runs from +13.3 to +17.2 when one peer is "
        "left out."
    )
    same = robustness.peers_left_out_sentence(-5.0, pd.DataFrame({"gap": [-5.0, -5.0]}))
    assert same == "Its gap to the peers' median stays −5 points whichever peer is left out."
    none = pd.DataFrame({"gap": [math.nan]})
    assert robustness.peers_left_out_sentence(1.0, none) == ""


def test_weights_alpha_and_correlations_in_words():
    weights = pd.DataFrame(
        {"name": ["A Frame", "C Law"], "declared": [0.5, 0.5], "effective_share": [0.0, 1.0]}
    )
    assert structure.weights_sentence(weights) == (
        "Differences between countries follow C Law most (100 % of what the sections explain, with "
        "a weight of 50 %) and A Frame least (0 %, with a weight of 50 %)."
    )
    assert structure.weights_sentence(weights.assign(effective_share=math.nan)) == ""
    # alpha warns at few countries
    text = structure.alpha_sentence(0.743, 27, 12)
    assert "Cronbach's alpha (at most 1), is 0.74, over 27 countries" in text
    assert "With fewer than 30 countries" in text
    assert "fewer than 30" not in structure.alpha_sentence(0.743, 30, 12)
    assert "does not exist" in structure.alpha_sentence(math.nan, 2, 0)
    # correlations of sections run from lowest to highest
    table = pd.DataFrame(
        {"first": ["A", "A", "C"], "second": ["C", "D", "D"], "pearson": [-0.3, 0.55, math.nan]}
    )
    assert structure.section_correlations_sentence(table) == (
        "Correlations between sections run from −0.30 (A and C) to 0.55 (A and D)."
    )
    assert structure.section_correlations_sentence(table.iloc[:1]) == (
        "Sections A and C correlate by −0.30."
    )
    assert structure.section_correlations_sentence(table.iloc[2:]) == ""


ITEMS = pd.DataFrame(
    {
        "label": ["37 Law", "39 Data", "41 Cyber"],
        "n": [20, 20, 20],
        "sd": [0.0, 0.2, 0.3],
        "floor": [0.0, 0.0, 0.95],
        "ceiling": [1.0, 0.9, 0.05],
    }
)


def test_items_that_tell_nobody_apart_are_listed():
    assert structure.constant_items_sentence(ITEMS) == (
        "All known answers are the same on 1 question of 3 (law (37)): it tells no two "
        "countries apart."
    )
    assert structure.constant_items_sentence(ITEMS.iloc[1:]) == ""
    assert structure.ceiling_sentence(ITEMS) == (
        "At least nine countries in ten say yes to data (39); at least nine countries in ten say "
        "no to cyber (41): so near the end of the scale there is little to compare."
    )
    assert structure.ceiling_sentence(ITEMS.iloc[:1]) == ""
    assert structure.twin_items_sentence([("37 Law", "39 Data")]) == (
        "1 pair of questions has the same code in every country (law (37) and data (39)) and so "
        "counts one fact twice."
    )
    assert structure.twin_items_sentence([]) == ""


def test_an_index_that_shares_answers_is_never_a_validation():
    rows = pd.DataFrame(
        {
            "title": ["GTMI", "DGI", "EGDI"],
            "spearman": [0.9, 0.56, 0.3],
            "spearman_low": [0.8, 0.1, -0.1],
            "spearman_high": [0.95, 0.88, 0.6],
            "shares": [True, False, False],
        }
    )
    assert structure.validity_sentences(rows) == [
        "GTMI shares its answers with the score; that the score follows it is no validation.",
        "The order of countries goes along with DGI (0.56, 95 % interval 0.10 to 0.88).",
        "With EGDI (0.30) no correlation can be told from chance.",
    ]
    assert structure.validity_sentences(rows.iloc[:0]) == []
