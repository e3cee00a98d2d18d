"""What runner and workers tell each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from egovbench.runs.keys import Basis
from egovbench.runs.plan import Report


@dataclass(frozen=True)
class Assignment:
    """What a worker needs for every report of a run.

    Attributes:
        folder: the run's folder.
        root: working directory of the kernels; relative output folders start here.
        scratch: folder for what Jupyter and IPython write at run time; removed after the run.
        cell_timeout: seconds that one cell may take.
        site: title of the run.
        pages: file names of the run's pages.
        commit: the checkout's commit and whether files differ from it; None without one.
        copies: address that executed notebooks are also written to; None for none.
    """

    folder: Path
    root: Path
    scratch: Path
    cell_timeout: int
    site: str
    pages: frozenset[str]
    commit: Mapping[str, Any] | None
    copies: str | None


@dataclass(frozen=True)
class Task:
    """A report to make, from what, and its page's facts as name and value."""

    report: Report
    basis: Basis
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Outcome:
    """How one report ended.

    Attributes:
        name: the report's name.
        title: its page's title; the plan's label where there is no page.
        findings: what it found, in order; the first is its headline.
        cell: number of the failed cell in the notebook, from 1; None where no cell failed.
        error: what went wrong, on one line; None for a finished report.
        seconds: wall time of execution and export.
        summary: key facts for the index, as in reports/summary.py; None without any.
    """

    name: str
    title: str
    findings: tuple[str, ...]
    cell: int | None
    error: str | None
    seconds: float
    summary: Mapping[str, Any] | None = None

    @property
    def failed(self) -> bool:
        """Whether the report has no page."""
        return self.error is not None

    @property
    def fault(self) -> str:
        """The error with its cell ("cell 4: ValueError: ...")."""
        return f"cell {self.cell}: {self.error}" if self.cell is not None else self.error or ""
