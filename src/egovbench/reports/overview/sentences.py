"""What a benchmark says at first sight."""

import pandas as pd

from egovbench.base.comparing import above, steady
from egovbench.language import active_language, say
from egovbench.language.articles import in_sentence
from egovbench.language.lists import item_name, item_names, listed, set_apart
from egovbench.language.numbers import number
from egovbench.reports.wording import (
    POSITION_KEYS,
    Labels,
    Row,
    beside_peers,
    by_gap,
    compared,
    has_own,
    item_labels,
    position_key,
    section_name,
    told_score,
    verdict,
)


def headline(
    focal_name: str,
    overall: Row,
    items: pd.DataFrame,
    basis: str,
    rank: Row | None,
    tied: list[str] | None = None,
) -> str:
    """Return the finding of a benchmark: the sources for all, own answers, the peers, the rank.

    `overall` is a row of Benchmark.overall, `items` are those of Benchmark.items, `basis` is the
    parameter, and `rank` the row of focal_rank, nothing where no joint ranking is possible; `tied`
    names the countries with the same score.
    """
    kind, values = compared(overall, item_labels(items))
    sentence = say(
        f"overview.headline.{kind if overall['n_peers'] else 'alone'}",
        focal=focal_name,
        basis="others" if basis == "both" else basis,
        **values,
    )
    return sentence if rank is None else f"{sentence} {rank_sentence(rank, tied)}"


def rank_sentence(rank: Row, tied: list[str] | None = None) -> str:
    """Return the rank with the best and worst rank that open answers leave possible.

    `tied` names the countries with the same score, who share the rank; `n_left_out` of the row
    counts the countries that were not asked every compared item.
    """
    best, worst, left_out = (int(rank[name]) for name in ("best_rank", "worst_rank", "n_left_out"))
    return say(
        f"overview.rank.{'certain' if best == worst else 'open'}",
        score=number(rank["score"]),
        rank=int(rank["rank"]),
        n=int(rank["n_ranked"]),
        n_tied=int(rank["n_tied"]),
        tied=named(tied or [], "the", 3),
        best=best,
        worst=worst,
        n_left_out=left_out,
    )


def named(countries: list[str], form: str, most: int | None = None) -> str:
    """Return names of countries as a list, each in one of the FORMS of articles.py."""
    return listed([in_sentence(name, form, active_language()) for name in countries], most)


def section_sentences(
    sections: pd.DataFrame, by_section: pd.DataFrame, items: pd.DataFrame
) -> list[str]:
    """Return a sentence for each group of sections that tell the same story.

    `sections` are rows of Benchmark.sections; `by_section` says how many items of each section are
    comparable, `items` (rows of Benchmark.items) which of them makes most of a difference. The side
    with the widest gap to the peers comes first, and on each side the section with the widest; then
    come sections of which nothing is decided, each group with its reason, and what the country's
    own answers say otherwise.
    """
    clear = by_gap(sections[sections["position"].isin(["above", "below"])])
    sentences = [
        _grouped(side, [_section_entry(row, items) for row in _rows(clear, side)])
        for side in dict.fromkeys(clear["position"])
    ]
    labels = item_labels(items)
    hanging = _rows(by_gap(sections), "hangs on an item")
    sentences.append(_grouped("hangs", [_section_entry(row, items, labels) for row in hanging]))
    rows = sections.to_dict("records")
    for key in ("open", "equal", "alike"):
        names = [section_name(row) for row in rows if position_key(row) == key]
        sentences.append(_grouped(key, names))
    groups = {
        POSITION_KEYS[position]: [row for row in rows if row["position"] == position]
        for position in ("too few items", "no peers")
    }
    nothing = by_section[by_section["n_included"] == 0].rename(columns={"section": "id"})
    groups["nothing"] = list(nothing.to_dict("records"))
    for key, few in groups.items():
        sentences.append(_grouped(key, [section_name(row) for row in few]))
    return list(filter(None, [*sentences, own_sentence(sections, items)]))


def own_sentence(sections: pd.DataFrame, items: pd.DataFrame) -> str:
    """Return in which sections the country's own answers say otherwise; empty where in none.

    Sections of too few items for a verdict are left out.
    """
    labels = item_labels(items)
    entries = []
    for row in sections[sections["position"] != "too few items"].to_dict("records"):
        contradicted = items[(items["section"] == row["id"]) & items["contradicted"]]
        same = position_key(row, "own_") == position_key(row)
        if has_own(row) and (len(contradicted) or not same):
            entries.append(
                say(
                    "overview.sections.own_entry",
                    section=section_name(row),
                    score=told_score(row, "own_"),
                    same="yes" if same else "no",
                    verdict=verdict(row, labels, "own_"),
                    n=len(contradicted),
                    items=item_names(contradicted["label"].tolist(), None),
                )
            )
    return _grouped("own", entries)


def strengths_sentences(focal_name: str, rows: pd.DataFrame) -> list[str]:
    """Return what the focal country has and peers lack (rows of `strengths`), the certain first."""
    return _certain_first("strengths", focal_name, rows)


def gaps_sentences(focal_name: str, rows: pd.DataFrame) -> list[str]:
    """Return what peers have and the focal country lacks (rows of `gaps`), the certain first."""
    return _certain_first("gaps", focal_name, rows)


def strengths_and_gaps(focal_name: str, strong: pd.DataFrame, weak: pd.DataFrame) -> list[str]:
    """Return the sentences on strengths and on gaps, those with the larger difference first."""
    sentences = gaps_sentences(focal_name, weak), strengths_sentences(focal_name, strong)
    lead = [0.0 if rows.empty else abs(rows["difference"].iloc[0]) for rows in (weak, strong)]
    first, second = sentences[::-1] if above(lead[1], lead[0]) else sentences
    return [*first, *second]


def alike_sentence(items: pd.DataFrame) -> str:
    """Return on how many comparable items all answers are alike, since these tell nothing apart.

    `items` are rows of compare_items; an item on which a source says "no or unknown" may differ.
    """
    alike = int((items["alike"] & (items["n_no_or_unknown"] == 0)).sum())
    return say("overview.alike", n=alike, of=len(items))


def _rows(sections: pd.DataFrame, position: str) -> list[Row]:
    return list(sections[sections["position"] == position].to_dict("records"))


def _grouped(kind: str, entries: list[str]) -> str:
    if not entries:
        return ""
    if kind in ("above", "below", "hangs", "own"):
        return say(f"overview.sections.{kind}", entries=set_apart(entries))
    return say(f"overview.sections.{kind}", names=listed(entries, None))


def _section_entry(row: Row, items: pd.DataFrame, labels: Labels | None = None) -> str:
    """Return a section with its scores, and the item that makes or, with labels, decides it."""
    section, beside = section_name(row), beside_peers(row)
    if labels is not None:
        item = item_name(labels[int(row["hangs_on"])])
        return say("overview.sections.entry_hangs", section=section, beside=beside, item=item)
    side = 1 if row["position"] == "above" else -1
    within = items[(items["section"] == row["id"]) & above(items["difference"] * side, 0.0)]
    item = ""
    if len(within):
        largest = int((within["difference"] * side).map(steady).to_numpy().argmax())
        item = item_name(within["label"].iloc[largest])
    return say(
        "overview.sections.entry",
        section=section,
        beside=beside,
        n=int(row["n_items"]),
        told="yes" if item else "no",
        item=item,
    )


def _certain_first(kind: str, focal_name: str, rows: pd.DataFrame) -> list[str]:
    if rows.empty:
        return [say(f"overview.{kind}.none", focal=focal_name)]
    parts = (("some", rows[rows["sure"]]), ("may", rows[~rows["sure"]]))
    return [
        say(f"overview.{kind}.{how}", focal=focal_name, items=_with_shares(part))
        for how, part in parts
        if len(part)
    ]


def _with_shares(rows: pd.DataFrame) -> str:
    """Return item names with how many peers have them; items that as many have stand together."""
    groups: dict[tuple[int, int, bool, bool], list[str]] = {}
    for row in rows.to_dict("records"):
        known = int(row["n_yes"] + row["n_partly"] + row["n_no"])
        key = int(row["n_yes"]), known, bool(row["n_partly"]), bool(row["contradicted"])
        groups.setdefault(key, []).append(row["label"])
    return set_apart(
        say(
            "overview.share",
            items=item_names(labels, None),
            n=n,
            of=of,
            partly="yes" if partly else "no",
            otherwise="yes" if otherwise else "no",
        )
        for (n, of, partly, otherwise), labels in groups.items()
    )
