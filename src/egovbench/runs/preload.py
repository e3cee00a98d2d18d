"""Imported by the process that kernels are forked from: what the project's notebooks share.

They find modules imported, the project's tables and the catalogues read, and what Python's
libraries set up when a report first uses them; none of this starts threads.
"""

from contextlib import suppress

import egovbench.reports.evidence.blocks
import egovbench.reports.matrix.blocks
import egovbench.reports.overview.blocks
import egovbench.reports.results
import egovbench.reports.robustness.blocks
import egovbench.reports.section.blocks
import egovbench.reports.trend.blocks  # noqa: F401
from egovbench.base.errors import EgovbenchError
from egovbench.base.vocabulary import LANGUAGES
from egovbench.comparison import compare
from egovbench.comparison.data import load_data
from egovbench.language import speaking
from egovbench.language.catalogue import CATALOGUES, messages
from egovbench.language.lists import listed
from egovbench.reports.country import blocks


def _read_catalogues() -> None:
    for language in LANGUAGES:
        for file in (CATALOGUES / language).glob("*.yml"):
            messages(language, file.stem)
        with speaking(language):
            listed(["1", "2", "3"])


def _make_a_report() -> None:
    """Make what a small report shows, and leave it."""
    benchmark = compare()
    for block in (blocks.country_finding, blocks.country_sections, blocks.country_items):
        for part in block(benchmark).parts:
            part._repr_mimebundle_()


# A fault in the tables is told by the notebook that reads them.
with suppress(EgovbenchError):
    load_data()
    _make_a_report()
_read_catalogues()
