"""What a figure says of a benchmark besides its data: on what it rests, and where that is from.

A `benchmark` is an `egovbench.comparison.Benchmark`, of which the frames and names are read.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import pandas as pd

from egovbench.base.comparing import above
from egovbench.base.schemas import HAND_RULE
from egovbench.language import say
from egovbench.language.lists import set_apart
from egovbench.language.numbers import percent


def links_used(fidelity: str) -> str:
    """Return which links to other surveys are used down to `fidelity`, in words."""
    return say(f"common.links.{fidelity}")


def comparison_note(benchmark: Any, section: str | None = None) -> str:
    """Return on which items a comparison rests, for the notes of charts and tables.

    With a `section`, only on which of its items.
    """
    comparable, links = benchmark.comparable, links_used(benchmark.parameters.fidelity)
    if section is not None:
        comparable = comparable[comparable["section"] == section]
    of, n = len(comparable), int(comparable["included"].sum())
    counts: dict[str, str | int]
    basis = benchmark.parameters.basis
    if basis == "both" and not (benchmark.items["own_code"] != "").any():
        basis = "others"
    counts = {
        "n": n,
        "of": of,
        "countries": 1 + len(benchmark.peers),
        "links": links,
        "basis": say(f"common.basis.{basis}"),
        "with_links": "no" if basis == "own" else "yes",
    }
    if section is not None:
        return say("overview.note.in_section", section=section, **counts)
    shares = [
        say("overview.note.section", section=str(letter), n=int(rows.sum()), of=len(rows))
        for letter, rows in comparable.groupby("section", sort=True)["included"]
        if rows.any()
    ]
    return say(
        "overview.note.like_for_like", share=percent(n / of), sections=", ".join(shares), **counts
    )


def told_codes(table: pd.DataFrame, of: str = "") -> "pd.Series[str]":
    """Return codes as they are told: "no_or_unknown" for a no that may be something else.

    `of` is what the names of the columns code and upper begin with, such as "focal_".
    """
    codes: pd.Series[str] = table[f"{of}code"]
    return codes.mask((codes == "no") & above(table[f"{of}upper"], 0.0), "no_or_unknown")


def figure_sources(
    benchmark: Any,
    items: Collection[int] | None = None,
    *,
    own: bool = True,
    peers: bool = True,
    further: Iterable[str] = (),
) -> str:
    """Return publisher, title, edition and licence of what a figure uses, for the line below it.

    Args:
        benchmark: the comparison.
        items: the items that the figure rests on; by default those that are compared.
        own: whether the focal country's codes are among them.
        peers: whether its peers' are.
        further: sources that the figure draws besides codes, in words.
    """
    used = codes_behind(benchmark, items, own=own, peers=peers)
    by_hand = used["rule"] == HAND_RULE
    borrowed = (used["evidence"] == "source") & ~by_hand
    own_answers, coded = used[~borrowed & ~by_hand], used.loc[by_hand, "iso3"].nunique()
    sources = []
    if len(own_answers):
        sources.append(form_source(benchmark, list(own_answers["iso3"].unique())))
    if coded:
        sources.append(say("sources.figure.hand", n=coded))
    surveys = used[borrowed].groupby("source")["iso3"].agg(["size", "nunique"])
    for survey, n in surveys.sort_values("size", ascending=False, kind="stable")["nunique"].items():
        sources.append(survey_source(benchmark, str(survey), n))
    sources.extend(further)
    return say("sources.figure.line", n=len(sources), sources=set_apart(sources)) if sources else ""


def codes_behind(
    benchmark: Any, items: Collection[int] | None, *, own: bool, peers: bool
) -> pd.DataFrame:
    """Return the codes (CODES_TABLE) on which something drawn of these items rests.

    `items` None stands for those that are compared; the focal country's codes are among them with
    `own`, its peers' with `peers`.
    """
    wanted = set(benchmark.compared_items if items is None else items)
    codes = benchmark.codes
    drawn = codes["iso3"] == benchmark.focal if own else pd.Series(False, index=codes.index)
    drawn |= (codes["iso3"] != benchmark.focal) if peers else False
    known: pd.DataFrame = codes[drawn & codes["item"].isin(wanted) & (codes["code"] != "not_asked")]
    return known


def form_source(benchmark: Any, countries: Sequence[str]) -> str:
    """Return the questionnaire in words, as these countries answered it themselves."""
    return say(
        "sources.figure.form",
        publisher=benchmark.codebook.publisher,
        title=benchmark.codebook.title,
        n=len(countries),
        country=benchmark.names[countries[0]],
    )


def survey_source(benchmark: Any, survey: str, n_countries: int) -> str:
    """Return an edition of another body's survey in words, and of how many countries it tells."""
    licence = next(
        crosswalk.licence
        for crosswalk in benchmark.data.crosswalks.values()
        if survey in {edition.id for edition in crosswalk.editions}
    )
    return say(
        "sources.figure.survey",
        title=benchmark.source_titles[survey],
        licence=licence,
        n=n_countries,
    )
