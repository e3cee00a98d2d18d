"""Reviews: what needs a decision, and how decisions are merged and compared, by hand."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from egovbench.base import paths
from egovbench.base.schemas import HAND_RULE, RESPONSES_TABLE, REVIEWS_TABLE
from egovbench.base.tables import checked, read_table
from egovbench.questionnaire import read_codebook
from egovbench.questionnaire.coding import code_responses, with_reviews
from egovbench.questionnaire.reviews import (
    DECISIONS,
    compare_reviews,
    decided,
    if_unknown,
    marked_pieces,
    merge_reviews,
    review_table,
    reviewed,
    settling_table,
    unreviewed,
)

CODEBOOK = read_codebook(paths.CODEBOOK)
LUXEMBOURG = read_table(paths.RESPONSES / "LUX.csv", RESPONSES_TABLE)


def reviews(decisions, saw="text", reviewer="Invented Office", date="2026-11-30"):
    """Reviews by item; a decision may have a reason of its own."""
    rows = []
    for item, made in decisions.items():
        word, reason = made if isinstance(made, tuple) else (made, f"because of item {item}")
        decision = DECISIONS[word]
        rows.append(
            (item, decision.code, decision.lower, decision.upper, saw, reason, reviewer, date)
        )
    types = {name: str(column.dtype) for name, column in REVIEWS_TABLE.columns.items()}
    return checked(pd.DataFrame(rows, columns=list(types)).astype(types), REVIEWS_TABLE, "invented")


def table(decisions=(), saw="text", **changed):
    """Luxembourg's answers with some changed, such as item_37={"selection": "Yes"}."""
    responses = LUXEMBOURG.set_index("item", drop=False)
    for name, cells in changed.items():
        for column, cell in cells.items():
            responses.loc[int(name.removeprefix("item_")), column] = cell
    rows = responses.reset_index(drop=True)
    made = reviews(dict(decisions), saw)
    return review_table(rows, made, {59: "yes: source"}, CODEBOOK).set_index("item")


def test_every_decision_has_a_code_within_its_bounds_and_a_word_of_its_own():
    made = reviews(dict(enumerate(DECISIONS, 7)))
    assert decided(made).tolist() == list(DECISIONS)
    assert set(made["code"]) == {"yes", "partly", "no", "unknown"}


@pytest.mark.parametrize(
    ("code", "lower", "upper", "word"),
    [
        ("yes", 0.7, 1.0, "yes"),
        ("partly", 0.5, 0.5, "partly, because limited"),
        ("partly", 0.0, 1.0, "partly, because planned"),
        ("not_asked", None, None, ""),
    ],
)
def test_bounds_that_no_decision_has_stand_for_the_first_with_the_code(code, lower, upper, word):
    row = reviews({7: "no"}).assign(code=code, lower=lower, upper=upper)
    assert decided(row).tolist() == [word]


def test_the_table_has_the_codes_of_the_rules_and_the_words_that_decided():
    rows = table()
    codes = code_responses(LUXEMBOURG, CODEBOOK).set_index("item")
    for name in ("code", "value", "lower", "upper", "evidence", "rule", "rationale"):
        pd.testing.assert_series_equal(rows[name], codes[name])
    marked = [row["answer"][start:end] for _, row in rows.iterrows() for start, end in row["words"]]
    assert len(marked) > 50
    assert all(words == words.strip() and words for words in marked)
    assert rows.loc[59, "others"] == "yes: source"
    assert rows.loc[10, "question"].startswith("Does") or ": " in rows.loc[10, "question"]


def test_what_another_item_settles_is_shown_with_that_items_answer():
    related = table().query("evidence == 'related'")
    assert len(related)
    for _, row in related.iterrows():
        settling = row["answer"].rpartition("[item ")[2]
        item, _, text = settling.partition("] ")
        assert text == LUXEMBOURG.set_index("item").loc[int(item), "answer"]
        assert all(start >= len(row["answer"]) - len(text) for start, _ in row["words"])


def test_weak_codes_need_review_until_somebody_decides():
    before = table()
    weak = before.index[before["needs_review"]].tolist()
    assert weak
    assert not before["reviewed"].any()
    after = table({weak[0]: "no", 37: "partly, because limited"})
    assert after.index[after["needs_review"]].tolist() == weak[1:]
    assert after.index[after["reviewed"]].tolist() == sorted([weak[0], 37])
    row = after.loc[37]
    assert (row["decision"], row["decision_rationale"]) == (
        "partly, because limited",
        "because of item 37",
    )
    assert row["code"] == before.loc[37, "code"]  # the rules' code stays beside the decision


@pytest.mark.parametrize(("saw", "reviewed"), [("text", False), ("ticks", True)])
def test_a_tick_wins_over_a_decision_by_the_text_alone(saw, reviewed):
    rows = table({37: "no"}, saw, item_37={"selection": "Yes", "status": "answered"})
    assert rows.loc[37, "selection"] == "Yes"
    assert rows.loc[37, "reviewed"] == reviewed
    assert not rows.loc[37, "needs_review"]
    responses = LUXEMBOURG.assign(
        selection=LUXEMBOURG["selection"].mask(LUXEMBOURG["item"] == 37, "Yes")
    )
    codes = with_reviews(code_responses(responses, CODEBOOK), reviews({37: "no"}, saw))
    assert codes.set_index("item").loc[37, "code"] == ("no" if reviewed else "yes")


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=5)


@given(st.text(max_size=20), SPANS)
def test_pieces_make_up_the_text_and_mark_what_a_span_holds(text, spans):
    pieces = list(marked_pieces(text, spans))
    assert "".join(piece for piece, _ in pieces) == text
    assert all(piece for piece, _ in pieces)
    flags = [marked for piece, marked in pieces for _ in piece]
    held = [any(start <= place < end for start, end in spans) for place in range(len(text))]
    assert flags == held


def test_merging_keeps_what_is_alike_adds_what_is_new_and_names_what_changes():
    stored = reviews({7: "yes", 37: "no", 39: "partly, because limited"})
    stored.loc[2, "upper"] = 0.5  # bounds that no decision has
    given = reviews({39: "partly, because limited", 37: "yes", 8: ("no", "quite another  reason")})
    merged, changed = merge_reviews(stored, given)
    assert changed == [37]
    assert merged["item"].tolist() == [7, 8, 37, 39]
    assert merged["code"].tolist() == ["yes", "no", "yes", "partly"]
    assert merged["upper"].tolist() == [1.0, 0.0, 1.0, 0.5]
    assert merge_reviews(merged, given)[1] == []
    pd.testing.assert_frame_equal(merge_reviews(merged, given)[0], merged)


@pytest.mark.parametrize("column", ["saw", "rationale", "reviewer", "date"])
def test_another_reason_reviewer_or_date_is_a_change_too(column):
    given = reviews({7: "yes"}).assign(**{column: "ticks" if column == "saw" else "2026-12-24 ..."})
    assert merge_reviews(reviews({7: "yes", 8: "no"}), given)[1] == [7]


def test_into_nothing_everything_is_new():
    given = reviews({37: "no", 7: "yes"})
    merged, changed = merge_reviews(given.iloc[:0], given)
    assert changed == []
    assert merged["item"].tolist() == [7, 37]


FIRST = reviews(
    {7: "yes", 8: "yes", 9: "no", 10: "no", 37: "partly, because limited", 39: "unknown", 41: "no"},
    reviewer="Office A",
)
SECOND = reviews(
    {7: "yes", 8: "no", 9: "no", 10: "no", 37: "partly, because planned", 39: "unknown", 43: "yes"},
    reviewer="Office B", date="2026-12-01",
)  # fmt: skip


def test_kappa_of_six_items_by_hand():
    pairs, found = compare_reviews(FIRST, SECOND)
    assert pairs["item"].tolist() == [7, 8, 9, 10, 37, 39, 41, 43]
    assert pairs.loc[~pairs["alike"], "item"].tolist() == [8, 37, 41, 43]
    assert pairs.set_index("item").loc[41, ["first", "second"]].tolist() == ["no", ""]
    # Six items both decided, four alike. Chance: yes 2·1, no 2·3, unknown 1·1 of 36, so 9/36.
    assert found.n == 6
    assert found.share == pytest.approx(4 / 6)
    assert found.kappa == pytest.approx((4 / 6 - 9 / 36) / (1 - 9 / 36))
    assert found.kappa == pytest.approx(5 / 9)


def test_what_is_to_be_settled_shows_both_reviewers_and_fills_in_what_is_alike():
    rows = settling_table(table().reset_index(), FIRST, SECOND).set_index("item")
    assert rows.index.tolist() == [7, 8, 9, 10, 37, 39, 41, 43]
    assert rows.index[rows["needs_review"]].tolist() == [8, 37, 41, 43]
    assert (rows["reviewed"] == ~rows["needs_review"]).all()
    assert rows.loc[8, "first"] == "yes (Office A, 2026-11-30): because of item 8"
    assert rows.loc[8, "second"] == "no (Office B, 2026-12-01): because of item 8"
    assert rows.loc[41, "second"] == ""
    filled_in = ["decision", "decision_rationale", "reviewer", "date", "saw"]
    assert rows.loc[7, filled_in].tolist() == [
        "yes", "because of item 7", "Office A; Office B", "2026-12-01", "text"
    ]  # fmt: skip
    assert set(rows.loc[[8, 37, 41, 43], filled_in].to_numpy().ravel()) == {""}


CODES = pd.DataFrame(
    [
        (7, "yes", 1.0, 1.0, 1.0, "stated", "asserted"),
        (8, "unknown", None, 0.0, 1.0, "none", "blank"),
        (9, "no", 0.0, 0.0, 0.0, "reviewed", "review"),
        (10, "yes", 1.0, 1.0, 1.0, "described", HAND_RULE),
        (11, "yes", 1.0, 1.0, 1.0, "source", HAND_RULE),
        (13, "yes", 1.0, 1.0, 1.0, "source", "gtmi: 2 is yes"),
        (14, "not_asked", None, None, None, "none", ""),
        (37, "partly", 0.5, 0.0, 1.0, "stated", "planned"),
    ],
    columns=["item", "code", "value", "lower", "upper", "evidence", "rule"],
)


def test_what_a_rule_set_is_not_reviewed_and_what_is_no_own_code_is_neither():
    found = reviewed(CODES).tolist()
    assert found == [False, False, True, True, True, pd.NA, pd.NA, False]
    marked = unreviewed(CODES.assign(reviewed=found).astype({"reviewed": "boolean"}))
    assert CODES.loc[marked, "item"].tolist() == [7, 8, 37]


def test_codes_that_nobody_reviewed_can_be_taken_for_unknown():
    codes = CODES.assign(reviewed=reviewed(CODES))
    found = if_unknown(codes)
    changed = found["item"].isin([7, 8, 37])
    assert (found.loc[changed, "code"] == "unknown").all()
    assert found.loc[changed, "value"].isna().all()
    assert (found.loc[changed, "lower"] == 0).all()
    assert (found.loc[changed, "upper"] == 1).all()
    pd.testing.assert_frame_equal(found[~changed], codes[~changed])
