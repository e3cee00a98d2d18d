"""Digests of what a report may read, by name, computed without pandas.

Of tables that hold many countries a report reads the rows of the countries it compares, so that
each country's rows have a digest of their own, named "others/gtmi.csv#EST". All other files count
as a whole. A digest is the first 16 digits of a SHA-256: enough to notice any change.
"""

import csv
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from glob import escape
from pathlib import Path
from typing import Any

from egovbench.base import paths

_DIGITS = 16
_COUNTRY = "iso3"
_WHOLE = (
    f"{paths.CODEBOOK.parent.name}/*.yml",
    paths.COUNTRIES.name,
    paths.NEIGHBOURS.name,
    f"{paths.CROSSWALKS.name}/*.yml",
)
_OF_A_COUNTRY = (f"{paths.RESPONSES.name}/*.csv", f"{paths.CODES.name}/*.csv")
_BY_COUNTRY = (f"{paths.OTHERS.name}/*.csv", f"{paths.INDICES.name}/*.csv")


class Inputs:
    """The inputs below a data folder as they are now; each file is read once, when asked for."""

    def __init__(self, data: Path, root: Path) -> None:
        self._data = data
        self._root = root
        self._files: dict[Path, str] = {}
        self._selected: dict[tuple[str, ...], dict[str, str]] = {}

    def of(self, compared: Sequence[str] | None, parameters: Mapping[str, Any]) -> dict[str, str]:
        """Return the digests of what a report may read, by name, sorted.

        `compared` are ISO3 codes, the focal country's first; None, for a notebook that may read
        any country, counts everything. A file that a parameter names, relative to the project's
        root, counts as well. Files that are not there are left out.
        """
        found = dict(self._common)
        if compared is None:
            for pattern in (*_OF_A_COUNTRY, *_BY_COUNTRY):
                found |= self._whole(pattern)
            found |= self._document("*")
        else:
            found |= self._whole(f"{paths.RESPONSES.name}/{compared[0]}.csv")
            found |= self._document(compared[0])
            found |= self._of_countries(tuple(sorted(set(compared))))
        for name, value in parameters.items():
            if isinstance(value, str) and value and (self._root / value).is_file():
                found[f"{value} ({name})"] = self._digest(self._root / value)
        return dict(sorted(found.items()))

    @cached_property
    def _common(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for pattern in _WHOLE:
            found |= self._whole(pattern)
        return found

    def _whole(self, pattern: str) -> dict[str, str]:
        return {
            path.relative_to(self._data).as_posix(): self._digest(path)
            for path in sorted(self._data.glob(pattern))
        }

    def _document(self, country: str) -> dict[str, str]:
        """Return the digest of the document that a country's answers were read from."""
        found: dict[str, str] = {}
        for path in sorted((self._data / paths.RESPONSES.name).glob(f"{country}.csv")):
            name = first_value(path, "source")
            if name and Path(name).name == name and (self._data / paths.RAW.name / name).is_file():
                found |= self._whole(f"{paths.RAW.name}/{escape(name)}")
        return found

    def _of_countries(self, compared: tuple[str, ...]) -> dict[str, str]:
        if compared not in self._selected:
            found: dict[str, str] = {}
            for country in compared:
                found |= self._whole(f"{paths.CODES.name}/{country}.csv")
            for name, countries in self._rows.items():
                for country in compared:
                    if country in countries:
                        found[f"{name}#{country}"] = countries[country]
                if not countries:
                    found[name] = self._digest(self._data / name)
            self._selected[compared] = found
        return self._selected[compared]

    @cached_property
    def _rows(self) -> dict[str, dict[str, str]]:
        """Digests by file and country; no country for a file that is no table of countries."""
        return {
            path.relative_to(self._data).as_posix(): rows_by_country(path)
            for pattern in _BY_COUNTRY
            for path in sorted(self._data.glob(pattern))
        }

    def _digest(self, path: Path) -> str:
        if path not in self._files:
            self._files[path] = file_digest(path)[:_DIGITS]
        return self._files[path]


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file's content."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def first_value(path: Path, column: str) -> str:
    """Return what a table's first row has in a column; "" where there is none."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return next(csv.DictReader(stream), {}).get(column) or ""
    except (csv.Error, UnicodeDecodeError):
        return ""


def rows_by_country(path: Path) -> dict[str, str]:
    """Return a digest of each country's rows and the header, by ISO3 code.

    Rows keep their order. A table without a column iso3, or that is no CSV, gives none.
    """
    countries: dict[str, list[list[str]]] = {}
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = csv.reader(stream)
            header = next(rows, [])
            column = header.index(_COUNTRY)
            for row in rows:
                countries.setdefault(row[column], [header]).append(row)
    except (csv.Error, UnicodeDecodeError, IndexError, ValueError):
        return {}
    return {
        country: hashlib.sha256(json.dumps(table).encode()).hexdigest()[:_DIGITS]
        for country, table in countries.items()
    }


def together(inputs: Mapping[str, str]) -> dict[str, tuple[int, str]]:
    """Return by name how many countries of a table are read, 0 for a whole file, and one digest."""
    files: dict[str, list[str]] = {}
    for name, digest in inputs.items():
        files.setdefault(name.partition("#")[0], []).append(digest)
    return {
        name: (0, digests[0])
        if len(digests) == 1
        else (len(digests), hashlib.sha256(" ".join(digests).encode()).hexdigest())
        for name, digests in files.items()
    }
