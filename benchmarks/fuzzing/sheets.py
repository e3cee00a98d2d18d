"""Ways to spoil sheets: their rows, columns and cells, and the archive that a workbook is."""

import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from random import Random
from typing import Any

from fuzzing.sources import Grid
from fuzzing.text import BYTES, HOSTILE, SPECIAL, TEXT

VALUES: tuple[Any, ...] = (
    *HOSTILE, *SPECIAL, None, "", 0, -1, 1e308, float("inf"), float("nan"), 10**30, True,
    datetime(1900, 1, 1), datetime(9999, 12, 31, 23, 59, 59), "yes", "partly", "unknown",
    "not_asked", "withheld", "blank", "https://example.org/ a", "Yes; No", "Yes;No;Yes", ";" * 500,
)  # fmt: skip


def _change_cells(random: Random, rows: Grid) -> Grid:
    rows = [list(row) for row in rows]
    for _ in range(random.choice((1, 1, 3, 30, 300))):
        row = random.choice(rows)
        if row:
            row[random.randrange(len(row))] = random.choice(VALUES)
    return rows


def _change_headings(random: Random, rows: Grid) -> Grid:
    first = list(rows[0])
    for _ in range(random.choice((1, 2, 10, 80))):
        place = random.randrange(len(first))
        change = random.choice(("value", "twin", "text", "case"))
        if change == "value":
            first[place] = random.choice(VALUES)
        elif change == "twin":
            first[place] = random.choice(first)
        elif change == "text":
            spoil = random.choice(("cut", "letters", "numbers", "special characters"))
            first[place] = TEXT[spoil](random, str(first[place]))
        else:
            first[place] = str(first[place]).swapcase()
    return [first, *rows[1:]]


def _on_rows(random: Random, rows: Grid) -> Grid:
    place = random.randrange(len(rows))
    change = random.choice(("shuffle", "drop", "repeat", "repeat all", "blank", "only headings"))
    if change == "shuffle":
        below = rows[1:] if random.random() < 0.5 else list(rows)
        random.shuffle(below)
        return [*rows[: len(rows) - len(below)], *below]
    if change == "drop":
        share = random.random() ** 2
        return [row for row in rows if random.random() > share] or rows[:1]
    if change == "repeat":
        return [*rows[:place], *[rows[place]] * random.choice((1, 5, 100)), *rows[place:]]
    if change == "repeat all":
        return [*rows, *rows[1:] * random.choice((1, 2, 5))]
    if change == "blank":
        return [*rows[:place], *[[]] * random.choice((1, 50, 5_000)), *rows[place:]]
    return rows[:1]


def _on_columns(random: Random, rows: Grid) -> Grid:
    width = max(map(len, rows))
    order = list(range(width))
    change = random.choice(("shuffle", "drop", "repeat", "shift", "transpose", "many"))
    if change == "shuffle":
        random.shuffle(order)
    elif change == "drop":
        share = random.random() ** 2
        order = [each for each in order if random.random() > share] or [0]
    elif change == "repeat":
        place = random.randrange(width)
        order[place:place] = random.choices(order, k=random.choice((1, 10, 100)))
    elif change == "shift":
        return [[None] * random.choice((1, 20)) + list(row) for row in rows]
    elif change == "transpose":
        return [list(row) for row in zip(*rows, strict=False)]
    else:
        return [list(row) + ["x"] * random.choice((900, 1_100, 16_000)) for row in rows[:20]]
    return [[row[each] if each < len(row) else None for each in order] for row in rows]


ROWS: Mapping[str, Callable[[Random, Grid], Grid]] = {
    "change cells": _change_cells,
    "change headings": _change_headings,
    "rows": _on_rows,
    "columns": _on_columns,
}


# The archive of a workbook.

BOMB = b"<a>" + b"0" * 70_000_000
ENTITIES = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: Mapping[str, bytes]) -> bytes:
    result = BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return result.getvalue()


def _a_part(random: Random, parts: Mapping[str, bytes]) -> str:
    """Return the name of a part, mostly of a sheet or of the texts that sheets share."""
    sheets = [name for name in parts if "sheet" in name or "haredStrings" in name]
    return random.choice(sheets if sheets and random.random() < 0.7 else list(parts))


def _spoil_part(random: Random, content: bytes) -> bytes:
    parts = _parts(content)
    name = _a_part(random, parts)
    if random.random() < 0.5:
        parts[name] = random.choice(list(BYTES.values()))(random, parts[name])
    else:
        text = parts[name].decode("utf-8", "replace")
        spoil = TEXT[random.choice(("cut", "repeat", "swap parts", "letters", "numbers"))]
        parts[name] = spoil(random, text).encode("utf-8", "replace")
    return _packed(parts)


def _spoil_attributes(random: Random, content: bytes) -> bytes:
    """Change references, types and styles of cells, which stand in attributes."""
    parts = _parts(content)
    name = _a_part(random, parts)
    values = (
        "XFD1048576", "A0", "A-1", "ZZZZ9", "A1:XFD1048576", "s", "n", "d", "b", "e", "str",
        "999999", "-1", "", "inlineStr", "1e9", "\U0001f600", "&#0;", "&amp;amp;",
    )  # fmt: skip
    share = random.choice((0.001, 0.05, 0.5))

    def other(found: re.Match[str]) -> str:
        if random.random() > share:
            return found[0]
        return f' {found[1]}="{random.choice(values)}"'

    text = parts[name].decode("utf-8", "replace")
    parts[name] = re.sub(r' (\w+)="[^"]*"', other, text).encode()
    return _packed(parts)


def _on_parts(random: Random, content: bytes) -> bytes:
    parts = _parts(content)
    name, other = _a_part(random, parts), _a_part(random, parts)
    change = random.choice(("drop", "swap", "rename", "empty", "entities", "bomb", "many", "deep"))
    if change == "drop":
        del parts[name]
    elif change == "swap":
        parts[name], parts[other] = parts[other], parts[name]
    elif change == "rename":
        parts[random.choice((f"../{name}", name.upper(), "/etc/passwd", "xl/"))] = parts.pop(name)
    elif change == "empty":
        parts[name] = b""
    elif change == "entities":
        parts[name] = ENTITIES + parts[name]
    elif change == "bomb":
        parts[name] = BOMB if random.random() < 0.1 else BOMB[:1_000_000]
    elif change == "many":
        parts |= {f"xl/{number}": b"" for number in range(random.choice((10, 1_100)))}
    else:
        parts[name] = b"<a>" * random.choice((1_000, 200_000, 1_300_000))
    return _packed(parts)


def _many_sheets(random: Random, content: bytes) -> bytes:
    parts = _parts(content)
    book = parts.get("xl/workbook.xml", b"")
    sheet = re.search(rb"<sheet [^>]*/>", book)
    if sheet is not None:
        times = random.choice((2, 40, 60))
        parts["xl/workbook.xml"] = book.replace(sheet[0], sheet[0] * times)
    return _packed(parts)


ARCHIVE: Mapping[str, Callable[[Random, bytes], bytes]] = {
    "spoil a part": _spoil_part,
    "spoil attributes": _spoil_attributes,
    "parts": _on_parts,
    "many sheets": _many_sheets,
}
