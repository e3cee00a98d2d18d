"""From a country's responses, or one answer, to codes."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from egovbench.base import paths
from egovbench.base.addresses import find_links
from egovbench.base.errors import ParameterError
from egovbench.base.files import read_once
from egovbench.base.naming import own_source
from egovbench.base.schemas import CODE_VALUES, CODES_TABLE
from egovbench.questionnaire import Codebook, Question, read_codebook
from egovbench.questionnaire.rules import (
    RULES,
    Evidence,
    Rule,
    Verdict,
    apply_rules,
    bounds,
    evidence_places,
)

RULE_CODER = "rules"


@dataclass(frozen=True)
class Words:
    """Words of an answer, and the positions in it where they start and end (as of a slice)."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, repr=False)
class CodedAnswer:
    """The code of one written answer, as `code_answer` returns it.

    `code` is yes, partly, no or unknown, and `value` 1, 0.5, 0 or None; `lower` and `upper` are the
    least and the greatest value that the answer leaves open; `evidence` says what the code rests on
    (stated, described, related or none), `status` what the words say (asserted, denied, ended,
    planned, limited, other actor, possible, restated, contradictory, unclear or none), `rule` which
    rule found it, `rationale` why, and `words` which words of the text decided; `needs_review`
    whether a reviewer has to confirm.
    """

    item: int
    code: str
    value: float | None
    lower: float
    upper: float
    evidence: str
    status: str
    needs_review: bool
    words: tuple[Words, ...]
    rule: str
    rationale: str

    def __repr__(self) -> str:
        review = "needs review" if self.needs_review else "needs no review"
        places = ", ".join(f"{each.start}:{each.end} {each.text!r}" for each in self.words)
        return (
            f"<item {self.item}: {self.code}, {self.evidence}, {review}; {self.rationale}"
            f"{f'; words {places}' * bool(places)}>"
        )


def code_answer(item: int, text: str, under: int | None = None) -> CodedAnswer:
    """Return the code that the rules give a scored item for one written answer.

    `under` is the number of the item below which the text stands on the form, where that is another
    one: the answer to a choice stands under its follow-up. Left out, it is that follow-up, or the
    item itself where the form has none. Raises ParameterError for an item that is not scored, for
    an `under` that is not in the questionnaire, and for a text that is none.

    >>> text = "The law on transparency was adopted in 2018: https://legilux.lu"
    >>> found = code_answer(item=37, text=text, under=38)
    >>> found.code, found.evidence, found.needs_review
    ('yes', 'described', False)
    >>> found.words[0]
    Words(text='law', start=4, end=7)
    >>> code_answer(item=37, text="There is no such law yet.")
    <item 37: no, stated, needs no review; denied under item 38 ("no", "law"); words 9:11 'no', \
17:20 'law'>

    Shape: a `CodedAnswer`, with item, code, value, lower, upper, evidence, status, needs_review,
        words, rule, rationale.
    Scale: value is 1 for yes, 0.5 for partly, 0 for no, and lies between lower and upper; words
        have positions in `text` from 0.
    Missing: value is None where the code is unknown, and the bounds 0 and 1: nothing in the text
        answers the item.
    Source: the rules of egovbench.questionnaire.rules, with the codebook's terms and the cues.
    """
    if not isinstance(text, str):
        raise ParameterError("text", text, "the text of an answer")
    codebook = read_once(read_codebook, paths.CODEBOOK)
    if not isinstance(item, int | np.integer):
        raise ParameterError("item", item, "the number of a scored item")
    question = codebook.by_number.get(item)
    if question is None or not question.scored:
        raise ParameterError("item", item, "the number of a scored item")
    if under is not None and (
        not isinstance(under, int | np.integer) or under not in codebook.by_number
    ):
        raise ParameterError("under", under, "the number of an item of the questionnaire")
    places = evidence_places(codebook, question)
    place = under if under is not None else (*places, item)[0]
    answers = place in (*places, item) or codebook.by_number[place].follows == item
    given = Evidence(
        codebook=codebook,
        question=question,
        status="answered",
        selection="",
        text=text if answers else "",
        place=f"item {place}",
        urls=answers and bool(find_links(text)),
        others={place: text},
    )
    return _coded(item, *apply_rules(given), text)


def coded_answers(responses: pd.DataFrame, codebook: Codebook) -> list[tuple[str, CodedAnswer]]:
    """Return for each scored item the text that was read and its code, of one country's responses.

    The text is what was written under the item or its follow-ups; where another item settles it,
    that item's answer stands below. The words of the code have their positions in this text.
    """
    answers = responses.set_index("item")
    texts = dict(zip(answers.index.tolist(), answers["answer"].tolist(), strict=True))
    coded = []
    for question in codebook.scored:
        given = _evidence(answers, texts, codebook, question)
        rule, verdict = apply_rules(given)
        text, start = given.text, 0
        if verdict.settled_by is not None:
            above = f"{text}\n" if text else ""
            above += f"[item {verdict.settled_by}] "
            start = len(above)
            text = f"{above}{texts[verdict.settled_by]}"
        coded.append((text, _coded(question.number, rule, verdict, text, start)))
    return coded


def _coded(item: int, rule: Rule, verdict: Verdict, text: str, start: int = 0) -> CodedAnswer:
    """Return what a rule found; the text that its words are in begins at `start` of `text`."""
    lower, upper = bounds(rule, verdict)
    return CodedAnswer(
        item=item,
        code=verdict.code,
        value=CODE_VALUES.get(verdict.code),
        lower=lower,
        upper=upper,
        evidence=verdict.evidence,
        status=verdict.status,
        needs_review=not rule.strong,
        words=tuple(
            Words(text[start + first : start + last], start + first, start + last)
            for first, last in verdict.spans
        ),
        rule=rule.name,
        rationale=verdict.rationale,
    )


def code_responses(responses: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return the codes that the rules find, one row for each country and scored item (CODES_TABLE).

    `value` is 1 for yes, 0.5 for partly, 0 for no and missing for unknown and not_asked; `lower`
    and `upper` are what the evidence leaves open; `source` is the document, `rule` the name of the
    rule.
    """
    rows = [
        {"iso3": iso3, "survey": survey, **row}
        for (iso3, survey), group in responses.groupby(["iso3", "survey"], sort=True)
        for row in _country_rows(group, codebook)
    ]
    codes = pd.DataFrame(rows, columns=list(CODES_TABLE.columns))
    return codes.astype({"item": "int64"} | dict.fromkeys(("value", "lower", "upper"), "float64"))


def with_reviews(codes: pd.DataFrame, reviews: pd.DataFrame) -> pd.DataFrame:
    """Return one country's codes with reviewed decisions (REVIEWS_TABLE) in place of the rules'.

    A reviewed code has evidence "reviewed", rule "review", and the reviewer as coder. A ticked
    option (evidence "selected") wins over a review made without seeing which options are ticked.
    """
    decided = reviews.set_index("item")
    blind = codes["item"].map(decided["saw"]) == "text"
    ticked = codes["evidence"] == "selected"
    reviewed = codes["item"].isin(decided.index) & ~(blind & ticked)
    result = codes.copy()
    items = codes.loc[reviewed, "item"]
    result.loc[reviewed, "code"] = items.map(decided["code"])
    result.loc[reviewed, "value"] = items.map(decided["code"]).map(CODE_VALUES).astype("float64")
    for bound in ("lower", "upper"):
        result.loc[reviewed, bound] = items.map(decided[bound]).astype("float64")
    result.loc[reviewed, "rationale"] = items.map(decided["rationale"])
    result.loc[reviewed, "coder"] = items.map(decided["reviewer"])
    result.loc[reviewed, ["evidence", "rule"]] = ["reviewed", "review"]
    return result


def needing_review(codes: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that rules coded by weak evidence or left unknown."""
    strong = {rule.name for rule in RULES if rule.strong}
    return codes[~codes["rule"].isin(strong | {"review"})]


def _country_rows(responses: pd.DataFrame, codebook: Codebook) -> list[dict[str, object]]:
    first = responses.iloc[0]
    source = own_source(str(first["source"]), str(first["iso3"]), str(first["survey"]))
    return [
        {
            "item": each.item,
            "code": each.code,
            "value": each.value,
            "lower": each.lower,
            "upper": each.upper,
            "evidence": each.evidence,
            "rule": each.rule,
            "rationale": each.rationale,
            "coder": RULE_CODER,
            "source": source,
        }
        for _, each in coded_answers(responses, codebook)
    ]


def _evidence(
    answers: pd.DataFrame, texts: dict[int, str], codebook: Codebook, question: Question
) -> Evidence:
    places = [item for item in evidence_places(codebook, question) if item in texts]
    held = question.number in texts
    shown = places or [question.number]
    name = "item" if len(shown) == 1 else "items"
    return Evidence(
        codebook=codebook,
        question=question,
        status=str(answers.at[question.number, "status"]) if held else "not_asked",
        selection=str(answers.at[question.number, "selection"]) if held else "",
        text="\n".join(texts[item] for item in places if texts[item]),
        place=f"{name} {' and '.join(str(item) for item in shown)}",
        urls=any(bool(answers.at[item, "urls"]) for item in places),
        others=texts,
    )
