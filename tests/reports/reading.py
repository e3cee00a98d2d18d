"""What the reports of a benchmark say, as one text to be read aloud.

`python tests/reports/reading.py` writes the golden texts anew; read what changed before keeping
it. `python tests/reports/reading.py LUX fr` prints one text in another language.
"""

import sys
from pathlib import Path
from unittest import mock

from egovbench.comparison import Benchmark, compare
from egovbench.reports.country import blocks as country
from egovbench.reports.display import Block
from egovbench.reports.evidence import blocks as evidence
from egovbench.reports.overview import blocks as overview
from egovbench.reports.section import blocks as section

GOLDEN = Path(__file__).parent / "golden"
COUNTRIES = ("LUX", "EST", "ROU")
"""Luxembourg, a peer with the highest score and the one with the lowest."""


def reading(benchmark: Benchmark) -> str:
    """Return headings, findings and paragraphs in order; what was said before is not repeated."""
    parts = [part for block in blocks(benchmark) for part in block.parts if part.data is None]
    said = [part.text for part in parts if part.html.startswith(("<p", "<ul", "<h1", "<h2"))]
    return "\n".join(dict.fromkeys(said)) + "\n"


def pages(benchmark: Benchmark) -> list[str]:
    """Return the HTML of every part of every block, with the words of figures alone."""
    with mock.patch("egovbench.figures.chart.drawings_svg", _words):
        return [part.html for block in blocks(benchmark) for part in block.parts]


def _words(title: str, alternative_text: str, *_: object) -> str:
    return f"<svg><title>{title}</title><desc>{alternative_text}</desc></svg>"


def blocks(benchmark: Benchmark) -> list[Block]:
    """Return every block of four notebooks and all sections."""
    whole = (
        overview.overview_finding, overview.overview_key_facts, overview.overview_sections,
        overview.overview_strengths_and_gaps, overview.overview_nearest_peers,
        overview.overview_ranking, overview.overview_indices, overview.overview_unknown,
    )  # fmt: skip
    by_section = (
        section.section_finding, section.section_indicators, section.section_items,
        section.section_answers, section.section_sources,
    )  # fmt: skip
    alone = (
        country.country_finding, country.country_sections, country.country_items,
        country.country_other_sources, country.country_indices,
        evidence.evidence_finding, evidence.evidence_coverage, evidence.evidence_review,
        evidence.evidence_other_sources, evidence.evidence_years, evidence.evidence_both_ways,
        evidence.evidence_source_agreement, evidence.evidence_gaps, evidence.evidence_codes,
        evidence.evidence_links,
    )  # fmt: skip
    shown = [block(benchmark) for block in whole]
    shown += [block(benchmark, letter) for letter in "ABCDEFG" for block in by_section]
    return shown + [block(benchmark) for block in alone]


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(reading(compare(focal=sys.argv[1], lang=sys.argv[2])), end="")
    else:
        for iso3 in COUNTRIES:
            text = reading(compare(focal=iso3))
            (GOLDEN / f"{iso3}.txt").write_text(text, encoding="utf-8")
