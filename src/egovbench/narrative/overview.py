"""What a benchmark says at first sight."""

import pandas as pd

from egovbench.narrative.wording import (
    Row,
    bounded_score,
    count,
    item_names,
    listed,
    median_with_bounds,
    percent,
    score_with_interval,
)

_POSITIONS = {
    "above": "above",
    "below": "below",
    "not distinguishable": "not distinguishable from",
}


def headline(focal_name: str, overall: Row, rank: Row | None, n_tied: int) -> str:
    """Return the finding of a benchmark in one or two sentences.

    `overall` is a row of compare_scores (level overall), `rank` a row of rank_bounds or nothing
    where no joint ranking is possible, `n_tied` how many peers share the score.
    """
    items = count(int(overall["n_items"]), "comparable item")
    score = score_with_interval(overall["score"], overall["lower"], overall["upper"])
    start = f"{focal_name} scores {score} on {items}"
    if overall["n_peers"] == 0:
        return f"{start}; no peer can be compared."
    sentence = (
        f"{start}, {_POSITIONS[overall['position']]} the median of "
        f"{count(int(overall['n_peers']), 'peer')}, which is {median_with_bounds(overall)}."
    )
    return sentence if rank is None else f"{sentence} {rank_sentence(rank, n_tied)}"


def rank_sentence(rank: Row, n_tied: int) -> str:
    """Return the rank with the best and worst rank that the unknown answers leave open.

    `n_tied` peers have the same score and so share the rank.
    """
    best, worst, n = int(rank["best_rank"]), int(rank["worst_rank"]), int(rank["n_ranked"])
    shared = f", shared with {count(n_tied, 'other')}" if n_tied else ""
    if best == worst:
        return f"Its rank is {best} of {n}{shared}."
    return (
        f"Its rank is {int(rank['rank'])} of {n} by the known answers{shared}; what is unknown "
        f"leaves any rank from {best} to {worst}."
    )


def section_sentences(sections: pd.DataFrame, by_section: pd.DataFrame) -> list[str]:
    """Return a sentence for each group of sections that tell the same story.

    `sections` are rows of compare_scores (level section) with a column `title`; `by_section` says
    how many items of each section are comparable. Sections with the largest gap come first.
    """
    sentences = []
    for position in ("below", "above"):
        rows = sections[sections["position"] == position]
        for row in rows.sort_values("gap", key=abs, ascending=False).to_dict("records"):
            sentences.append(
                f"{row['title']} ({row['id']}) is {position} the peers' median: "
                f"{bounded_score(row)} against {median_with_bounds(row)}, on "
                f"{count(int(row['n_items']), 'item')}."
            )
    same = sections[sections["position"] == "not distinguishable"]
    if len(same):
        names = [
            f"{row['title']} ({row['id']}): {bounded_score(row)} against {median_with_bounds(row)}"
            for row in same.to_dict("records")
        ]
        sentences.append(f"Not distinguishable from the peers' median are {'; '.join(names)}.")
    nothing = by_section[by_section["n_included"] == 0]
    if len(nothing):
        names = [f"{row['title']} ({row['section']})" for row in nothing.to_dict("records")]
        sentences.append(f"No item can be compared in {listed(names, most=len(names))}.")
    return sentences


def strengths_sentence(focal_name: str, rows: pd.DataFrame) -> str:
    """Return what the focal country has and peers lack (rows of `strengths`)."""
    if rows.empty:
        return f"No comparable item sets {focal_name} apart from its peers for the better."
    return f"{focal_name} has what some peers lack: {_with_shares(rows)}."


def gaps_sentence(focal_name: str, rows: pd.DataFrame) -> str:
    """Return what peers have and the focal country lacks (rows of `gaps`)."""
    if rows.empty:
        return f"No comparable item that {focal_name} is known to lack is common among its peers."
    return f"{focal_name} lacks, or has only in part, what peers have: {_with_shares(rows)}."


def unknown_sentence(focal_name: str, own_codes: pd.DataFrame, items: pd.DataFrame) -> str:
    """Return which of the focal country's scored items are unknown, or say that none is."""
    unknown = own_codes.loc[own_codes["code"] == "unknown", "item"]
    if unknown.empty:
        return f"No scored item of {focal_name} is unknown."
    labels = items.loc[items["item"].isin(unknown), "label"].tolist()
    asked = int((own_codes["code"] != "not_asked").sum())
    return (
        f"Not known from what {focal_name} wrote: {count(len(labels), 'item')} of {asked} "
        f"({item_names(labels, most=len(labels))}). They are counted as neither yes nor no."
    )


def alike_sentence(item_comparison: pd.DataFrame) -> str:
    """Return which comparable items all countries answer alike, since these tell nothing apart."""
    alike = item_comparison[item_comparison["alike"]]
    differing = len(item_comparison) - len(alike)
    if alike.empty:
        return f"Countries differ on each of the {count(differing, 'comparable item')}."
    return (
        f"All known answers are the same on {count(len(alike), 'item')} "
        f"({item_names(alike['label'].tolist())}); the comparison rests on the other {differing}."
    )


def _with_shares(rows: pd.DataFrame) -> str:
    return "; ".join(_with_share(row) for row in rows.to_dict("records"))


def _with_share(row: Row) -> str:
    known = count(row["n_yes"] + row["n_partly"] + row["n_no"], "peer")
    verb = "has" if row["n_yes"] == 1 else "have"
    return f"{item_names([row['label']])}, which {row['n_yes']} of {known} {verb} in full"


def like_for_like_note(comparable: pd.DataFrame, n_countries: int, fidelity: str) -> str:
    """Return on which items a comparison rests, for the notes of charts and tables."""
    included = comparable[comparable["included"]]
    scored = comparable.groupby("section", sort=True)["item"].count()
    shares = [
        f"{section} {len(group)} of {scored[section]}"
        for section, group in included.groupby("section", sort=True)
    ]
    links = {"exact": "exact links only", "close": "exact and close links", "proxy": "all links"}
    return (
        f"Like for like: {len(included)} of {len(comparable)} scored items "
        f"({percent(len(included) / len(comparable))}), by section {', '.join(shares)}; "
        f"{n_countries} countries; {links[fidelity]} to other surveys."
    )
