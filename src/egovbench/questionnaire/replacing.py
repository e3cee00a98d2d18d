"""What a new table of a country's codes changes in the one that stands."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from egovbench.base.comparing import equal
from egovbench.base.schemas import CODE_VALUES

_SHOWN = 40  # characters of an answer
_ABSENT = {"code": "not_asked", "evidence": "none", "coder": ""}


def changed_answers(standing: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return the items of one country whose answers `found` changes (both CODES_TABLE).

    Columns: item, before and after (code, bounds, evidence and coder in words), and replaced. An
    answer that is yes, partly or no, or that somebody reviewed, is replaced by one with another
    code, other bounds, other evidence or another coder. Any other answer is listed where it becomes
    known. An item that a table does not hold is not_asked.
    """
    first, second = (table.set_index("item") for table in (standing, found))
    items = first.index.union(second.index)
    old, new = (table.reindex(items).fillna(_ABSENT) for table in (first, second))
    same = pd.Series(True, index=items)
    for name in _ABSENT:
        same &= old[name] == new[name]
    for name in ("lower", "upper"):
        same &= equal(old[name].fillna(-1.0), new[name].fillna(-1.0))
    held = old["code"].isin(CODE_VALUES) | (old["evidence"] == "reviewed")
    changed = ~same & (held | new["code"].isin(CODE_VALUES))
    words = [[_in_words(row) for row in table[changed].to_dict("records")] for table in (old, new)]
    return pd.DataFrame(
        {
            "item": items[changed],
            "before": words[0],
            "after": words[1],
            "replaced": held[changed].to_numpy(),
        }
    )


def changed_responses(standing: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return the items whose given answers `found` changes (both RESPONSES_TABLE).

    Columns: item, before and after (the beginning of the answer). In the table of another country
    or survey every answer is another.
    """
    tables = []
    for table in (standing, found):
        given = table[table["status"] == "answered"]
        texts = given["selection"].str.cat(given["answer"], sep=" ").str.split().str.join(" ")
        tables.append(
            texts.set_axis(given[["item", "iso3", "survey"]].to_records(index=False).tolist())
        )
    old, new = tables
    new = new.reindex(old.index, fill_value="")
    changed = old != new
    items = [item for item, _, _ in old.index[changed]]
    words = [texts[changed].str[:_SHOWN].tolist() for texts in (old, new)]
    return pd.DataFrame({"item": items, "before": words[0], "after": words[1]})


def with_items_from(
    standing: pd.DataFrame, found: pd.DataFrame, items: Iterable[int]
) -> pd.DataFrame:
    """Return one country's standing codes with those of some items as `found` has them."""
    taken = list(items)
    kept = standing[~standing["item"].isin(taken)]
    new = found[found["item"].isin(taken)]
    return pd.concat([kept, new]).sort_values("item", ignore_index=True)


def _in_words(code: Mapping[Any, Any]) -> str:
    """Return a code as in "partly (0.5 to 1), reviewed, by project"."""
    parts = [str(code["code"]).replace("_", " ")]
    if code["code"] in CODE_VALUES and not equal(code["lower"], code["upper"]):
        parts[0] += f" ({code['lower']:g} to {code['upper']:g})"
    if code["evidence"] != "none":
        parts.append(str(code["evidence"]))
    if code["coder"]:
        coder = str(code["coder"])
        parts.append(coder if coder.startswith("by ") else f"by {coder}")
    return ", ".join(parts)
