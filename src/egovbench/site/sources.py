"""Whose data a run rests on: publisher, title, edition and licence of each source it read."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from egovbench.base import paths
from egovbench.runs.records import Record

_PARTS = ("publisher", "title", "edition", "licence")


@dataclass(frozen=True)
class Source:
    """A source as the data package describes it, and the tables that were made from it."""

    publisher: str
    title: str
    edition: str
    licence: str
    files: tuple[str, ...]


def sources_of(records: Iterable[Record], data: Path) -> tuple[Source, ...]:
    """Return the sources of the tables that the reports read, in the data package's order.

    Data without a data package, or with one that cannot be read, names no sources.
    """
    # A table of many countries counts with its rows: "others/gtmi.csv#EST".
    read = {name.partition("#")[0] for record in records for name in record.basis["inputs"]}
    files: dict[tuple[str, str, str, str], list[str]] = {}
    try:
        package = json.loads((data / paths.DATAPACKAGE.name).read_text(encoding="utf-8"))
        for resource in package["resources"]:
            if resource["path"] in read:
                for source in resource["sources"]:
                    publisher, title, edition, licence = (str(source[part]) for part in _PARTS)
                    key = (publisher, title, edition, licence)
                    files.setdefault(key, []).append(str(resource["path"]))
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    return tuple(Source(*key, tuple(names)) for key, names in files.items())
