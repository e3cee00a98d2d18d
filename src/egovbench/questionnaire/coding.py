"""From a country's responses to its codes."""

import pandas as pd

from egovbench.base.schemas import CODE_VALUES, CODES_TABLE
from egovbench.questionnaire import Codebook, Question
from egovbench.questionnaire.rules import RULES, Evidence, apply_rules, evidence_places

RULE_CODER = "rules"


def code_responses(responses: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return the codes that the rules find, one row for each country and scored item (CODES_TABLE).

    `value` is 1 for yes, 0.5 for partly, 0 for no and missing for unknown and not_asked; `source`
    is the document, `rule` the name of the rule.
    """
    rows = [
        {"iso3": iso3, "survey": survey, **row}
        for (iso3, survey), group in responses.groupby(["iso3", "survey"], sort=True)
        for row in _country_rows(group.set_index("item"), codebook)
    ]
    codes = pd.DataFrame(rows, columns=list(CODES_TABLE.columns))
    return codes.astype({"item": "int64", "value": "float64"})


def with_reviews(codes: pd.DataFrame, reviews: pd.DataFrame) -> pd.DataFrame:
    """Return one country's codes with reviewed decisions (REVIEWS_TABLE) in place of the rules'.

    A reviewed code has evidence "reviewed", rule "review", and the reviewer as coder.
    """
    decided = reviews.set_index("item")
    reviewed = codes["item"].isin(decided.index)
    result = codes.copy()
    items = codes.loc[reviewed, "item"]
    result.loc[reviewed, "code"] = items.map(decided["code"])
    result.loc[reviewed, "value"] = items.map(decided["code"]).map(CODE_VALUES)
    result.loc[reviewed, "rationale"] = items.map(decided["rationale"])
    result.loc[reviewed, "coder"] = items.map(decided["reviewer"])
    result.loc[reviewed, ["evidence", "rule"]] = ["reviewed", "review"]
    return result


def needing_review(codes: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that rules coded by weak evidence or left unknown."""
    strong = {rule.name for rule in RULES if rule.strong}
    return codes[~codes["rule"].isin(strong | {"review"})]


def _country_rows(answers: pd.DataFrame, codebook: Codebook) -> list[dict[str, object]]:
    texts = dict(zip(answers.index.tolist(), answers["answer"].tolist(), strict=True))
    rows = []
    for question in codebook.scored:
        given = _evidence(answers, texts, codebook, question)
        rule, verdict = apply_rules(given)
        rows.append(
            {
                "item": question.number,
                "code": verdict.code,
                "value": CODE_VALUES.get(verdict.code, float("nan")),
                "evidence": verdict.evidence,
                "rule": rule.name,
                "rationale": verdict.rationale,
                "coder": RULE_CODER,
                "source": str(answers["source"].iloc[0]),
            }
        )
    return rows


def _evidence(
    answers: pd.DataFrame, texts: dict[int, str], codebook: Codebook, question: Question
) -> Evidence:
    places = [item for item in evidence_places(codebook, question) if item in texts]
    held = question.number in texts
    shown = places or [question.number]
    name = "item" if len(shown) == 1 else "items"
    return Evidence(
        question=question,
        status=str(answers.at[question.number, "status"]) if held else "not_asked",
        selection=str(answers.at[question.number, "selection"]) if held else "",
        text="\n".join(texts[item] for item in places if texts[item]),
        place=f"{name} {' and '.join(str(item) for item in shown)}",
        urls=any(bool(answers.at[item, "urls"]) for item in places),
        others=texts,
    )
