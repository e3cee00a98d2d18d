"""How far score and rank depend on what is unknown and on choices of method."""

import math
from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from egovbench.base.comparing import steady
from egovbench.base.vocabulary import FIDELITIES
from egovbench.language import say
from egovbench.language.lists import (
    capital,
    item_name,
    item_names,
    listed,
    sentences,
    set_apart,
)
from egovbench.language.numbers import fixed, interval, number, percent
from egovbench.reports.wording import Row
from egovbench.robustness.sensitivity import Sensitivity
from egovbench.robustness.uncertainty import FACTORS

NEARLY_ALWAYS = 0.9
SMALL_SHARE = 0.05


def factor(name: str) -> str:
    """Return a choice that was varied, in words."""
    return say(f"robustness.factor.{name}")


def open_answers_sentence(overall: Row, rank: Row, clear: Mapping[str, list[str]]) -> str:
    """Return how much the bounds of the codes leave open of the focal country's score and rank.

    `clear` names the peers that stay "above" and "below" the country within them.
    """
    n = int(rank["n_ranked"])
    sides = [
        say(f"robustness.clear.{side}", names=listed(names))
        for side, names in clear.items()
        if names
    ]
    return say(
        "robustness.unknowns",
        score=interval(overall["lower"], overall["upper"]),
        rank=interval(float(rank["best_rank"]), float(rank["worst_rank"])),
        n=n,
        n_clear=sum(map(len, clear.values())),
        n_peers=n - 1,
        sides=set_apart(sides),
    )


def variants_headline(
    name: str, own: Row, n_ranked: int, tied: Sequence[str], n_variants: int
) -> str:
    """Return the focal country's rank by the default method and over variants of it.

    `own` is its row of `Uncertainty.countries`; `tied` names the others that share its rank.
    """
    low, high = number(own["rank_low"]), number(own["rank_high"])
    return say(
        "robustness.variants.headline",
        country=name,
        rank=int(own["rank"]),
        n=n_ranked,
        n_tied=len(tied),
        tied=listed(tied),
        n_variants=n_variants,
        same="yes" if low == high else "no",
        low=low,
        high=high,
        third="yes" if n_ranked > 2 else "no",
        share=percent(own["top_third"]),
    )


def unranked_headline(name: str, overall: Row) -> str:
    """Return the score's bounds where countries have no joint ranking."""
    score = interval(overall["lower"], overall["upper"])
    return say("robustness.unranked.headline", country=name, score=score)


def varied_sentence(varied: Collection[str], n_open: int) -> str:
    """Return what was varied, what could change nothing, and what no variant ever varies.

    `n_open` counts the answers for which values were drawn.
    """
    moved = [factor(name) for name in FACTORS if name in varied]
    still = [factor(name) for name in FACTORS if name not in varied]
    if n_open:
        moved.append(say("robustness.varied.drawn", n=n_open))
    return sentences(
        say("robustness.varied.random", factors=listed(moved, None)) if moved else "",
        say("robustness.varied.here", factors=listed(still, None)) if still else "",
        say("robustness.varied.never"),
    )


def beating_sentence(beating: pd.DataFrame) -> str:
    """Return which peers the focal country is nearly always ahead of or behind.

    `beating` is `Uncertainty.beating` with a column `country`.
    """
    sides = {
        side: beating.loc[beating[column] >= NEARLY_ALWAYS, "country"].tolist()
        for side, column in (("ahead", "higher"), ("behind", "lower"), ("level", "tied"))
    }
    n = len(beating)
    told = [
        say(f"robustness.order.{side}", n=len(found), of=n, names=listed(found))
        for side, found in sides.items()
        if found
    ]
    if not told:
        return say("robustness.order.open", n=n)
    rest = n - sum(len(found) for found in sides.values())
    return say("robustness.order.told", parts=listed(told), rest=rest)


def failures_sentence(failures: pd.DataFrame, n_variants: int) -> str:
    """Return how many variants could not be evaluated and why; nothing where all could.

    The reasons are the engine's own messages and stay as they are.
    """
    if failures.empty:
        return ""
    reasons = failures["reason"].value_counts()
    named = listed([f"{reason} ({n})" for reason, n in reasons.items()])
    return say("robustness.failures", n=len(failures), of=n_variants, reasons=named)


def sensitivity_sentences(name: str, sensitivity: Sensitivity | None) -> list[str]:
    """Return which choice moves the rank of the country `name` most, and the ranks of all.

    Without `sensitivity` that no shares can be given.
    """
    if sensitivity is None:
        return [say("robustness.sensitivity.unknown", country=name)]
    indices = sensitivity.indices
    outputs = {"focal rank": "focal_rank", "mean rank shift": "all_ranks"}
    return [
        sensitivity_sentence(key, indices[indices["output"] == output])
        for output, key in outputs.items()
    ]


def sensitivity_sentence(output: str, indices: pd.DataFrame) -> str:
    """Return which choice moves an output most (rows of `Sensitivity.indices`).

    `output` is "focal_rank" or "all_ranks".
    """
    known = indices.dropna(subset=["total"]).sort_values("total", ascending=False)
    moved = say(f"robustness.output.{output}")
    if known.empty:
        return say("robustness.sensitivity.none", output=moved)
    first, rest = known.iloc[0], known.iloc[1:]
    words = say(
        "robustness.sensitivity.first",
        output=moved,
        factor=factor(first["factor"]),
        own=percent(_share(first["first"])),
        total=percent(_share(first["total"])),
    )
    if rest.empty:
        return words
    large = rest[rest["total"] >= SMALL_SHARE]
    if large.empty:
        return f"{words} {say('robustness.sensitivity.rest', share=percent(SMALL_SHARE))}"
    named = [
        f"{factor(row['factor'])} ({percent(_share(row['total']))})"
        for row in large.to_dict("records")
    ]
    return f"{words} {say('robustness.sensitivity.also', n=len(named), factors=listed(named))}"


def choices_sentence(scenarios: pd.DataFrame) -> str:
    """Return the range of score and rank over choices of method with the same set of links.

    `scenarios` are the rows of `compare_choices`.
    """
    ranked = scenarios[~scenarios["choice"].isin(FIDELITIES)].dropna(subset=["rank"])
    if ranked.empty:
        return ""
    return say(
        "robustness.choices",
        score=interval(float(ranked["score"].min()), float(ranked["score"].max())),
        rank=interval(float(ranked["rank"].min()), float(ranked["rank"].max())),
    )


def shared_ranks_sentence(scenarios: pd.DataFrame) -> str:
    """Return under which choices others share the rank (rows of `compare_choices`)."""
    tied = scenarios[scenarios["n_tied"] > 0]
    parts = [
        say("robustness.choice.tied", choice=say(f"robustness.choice.{choice}"), n=int(n))
        for choice, n in zip(tied["choice"], tied["n_tied"], strict=True)
    ]
    return say("robustness.choice.shared", parts=set_apart(parts)) if parts else ""


def telling_items_sentence(items: pd.DataFrame) -> str:
    """Return on which items the focal country's rank hangs most; that none moves it, without any.

    `items` are those of `most_telling`.
    """
    if items.empty:
        return say("robustness.left_out.items.none")
    parts = [
        say(
            "robustness.left_out.items.one",
            item=item_name(str(row["name"])),
            places=int(abs(row["rank_change"])),
            way="down" if row["rank_change"] > 0 else "up",
            points=number(row["score_change"], signed=True),
        )
        for row in items.to_dict("records")
    ]
    return say("robustness.left_out.items.all", n=len(parts), parts=set_apart(parts))


def left_out_sentence(sections: pd.DataFrame) -> str:
    """Return how far leaving out one section moves score and rank at most.

    `sections` are the rows of `Structure.left_out` for sections; nothing where there is none.
    """
    if sections.empty:
        return ""
    scores, ranks = sections["score_change"].abs().map(steady), sections["rank_change"].abs()
    score, rank = sections.iloc[int(scores.argmax())], sections.iloc[int(ranks.argmax())]
    points, places = number(scores.max()), int(ranks.max())
    if points == "0" and places == 0:
        return say("robustness.left_out.section.none")
    return say(
        "robustness.left_out.section.moved",
        one="yes" if points == "1" else "no",
        points=points,
        without=str(score["name"]),
        n=places,
        without_rank=str(rank["name"]),
    )


def peers_left_out_sentence(gap: float, peers: pd.DataFrame) -> str:
    """Return how far the gap to the peers' median hangs on one peer; nothing with one peer.

    `gap` is the gap with all peers, `peers` is `Structure.peers_left_out`.
    """
    known = peers.dropna(subset=["gap"])
    if known.empty:
        return ""
    low, high = (
        number(float(end), signed=True) for end in (known["gap"].min(), known["gap"].max())
    )
    shown = number(gap, signed=True)
    if low == high == shown:
        return say("robustness.peers.same", gap=shown)
    return say("robustness.peers.range", gap=shown, low=low, high=high)


def _share(value: float) -> float:
    """Return an estimated share within 0 to 1; the estimate may lie a little outside."""
    return min(max(float(value), 0.0), 1.0)


SMALL_SAMPLE = 30
CEILING = 0.9


def weights_sentence(weights: pd.DataFrame) -> str:
    """Return which sections tell countries apart, beside the weights they were given.

    `weights` are the rows of `Structure.weights` for sections; nothing where no share is known.
    """
    known = weights.dropna(subset=["effective_share"]).sort_values(
        "effective_share", ascending=False
    )
    if len(known) < 2:
        return ""
    first, last = known.iloc[0], known.iloc[-1]
    return say(
        "structure.weights",
        first=str(first["name"]),
        first_share=percent(first["effective_share"]),
        first_declared=percent(first["declared"]),
        last=str(last["name"]),
        last_share=percent(last["effective_share"]),
        last_declared=percent(last["declared"]),
    )


def alpha_sentence(alpha: float, n_countries: int, n_items: int) -> str:
    """Return Cronbach's alpha with what it rests on, and a warning where that is little."""
    if math.isnan(alpha):
        return say("structure.alpha.none")
    text = say("structure.alpha.some", alpha=fixed(alpha, 2), countries=n_countries, n=n_items)
    if n_countries < SMALL_SAMPLE:
        text += f" {say('structure.alpha.small', least=SMALL_SAMPLE)}"
    return text


def constant_items_sentence(items: pd.DataFrame) -> str:
    """Return which items all countries answer alike; nothing where there is none.

    `items` are rows of `Structure.items` (item, label, floor, ceiling, sd).
    """
    alike = items.loc[(items["sd"] == 0) & (items["n"] > 1), "label"].tolist()
    if not alike:
        return ""
    return say("structure.constant", n=len(alike), of=len(items), names=item_names(alike, None))


def ceiling_sentence(items: pd.DataFrame) -> str:
    """Return which further items nearly all countries have, or nearly none has."""
    varied = items[items["sd"] > 0]
    ends = {
        "top": varied.loc[varied["ceiling"] >= CEILING, "label"].tolist(),
        "bottom": varied.loc[varied["floor"] >= CEILING, "label"].tolist(),
    }
    parts = [
        say(f"structure.ceiling.{end}", names=item_names(labels, None))
        for end, labels in ends.items()
        if labels
    ]
    return say("structure.ceiling.all", parts=capital(set_apart(parts))) if parts else ""


def twin_items_sentence(pairs: list[tuple[str, str]]) -> str:
    """Return which pairs of items tell the same, country by country; nothing without any."""
    if not pairs:
        return ""
    named = set_apart(item_names(list(pair)) for pair in pairs)
    return say("structure.twins", n=len(pairs), pairs=named)


def section_correlations_sentence(correlations: pd.DataFrame) -> str:
    """Return how far sections go along with each other; nothing with fewer than two."""
    known = correlations.dropna(subset=["pearson"])
    if known.empty:
        return ""
    low = known.iloc[int(known["pearson"].argmin())]
    high = known.iloc[int(known["pearson"].argmax())]
    if len(known) == 1:
        return say(
            "structure.correlations.one",
            first=str(low["first"]),
            second=str(low["second"]),
            low=fixed(low["pearson"], 2),
        )
    return say(
        "structure.correlations.several",
        low=fixed(low["pearson"], 2),
        low_first=str(low["first"]),
        low_second=str(low["second"]),
        high=fixed(high["pearson"], 2),
        high_first=str(high["first"]),
        high_second=str(high["second"]),
    )


def validity_sentences(rows: pd.DataFrame) -> list[str]:
    """Return how the overall score goes along with published indices, overlap first.

    `rows` are the overall rows of `external_validity` with a column `title`; `shares` says whether
    an index shares answers with the score. Such indices are named and never a validation.
    """
    told = []
    shared, other = rows[rows["shares"]], rows[~rows["shares"]]
    if len(shared):
        names = listed(shared["title"].tolist(), None)
        told.append(say("structure.validity.shared", n=len(shared), names=names))
    other = other.sort_values("spearman", ascending=False)
    clear = (other["spearman_low"] > 0) | (other["spearman_high"] < 0)
    named = [
        say(
            "structure.validity.clear_entry",
            title=str(row["title"]),
            rho=fixed(row["spearman"], 2),
            low=fixed(row["spearman_low"], 2),
            high=fixed(row["spearman_high"], 2),
        )
        for row in other[clear].to_dict("records")
    ]
    if named:
        told.append(say("structure.validity.clear", names=listed(named, None)))
    named = [
        f"{row['title']} ({fixed(row['spearman'], 2)})" for row in other[~clear].to_dict("records")
    ]
    if named:
        told.append(say("structure.validity.unclear", names=listed(named, None)))
    return told
