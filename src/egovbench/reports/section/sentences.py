"""What one section says."""

import pandas as pd

from egovbench.language import say
from egovbench.language.lists import item_names
from egovbench.language.numbers import percent
from egovbench.reports.overview.sentences import gaps_sentences, strengths_sentences
from egovbench.reports.wording import (
    Row,
    compared,
    has_own,
    item_labels,
    of_hundred,
    unknown_sentences,
)


def section_headline(
    focal_name: str, title: str, full: Row, against: Row | None, items: pd.DataFrame
) -> str:
    """Return the finding for a section: sources, own answers and peers, then all items.

    `full` is the focal country's score on all scored items of the section (a row of SCORES_TABLE),
    `against` its row of Benchmark.sections, or nothing where no item can be compared, and `items`
    the section's rows of Benchmark.items.
    """
    asked, known = int(full["n_items"]), int(full["n_known"])
    said: dict[str, str | int] = {"title": title, "focal": focal_name}
    if not asked:
        return say("section.headline.nothing", **said)
    alone: dict[str, str | int] = {
        "focal": focal_name,
        "score": of_hundred(full),
        "n": asked,
        "n_known": known,
        "n_unknown": asked - known,
        "own": "yes" if against is not None and has_own(against) else "no",
    }
    if against is None or against["position"] == "no peers":
        told = say(f"section.headline.{'alone' if known else 'unknown'}", **alone)
        return say("section.headline.without_peers", alone=told, **said)
    if against["position"] == "too few items":
        names = item_names(items["label"].tolist(), None)
        finding = say("section.headline.few", n=len(items), items=names, **said)
    else:
        kind, values = compared(against, item_labels(items))
        finding = say(f"section.headline.{kind}", **said, **values)
    if asked == int(against["n_items"]):
        return finding
    also = "also" if known else "unknown"
    return f"{finding} {say(f'section.headline.{also}', **alone)}"


def section_item_sentences(
    focal_name: str, strong: pd.DataFrame, weak: pd.DataFrame, codes: pd.DataFrame, own_form: bool
) -> list[str]:
    """Return gaps, strengths and unknown items of a section; nothing where there is none.

    `codes` are the focal country's codes of the section as `unknown_sentences` takes them.
    """
    sentences = [] if weak.empty else gaps_sentences(focal_name, weak)
    sentences += [] if strong.empty else strengths_sentences(focal_name, strong)
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
