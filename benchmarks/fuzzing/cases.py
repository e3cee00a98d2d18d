"""A case: one spoilt document, or a folder of several, the same for the same seed and number."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from fuzzing.printed import PDF
from fuzzing.sheets import ARCHIVE, ROWS
from fuzzing.sources import (
    FAMILIES,
    Source,
    as_table,
    as_workbook,
    generated,
    hostile_name,
    sources,
)
from fuzzing.text import BYTES, LONGEST, TEXT, encoded

FOLDERS = 0.03
"""The share of cases that are folders of several documents."""
MOST_COLUMNS = 16_384  # of a workbook, by the format
ENDINGS = (".txt", ".pdf", ".csv", ".xlsx", "", ".docx", ".txt.exe")


@dataclass(frozen=True)
class Case:
    """Files by their names, what each was before, and how each was spoilt."""

    files: dict[str, bytes]
    sources: tuple[str, ...]
    families: tuple[str, ...]
    spoilt: tuple[str, ...]


def make_case(seed: int, number: int) -> Case:
    """Return the case with this number of the run with this seed."""
    random = Random(f"{seed} {number}")
    files: dict[str, bytes] = {}
    made = []
    for _ in range(random.randint(2, 4) if random.random() < FOLDERS else 1):
        source = _source(random, seed, number)
        content, spoilt = _spoilt(random, source)
        name = hostile_name(random, random.choice(ENDINGS))
        files[f"{len(files)} {name}" if name in files else name] = content
        made.append((source, spoilt))
    return Case(
        files,
        tuple(source.name for source, _ in made),
        tuple(source.family for source, _ in made),
        tuple(dict.fromkeys(each for _, spoilt in made for each in spoilt)),
    )


def _source(random: Random, seed: int, number: int) -> Source:
    (family,) = random.choices(list(FAMILIES), list(FAMILIES.values()))
    if family == "generated":
        # A few blocks are enough, since their documents are spoilt as well.
        block = generated(seed * 1_000 + number // 2_000)
        return Source("invented by hypothesis", family, random.choice(block))
    return random.choice(sources()[family])


def _spoilt(random: Random, source: Source) -> tuple[bytes, list[str]]:
    if source.family == "generated" and random.random() < 0.6:
        return source.content, ["nothing"]
    times = random.choice((1, 1, 1, 2, 3))
    ways = {"pdf": _of_pdf, "workbook": _of_workbook, "table": _of_table}
    return ways.get(source.family, _of_text)(random, source, times)


def _of_text(random: Random, source: Source, times: int) -> tuple[bytes, list[str]]:
    if random.random() < 0.15:
        return _apply(random, BYTES, source.content, times)
    text, names = _apply(random, TEXT, source.content.decode("utf-8", "replace"), times)
    content, encoding = encoded(random, text)
    return content, [*names, encoding] if encoding else names


def _of_table(random: Random, source: Source, times: int) -> tuple[bytes, list[str]]:
    if source.rows is None or random.random() < 0.4:
        return _of_text(random, source, times)
    rows, names = _apply(random, ROWS, source.rows, times)
    encoding = random.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252"))
    return as_table(rows, random.choice(",,;\t|"), encoding), names


def _of_workbook(random: Random, source: Source, times: int) -> tuple[bytes, list[str]]:
    if source.rows is not None and random.random() < 0.4:
        rows, names = _apply(random, ROWS, source.rows, times)
        allowed = [[_allowed(cell) for cell in row[:MOST_COLUMNS]] for row in rows]
        return as_workbook(allowed), names
    if random.random() < 0.3:
        return _apply(random, BYTES, source.content, times)
    return _apply(random, ARCHIVE, source.content, times)


def _of_pdf(random: Random, source: Source, times: int) -> tuple[bytes, list[str]]:
    content, names = source.content, []
    for _ in range(times):
        name, spoil = random.choice([*PDF.items(), *BYTES.items()])
        try:
            content = spoil(random, content)
        except Exception:  # what is spoilt already cannot be opened to be spoilt again
            continue
        names.append(name)
    return content, names or ["nothing"]


def _apply(random: Random, ways: Any, given: Any, times: int) -> tuple[Any, list[str]]:
    names = []
    for _ in range(times):
        name = random.choice(list(ways))
        spoil: Callable[[Random, Any], Any] = ways[name]
        try:
            given = spoil(random, given)
        except (IndexError, ValueError, KeyError, OSError):  # nothing is left to be spoilt
            break
        names.append(name)
        if len(given) > LONGEST:
            break
    return given, names or ["nothing"]


def _allowed(cell: Any) -> Any:
    """Return a cell as a workbook may hold it; characters beyond are left to spoilt parts."""
    if isinstance(cell, str):
        cleaned = ILLEGAL_CHARACTERS_RE.sub("", cell)
        return cleaned.encode("utf-8", "replace").decode()[:40_000]
    return cell
