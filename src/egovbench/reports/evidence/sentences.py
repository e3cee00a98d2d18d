"""How codes were found, whether others agree, of which years they are, and what is missing."""

import math

import pandas as pd

from egovbench.base.schemas import HAND_RULE
from egovbench.language import say
from egovbench.language.lists import item_names, listed
from egovbench.language.numbers import fixed, percent, span
from egovbench.questionnaire.agreement import Agreement
from egovbench.questionnaire.rules import is_placeholder

_PREVALENCE_GAP = 0.4


def evidence_headline(name: str, codes: pd.DataFrame) -> str:
    """Return how many of a country's asked items are known and how they were found."""
    asked = codes[codes["code"] != "not_asked"]
    if asked.empty:
        return say("evidence.headline.nothing", country=name)
    known = asked[asked["code"] != "unknown"]
    kinds = known["evidence"].mask(known["rule"] == HAND_RULE, "by_hand").value_counts()
    found = [say(f"evidence.found.{kind}", n=int(n)) for kind, n in kinds.items()]
    return say(
        "evidence.headline.known" if found else "evidence.headline.unknown",
        country=name,
        n=len(known),
        of=len(asked),
        **({"found": listed(found, None)} if found else {}),
    )


def agreement_sentence(pair: str, result: Agreement, labels: list[str]) -> str:
    """Return how far two codings agree; `labels` are the items on which they do not.

    `pair` says which two: "review" (rules and review) or "others" (the country's own answers and
    other sources).
    """
    both = say(f"evidence.agreement.both.{pair}")
    if result.n == 0:
        return say("evidence.agreement.nothing", both=both)
    if math.isnan(result.kappa):
        kappa = say("evidence.agreement.undefined")
    elif result.share - result.kappa > _PREVALENCE_GAP:
        kappa = say("evidence.agreement.low_kappa", kappa=fixed(result.kappa, 2))
    else:
        kappa = say("evidence.agreement.kappa", kappa=fixed(result.kappa, 2))
    sentence = say(
        "evidence.agreement.share", both=both, share=percent(result.share), n=result.n, kappa=kappa
    )
    if not labels:
        return sentence
    return f"{sentence} {say('evidence.agreement.differ', names=item_names(labels, None))}"


def placeholder_sentence(responses: pd.DataFrame) -> str:
    """Return which answers (RESPONSES_TABLE) only fill the field and which break off."""
    given = responses[responses["status"] == "answered"]
    filled = given.loc[given["answer"].map(is_placeholder), "item"].tolist()
    cut = given.loc[given["truncated"], "item"].tolist()
    blank = int((responses["status"] == "blank").sum())
    parts = [
        say(f"evidence.answers.{kind}", n=len(items), items=listed(list(map(str, items)), None))
        for kind, items in (("filled", filled), ("cut", cut))
        if items
    ]
    if blank:
        parts.append(say("evidence.answers.blank", n=blank, of=len(responses)))
    return say("evidence.answers.all", parts=listed(parts)) if parts else ""


MOST_YEARS_APART = 3


def span_sentences(focal_name: str, asked: int, answered: bool, fused: pd.DataFrame) -> list[str]:
    """Return the span of years a comparison rests on, and a warning where it is too wide.

    `fused` holds the peers' answers that count (OTHERS_TABLE, one a country and item); `asked` is
    the year of the questionnaire, `answered` whether the focal country has answered it. More than
    three years apart is worth a warning, and so is any later year.
    """
    if fused.empty:
        return []
    first, last = int(fused["year"].min()), int(fused["year"].max())
    years = span(str(first), str(last))
    sentences = [
        say("sources.years.span", focal=focal_name, year=asked, years=years)
        if answered
        else say("sources.years.others", years=years)
    ]
    later = fused[fused["year"] > asked]
    if len(later):
        sentences.append(
            say(
                "sources.years.later",
                n=len(later),
                share=percent(len(later) / len(fused)),
                years=span(str(later["year"].min()), str(later["year"].max())),
                asked=asked,
                items=int(later["item"].nunique()),
            )
        )
    old = fused[(asked - fused["year"]).abs() > MOST_YEARS_APART]
    if answered and len(old):
        sentences.append(
            say(
                "sources.years.old",
                n=len(old),
                share=percent(len(old) / len(fused)),
                most=MOST_YEARS_APART,
                focal=focal_name,
                items=int(old["item"].nunique()),
            )
        )
    return sentences


def gaps_headline(unanswered: pd.DataFrame, open_items: pd.DataFrame, n_scored: int) -> str:
    """Return how many scored items no source answers, and where the largest ones are.

    `unanswered` are rows of unanswered_items, `open_items` of open_answers.
    """
    sections = unanswered["section"].value_counts(sort=False)
    where = listed(
        [say("gaps.section", n=int(n), section=str(section)) for section, n in sections.items()],
        None,
    )
    text = say("gaps.none", of=n_scored)
    if where:
        text = say("gaps.unanswered", n=len(unanswered), of=n_scored, where=where)
    if open_items.empty:
        return text
    still = int((open_items["n_not_asked"] + open_items["n_unknown"]).sum())
    countries = len(set(" ".join(open_items["countries"]).split()))
    names = item_names(open_items["label"].head(3).tolist())
    return f"{text} {say('gaps.open', n=still, countries=countries, names=names)}"
