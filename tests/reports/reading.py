"""What the reports of a benchmark say, as one text to be read aloud.

`python tests/reports/reading.py` writes the golden texts anew; read what changed before keeping
it. `python tests/reports/reading.py LUX fr` prints one text in another language.
"""

import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from unittest import mock

from egovbench.comparison import compare
from egovbench.reports.country import blocks as country
from egovbench.reports.display import Block
from egovbench.reports.evidence import blocks as evidence
from egovbench.reports.overview import blocks as overview
from egovbench.reports.section import blocks as section

GOLDEN = Path(__file__).parent / "golden"
COUNTRIES = ("LUX", "EST", "ROU")
"""Luxembourg, a peer with the highest score and the one with the lowest."""


def reading(iso3: str, language: str = "en") -> str:
    """Return headings, findings and paragraphs in order; what was said before is not repeated."""
    parts = [part for each in blocks(iso3, language) for part in each.parts if part.data is None]
    said = [part.text for part in parts if part.html.startswith(("<p", "<ul", "<h1", "<h2"))]
    return "\n".join(dict.fromkeys(said)) + "\n"


def pages(iso3: str, language: str) -> list[str]:
    """Return the HTML of every part of every block."""
    return [part.html for each in blocks(iso3, language) for part in each.parts]


def _words(_: object, words: tuple[str, str], kind: str, *__: object) -> str:
    title, alternative_text = words
    wide = f"<svg><title>{title}</title><desc>{alternative_text}</desc></svg>"
    return wide if kind == "wide" else ""


@cache
def blocks(iso3: str, language: str) -> list[Block]:
    """Return every block of four notebooks and all sections, with the words of figures alone."""
    benchmark = compare(focal=iso3, lang=language)
    with mock.patch("egovbench.figures.chart.inline_svg", _words):
        shown = of(overview, "finding sections ranking by_own differences unknown", benchmark)
        for letter in "ABCDEFG":
            shown += of(section, "finding indicators items answers sources", benchmark, letter)
        shown += of(country, "finding sections items indices", benchmark)
        return shown + of(evidence, "finding coverage agreement gaps items", benchmark)


def of(report: ModuleType, names: str, *arguments: object) -> list[Block]:
    """Return the blocks of these names, such as "finding items", of one report."""
    prefix = report.__name__.split(".")[-2]
    return [getattr(report, f"{prefix}_{name}")(*arguments) for name in names.split()]


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(reading(*sys.argv[1:]), end="")
    else:
        for iso3 in COUNTRIES:
            (GOLDEN / f"{iso3}.txt").write_text(reading(iso3), encoding="utf-8")
