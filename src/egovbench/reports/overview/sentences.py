"""What a benchmark says at first sight."""

import pandas as pd

from egovbench.language import say
from egovbench.language.lists import item_names, listed, set_apart
from egovbench.reports.wording import (
    Row,
    bounded_score,
    median_with_bounds,
    position,
    score_with_interval,
)


def headline(focal_name: str, overall: Row, rank: Row | None, n_tied: int) -> str:
    """Return the finding of a benchmark in one or two sentences.

    `overall` is a row of compare_scores (level overall), `rank` a row of rank_bounds or nothing
    where no joint ranking is possible, `n_tied` how many peers share the score.
    """
    score = score_with_interval(overall["score"], overall["lower"], overall["upper"])
    n = int(overall["n_items"])
    if overall["n_peers"] == 0:
        return say("overview.headline.alone", focal=focal_name, score=score, n=n)
    sentence = say(
        "overview.headline.compared",
        focal=focal_name,
        score=score,
        n=n,
        position=position(overall),
        n_peers=int(overall["n_peers"]),
        median=median_with_bounds(overall),
    )
    return sentence if rank is None else f"{sentence} {rank_sentence(rank, n_tied)}"


def rank_sentence(rank: Row, n_tied: int) -> str:
    """Return the rank with the best and worst rank that the unknown answers leave open.

    `n_tied` peers have the same score and so share the rank.
    """
    best, worst, n = int(rank["best_rank"]), int(rank["worst_rank"]), int(rank["n_ranked"])
    if best == worst:
        return say("overview.rank.certain", rank=best, n=n, n_tied=n_tied)
    return say(
        "overview.rank.open", rank=int(rank["rank"]), n=n, n_tied=n_tied, best=best, worst=worst
    )


def section_sentences(
    sections: pd.DataFrame, by_section: pd.DataFrame, items: pd.DataFrame
) -> list[str]:
    """Return a sentence for each group of sections that tell the same story.

    `sections` are rows of compare_scores (level section) with a column `title`; `by_section` says
    how many items of each section are comparable, `items` (rows of compare_items) which of them
    makes most of a difference. The side with the widest gap to the peers' median comes first, and
    on each side the section with the widest.
    """
    apart = sections[sections["position"].isin(["above", "below"])]
    apart = apart.sort_values("gap", key=abs, ascending=False, kind="stable")
    sentences = []
    for side in dict.fromkeys(apart["position"]):
        rows = apart[apart["position"] == side].to_dict("records")
        entries = [_section_entry(row, _main_item(row, items)) for row in rows]
        sentences.append(say(f"overview.sections.{side}", n=len(rows), entries=set_apart(entries)))
    same = sections[sections["position"] == "not distinguishable"]
    if len(same):
        names = [_section_name(row) for row in same.to_dict("records")]
        sentences.append(say("overview.sections.same", n=len(names), names=listed(names, None)))
    nothing = by_section[by_section["n_included"] == 0].rename(columns={"section": "id"})
    if len(nothing):
        names = [_section_name(row) for row in nothing.to_dict("records")]
        sentences.append(say("overview.sections.nothing", names=listed(names, None)))
    return sentences


def strengths_sentence(focal_name: str, rows: pd.DataFrame) -> str:
    """Return what the focal country has and peers lack (rows of `strengths`)."""
    if rows.empty:
        return say("overview.strengths.none", focal=focal_name)
    return say("overview.strengths.some", focal=focal_name, items=_with_shares(rows))


def gaps_sentence(focal_name: str, rows: pd.DataFrame) -> str:
    """Return what peers have and the focal country lacks (rows of `gaps`)."""
    if rows.empty:
        return say("overview.gaps.none", focal=focal_name)
    return say("overview.gaps.some", focal=focal_name, items=_with_shares(rows))


def strengths_and_gaps(
    focal_name: str, strong: pd.DataFrame, weak: pd.DataFrame
) -> tuple[str, str]:
    """Return the sentences on strengths and on gaps, the one with the larger difference first."""
    sentences = gaps_sentence(focal_name, weak), strengths_sentence(focal_name, strong)
    lead = [0.0 if rows.empty else abs(rows["difference"].iloc[0]) for rows in (weak, strong)]
    return sentences if lead[0] >= lead[1] else sentences[::-1]


def alike_sentence(item_comparison: pd.DataFrame) -> str:
    """Return which comparable items all countries answer alike, since these tell nothing apart."""
    alike = item_comparison.loc[item_comparison["alike"], "label"].tolist()
    differing = len(item_comparison) - len(alike)
    if not alike:
        return say("overview.alike.none", n=differing)
    if not differing:
        return say("overview.alike.all", n=len(alike))
    return say("overview.alike.some", n=len(alike), names=item_names(alike), differing=differing)


def _section_name(row: Row) -> str:
    return f"{row['title']} ({row['id']})"


def _main_item(row: Row, items: pd.DataFrame) -> str:
    """Return the item on which a section differs most to its side, or nothing."""
    side = 1 if row["position"] == "above" else -1
    within = items[(items["section"] == row["id"]) & (items["difference"] * side > 0)]
    if within.empty:
        return ""
    largest = (within["difference"] * side).to_numpy().argmax()
    return item_names([within["label"].iloc[int(largest)]])


def _section_entry(row: Row, item: str) -> str:
    return say(
        "overview.sections.entry_with_item" if item else "overview.sections.entry",
        section=_section_name(row),
        score=bounded_score(row),
        median=median_with_bounds(row),
        n=int(row["n_items"]),
        **({"item": item} if item else {}),
    )


def _with_shares(rows: pd.DataFrame) -> str:
    """Return item names with how many peers have them; items that as many have stand together."""
    groups: dict[tuple[int, int], list[str]] = {}
    for row in rows.to_dict("records"):
        known = int(row["n_yes"] + row["n_partly"] + row["n_no"])
        groups.setdefault((int(row["n_yes"]), known), []).append(row["label"])
    return set_apart(
        say("overview.share", items=item_names(labels, None), n=n, of=of)
        for (n, of), labels in groups.items()
    )
