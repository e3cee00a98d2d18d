"""Progress of a run: a bar with rate, time left and failures, or plain lines."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO

from egovbench.runs.outcome import Outcome

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID


class Progress(Protocol):
    """What is told of a run as it goes."""

    def start(self, to_make: int, up_to_date: int) -> None:
        """Tell how many reports are to be made, and how many are left as they are."""
        ...

    def ended(self, outcome: Outcome) -> None:
        """Tell how a report ended."""
        ...


@contextmanager
def shown_progress(run: str) -> Iterator[Progress]:
    """Show progress on stderr: a bar on a terminal, a line a report anywhere else."""
    if not sys.stderr.isatty():
        yield Lines(sys.stderr)
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
        yield _Bar(bar, bar.add_task(run, total=None, rate="", failures=""))


class Lines:
    """A line for each report that ends."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._count = _Count()

    def start(self, to_make: int, up_to_date: int) -> None:
        """Print how many reports are up to date, if any are."""
        self._count.start(to_make)
        if up_to_date:
            self._print(f"{up_to_date} up to date, {to_make} to make")

    def ended(self, outcome: Outcome) -> None:
        """Print number, name, and how it ended; every tenth line adds rate and time left."""
        self._count.add(outcome)
        line = f"[{self._count.done}/{self._count.total}] {described(outcome)}"
        if self._count.done % 10 == 0 and self._count.done < self._count.total:
            line += f"; {self._count.rate}, {self._count.left}"
        self._print(line)

    def _print(self, line: str) -> None:
        print(line, file=self._stream, flush=True)


class _Bar:
    def __init__(self, bar: "RichProgress", task: "TaskID") -> None:
        self._bar = bar
        self._task = task
        self._count = _Count()

    def start(self, to_make: int, up_to_date: int) -> None:
        self._count.start(to_make)
        self._bar.update(self._task, total=to_make)
        if up_to_date:
            line = f"{up_to_date} up to date, {to_make} to make"
            self._bar.console.print(line, highlight=False)

    def ended(self, outcome: Outcome) -> None:
        self._count.add(outcome)
        failures = f"{self._count.failures} failed" if self._count.failures else ""
        self._bar.update(self._task, advance=1, rate=self._count.rate, failures=failures)
        if outcome.failed:
            self._bar.console.print(described(outcome), markup=False, highlight=False)


class _Count:
    """How many reports have ended, how many of them failed, and how fast that goes."""

    def __init__(self) -> None:
        self.total = self.done = self.failures = 0
        self._began = time.monotonic()

    def start(self, total: int) -> None:
        self.total = total
        self._began = time.monotonic()

    def add(self, outcome: Outcome) -> None:
        self.done += 1
        self.failures += outcome.failed

    @property
    def _seconds_each(self) -> float:
        return (time.monotonic() - self._began) / self.done

    @property
    def rate(self) -> str:
        """Reports a minute, in words."""
        return f"{60 / max(self._seconds_each, 1e-6):.0f} a minute"

    @property
    def left(self) -> str:
        """The time that the rest takes at this rate, in words."""
        seconds = round(self._seconds_each * (self.total - self.done))
        return f"{seconds // 60}:{seconds % 60:02} left"


def described(outcome: Outcome) -> str:
    """Return how a report ended, on one line."""
    state = "FAILED" if outcome.failed else "done"
    return f"{outcome.name}: {state} ({outcome.seconds:.1f} s)"
