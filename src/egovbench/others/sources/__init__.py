"""The other bodies' data that the project reads; nothing else knows their names.

A source is one reader (registered here), one crosswalk (data/crosswalks/<name>.yml) and one table
of coded answers (data/others/<name>.csv).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from egovbench.base import paths
from egovbench.base.errors import ParameterError
from egovbench.others.crosswalk import code_answers, missing_variables, read_crosswalk
from egovbench.others.sources import gdb, girai, gtmi, long_tables

Reader = Callable[[Sequence[Path], Collection[str]], pd.DataFrame]

SOURCES: Mapping[str, Reader] = {
    "gtmi": gtmi.read_answers,
    "gdb": gdb.read_answers,
    "odm": long_tables.OPEN_DATA_MATURITY.read_answers,
    "egbr": long_tables.EGOVERNMENT_BENCHMARK.read_answers,
    "oecd-dgi": long_tables.DIGITAL_GOVERNMENT.read_answers,
    "oecd-pii": long_tables.PUBLIC_INTEGRITY.read_answers,
    "oecd-ireg": long_tables.STAKEHOLDER_ENGAGEMENT.read_answers,
    "nifo": long_tables.FACTSHEETS.read_answers,
    "girai": girai.read_answers,
}


@dataclass(frozen=True)
class ImportedAnswers:
    """Coded answers (OTHERS_TABLE) and, by edition, the variables that the files do not hold."""

    answers: pd.DataFrame
    missing: Mapping[str, Sequence[str]]


def import_answers(
    source: str,
    files: Sequence[Path],
    countries: Collection[str],
    crosswalks: Path = paths.CROSSWALKS,
) -> ImportedAnswers:
    """Return the answers in `files` of a registered source, coded by its crosswalk.

    Raises ParameterError for a source that is not registered, and InputError for files that do not
    hold what they should.
    """
    if source not in SOURCES:
        raise ParameterError("source", source, ", ".join(SOURCES))
    crosswalk = read_crosswalk(crosswalks / f"{source}.yml")
    answers = SOURCES[source](files, countries)
    return ImportedAnswers(code_answers(answers, crosswalk), missing_variables(answers, crosswalk))
