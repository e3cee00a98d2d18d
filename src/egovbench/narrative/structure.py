"""Which parts of the score tell countries apart, whether they cohere, and what goes along."""

import math

import pandas as pd

from egovbench.narrative.wording import count, item_names, listed, percent

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
    return (
        f"Differences in the overall score follow {first['name']} most "
        f"({percent(first['effective_share'])} of what the sections explain, against a declared "
        f"weight of {percent(first['declared'])}) and {last['name']} least "
        f"({percent(last['effective_share'])} against {percent(last['declared'])})."
    )


def alpha_sentence(alpha: float, n_countries: int, n_items: int) -> str:
    """Return Cronbach's alpha with what it rests on, and a warning where that is little."""
    if math.isnan(alpha):
        return (
            "Cronbach's alpha does not exist here: fewer than two items differ between countries "
            "of which all items are known."
        )
    text = (
        f"Cronbach's alpha is {_two(alpha)}, over {count(n_countries, 'country', 'countries')} of "
        f"which all items are known and {count(n_items, 'item')} on which they differ."
    )
    if n_countries < SMALL_SAMPLE:
        text += (
            f" With fewer than {SMALL_SAMPLE} countries this and every correlation below moves "
            "much by chance: read them as hints."
        )
    return text


def constant_items_sentence(items: pd.DataFrame) -> str:
    """Return which items all countries answer alike; nothing where there is none.

    `items` are rows of `Structure.items` (item, label, floor, ceiling, sd).
    """
    alike = items.loc[(items["sd"] == 0) & (items["n"] > 1), "label"].tolist()
    if not alike:
        return ""
    return (
        f"All known answers are the same on {count(len(alike), 'item')} of {len(items)} "
        f"({item_names(alike, len(alike))}): {'it tells' if len(alike) == 1 else 'they tell'} "
        "no two countries apart."
    )


def ceiling_sentence(items: pd.DataFrame) -> str:
    """Return which further items nearly all countries have, or nearly none has."""
    varied = items[items["sd"] > 0]
    top = varied.loc[varied["ceiling"] >= CEILING, "label"].tolist()
    bottom = varied.loc[varied["floor"] >= CEILING, "label"].tolist()
    parts = []
    if top:
        parts.append(f"at least nine countries in ten say yes to {item_names(top, len(top))}")
    if bottom:
        parts.append(f"at least nine countries in ten say no to {item_names(bottom, len(bottom))}")
    if not parts:
        return ""
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}: so near the end of the scale there is little to compare."


def twin_items_sentence(pairs: list[tuple[str, str]]) -> str:
    """Return which pairs of items tell the same, country by country; nothing without any."""
    if not pairs:
        return ""
    named = [item_names(list(pair)) for pair in pairs]
    verb = "counts" if len(pairs) == 1 else "count"
    return (
        f"{count(len(pairs), 'pair')} of items {'has' if len(pairs) == 1 else 'have'} the same "
        f"code in every country ({'; '.join(named)}) and so {verb} one fact twice."
    )


def section_correlations_sentence(correlations: pd.DataFrame) -> str:
    """Return how far sections go along with each other; nothing with fewer than two."""
    known = correlations.dropna(subset=["pearson"])
    if known.empty:
        return ""
    low = known.iloc[int(known["pearson"].argmin())]
    high = known.iloc[int(known["pearson"].argmax())]
    if len(known) == 1:
        return f"Sections {low['first']} and {low['second']} correlate by {_two(low['pearson'])}."
    return (
        f"Correlations between sections run from {_two(low['pearson'])} ({low['first']} and "
        f"{low['second']}) to {_two(high['pearson'])} ({high['first']} and {high['second']})."
    )


def validity_sentences(rows: pd.DataFrame) -> list[str]:
    """Return how the overall score goes along with published indices, overlap first.

    `rows` are the overall rows of `external_validity` with a column `title`. Indices that share
    answers with the score are named as such and never as a validation.
    """
    sentences = []
    shared = rows[rows["overlap"].str.startswith("shares its answers")]
    if len(shared):
        sentences.append(
            f"{listed(shared['title'].tolist(), len(shared))} "
            f"{_overlap(shared['overlap'].iloc[0], len(shared))}; that the score follows "
            f"{'it' if len(shared) == 1 else 'them'} is no validation."
        )
    other = rows[~rows.index.isin(shared.index)].sort_values("spearman", ascending=False)
    clear = other[(other["spearman_low"] > 0) | (other["spearman_high"] < 0)]
    unclear = other[~other.index.isin(clear.index)]
    if len(clear):
        named = [
            f"{row['title']} ({_two(row['spearman'])}, 95 % interval {_two(row['spearman_low'])} "
            f"to {_two(row['spearman_high'])})"
            for row in clear.to_dict("records")
        ]
        sentences.append(f"The order of countries goes along with {listed(named, len(named))}.")
    if len(unclear):
        named = [f"{row['title']} ({_two(row['spearman'])})" for row in unclear.to_dict("records")]
        sentences.append(
            f"With {listed(named, len(named))} no correlation can be told from chance."
        )
    return sentences


def _overlap(words: str, n: int) -> str:
    return (
        words
        if n == 1
        else words.replace("shares its answers", "share their answers").replace(
            "come from it", "come from the same source"
        )
    )


def _two(value: float) -> str:
    return f"{value:.2f}".replace("-", "\N{MINUS SIGN}")
