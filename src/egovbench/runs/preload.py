"""Imported by the process that kernels are forked from: what the project's notebooks share.

They find the modules imported, and the project's tables and how languages form lists read; none of
this starts threads.
"""

from contextlib import suppress

import egovbench.reports.country.blocks
import egovbench.reports.evidence.blocks
import egovbench.reports.matrix.blocks
import egovbench.reports.overview.blocks
import egovbench.reports.robustness.blocks
import egovbench.reports.section.blocks
import egovbench.reports.trend.blocks  # noqa: F401
from egovbench.base.errors import EgovbenchError
from egovbench.base.vocabulary import LANGUAGES
from egovbench.comparison.data import load_data
from egovbench.language import speaking
from egovbench.language.lists import listed

# A fault in the tables is told by the notebook that reads them.
with suppress(EgovbenchError):
    load_data()

for _language in LANGUAGES:
    with speaking(_language):
        listed(["1", "2", "3"])
