"""Progress of a run: a bar with rate, time left and failures, or plain lines."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from egovbench.runs.outcomes import Outcome

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress


@contextmanager
def shown_progress(run: str) -> Iterator["Progress"]:
    """Show progress on stderr: a bar on a terminal, a line for each report anywhere else."""
    if not sys.stderr.isatty():
        yield Progress()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TextColumn("left"),
        TimeRemainingColumn(),
        TextColumn("[red]{task.fields[failures]}"),
    )
    with RichProgress(*columns, console=Console(stderr=True)) as bar:
        bar.add_task(run, total=None, rate="", failures="")
        yield Progress(bar)


class Progress:
    """Tells of a run as it goes: with the task of a bar, and with lines on stderr.

    Without a bar each report that ends has a line, else only those that failed.
    """

    def __init__(self, bar: "RichProgress | None" = None) -> None:
        self._bar = bar
        self._total = self._done = self._failures = 0
        self._began = time.monotonic()

    def start(self, to_make: int, up_to_date: int) -> None:
        """Tell how many reports are to be made, and how many are up to date, if any are."""
        self._total = to_make
        self._began = time.monotonic()
        if self._bar:
            self._bar.update(self._bar.task_ids[0], total=to_make)
        if up_to_date:
            self._print(f"{up_to_date} up to date, {to_make} to make")

    def ended(self, outcome: Outcome) -> None:
        """Tell how a report ended; every tenth line adds rate and time left."""
        self._done += 1
        self._failures += outcome.failed
        each = (time.monotonic() - self._began) / self._done
        rate = f"{60 / max(each, 1e-6):.0f} a minute"
        state = "FAILED" if outcome.failed else "done"
        line = f"{outcome.name}: {state} ({outcome.seconds:.1f} s)"
        if self._bar:
            failures = f"{self._failures} failed" if self._failures else ""
            self._bar.update(self._bar.task_ids[0], advance=1, rate=rate, failures=failures)
            if outcome.failed:
                self._print(line)
            return
        if self._done % 10 == 0 and self._done < self._total:
            seconds = round(each * (self._total - self._done))
            line += f"; {rate}, {seconds // 60}:{seconds % 60:02} left"
        self._print(f"[{self._done}/{self._total}] {line}")

    def _print(self, line: str) -> None:
        if self._bar:
            self._bar.console.print(line, markup=False, highlight=False)
        else:
            print(line, file=sys.stderr, flush=True)
