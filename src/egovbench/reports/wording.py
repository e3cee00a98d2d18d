"""Words that several reports share: scores, bounds, peers, and what is not known."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from egovbench.base.comparing import above
from egovbench.base.parameters import GROUPS
from egovbench.comparison import Benchmark
from egovbench.language import say
from egovbench.language.lists import item_names, set_apart
from egovbench.language.numbers import bounded, interval, number

Row = Mapping[Any, Any]
"""A row of a table: its values by column."""


def first_row(table: pd.DataFrame) -> Row:
    """Return the first row of `table`."""
    return {str(column): value for column, value in table.iloc[0].items()}


def row_of(table: pd.DataFrame, iso3: str) -> Row:
    """Return the row of the country `iso3`, of which `table` has one."""
    return first_row(table[table["iso3"] == iso3])


def score_with_interval(score: float, lower: float, upper: float) -> str:
    """Return a score and, where unknown answers leave room, its bounds."""
    shown = number(score)
    if number(lower) == shown == number(upper):
        return shown
    return say("numbers.left_open", score=shown, lower=number(lower), upper=number(upper))


def bounded_score(row: Row) -> str:
    """Return the score of a row that holds score, lower and upper, with its bounds."""
    return bounded(row["score"], row["lower"], row["upper"])


def median_with_bounds(row: Row) -> str:
    """Return the peers' median (a row of compare_scores) and what it could be."""
    return bounded(row["median"], row["median_lower"], row["median_upper"])


def position(row: Row) -> str:
    """Return a row's position against the median as a message's choice: above, below or same."""
    where = str(row["position"])
    return where if where in ("above", "below") else "same"


def unknown_sentences(
    focal_name: str, codes: pd.DataFrame, own_form: bool, titles: Mapping[str, str] | None = None
) -> list[str]:
    """Return which items are unknown or in doubt, and what would settle them; nothing for none.

    `codes` are the country's codes with the columns code, label and section; `closed`, whether the
    form offers options to tick; and `no_or_unknown`, whether the source says "no or unknown".
    `own_form` says whether the codes come from the country's own questionnaire. With `titles` the
    unknown items stand by section, the one with most first.
    """
    no_or_unknown = codes[codes["no_or_unknown"]]
    sentences = _open_sentences(focal_name, codes, own_form, titles)
    if len(no_or_unknown):
        names = item_names(no_or_unknown["label"].tolist())
        sentences.append(
            say(
                "overview.unknown.no_or_unknown",
                focal=focal_name,
                n=len(no_or_unknown),
                names=names,
            )
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


def peers_label(benchmark: Benchmark) -> str:
    """Return the peers in a few words ("26 of the EU27")."""
    peers = benchmark.parameters.peers
    key = peers if peers in GROUPS else "chosen"
    return say(f"page.peers.{key}", n=len(benchmark.peers))


def codes_with_kind(benchmark: Benchmark) -> pd.DataFrame:
    """Return the focal country's codes with what is to be said of them.

    Adds `closed`, whether the form offers options to tick, and `no_or_unknown`, whether the source
    says "no or unknown", which counts as no in the score and as unknown in the bounds.
    """
    codes = benchmark.focal_codes
    questions = benchmark.codebook.by_number
    return codes.assign(
        closed=[bool(questions[item].options) for item in codes["item"]],
        no_or_unknown=(codes["evidence"] == "source")
        & (codes["code"] == "no")
        & above(codes["upper"], 0.0),
    )


def bounded_column(table: pd.DataFrame, score: str, lower: str, upper: str) -> list[str]:
    """Return a column of scores with their bounds in words, from three columns of `table`."""
    return [
        bounded(*values) for values in zip(table[score], table[lower], table[upper], strict=True)
    ]


def interval_column(table: pd.DataFrame, low: str, high: str) -> list[str]:
    """Return a column of ranges in words, from two columns of `table`."""
    return [interval(float(a), float(b)) for a, b in zip(table[low], table[high], strict=True)]
