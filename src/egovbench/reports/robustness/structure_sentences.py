"""Which parts of the score tell countries apart, whether they cohere, and what goes along."""

import math

import pandas as pd

from egovbench.language import say
from egovbench.language.lists import capital, item_names, listed, set_apart
from egovbench.language.numbers import fixed, percent

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
    sentences = []
    shared, other = rows[rows["shares"]], rows[~rows["shares"]]
    if len(shared):
        names = listed(shared["title"].tolist(), None)
        sentences.append(say("structure.validity.shared", n=len(shared), names=names))
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
        sentences.append(say("structure.validity.clear", names=listed(named, None)))
    named = [
        f"{row['title']} ({fixed(row['spearman'], 2)})" for row in other[~clear].to_dict("records")
    ]
    if named:
        sentences.append(say("structure.validity.unclear", names=listed(named, None)))
    return sentences
