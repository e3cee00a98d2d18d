"""What new codes change in those that stand: known and reviewed answers are never lost unsaid."""

import pandas as pd
import pytest

from egovbench.questionnaire.replacing import changed_answers

NAN = float("nan")
YES, NO = ("yes", 1.0, 1.0, "stated", "rules"), ("no", 0.0, 0.0, "stated", "rules")
PLANNED = ("partly", 0.0, 1.0, "reviewed", "project")
HAND = ("yes", 1.0, 1.0, "stated", "Invented Institute")
OPEN = ("unknown", 0.0, 1.0, "none", "rules")
DECIDED = ("unknown", 0.0, 1.0, "reviewed", "project")
NOT_ASKED = ("not_asked", NAN, NAN, "none", "rules")


def codes(**answers):
    """Return a table of codes, whose rows are given as item7=..."""
    rows = [(int(item.removeprefix("item")), *answer) for item, answer in answers.items()]
    return pd.DataFrame(rows, columns=["item", "code", "lower", "upper", "evidence", "coder"])


@pytest.mark.parametrize("answer", [YES, PLANNED, HAND, OPEN, DECIDED, NOT_ASKED])
def test_an_answer_that_stays_the_same_is_no_change(answer):
    assert changed_answers(codes(item7=answer), codes(item7=answer)).empty


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (YES, NO, ["yes, stated, by rules", "no, stated, by rules"]),
        (YES, OPEN, ["yes, stated, by rules", "unknown, by rules"]),
        (PLANNED, YES, ["partly (0 to 1), reviewed, by project", "yes, stated, by rules"]),
        (PLANNED, (*PLANNED[:1], 0.5, *PLANNED[2:]),
         ["partly (0 to 1), reviewed, by project", "partly (0.5 to 1), reviewed, by project"]),
        (HAND, YES, ["yes, stated, by Invented Institute", "yes, stated, by rules"]),
        (DECIDED, YES, ["unknown, reviewed, by project", "yes, stated, by rules"]),
        (DECIDED, NOT_ASKED, ["unknown, reviewed, by project", "not asked, by rules"]),
        (NO, NOT_ASKED, ["no, stated, by rules", "not asked, by rules"]),
    ],
)  # fmt: skip
def test_a_known_or_reviewed_answer_is_replaced_by_another(before, after, words):
    changes = changed_answers(codes(item7=before), codes(item7=after))
    assert changes.to_numpy().tolist() == [[7, *words, True]]


@pytest.mark.parametrize("before", [OPEN, NOT_ASKED])
def test_what_only_becomes_known_is_not_replaced(before):
    changes = changed_answers(codes(item7=before), codes(item7=HAND))
    assert changes["replaced"].tolist() == [False]
    assert changes["after"].tolist() == ["yes, stated, by Invented Institute"]


def test_what_was_unknown_and_stays_so_is_not_listed():
    assert changed_answers(codes(item7=OPEN), codes(item7=NOT_ASKED)).empty


def test_an_item_that_a_table_lacks_is_not_asked():
    changes = changed_answers(codes(item7=YES, item8=OPEN), codes(item8=OPEN, item9=NO))
    assert changes.to_numpy().tolist() == [
        [7, "yes, stated, by rules", "not asked", True],
        [9, "not asked", "no, stated, by rules", False],
    ]
