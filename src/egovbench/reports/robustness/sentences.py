"""How far score and rank depend on what is unknown and on choices of method."""

import math
from collections.abc import Collection

import pandas as pd

from egovbench.base.comparing import steady
from egovbench.base.vocabulary import FIDELITIES
from egovbench.figures.words import links_used
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
from egovbench.robustness.uncertainty import FACTORS

NEARLY_ALWAYS = 0.9
SMALL_SHARE = 0.05


def factor(name: str) -> str:
    """Return a choice that was varied, in words."""
    return say(f"robustness.factor.{name}")


def robustness_headline(name: str, overall: Row, rank: Row, n_clear: int) -> str:
    """Return how much the bounds of the codes leave open.

    `n_clear` counts the peers that stay behind or ahead of the country within them.
    """
    n = int(rank["n_ranked"])
    return say(
        "robustness.unknowns",
        country=name,
        score=_between(overall["lower"], overall["upper"]),
        rank=_between(rank["best_rank"], rank["worst_rank"]),
        n=n,
        n_clear=n_clear,
        n_peers=n - 1,
    )


def variants_headline(name: str, own: Row, n_ranked: int, n_tied: int, n_variants: int) -> str:
    """Return the focal country's rank by the default method and over variants of it.

    `own` is its row of `Uncertainty.countries`; `n_tied` counts the others that share its rank.
    """
    low, high = number(own["rank_low"]), number(own["rank_high"])
    text = say(
        "robustness.variants.same" if low == high else "robustness.variants.range",
        country=name,
        rank=int(own["rank"]),
        n=n_ranked,
        n_tied=n_tied,
        n_variants=n_variants,
        low=low,
        **({} if low == high else {"high": high}),
    )
    if n_ranked > 2:
        return text + say("robustness.variants.third", share=percent(own["top_third"]))
    return f"{text}."


def unranked_headline(name: str, overall: Row) -> str:
    """Return the score's bounds where countries have no joint ranking."""
    lower, upper = number(overall["lower"]), number(overall["upper"])
    if lower == upper:
        return say("robustness.unranked.certain", country=name, score=lower)
    score = _between(overall["lower"], overall["upper"])
    return say("robustness.unranked.open", country=name, score=score)


def possible_ranks_message(name: str, best: int, worst: int) -> str:
    """Return the ranks that the unknown answers leave open, as a chart's message."""
    if best == worst:
        return say("robustness.possible.one", country=name, rank=best)
    return say("robustness.possible.several", country=name, best=best, worst=worst)


def links_sentence(by_links: pd.DataFrame) -> str:
    """Return the focal country's ranks with each other set of links; nothing without any."""
    if by_links.empty:
        return ""
    parts = []
    for row in by_links.to_dict("records"):
        low, high = number(row["rank_low"]), number(row["rank_high"])
        one = low == high
        parts.append(
            say(
                "robustness.by_links.one" if one else "robustness.by_links.several",
                links=links_used(row["fidelity"]),
                n=int(row["n_items"]),
                alike="all" if row["n_alike"] == row["n_items"] else "some",
                n_alike=int(row["n_alike"]),
                low=low,
                **({} if one else {"high": high}),
            )
        )
    return say("robustness.by_links.all", parts=set_apart(parts))


def not_varied_sentence(varied: Collection[str]) -> str:
    """Return what no variant varies: for want of an alternative that counts, and at all."""
    still = [factor(name) for name in FACTORS if name not in varied]
    return sentences(
        say("robustness.not_varied.here", factors=listed(still, None)) if still else "",
        say("robustness.not_varied.ever"),
    )


def beating_sentence(name: str, beating: pd.DataFrame) -> str:
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
        return say("robustness.order.open", country=name, n=n)
    rest = n - sum(len(found) for found in sides.values())
    return say("robustness.order.told", country=name, parts=listed(told), rest=rest)


def failures_sentence(failures: pd.DataFrame, n_variants: int) -> str:
    """Return how many variants could not be evaluated and why; nothing where all could.

    The reasons are the engine's own messages and stay as they are.
    """
    if failures.empty:
        return ""
    reasons = failures["reason"].value_counts()
    named = listed([f"{reason} ({n})" for reason, n in reasons.items()])
    return say("robustness.failures", n=len(failures), of=n_variants, reasons=named)


def sensitivity_sentence(output: str, name: str, indices: pd.DataFrame) -> str:
    """Return which choice moves an output most (rows of `Sensitivity.indices`).

    `output` is "focal_rank" (of the country `name`) or "all_ranks".
    """
    known = indices.dropna(subset=["total"]).sort_values("total", ascending=False)
    moved = say(f"robustness.output.{output}", country=name)
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


def choices_sentence(name: str, scenarios: pd.DataFrame) -> str:
    """Return the range of score and rank over choices of method with the same set of links.

    `scenarios` are the rows of `compare_choices`.
    """
    ranked = scenarios[~scenarios["choice"].isin(FIDELITIES)].dropna(subset=["rank"])
    if ranked.empty:
        return ""
    return say(
        "robustness.choices",
        country=name,
        n=len(ranked),
        score=interval(float(ranked["score"].min()), float(ranked["score"].max())),
        rank=interval(float(ranked["rank"].min()), float(ranked["rank"].max())),
    )


def telling_items_sentence(name: str, items: pd.DataFrame) -> str:
    """Return on which items the focal country's rank hangs most; that none moves it, without any.

    `items` are those of `most_telling`.
    """
    if items.empty:
        return say("robustness.left_out.items.none", country=name)
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
    return say("robustness.left_out.items.all", country=name, n=len(parts), parts=set_apart(parts))


def left_out_sentences(name: str, left_out: pd.DataFrame) -> list[str]:
    """Return, for sections and for indicators, the largest moves of score and rank.

    `left_out` is `Structure.left_out`; empty where it has no rows.
    """
    if left_out.empty:
        return []
    changes = left_out["score_change"].abs().map(steady)
    if (changes < 0.05).all() and (left_out["rank_change"] == 0).all():
        return [say("robustness.left_out.nothing", country=name)]
    told = []
    for level in ("section", "indicator"):
        rows = left_out[left_out["level"] == level]
        if rows.empty:
            continue
        score = rows.iloc[int(changes[rows.index].argmax())]
        rank = rows.iloc[int(rows["rank_change"].abs().argmax())]
        points, places = abs(float(score["score_change"])), abs(int(rank["rank_change"]))
        if number(points) == "0" and places == 0:
            told.append(say(f"robustness.left_out.{level}.none", country=name))
            continue
        moved = say(
            f"robustness.left_out.{level}.score",
            country=name,
            one="yes" if number(points) == "1" else "no",
            points=number(points),
            without=str(score["name"]),
        )
        ranks = (
            say("robustness.left_out.rank", n=places, without=str(rank["name"]))
            if places
            else say("robustness.left_out.no_rank")
        )
        told.append(f"{moved}{ranks}")
    return told


def peers_left_out_sentence(name: str, gap: float, peers: pd.DataFrame) -> str:
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
        return say("robustness.peers.same", country=name, gap=shown)
    return say("robustness.peers.range", country=name, gap=shown, low=low, high=high)


def _between(lower: float, upper: float) -> str:
    low, high = number(float(lower)), number(float(upper))
    return low if low == high else say("numbers.between", lower=low, upper=high)


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
