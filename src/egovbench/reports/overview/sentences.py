"""What a benchmark says at first sight."""

import pandas as pd

from egovbench.base.comparing import above, steady
from egovbench.language import say
from egovbench.language.lists import item_name, item_names, listed, set_apart
from egovbench.reports.wording import (
    POSITION_KEYS,
    Labels,
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
    numbers_of,
    own_score,
    verdict,
)


def headline(
    focal_name: str, overall: Row, items: pd.DataFrame, basis: str, rank: Row | None
) -> str:
    """Return the finding of a benchmark: the verdict, and beside it the country's own answers.

    `overall` is a row of Benchmark.overall, `items` are those of Benchmark.items, `basis` is the
    parameter, and `rank` the row of focal_rank, nothing where no joint ranking is possible.
    """
    n_peers, n = int(overall["n_peers"]), int(overall["n_items"])
    score = bounded_score(overall)
    if n_peers == 0:
        return say("overview.headline.alone", focal=focal_name, score=score, n=n)
    labels = item_labels(items)
    said: dict[str, str | int] = {
        "focal": focal_name,
        "basis": "others" if basis == "both" else basis,
        "n_peers": n_peers,
        "verdict": verdict(overall, labels),
    }
    if is_pairwise(overall):
        sentence = say("overview.headline.pairwise", gap=gap_in_points(overall), **said)
    else:
        sentence = say(
            "overview.headline.compared",
            score=score,
            n=n,
            position=POSITION_KEYS[overall["position"]],
            median=median_with_bounds(overall),
            **said,
        )
    sentences = [sentence]
    if has_own(overall):
        contradicted = items[items["contradicted"]]
        sentences.append(
            say(
                "overview.headline.own",
                score=own_score(overall),
                same="yes" if overall["own_position"] == overall["position"] else "no",
                verdict=verdict(overall, labels, "own_"),
                n=len(contradicted),
                items=numbers_of(contradicted),
            )
        )
    if rank is not None:
        sentences.append(rank_sentence(rank))
    return " ".join(sentences)


def rank_sentence(rank: Row) -> str:
    """Return the rank with the best and worst rank that open answers leave possible.

    `n_tied` of the row counts peers with the same score, who share the rank, and `n_left_out` the
    countries that were not asked every compared item.
    """
    best, worst, n = int(rank["best_rank"]), int(rank["worst_rank"]), int(rank["n_ranked"])
    own, n_tied, left_out = (int(rank[name]) for name in ("rank", "n_tied", "n_left_out"))
    if best == worst:
        sentence = say("overview.rank.certain", rank=best, n=n, n_tied=n_tied)
    else:
        sentence = say("overview.rank.open", rank=own, n=n, n_tied=n_tied, best=best, worst=worst)
    return f"{sentence} {say('overview.rank.left_out', n=left_out)}" if left_out else sentence


def section_sentences(
    focal_name: str, sections: pd.DataFrame, by_section: pd.DataFrame, items: pd.DataFrame
) -> list[str]:
    """Return a sentence for each group of sections that tell the same story.

    `sections` are rows of Benchmark.sections; `by_section` says how many items of each section are
    comparable, `items` (rows of Benchmark.items) which of them makes most of a difference. The side
    with the widest gap to the peers comes first, and on each side the section with the widest; then
    come sections of which nothing is decided, each group with its reason, and what the country's
    own answers say otherwise.
    """
    clear = by_gap(sections[sections["position"].isin(["above", "below"])])
    sentences = []
    for side in dict.fromkeys(clear["position"]):
        rows = clear[clear["position"] == side].to_dict("records")
        entries = [_section_entry(row, _main_item(row, items)) for row in rows]
        sentences.append(say(f"overview.sections.{side}", n=len(rows), entries=set_apart(entries)))
    hanging = by_gap(sections[sections["position"] == "hangs on an item"])
    if len(hanging):
        labels = item_labels(items)
        entries = [_hanging_entry(row, labels) for row in hanging.to_dict("records")]
        sentences.append(say("overview.sections.hangs", entries=set_apart(entries)))
    for position in ("not distinguishable", "all alike", "no peers"):
        if names := _names(sections[sections["position"] == position]):
            sentences.append(say(f"overview.sections.{POSITION_KEYS[position]}", names=names))
    few = sections[sections["position"] == "too few items"]
    if len(few):
        told = items_in_words(focal_name, items[items["section"].isin(few["id"])])
        sentences.append(say("overview.sections.few", names=_names(few), items=told))
    nothing = by_section[by_section["n_included"] == 0].rename(columns={"section": "id"})
    if len(nothing):
        sentences.append(say("overview.sections.nothing", names=_names(nothing)))
    return list(filter(None, [*sentences, own_sentence(sections, items)]))


def own_sentence(sections: pd.DataFrame, items: pd.DataFrame) -> str:
    """Return in which sections the country's own answers say otherwise; empty where in none.

    Sections whose items are told one by one are left out.
    """
    labels = item_labels(items)
    entries = []
    for row in sections[sections["position"] != "too few items"].to_dict("records"):
        contradicted = items[(items["section"] == row["id"]) & items["contradicted"]]
        same = row["own_position"] == row["position"]
        if has_own(row) and (len(contradicted) or not same):
            entries.append(
                say(
                    "overview.sections.own_entry",
                    section=_section_name(row),
                    score=own_score(row),
                    same="yes" if same else "no",
                    verdict=verdict(row, labels, "own_"),
                    n=len(contradicted),
                    items=item_names(contradicted["label"].tolist(), None),
                )
            )
    return say("overview.sections.own", entries=set_apart(entries)) if entries else ""


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
    """Return on which comparable items all answers are alike, since these tell nothing apart.

    `items` are rows of compare_items; an item on which a source says "no or unknown" may differ.
    """
    same = items["alike"] & (items["n_no_or_unknown"] == 0)
    alike = items.loc[same, "label"].tolist()
    differing = len(items) - len(alike)
    if not alike:
        return say("overview.alike.none", n=differing)
    if not differing:
        return say("overview.alike.all", n=len(alike))
    return say("overview.alike.some", n=len(alike), names=item_names(alike), differing=differing)


def _names(sections: pd.DataFrame) -> str:
    return listed([_section_name(row) for row in sections.to_dict("records")], None)


def _section_name(row: Row) -> str:
    return f"{row['title']} ({row['id']})"


def _main_item(row: Row, items: pd.DataFrame) -> str:
    """Return the item on which a section differs most to its side, or nothing."""
    side = 1 if row["position"] == "above" else -1
    within = items[(items["section"] == row["id"]) & above(items["difference"] * side, 0.0)]
    if within.empty:
        return ""
    largest = (within["difference"] * side).map(steady).to_numpy().argmax()
    return item_name(within["label"].iloc[int(largest)])


def _section_entry(row: Row, item: str) -> str:
    return say(
        "overview.sections.entry_with_item" if item else "overview.sections.entry",
        section=_section_name(row),
        beside=beside_peers(row),
        n=int(row["n_items"]),
        **({"item": item} if item else {}),
    )


def _hanging_entry(row: Row, labels: Labels) -> str:
    return say(
        "overview.sections.entry_hangs",
        section=_section_name(row),
        beside=beside_peers(row),
        item=item_name(labels[int(row["hangs_on"])]),
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
    groups: dict[tuple[int, int, bool], list[str]] = {}
    for row in rows.to_dict("records"):
        known = int(row["n_yes"] + row["n_partly"] + row["n_no"])
        key = int(row["n_yes"]), known, bool(row["contradicted"])
        groups.setdefault(key, []).append(row["label"])
    return set_apart(
        say(
            "overview.share",
            items=item_names(labels, None),
            n=n,
            of=of,
            otherwise="yes" if otherwise else "no",
        )
        for (n, of, otherwise), labels in groups.items()
    )
