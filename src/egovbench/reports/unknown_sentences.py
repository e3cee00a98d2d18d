"""What is not known of a country, and what would settle it."""

from collections.abc import Mapping

import pandas as pd

from egovbench.language import say
from egovbench.language.lists import item_names, set_apart


def unknown_sentences(
    focal_name: str, codes: pd.DataFrame, own_form: bool, titles: Mapping[str, str] | None = None
) -> list[str]:
    """Return which items are unknown or in doubt, and what would settle them; nothing for none.

    `codes` are the country's codes with the columns code, label and section; `closed`, whether the
    form offers options to tick; and `doubtful`, whether the source says "no or unknown". `own_form`
    says whether the codes come from the country's own questionnaire. With `titles` the unknown
    items stand by section, the one with most first.
    """
    doubtful = codes[codes["doubtful"]]
    sentences = _open_sentences(focal_name, codes, own_form, titles)
    if len(doubtful):
        names = item_names(doubtful["label"].tolist())
        sentences.append(
            say("overview.unknown.doubtful", focal=focal_name, n=len(doubtful), names=names)
        )
    return sentences


def _open_sentences(
    focal_name: str, codes: pd.DataFrame, own_form: bool, titles: Mapping[str, str] | None
) -> list[str]:
    unknown = codes[codes["code"] == "unknown"]
    if unknown.empty:
        return []
    n, asked = len(unknown), int((codes["code"] != "not_asked").sum())
    if titles is None:
        names = item_names(unknown["label"].tolist(), None)
    else:
        names = set_apart(
            say(
                "overview.unknown.in_section",
                section=f"{titles[str(section)]} ({section})",
                items=item_names(group["label"].tolist(), None),
            )
            for section, group in sorted(
                unknown.groupby("section"), key=lambda each: (-len(each[1]), str(each[0]))
            )
        )
    sentences = [
        say(
            f"overview.unknown.{'form' if own_form else 'others'}",
            focal=focal_name,
            n=n,
            asked=asked,
            grouped="no" if titles is None else "yes",
            names=names,
        )
    ]
    closed = int(unknown["closed"].sum())
    if not own_form:
        sentences.append(say("overview.settle.form", n=n))
    elif closed:
        sentences.append(say("overview.settle.ticked", n=n, closed=closed))
    return sentences


def not_asked_sentence(codes: pd.DataFrame) -> str:
    """Return how many scored items nobody asked a country; nothing where it was asked all."""
    n = int((codes["code"] == "not_asked").sum())
    return say("overview.unknown.not_asked", n=n, of=len(codes)) if n else ""


def nothing_unknown(focal_name: str) -> str:
    """Return that every scored item a country was asked is known beyond doubt."""
    return say("overview.unknown.none", focal=focal_name)
