"""How the codes were found, and how far they agree with others."""

import math

import pandas as pd

from egovbench.coding.agreement import Agreement
from egovbench.coding.statements import is_placeholder
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

_PREVALENCE_GAP = 0.4


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
    if result.share - result.kappa > _PREVALENCE_GAP:
        kappa += ", low for such a share because one code is so common that chance agrees often"
    differ = f" They differ on {item_names(labels, len(labels))}." if labels else ""
    return (
        f"{first} and {second} agree on {percent(result.share)} of {count(result.n, 'item')} "
        f"({kappa}).{differ}"
    )


def placeholder_sentence(responses: pd.DataFrame) -> str:
    """Return which answers (RESPONSES_TABLE) only fill the field and which break off."""
    given = responses[responses["status"] == "answered"]
    filled = given.loc[given["answer"].map(is_placeholder), "item"].tolist()
    cut = given.loc[given["truncated"], "item"].tolist()
    blank = int((responses["status"] == "blank").sum())
    parts = []
    if filled:
        parts.append(f"{_items(filled)} only {'fills' if len(filled) == 1 else 'fill'} the field")
    if cut:
        parts.append(f"{_items(cut)} {'breaks' if len(cut) == 1 else 'break'} off at its limit")
    if blank:
        parts.append(f"{count(blank, 'question')} of {len(responses)} stayed blank")
    return f"Of the answers as given, {listed(parts)}." if parts else ""


def _items(items: list[int]) -> str:
    name = "item" if len(items) == 1 else "items"
    return f"{name} {listed([str(item) for item in items], most=len(items))}"
