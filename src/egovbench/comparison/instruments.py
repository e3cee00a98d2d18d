"""The acts, strategies and portals that sources name: who has what, and what a country lacks."""

import re
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd

from egovbench.base.comparing import above, steady
from egovbench.base.errors import ParameterError
from egovbench.base.groups import members
from egovbench.base.parameters import check_countries
from egovbench.comparison.against_peers import distances_from, gaps
from egovbench.comparison.benchmark import Benchmark
from egovbench.comparison.data import Data, load_data
from egovbench.others.factsheets import shortened
from egovbench.others.fusion import source_of

INSTRUMENTS = ("iso3", "item", "name", "year", "link", "source", "edition")
"""The columns of a table of instruments, as `instruments` describes them."""

ITEMS_OF_HEADINGS = {
    "political.specific": (59,),
    "legislation.security": (41,),
    "legislation.eid": (43, 45),
    "legislation.eprocurement": (47,),
    "legislation.interoperability": (51,),
    "legislation.base_registries": (51,),
    "legislation.open_data": (53,),
    "legislation.ai": (55,),
    "legislation.ledgers": (55,),
    "legislation.big_data": (55,),
    "legislation.internet_of_things": (55,),
    "legislation.technologies": (55,),
    "infrastructure.eprocurement": (11,),
}
"""The items that what stands under a heading of the Commission's factsheets bears on."""

_LINK = re.compile(r"(?:(?:https?://|www\.)\S+)?")
_NAMED = re.compile(r"(?:name not given)?(.*?)(?: ?\((\d{4})\))?$", re.DOTALL)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_NO_LETTER = re.compile(r"[\W_]+")


def instruments(countries: str | Collection[str] = ()) -> pd.DataFrame:
    """Return the instruments that sources name for the scored items of some or all countries.

    Named are those behind a yes or partly of another source, and what stands under the headings of
    the Commission's factsheets (ITEMS_OF_HEADINGS), which need not decide the item. What has the
    same link, or the same name but for case and punctuation, is one instrument. Those behind codes
    come first, and of these the latest edition's. `countries` are ISO3 codes and groups, as peers
    of `compare`. Raises ParameterError for what is neither.

    >>> table = instruments(["LUX"])
    >>> table.loc[table["item"] == 39, ["name", "year", "source", "edition"]].values.tolist()
    [['Data protection law', '2018', 'gtmi', 2022]]

    Shape: a row per country, item and instrument: iso3, item, name (as printed, at most 150
        characters), year, link, source (several with "; " between), edition (its year).
    Scale: years in four digits.
    Missing: a name, year or link that no source gives is empty. Links are checked for their form
        alone; nobody opened them.
    Source: data/others and data/factsheets/instruments.csv.
    """
    data = load_data()
    if isinstance(countries, Collection) and len(countries) == 0:
        return named_in(data)
    checked = check_countries("countries", countries, data.countries)
    return named_in(data.of(members(checked, data.countries, data.neighbours)))


def named_in(data: Data, wanted: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return what the tables of `data` name, as `instruments` has it.

    `wanted` are the pairs of iso3 and item that are asked for, each once; None for all.
    """
    others, sheets, headings = data.others, data.factsheet_instruments, dict(ITEMS_OF_HEADINGS)
    if wanted is not None:
        items, countries = set(wanted["item"]), set(wanted["iso3"])
        others = others[others["item"].isin(items) & others["iso3"].isin(countries)]
        sheets = sheets[sheets["iso3"].isin(countries)]
        headings = {each: on for each, on in headings.items() if not items.isdisjoint(on)}
    rows = [*_of_codes(others), *_of_headings(sheets, headings)]
    if wanted is not None:
        pairs = set(zip(wanted["iso3"], wanted["item"], strict=True))
        rows = [row for row in rows if (row["iso3"], row["item"]) in pairs]
    rows = [row for row in rows if _LINK.fullmatch(row["link"])]
    rows.sort(key=lambda row: (row["iso3"], row["item"], row["further"], -row["edition"]))
    groups = groupby(rows, key=itemgetter("iso3", "item"))
    return pd.DataFrame(
        [row for _, each in groups for row in _joined(each)], columns=list(INSTRUMENTS)
    )


def lacking(benchmark: Benchmark, most: int = 5) -> pd.DataFrame:
    """Return for each gap of the focal country up to `most` peers that have more, and by what.

    A gap is an item as `gaps` has it, largest first. Of the peers whose code is above the focal
    country's, those count for which an instrument is known; they stand nearest first, by
    `distance_matrix`. The instrument is the first of `instruments` with a name, if there is one.

    Shape: a row per item and peer: item, label, iso3, distance, name, year, link, source.
    Scale: distance 0 (alike) to 1.
    Missing: items for which no peer's instrument is known are left out; cells as in `instruments`.
    Source: `benchmark.items`, `benchmark.codes`, and the tables of `instruments`.
    """
    if not isinstance(benchmark, Benchmark):
        raise ParameterError("benchmark", benchmark, "what egovbench.compare returns")
    if not isinstance(most, int | np.integer) or most < 1:
        raise ParameterError("most", most, "a whole number from 1")
    return peers_with_more(benchmark, gaps(benchmark.items, len(benchmark.items)), most)


def peers_with_more(benchmark: Benchmark, items: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return of some items (rows of `Benchmark.items`), in their order, what `lacking` has."""
    apart = distances_from(benchmark.codes, benchmark.compared_items, benchmark.focal)
    codes = benchmark.codes[benchmark.codes["iso3"] != benchmark.focal]
    rows = codes[["iso3", "item", "value"]].merge(
        items[["item", "label", "focal_value"]], on="item"
    )
    rows = rows[above(rows["value"], rows["focal_value"])]
    named = named_in(benchmark.data, rows[["iso3", "item"]])
    named = named.assign(unnamed=named["name"] == "").sort_values("unnamed", kind="stable")
    rows = rows.merge(named.drop_duplicates(["iso3", "item"]), on=["iso3", "item"])
    rows = rows.assign(
        distance=rows["iso3"].map(apart),
        place=pd.Index(items["item"]).get_indexer(pd.Index(rows["item"])),
    )
    rows["order"] = rows["distance"].map(steady)
    rows = rows.sort_values(["place", "order", "iso3"]).groupby("place").head(most)
    shown = ["item", "label", "iso3", "distance", "name", "year", "link", "source"]
    return pd.DataFrame(rows.reset_index(drop=True), columns=shown)


def _of_codes(others: pd.DataFrame) -> Iterator[dict[Hashable, Any]]:
    rows = others[others["code"].isin(["yes", "partly"])]
    rows = rows[(rows["instrument"] != "") | (rows["link"] != "")]
    rows = rows.assign(source=source_of(rows["survey"]), edition=rows["year"], further=False)
    kept = ["iso3", "item", "instrument", "link", "source", "edition", "further"]
    for row in rows[kept].to_dict("records"):
        name, year = _NAMED.findall(row["instrument"])[0]
        found = _YEAR.search(name)
        yield row | {"name": shortened(name), "year": year or (found[0] if found else "")}


def _of_headings(
    table: pd.DataFrame, headings: Mapping[str, Iterable[int]]
) -> Iterator[dict[Hashable, Any]]:
    for row in table[table["heading"].isin(list(headings))].to_dict("records"):
        for item in headings[row["heading"]]:
            yield row | {"item": item, "source": "nifo", "further": True}


def _joined(rows: Iterable[Mapping[Hashable, Any]]) -> list[dict[Hashable, Any]]:
    """Return rows of one country and item, those of the same link or name as one."""
    kept: list[dict[Hashable, Any]] = []
    places: dict[str, dict[Hashable, Any]] = {}
    for row in rows:
        plain = _NO_LETTER.sub("", row["name"].casefold())
        keys = [key for key in (row["link"], plain) if key]
        same = next((places[key] for key in keys if key in places), None)
        if same is None:
            same = dict(row)
            kept.append(same)
        for name in ("name", "year", "link"):
            same[name] = same[name] or row[name]
        if row["source"] not in same["source"].split("; "):
            same["source"] += f"; {row['source']}"
        places |= dict.fromkeys(keys, same)
    return kept
