"""How far score and rank depend on what is unknown and on choices of method."""

import pandas as pd

from egovbench.narrative.wording import Row, count, listed, number, percent

NEARLY_ALWAYS = 0.9
FACTORS = {
    "table": "which links to other surveys are used",
    "normalisation": "how answers become numbers",
    "aggregation": "how parts are averaged",
    "missing": "what unknown answers count as",
    "weights": "the weights",
    "completion": "which answers are drawn for unknowns",
}
LINKS = {
    "exact": "exact links alone",
    "close": "exact and close links",
    "proxy": "exact, close and proxy links",
}


def robustness_headline(name: str, overall: Row, rank: Row, n_clear: int) -> str:
    """Return how much the unknown answers leave open.

    `n_clear` counts the peers that stay behind or ahead of the country under any completion.
    """
    n = int(rank["n_ranked"])
    return (
        f"Whatever the unknown answers are, the score of {name} is "
        f"{_between(overall['lower'], overall['upper'])} and its rank "
        f"{_between(rank['best_rank'], rank['worst_rank'])} of {n}; it is clearly apart from "
        f"{n_clear} of {count(n - 1, 'peer')}."
    )


def variants_headline(name: str, own: Row, n_ranked: int, n_variants: int) -> str:
    """Return the focal country's rank by the default method and over variants of it.

    `own` is its row of `Uncertainty.countries`.
    """
    low, high = int(own["rank_low"]), int(own["rank_high"])
    range_ = (
        f"it is {low} in nine of ten"
        if low == high
        else f"nine ranks in ten lie between {low} and {high}"
    )
    third = f", and it is in the top third in {percent(own['top_third'])} of them"
    return (
        f"{name} ranks {int(own['rank'])} of {n_ranked} by the default method; over "
        f"{n_variants:,} variants of the method {range_}{third if n_ranked > 2 else ''}."
    )


def unranked_headline(name: str, overall: Row) -> str:
    """Return the score's bounds where countries have no joint ranking."""
    if number(overall["lower"]) == number(overall["upper"]):
        return f"The score of {name} is {number(overall['lower'])}; there is no joint ranking."
    return (
        f"Whatever the unknown answers are, the score of {name} is "
        f"{_between(overall['lower'], overall['upper'])}; there is no joint ranking."
    )


def possible_ranks_message(name: str, best: int, worst: int) -> str:
    """Return the ranks that the unknown answers leave open, as a chart's message."""
    if best == worst:
        return f"{name} has rank {best} whatever the unknown answers are"
    return f"{name} may stand anywhere from rank {best} to {worst}"


def links_sentence(by_links: pd.DataFrame) -> str:
    """Return the focal country's ranks by quality of links; nothing where only one is used."""
    if len(by_links) < 2:
        return ""
    parts = []
    for row in by_links.to_dict("records"):
        low, high, shared = int(row["rank_low"]), int(row["rank_high"]), int(row["n_sharing"])
        rank = f"it is {low}" if low == high else f"it lies between {low} and {high}"
        others = f", shared with {count(shared, 'other')}" if low == high and shared else ""
        items = count(int(row["n_items"]), "item")
        n_alike = "all" if row["n_alike"] == row["n_items"] else row["n_alike"]
        alike = f", {n_alike} of them answered alike by all" if n_alike else ""
        parts.append(f"with {LINKS[row['fidelity']]} ({items}{alike}) {rank}{others}")
    return f"Its rank by the links to other surveys that are used: {'; '.join(parts)}."


def beating_sentence(name: str, beating: pd.DataFrame) -> str:
    """Return which peers the focal country is nearly always ahead of or behind.

    `beating` is `Uncertainty.beating` with a column `country`.
    """
    ahead = beating.loc[beating["higher"] >= NEARLY_ALWAYS, "country"].tolist()
    behind = beating.loc[beating["lower"] >= NEARLY_ALWAYS, "country"].tolist()
    level = beating.loc[beating["tied"] >= NEARLY_ALWAYS, "country"].tolist()
    peers = count(len(beating), "peer")
    told = [
        f"{words} {len(found)} of {peers} ({listed(found)})"
        for words, found in (("ahead of", ahead), ("behind", behind), ("level with", level))
        if found
    ]
    if not told:
        return f"Before which of {peers} {name} stands depends on the variant, for every one."
    rest = len(beating) - len(ahead) - len(behind) - len(level)
    others = f"; with the other {rest} the order depends on the variant" if rest else ""
    return f"In at least nine of ten variants {name} is {listed(told)}{others}."


def median_sentence(name: str, countries: pd.DataFrame, focal: str) -> str:
    """Return whether the focal country, and how many others, stand apart from the median."""
    own = countries.loc[countries["iso3"] == focal, "position"].iloc[0]
    apart = int(countries["position"].isin(["above", "below"]).sum())
    verdict = {
        "above": f"The score of {name} is above that of the median country",
        "below": f"The score of {name} is below that of the median country",
    }.get(own, f"The score of {name} is not distinguishable from that of the median country")
    all_ = count(len(countries), "country", "countries")
    return (
        f"{verdict} over nine in ten variants; of the {all_} compared, "
        f"{apart if apart else 'none'} {'is' if apart < 2 else 'are'} distinguishable from it."
    )


def failures_sentence(failures: pd.DataFrame, n_variants: int) -> str:
    """Return how many variants could not be evaluated and why; nothing where all could."""
    if failures.empty:
        return ""
    reasons = failures["reason"].value_counts()
    named = listed([f"{reason} ({n})" for reason, n in reasons.items()])
    return (
        f"{count(len(failures), 'variant')} of {n_variants:,} could not be evaluated and "
        f"{'is' if len(failures) == 1 else 'are'} left out: {named}."
    )


def sensitivity_sentence(output: str, indices: pd.DataFrame) -> str:
    """Return which choice moves an output most (rows of `Sensitivity.indices`).

    `output` is the output in words, for example "the rank of Luxembourg".
    """
    known = indices.dropna(subset=["total"]).sort_values("total", ascending=False)
    if known.empty:
        return f"No choice moves {output}."
    first, rest = known.iloc[0], known.iloc[1:]
    small = rest[rest["total"] < 0.05]
    words = (
        f"What moves {output} most is {FACTORS[first['factor']]}: "
        f"{percent(_share(first['first']))} of the variance by itself, "
        f"{percent(_share(first['total']))} together with other choices."
    )
    if len(small) and len(small) == len(rest):
        return f"{words} Every other choice has a share below 5 %."
    named = [
        f"{FACTORS[row['factor']]} ({percent(_share(row['total']))})"
        for row in rest[rest["total"] >= 0.05].to_dict("records")
    ]
    return (
        f"{words} With others in play, {listed(named)} {_matter(len(named))}." if named else words
    )


def choices_sentence(name: str, scenarios: pd.DataFrame) -> str:
    """Return the range of score and rank over choices of method.

    `scenarios` has a row a choice: scenario, score, rank, n_items, n.
    """
    ranked = scenarios.dropna(subset=["rank"])
    if ranked.empty:
        return ""
    scores = _range(float(ranked["score"].min()), float(ranked["score"].max()))
    ranks = _range(float(ranked["rank"].min()), float(ranked["rank"].max()))
    choices = count(len(ranked), "choice")
    return f"Over {choices} of method the score of {name} {scores} and its rank {ranks}."


def left_out_sentences(name: str, left_out: pd.DataFrame) -> list[str]:
    """Return, for sections and for indicators, the largest moves of score and rank.

    `left_out` is `Structure.left_out`; empty where it has no rows.
    """
    sentences: list[str] = []
    if left_out.empty:
        return sentences
    if (left_out["score_change"].abs() < 0.05).all() and (left_out["rank_change"] == 0).all():
        return [f"No section and no indicator that is left out moves the score or rank of {name}."]
    for level in ("section", "indicator"):
        rows = left_out[left_out["level"] == level]
        if rows.empty:
            continue
        score = rows.iloc[int(rows["score_change"].abs().argmax())]
        rank = rows.iloc[int(rows["rank_change"].abs().argmax())]
        points, places = abs(float(score["score_change"])), abs(int(rank["rank_change"]))
        if number(points) == "0" and places == 0:
            sentences.append(f"No {level} that is left out moves the score or rank of {name}.")
            continue
        moved = (
            f"Leaving one {level} out moves the score of {name} by at most {_points(points)} "
            f"(without {score['name']})"
        )
        ranks = (
            f" and its rank by at most {count(places, 'place')} (without {rank['name']})"
            if places
            else " and its rank not at all"
        )
        sentences.append(f"{moved}{ranks}.")
    return sentences


def peers_left_out_sentence(name: str, gap: float, peers: pd.DataFrame) -> str:
    """Return how far the gap to the peers' median hangs on one peer; nothing with one peer.

    `gap` is the gap with all peers, `peers` is `Structure.peers_left_out`.
    """
    known = peers.dropna(subset=["gap"])
    if known.empty:
        return ""
    low, high = float(known["gap"].min()), float(known["gap"].max())
    if _signed(low) == _signed(high) == _signed(gap):
        return (
            f"No single peer matters: the gap of {name} to the peers' median stays {_signed(gap)} "
            "points whichever is left out."
        )
    return (
        f"The gap of {name} to the peers' median, {_signed(gap)} points, runs from {_signed(low)} "
        f"to {_signed(high)} when any one peer is left out."
    )


def _between(lower: float, upper: float) -> str:
    low, high = number(float(lower)), number(float(upper))
    return low if low == high else f"between {low} and {high}"


def _range(lowest: float, highest: float) -> str:
    low, high = number(lowest), number(highest)
    return f"is {low}" if low == high else f"runs from {low} to {high}"


def _share(value: float) -> float:
    """Return an estimated share within 0 to 1; the estimate may lie a little outside."""
    return min(max(float(value), 0.0), 1.0)


def _matter(n: int) -> str:
    return "matters too" if n == 1 else "matter too"


def _points(value: float) -> str:
    shown = number(value)
    return f"{shown} {'point' if shown == '1' else 'points'}"


def _signed(value: float) -> str:
    text = number(abs(value))
    if text == "0":
        return text
    return f"+{text}" if value > 0 else f"\N{MINUS SIGN}{text}"
