"""What the reports of a benchmark say, as one text to be read aloud.

`python tests/reports/reading.py` writes the golden texts anew; read what changed before keeping
it. `python tests/reports/reading.py LUX fr` prints one text in another language.
"""

import sys
from pathlib import Path
from unittest import mock

from egovbench.comparison import Benchmark, compare
from egovbench.reports import display
from egovbench.reports.country import blocks as country
from egovbench.reports.evidence import blocks as evidence
from egovbench.reports.evidence import sources
from egovbench.reports.overview import blocks as overview
from egovbench.reports.overview import ranking
from egovbench.reports.section import blocks as section

GOLDEN = Path(__file__).parent / "golden"
COUNTRIES = ("LUX", "EST", "ROU")
"""Luxembourg, a peer with the highest score and the one with the lowest."""


def reading(benchmark: Benchmark) -> str:
    """Return headings, findings and paragraphs in order; what was said before is not repeated."""
    said: dict[str, None] = {}
    for kind, text in shown(benchmark):
        if kind.startswith(("<p", "<ul", "<h1", "<h2")):
            said.setdefault(text)
    return "\n".join(said) + "\n"


def shown(benchmark: Benchmark) -> list[tuple[str, str]]:
    """Return the HTML and plain text of everything that four notebooks and all sections show."""
    blocks: list[tuple[str, str]] = []

    def keep(html: str, text: str, further: object = None) -> None:
        blocks.append((html, text))

    with mock.patch.object(display, "_show", keep), mock.patch.object(display, "chart_svg", _words):
        _show_all(benchmark)
    return blocks


def _words(chart: display.Chart) -> str:
    return f"<svg><title>{chart.title}</title><desc>{chart.alternative_text}</desc></svg>"


def _show_all(benchmark: Benchmark) -> None:
    for show in (
        overview.show_finding, overview.show_key_facts, overview.show_sections,
        overview.show_strengths_and_gaps, ranking.show_nearest_peers, ranking.show_ranking,
        overview.show_indices, overview.show_not_known,
    ):  # fmt: skip
        show(benchmark)
    for letter in "ABCDEFG":
        for show in (
            section.show_finding, section.show_indicators, section.show_items,
            section.show_written_answers, section.show_links,
        ):  # fmt: skip
            show(benchmark, letter)
    for show in (
        country.show_finding, country.show_sections, country.show_items,
        country.show_other_sources, country.show_indices,
        evidence.show_finding, evidence.show_coverage, evidence.show_rules_against_review,
        evidence.show_against_other_sources,
        sources.show_years, sources.show_both_ways, sources.show_source_agreement,
        sources.show_gaps, evidence.show_codes, sources.show_links,
    ):  # fmt: skip
        show(benchmark)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(reading(compare(focal=sys.argv[1], lang=sys.argv[2])), end="")
    else:
        for iso3 in COUNTRIES:
            text = reading(compare(focal=iso3))
            (GOLDEN / f"{iso3}.txt").write_text(text, encoding="utf-8")
