"""How the codes were found, and how far they agree with others."""

import math

import pandas as pd

from egovbench.coding.agreement import Agreement
from egovbench.narrative.wording import count, item_names, listed, percent

_KINDS = {
    "selected": "shown as ticked in the source",
    "stated": "stated in words",
    "described": "described with substance",
    "related": "settled by another item",
    "reviewed": "decided by a reviewer",
    "source": "taken from another body's survey",
    "none": "without evidence",
}


def evidence_headline(name: str, codes: pd.DataFrame) -> str:
    """Return how many of a country's asked items are known and how they were found."""
    asked = codes[codes["code"] != "not_asked"]
    known = asked[asked["code"] != "unknown"]
    kinds = known["evidence"].value_counts()
    found = [f"{n} {_KINDS[str(kind)]}" for kind, n in kinds.items()]
    if asked.empty:
        return f"No item was asked of {name}."
    return (
        f"{len(known)} of {count(len(asked), 'asked item')} of {name} are known: "
        f"{listed(found, most=len(found))}."
    )


def agreement_sentence(first: str, second: str, result: Agreement, labels: list[str]) -> str:
    """Return how far two codings agree; `labels` are the items on which they do not."""
    if result.n == 0:
        return f"{first} and {second} share no item."
    kappa = (
        "kappa is not defined, since both give a single code"
        if math.isnan(result.kappa)
        else f"Cohen's kappa {result.kappa:.2f}"
    )
    differ = f" They differ on {item_names(labels, len(labels))}." if labels else ""
    return (
        f"{first} and {second} agree on {percent(result.share)} of {count(result.n, 'item')} "
        f"({kappa}).{differ}"
    )


def placeholder_sentence(responses: pd.DataFrame, codes: pd.DataFrame) -> str:
    """Return which answers only fill the field and which break off at the form's limit."""
    filled = codes.loc[codes["rationale"].str.startswith("only "), "item"].tolist()
    cut = responses.loc[responses["truncated"], "item"].tolist()
    parts = []
    if filled:
        numbers = listed([str(item) for item in filled])
        parts.append(f"placeholders instead of an answer: {numbers}")
    if cut:
        parts.append(f"cut off at the form's limit: {listed([str(item) for item in cut])}")
    blank = int((responses["status"] == "blank").sum())
    if blank:
        parts.append(f"left blank: {count(blank, 'question')} of {len(responses)}")
    return f"Of the answers as given, {'; '.join(parts)}." if parts else ""
