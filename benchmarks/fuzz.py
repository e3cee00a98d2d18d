"""Spoilt documents for `egovbench ingest`; prints tables and writes what was counted as JSON.

    python benchmarks/fuzz.py [--documents 20000] [--seed 1] [--workers 2] [--json RESULT.json]
    python benchmarks/fuzz.py --seed 1 --case 4711

Fixtures of every source (texts, printed forms, workbooks, CSV tables, coding sheets, long tables)
are cut, repeated, shuffled, put into other encodings and spoilt in many other ways, one document
alone or a few in a folder; hypothesis invents forms with any characters as answers. Each is
ingested as the command ingests a folder, in a worker process. It must come to 126 rows with the
losses listed, to codes, or to an error of our own. Anything else is a finding, which is kept with
its documents below --findings, and which --case makes again: a traceback, something untrue, a
crash of the process, more than 10 s of processor time (60 s by the clock), or more than 1 GB.
"""

import argparse
import json
import multiprocessing
import os
import resource
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil
from fuzzing.cases import make_case
from fuzzing.judging import Outcome, judge, write_case
from fuzzing.sources import countries, sources

from egovbench.documents import collection

MEGABYTE = 1024 * 1024
MOST_SECONDS = 10.0
MOST_SECONDS_BY_THE_CLOCK = 60.0
MOST_SECONDS_TO_MAKE = 300.0
MOST_MEMORY = 1_000
HARD_MEMORY = 4_000
"""Address space in MB: far above MOST_MEMORY, which is measured, so that the machine lives on."""
HARMLESS = ("table", "codes", "refused", "skipped", "several")
UNMADE = "unmade"
"""The library that spoils a printed form ended the process that made the case: no document."""
FINDINGS = ("traceback", "untrue", "crash", "hang", "memory")
POLL = 0.25


@dataclass(frozen=True)
class Measured:
    """A case's outcome, its seconds of processor time and its peak memory in MB."""

    number: int
    sources: tuple[str, ...]
    families: tuple[str, ...]
    spoilt: tuple[str, ...]
    outcome: str
    reason: str
    seconds: float
    memory: float


def peak_memory(anew: bool = False) -> float:
    """Return the most memory in MB that this process held, since it was last counted anew."""
    if anew:
        Path("/proc/self/clear_refs").write_text("5")
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def measured(path: Path, read: Callable[..., Any], *given: Any, shared: Sequence[Any] = ()) -> Any:
    """Read a file in this process, whose time and memory are measured and limited."""
    return read(path, *shared, *given)


def work(messages: Any, seed: int, folder: Path) -> None:
    """Make and ingest the cases whose numbers come in; tell when each begins and what it gave."""
    collection.read_confined = collection.read_here = measured
    sources(), countries()  # before anything is measured
    limit = HARD_MEMORY * MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while (number := messages.recv()) is not None:
        case = make_case(seed, number)
        write_case(case, folder)
        messages.send((case.sources, case.families, case.spoilt))
        del case  # else its documents would count as memory of the reader
        peak_memory(anew=True)
        used = time.process_time()
        outcome = judge(folder)
        messages.send((outcome, time.process_time() - used, peak_memory()))


class Worker:
    """A process that ingests one case after the other, and is replaced when one ends it."""

    def __init__(self, seed: int, folder: Path) -> None:
        self._seed = seed
        self._folder = folder
        self._start()

    def _start(self) -> None:
        # A fork would take over the locks that another worker's thread holds at that moment.
        context = multiprocessing.get_context("spawn")
        self._messages, other = context.Pipe()
        arguments = (other, self._seed, self._folder)
        self._process = context.Process(target=work, args=arguments, daemon=True)
        self._process.start()
        other.close()

    def ingest(self, number: int) -> Measured:
        """Return what came of a case."""
        told: Any = None
        used = 0.0
        try:
            self._messages.send(number)
            told = self._wait_for_case()
            outcome, used, memory = self._wait(len(told[0]))
        except EOFError:
            self._process.join()
            outcome, memory = Outcome("crash", f"exit code {self._process.exitcode}"), 0.0
            self._start()
        except TimeoutError as fault:
            self._process.kill()
            self._process.join()
            self._start()
            outcome, used, memory = Outcome("hang", str(fault)), MOST_SECONDS, 0.0
        if told is None:
            return Measured(number, (), (), (), UNMADE, outcome.reason, 0.0, 0.0)
        if outcome.name in HARMLESS and memory > MOST_MEMORY:
            outcome = Outcome("memory", f"{memory:,.0f} MB")
        return Measured(number, *told, outcome.name, outcome.reason, used, memory)

    def _wait_for_case(self) -> Any:
        if not self._messages.poll(MOST_SECONDS_TO_MAKE):
            raise TimeoutError("the case was not made")
        return self._messages.recv()

    def _wait(self, documents: int) -> Any:
        seen = psutil.Process(self._process.pid)
        began, used = time.monotonic(), _processor(seen)
        while not self._messages.poll(POLL):
            spent, waited = _processor(seen) - used, time.monotonic() - began
            if spent > MOST_SECONDS * documents or waited > MOST_SECONDS_BY_THE_CLOCK * documents:
                raise TimeoutError(f"{spent:.1f} s of processor time, {waited:.1f} s by the clock")
        return self._messages.recv()

    def end(self) -> None:
        """End the process."""
        self._messages.send(None)
        self._process.join()


def _processor(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


def run(seed: int, documents: int, workers: int, findings: Path) -> list[Measured]:
    """Ingest so many cases and return what came of each, in the order of their numbers."""
    numbers: Iterator[int] = iter(range(documents))
    lock = threading.Lock()
    measured: list[Measured] = []

    def drive(folder: Path) -> None:
        worker = Worker(seed, folder)
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return worker.end()
            found = worker.ingest(number)
            with lock:
                measured.append(found)
                if found.outcome in FINDINGS:
                    keep(found, folder, findings / f"{seed}-{number}")
                if len(measured) % 1_000 == 0:
                    counts = Counter(each.outcome for each in measured)
                    print(f"{len(measured):>7,} {dict(counts)}", file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory(prefix="egovbench-fuzz-") as scratch:
        threads = [
            threading.Thread(target=drive, args=(Path(scratch, str(number)),))
            for number in range(workers)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return sorted(measured, key=lambda each: each.number)


def keep(found: Measured, made: Path, folder: Path) -> None:
    """Keep a finding with its documents, which the worker wrote below `made`."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(made / "in", folder / "in")
    content = json.dumps(asdict(found), indent=2) + "\n"
    (folder / "finding.json").write_text(content, encoding="utf-8")
    print(f"case {found.number}: {found.outcome}: {found.reason[-300:]}", file=sys.stderr)


def print_counts(heading: str, measured: list[Measured], part: str) -> dict[str, dict[str, int]]:
    """Print how many cases of each kind came to what, and return the counts."""
    counts: dict[str, Counter[str]] = {}
    for each in measured:
        for name in dict.fromkeys(getattr(each, part)):
            counts.setdefault(name, Counter())[each.outcome] += 1
    outcomes = [
        name for name in (*HARMLESS, *FINDINGS) if any(name in row for row in counts.values())
    ]
    print(f"\n{heading:34}{'cases':>8}" + "".join(f"{name:>11}" for name in outcomes))
    for name, row in sorted(counts.items()):
        cells = "".join(f"{row[outcome]:>11,}" for outcome in outcomes)
        print(f"{name[:33]:34}{row.total():>8,}{cells}")
    return {name: dict(row) for name, row in sorted(counts.items())}


def tell(measured: list[Measured]) -> dict[str, Any]:
    """Print the tables of a run and return what they hold."""
    unmade = sum(each.outcome == UNMADE for each in measured)
    measured = [each for each in measured if each.outcome != UNMADE]
    total = Counter(each.outcome for each in measured)
    documents = sum(len(each.sources) for each in measured)
    slowest = max(measured, key=lambda each: each.seconds)
    largest = max(measured, key=lambda each: each.memory)
    found = {
        "cases": len(measured),
        "documents": documents,
        "unmade": unmade,
        "outcomes": {name: total[name] for name in (*HARMLESS, *FINDINGS)},
        "families": print_counts("family", measured, "families"),
        "sources": print_counts("source", measured, "sources"),
        "spoilt": print_counts("spoilt by", measured, "spoilt"),
        "slowest": asdict(slowest),
        "largest": asdict(largest),
    }
    print(f"\n{len(measured):,} cases of {documents:,} documents: ", end="")
    print(", ".join(f"{total[name]:,} {name}" for name in (*HARMLESS, *FINDINGS)))
    print(f"not made, since the library that spoils printed forms failed: {unmade}")
    print(f"slowest: {slowest.seconds:.1f} s of processor time (case {slowest.number})")
    print(f"largest: {largest.memory:,.0f} MB (case {largest.number})")
    return found


def repeat(seed: int, number: int, findings: Path) -> None:
    """Make a case again, print what comes of it, and keep its documents."""
    collection.read_confined = collection.read_here = measured
    case = make_case(seed, number)
    with tempfile.TemporaryDirectory(prefix="egovbench-fuzz-") as scratch:
        write_case(case, Path(scratch))
        print(f"{case.sources} spoilt by {case.spoilt}; process {os.getpid()}", flush=True)
        peak_memory(anew=True)
        used = time.process_time()
        outcome = judge(Path(scratch))
        print(f"{outcome.name} after {time.process_time() - used:.1f} s, {peak_memory():,.0f} MB")
        print(outcome.reason)
    write_case(case, findings / f"{seed}-{number}")


def main() -> None:
    """Ingest spoilt documents, print the counts and write them; exit with 1 if any misbehaved."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--documents", type=int, default=20_000, help="cases to make")
    parser.add_argument("--seed", type=int, default=1, help="what the cases are made from")
    parser.add_argument("--workers", type=int, default=2, help="processes at once")
    parser.add_argument("--case", type=int, help="make this case again, alone")
    parser.add_argument(
        "--findings", type=Path, default=Path("outputs/fuzz"), help="folder for what misbehaved"
    )
    parser.add_argument("--json", type=Path, help="file for what was counted")
    given = parser.parse_args()
    if given.case is not None:
        repeat(given.seed, given.case, given.findings)
        return
    measured = run(given.seed, given.documents, given.workers, given.findings)
    found = tell(measured)
    if given.json:
        given.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    if any(each.outcome in FINDINGS for each in measured):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
