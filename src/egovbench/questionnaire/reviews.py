"""Reviews of a country's codes: what needs a decision, and how decisions are kept and compared."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import nan

import pandas as pd

from egovbench.base.schemas import HAND_RULE, REVIEWS_TABLE
from egovbench.questionnaire import Codebook
from egovbench.questionnaire.agreement import Agreement, agreement
from egovbench.questionnaire.coding import coded_answers


@dataclass(frozen=True)
class Decision:
    """What a reviewer can decide: the code, what it leaves open, and what it means."""

    code: str
    lower: float
    upper: float
    meaning: str


DECISIONS: Mapping[str, Decision] = {
    "yes": Decision("yes", 1.0, 1.0, "the answer says so"),
    "yes, perhaps limited": Decision(
        "yes", 0.5, 1.0, "the answer says so, and leaves open whether it holds throughout"
    ),
    "partly, because limited": Decision(
        "partly", 0.5, 1.0, "it exists for some bodies, regions, services or parts of the question"
    ),
    "partly, because planned": Decision(
        "partly", 0.0, 1.0, "it is planned or in draft, and does not exist yet"
    ),
    "no": Decision("no", 0.0, 0.0, "the answer says that it does not exist, or no longer does"),
    "unknown": Decision("unknown", 0.0, 1.0, "the answer does not tell"),
}
_MADE = ["decision", "saw", "rationale", "reviewer", "date"]
_NOTHING_DECIDED = dict.fromkeys(_MADE, "")


def reviewed(codes: pd.DataFrame) -> "pd.Series[bool]":
    """Return whether a person set or reviewed each code (CODES_TABLE) of a country's own answers.

    Missing where there is none: nothing was asked, or the code is another body's.
    """
    by_person = (codes["evidence"] == "reviewed") | (codes["rule"] == HAND_RULE)
    own = (codes["code"] != "not_asked") & (by_person | (codes["evidence"] != "source"))
    return by_person.astype("boolean").where(own)


def unreviewed(codes: pd.DataFrame) -> "pd.Series[bool]":
    """Return which rows, by their column `reviewed`, hold an own code that nobody reviewed."""
    return (~codes["reviewed"].astype("boolean")).fillna(False).astype("bool")


def if_unknown(codes: pd.DataFrame) -> pd.DataFrame:
    """Return codes with the column `reviewed` as they were if those not reviewed were unknown."""
    unknown = {"code": "unknown", "value": nan, "lower": 0.0, "upper": 1.0}
    rows = unreviewed(codes)
    return codes.assign(**{name: codes[name].mask(rows, to) for name, to in unknown.items()})


def decided(reviews: pd.DataFrame) -> "pd.Series[str]":
    """Return the decision (of DECISIONS) behind each row of REVIEWS_TABLE.

    Where no decision has a row's bounds, it is the first one with its code; of not_asked none.
    """
    exact = {(each.code, each.lower, each.upper): word for word, each in DECISIONS.items()}
    first = {each.code: word for word, each in reversed(list(DECISIONS.items()))}
    rows = zip(reviews["code"], reviews["lower"], reviews["upper"], strict=True)
    words = [exact.get(row, first.get(row[0], "")) for row in rows]
    return pd.Series(words, index=reviews.index, dtype="str")


def in_words(reviews: pd.DataFrame) -> "pd.Series[str]":
    """Return by item each decision with who made it, when and why."""
    words = decided(reviews) + " (" + reviews["reviewer"] + ", " + reviews["date"] + "): "
    return (words + reviews["rationale"]).set_axis(reviews["item"])


def review_table(
    responses: pd.DataFrame,
    reviews: pd.DataFrame,
    said_by_others: Mapping[int, str],
    codebook: Codebook,
) -> pd.DataFrame:
    """Return what a reviewer of one country's responses needs, a row for each scored item.

    Columns: item, section, question; answer, the text that was read, and selection, the options
    shown as ticked; code, value, lower, upper, evidence, status, rule and rationale of the rules,
    and words, the (start, end) of the deciding words in the answer; needs_review, whether the code
    is weak and no decision stands; reviewed, whether a decision of `reviews` (REVIEWS_TABLE) does,
    as all do but those made without seeing a tick that the responses show; decision (of DECISIONS),
    decision_rationale, reviewer, date and saw, empty where there is none; others, what other
    sources say, from `said_by_others`. value is missing where the code is unknown.
    """
    stored = reviews.assign(decision=decided(reviews)).set_index("item")[_MADE].to_dict("index")
    selections = responses.set_index("item")["selection"]
    rows = []
    for (text, coded), question in zip(
        coded_answers(responses, codebook), codebook.scored, strict=True
    ):
        made = stored.get(question.number, _NOTHING_DECIDED)
        blind = made["saw"] == "text" and coded.evidence == "selected"
        reviewed = made["decision"] != "" and not blind
        rows.append(
            {
                "item": question.number,
                "section": question.section,
                "question": codebook.whole_wording(question),
                "answer": text,
                "selection": selections.get(question.number, ""),
                "code": coded.code,
                "value": coded.value,
                "lower": coded.lower,
                "upper": coded.upper,
                "evidence": coded.evidence,
                "status": coded.status,
                "rule": coded.rule,
                "rationale": coded.rationale,
                "words": tuple((each.start, each.end) for each in coded.words),
                "needs_review": coded.needs_review and not reviewed,
                "reviewed": reviewed,
                "decision": made["decision"],
                "decision_rationale": made["rationale"],
                "reviewer": made["reviewer"],
                "date": made["date"],
                "saw": made["saw"],
                "others": said_by_others.get(question.number, ""),
            }
        )
    return pd.DataFrame(rows).astype({"value": "float64"})


def marked_pieces(text: str, words: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """Yield the text in pieces and whether each is marked; `words` may overlap or go beyond."""
    place = 0
    for start, end in sorted(words):
        start, end = max(start, place), min(end, len(text))
        if start < end:
            if place < start:
                yield text[place:start], False
            yield text[start:end], True
            place = end
    if place < len(text):
        yield text[place:], False


def merge_reviews(stored: pd.DataFrame, given: pd.DataFrame) -> tuple[pd.DataFrame, list[int]]:
    """Return stored and given decisions (REVIEWS_TABLE) together, and the items that change.

    A given decision replaces the stored one of its item; where it says the same, the stored row
    stays as it is. Items are in order.
    """
    before, after = _comparable(stored), _comparable(given)
    both = before.index.intersection(after.index)
    differs = (before.loc[both] != after.loc[both]).any(axis="columns")
    changed = sorted(both[differs].tolist())
    kept = stored[~stored["item"].isin(changed)]
    new = given[~given["item"].isin(kept["item"])]
    merged = pd.concat([kept, new]).sort_values("item", ignore_index=True)
    return merged[list(REVIEWS_TABLE.columns)], changed


def _comparable(reviews: pd.DataFrame) -> pd.DataFrame:
    """Return by item what makes decisions the same, whatever blanks stand in them."""
    cells = reviews.assign(decision=decided(reviews)).set_index("item")
    return pd.DataFrame({name: cells[name].str.split().str.join(" ") for name in _MADE})


def unexplained_changes(stored: pd.DataFrame, given: pd.DataFrame) -> list[int]:
    """Return the items whose stored decision differs from the given one, but not its rationale."""
    given_too = _comparable(given).add_suffix("_given")
    both = _comparable(stored).join(given_too, how="inner")
    changed = both["decision"] != both["decision_given"]
    return both.index[changed & (both["rationale"] == both["rationale_given"])].tolist()


def without_untouched(
    first: pd.DataFrame, second: pd.DataFrame, stored: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return two reviewers' decisions without those that both left as they are stored.

    What was filled in for both, and left so, says nothing of how far they agree.
    """
    touched: set[int] = set()
    for table in (first, second):
        before, after = _comparable(stored), _comparable(table)
        same = after.index.isin(before.index) & (after == before.reindex(after.index)).all(axis=1)
        touched |= set(after.index[~same])
    return first[first["item"].isin(touched)], second[second["item"].isin(touched)]


def compare_reviews(first: pd.DataFrame, second: pd.DataFrame) -> tuple[pd.DataFrame, Agreement]:
    """Return what two reviewers (REVIEWS_TABLE each) decided on each item, and how far they agree.

    Columns: item; first and second, their decisions (of DECISIONS), empty where there is none;
    alike, whether they are the same.
    The agreement is that of the items on which both decided.
    """
    sides = {
        name: pd.Series(decided(table).to_numpy(), index=table["item"], dtype="str")
        for name, table in (("first", first), ("second", second))
    }
    pairs = pd.DataFrame(sides).sort_index()
    found = agreement(pairs["first"], pairs["second"])
    pairs = pairs.fillna("").assign(alike=pairs["first"] == pairs["second"])
    return pairs.rename_axis("item").reset_index(), found


def settling_table(table: pd.DataFrame, first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a review_table on which two reviewers decided, with what each decided.

    `first` and `second` say it in words. What they decided alike is filled in, with the reasons of
    both; the rest needs a decision.
    """
    pairs = compare_reviews(first, second)[0].set_index("item")
    sides = [each.set_index("item").reindex(pairs.index) for each in (first, second)]
    alike = pairs["alike"]
    found = pd.DataFrame(
        {
            "decision": pairs["first"],
            "decision_rationale": _joined(*(each["rationale"] for each in sides)),
            "reviewer": _joined(*(each["reviewer"] for each in sides)),
            "date": sides[0]["date"].where(sides[0]["date"] > sides[1]["date"], sides[1]["date"]),
            "saw": sides[0]["saw"].where(sides[0]["saw"] == sides[1]["saw"], "text"),
        }
    ).where(alike, "")
    found = found.assign(needs_review=~alike, reviewed=alike)
    for name, side in (("first", first), ("second", second)):
        found[name] = in_words(side).reindex(pairs.index).fillna("")
    rest = table.drop(columns=found.columns, errors="ignore")
    return rest.merge(found, left_on="item", right_index=True)


def _joined(one: "pd.Series[str]", other: "pd.Series[str]") -> "pd.Series[str]":
    return one.where(one == other, one + "; " + other)
