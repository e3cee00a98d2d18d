"""Progress of a run: a bar with rate, time left and failures, or plain lines."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from egovbench.runs.outcomes import Outcome

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress


@contextmanager
def shown_progress(run: str) -> Iterator["Progress"]:
    """Show progress on stderr: a bar on a terminal, a line for each report anywhere else."""
    if not sys.stderr.isatty():
        yield Progress(sys.stderr)
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
        yield _Bar(run, bar)


class Progress:
    """Tells of a run as it goes, with a line for each report that ends."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._total = self._done = 0
        self._began = time.monotonic()

    def start(self, to_make: int, up_to_date: int) -> None:
        """Tell how many reports are to be made, and how many are up to date, if any are."""
        self._total = to_make
        self._began = time.monotonic()
        if up_to_date:
            self._print(f"{up_to_date} up to date, {to_make} to make")

    def ended(self, outcome: Outcome) -> None:
        """Tell how a report ended; every tenth line adds rate and time left."""
        self._done += 1
        line = f"[{self._done}/{self._total}] {_described(outcome)}"
        if self._done % 10 == 0 and self._done < self._total:
            each = self._seconds_each()
            seconds = round(each * (self._total - self._done))
            line += f"; {_rate(each)}, {seconds // 60}:{seconds % 60:02} left"
        self._print(line)

    def _print(self, line: str) -> None:
        print(line, file=self._stream, flush=True)

    def _seconds_each(self) -> float:
        return (time.monotonic() - self._began) / self._done


class _Bar(Progress):
    """Tells with a bar how far the run is, and with a line of each report that failed."""

    def __init__(self, run: str, bar: "RichProgress") -> None:
        super().__init__(sys.stderr)
        self._bar = bar
        self._task = bar.add_task(run, total=None, rate="", failures="")
        self._failures = 0

    def start(self, to_make: int, up_to_date: int) -> None:
        super().start(to_make, up_to_date)
        self._bar.update(self._task, total=to_make)

    def ended(self, outcome: Outcome) -> None:
        self._done += 1
        self._failures += outcome.failed
        failures = f"{self._failures} failed" if self._failures else ""
        rate = _rate(self._seconds_each())
        self._bar.update(self._task, advance=1, rate=rate, failures=failures)
        if outcome.failed:
            self._print(_described(outcome))

    def _print(self, line: str) -> None:
        self._bar.console.print(line, markup=False, highlight=False)


def _rate(seconds_each: float) -> str:
    return f"{60 / max(seconds_each, 1e-6):.0f} a minute"


def _described(outcome: Outcome) -> str:
    """Return how a report ended, on one line."""
    state = "FAILED" if outcome.failed else "done"
    return f"{outcome.name}: {state} ({outcome.seconds:.1f} s)"
