"""What one section says."""

import pandas as pd

from egovbench.language import say
from egovbench.language.lists import item_names, set_apart
from egovbench.language.numbers import percent
from egovbench.reports.overview.sentences import gaps_sentences, strengths_sentences
from egovbench.reports.wording import (
    POSITION_KEYS,
    Row,
    beside_peers,
    bounded_score,
    by_gap,
    gap_in_points,
    has_own,
    is_pairwise,
    item_labels,
    items_in_words,
    median_with_bounds,
    own_score,
    unknown_sentences,
    verdict,
)


def section_headline(
    focal_name: str, title: str, full: Row, compared: Row | None, items: pd.DataFrame
) -> str:
    """Return the finding for a section: the verdict, own answers beside it, then all items.

    `full` is the focal country's score on all scored items of the section (a row of SCORES_TABLE),
    `compared` its row of Benchmark.sections, or nothing where no item can be compared, and `items`
    the section's rows of Benchmark.items.
    """
    asked, known = int(full["n_items"]), int(full["n_known"])
    peers = compared is not None and compared["position"] != "no peers"
    if compared is None or not peers:
        if asked == 0:
            return say("section.headline.nothing", title=title, focal=focal_name)
        alone = say("section.headline.unknown", focal=focal_name, n=asked)
        if known:
            alone = say(
                "section.headline.alone",
                focal=focal_name,
                score=bounded_score(full),
                n=asked,
                n_known=known,
                n_unknown=asked - known,
            )
        return say("section.headline.without_peers", title=title, alone=alone)
    sentences = [_compared(focal_name, title, compared, items)]
    beside = has_own(compared)
    if beside and compared["position"] != "too few items":
        contradicted = items.loc[items["contradicted"], "label"].tolist()
        sentences.append(
            say(
                "section.headline.own",
                score=own_score(compared),
                same="yes" if compared["own_position"] == compared["position"] else "no",
                verdict=verdict(compared, item_labels(items), "own_"),
                n=len(contradicted),
                items=item_names(contradicted, None),
            )
        )
    if asked != int(compared["n_items"]):
        sentences.append(
            say(
                "section.headline.also",
                score=bounded_score(full),
                n=asked,
                n_known=known,
                n_unknown=asked - known,
                own="yes" if beside else "no",
            )
            if known
            else say("section.headline.unknown_too", n=asked)
        )
    return " ".join(sentences)


def _compared(focal_name: str, title: str, row: Row, items: pd.DataFrame) -> str:
    if row["position"] == "too few items":
        told = items_in_words(focal_name, items)
        return say("section.headline.few", title=title, items=told)
    said = {
        "title": title,
        "focal": focal_name,
        "verdict": verdict(row, item_labels(items)),
    }
    if is_pairwise(row):
        return say("section.headline.pairwise", gap=gap_in_points(row), **said)
    return say(
        "section.headline.compared",
        n=int(row["n_items"]),
        score=bounded_score(row),
        position=POSITION_KEYS[row["position"]],
        median=median_with_bounds(row),
        **said,
    )


def indicator_sentences(indicators: pd.DataFrame) -> list[str]:
    """Return which indicators of a section stand apart from the peers.

    `indicators` are rows of Benchmark.indicators. One sentence a side, the side with the widest gap
    first; another where none stands apart, or where none compares items enough.
    """
    if indicators["position"].isin(["too few items", "no peers"]).all():
        return [say("section.indicators.few")]
    apart = by_gap(indicators[indicators["position"].isin(["above", "below"])])
    if apart.empty:
        return [say("section.indicators.undecided")]
    sentences = []
    for side in dict.fromkeys(apart["position"]):
        entries = [
            say(
                "section.indicators.entry",
                name=str(row["name"]),
                beside=beside_peers(row),
                n=int(row["n_items"]),
            )
            for row in apart[apart["position"] == side].to_dict("records")
        ]
        sentences.append(say(f"section.indicators.{side}", entries=set_apart(entries)))
    return sentences


def section_item_sentences(
    focal_name: str, strong: pd.DataFrame, weak: pd.DataFrame, codes: pd.DataFrame, own_form: bool
) -> list[str]:
    """Return gaps, strengths and unknown items of a section; nothing where there is none.

    `codes` are the focal country's codes of the section as `unknown_sentences` takes them.
    """
    sentences = []
    if not weak.empty:
        sentences += gaps_sentences(focal_name, weak)
    if not strong.empty:
        sentences += strengths_sentences(focal_name, strong)
    return sentences + unknown_sentences(focal_name, codes, own_form)


def reported_sentence(reported: pd.DataFrame) -> str:
    """Return what is published of all states' answers to an item (its REPORTED_TABLE rows).

    Empty where nothing is. It is by the same questionnaire and stands beside the country's own
    answer; nothing is scored by it.
    """
    if reported.empty:
        return ""
    *before, last = reported[reported["scope"] == "all"].to_dict("records")
    if before:
        text = say(
            "section.reported.percent",
            share=percent(last["percent"] / 100, 1),
            edition=last["edition"],
            before=percent(before[0]["percent"] / 100, 1),
            then=before[0]["edition"],
        )
    else:
        n, base = int(last["count"]), last["base"]
        (europe,) = reported.loc[reported["scope"] != "all", "count"].astype("int64")
        text = (
            say("section.reported.no_base", n=n, europe=europe)
            if pd.isna(base)
            else say(
                "section.reported.count", n=n, of=int(base), share=percent(n / base), europe=europe
            )
        )
    return f"{text} {say('section.reported.doubt')}" if last["doubt"] else text
