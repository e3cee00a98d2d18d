"""Speed and memory of batches of reports; prints tables and writes what was measured as JSON.

    python benchmarks/batch.py [--rounds 5] [--reports 6] [--json RESULT.json]
    python benchmarks/batch.py --small 5000 [--json RESULT.json]
    python benchmarks/batch.py --default [--json RESULT.json]
    python benchmarks/batch.py --config notebooks/runs/NAME.yml [--json RESULT.json]

The first makes reports of an invented notebook (nine code cells, three figures, a table of 193 x 48
invented numbers) by several routes in turn, export to HTML included. Ratios in one run count, since
machines differ: against the command lines of papermill and nbconvert, and against the floor, which
is what the same cells cost as a plain function in a process that has everything imported. CPU is
user and system time of all processes of a route; figures are medians of the rounds.

The second runs so many small notebooks and compares the first thousand with the last, and what is
left behind. The others run the project's own reports with `egovbench run`: the default run and a
second one with nothing to do, or any configuration, with the memory of all processes together.
"""

import argparse
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pandas as pd
import psutil
from jupyter_client.manager import AsyncKernelManager
from nbformat.v4 import new_code_cell, new_notebook

from egovbench.kernels.forked import ForkedKernelManager, start_fork_server

MEGABYTE = 1024 * 1024
THOUSAND = 1000
BINARIES = Path(sys.executable).parent
CELLS = (
    'unit: str = "U001"\ntable: str = "invented.csv"',
    "import matplotlib.pyplot as plt\nimport numpy as np\nimport pandas as pd",
    "data = pd.read_csv(table, index_col='unit')\ndisplay(data.describe().T.head(12).round(2))",
    "ranks = data.rank(ascending=False)\nmeans = data.mean(axis='columns').sort_values()\n"
    "print(f'{unit}: rank {int(ranks.loc[unit].median())} of {len(data)} in the median')",
    "figure, axes = plt.subplots(figsize=(7, 4))\n"
    "axes.hist(means, bins=24, color='#4477aa')\naxes.axvline(means[unit], color='#cc3311')\n"
    "axes.set(title='Distribution of the mean', xlabel='Mean', ylabel='Units')\nplt.show()",
    "figure, axes = plt.subplots(figsize=(7, 6))\n"
    "shown = data.loc[unit].sort_values().tail(24)\naxes.barh(shown.index, shown)\n"
    "axes.scatter(data[shown.index].median(), shown.index, color='#222222', zorder=3)\n"
    "axes.set(title=f'{unit} against the median', xlabel='Value')\nplt.show()",
    "near = (data - data.loc[unit]).abs().mean(axis='columns').nsmallest(9).index\n"
    "display(data.loc[near].iloc[:, :8].round(3))",
    "figure, axes = plt.subplots(figsize=(8, 4))\n"
    "axes.imshow(data.loc[near], aspect='auto', cmap='viridis')\n"
    "axes.set_yticks(range(len(near)), near)\naxes.set_title('Nearest units')\nplt.show()",
    "print(data.loc[near].corr().abs().mean().mean().round(6))",
)
SMALL = ('unit: str = "U001"\ntable: str = "invented.csv"', "print(unit)")

MANAGERS = {"forked": ForkedKernelManager, "stock": AsyncKernelManager}

Make = Callable[[int], object]
_exporter: Any = None


def notebook(cells: tuple[str, ...]) -> nbformat.NotebookNode:
    """Return a notebook whose first cell holds its parameters."""
    made = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    made.cells[0].metadata["tags"] = ["parameters"]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made.metadata["kernelspec"] = kernel
    return made


def invented_table(path: Path) -> None:
    """Write 193 units x 48 numbers, from a fixed seed."""
    random = np.random.default_rng(5)
    units = pd.Index([f"U{number:03d}" for number in range(193)], name="unit")
    names = [f"indicator {number}" for number in range(48)]
    pd.DataFrame(random.random((193, 48)), units, names).to_csv(path)


def unit_of(number: int) -> str:
    """Return the name of the unit that a report is about."""
    return f"U{number % 193:03d}"


# What workers do.


def start_worker(scratch: Path, kernel: str | None) -> None:
    """Prepare a worker process: isolated from the home, exporter at hand."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    from egovbench.kernels.isolation import isolate
    from egovbench.site.exporter import ReportExporter

    global _exporter
    isolate(scratch / str(os.getpid()))
    if kernel == "forked":
        start_fork_server()
    _exporter = ReportExporter()


def export(made: nbformat.NotebookNode, folder: Path, name: str) -> None:
    """Write a notebook and its page."""
    from egovbench.site.exporter import PageContext

    context = PageContext(name, "Benchmark", "index.html", "Invented.", [], frozenset())
    (folder / f"{name}.ipynb").write_text(nbformat.writes(made), encoding="utf-8")
    page = _exporter.export(made, context).html
    (folder / f"{name}.html").write_text(page, encoding="utf-8")


def make_report(folder: Path, cells: tuple[str, ...], kernel: str, number: int) -> None:
    """Execute a notebook in a kernel, and export it."""
    from egovbench.runs import execution

    parameters = {"unit": unit_of(number), "table": str(folder / "invented.csv")}
    execution.ForkedKernelManager = MANAGERS[kernel]
    made, fault = execution.execute(notebook(cells), parameters, root=folder, cell_timeout=600)
    if fault is not None:
        raise SystemExit(f"report {number}: {fault}")
    export(made, folder, f"{kernel}-{os.getpid()}")


def make_plainly(folder: Path, number: int) -> None:
    """Do what the cells do as a plain function, and export the same outputs."""
    import matplotlib as mpl

    mpl.use("agg")
    from base64 import b64encode
    from io import BytesIO, StringIO

    import matplotlib.pyplot as plt
    from nbformat.v4 import new_output

    made = notebook(CELLS)
    made.cells[0].source = f"unit = {unit_of(number)!r}\ntable = {str(folder / 'invented.csv')!r}"
    outputs: list[nbformat.NotebookNode] = []

    def display(frame: pd.DataFrame) -> None:
        data = {"text/plain": repr(frame), "text/html": frame.to_html()}
        outputs.append(new_output("display_data", data))

    def show() -> None:
        for figure in map(plt.figure, plt.get_fignums()):
            drawn = BytesIO()
            figure.savefig(drawn, format="png", bbox_inches="tight")
            data = {"image/png": b64encode(drawn.getvalue()).decode(), "text/plain": repr(figure)}
            outputs.append(new_output("display_data", data))
        plt.close("all")

    plt.show = show
    printed = StringIO()
    names: dict[str, Any] = {
        "display": display,
        "print": lambda *words: print(*words, file=printed),
    }
    for cell in made.cells:
        exec(compile(cell.source, "cell", "exec"), names)
        if printed.getvalue():
            outputs.append(new_output("stream", name="stdout", text=printed.getvalue()))
            printed.seek(0)
            printed.truncate()
        cell.outputs, cell.execution_count = list(outputs), 1
        outputs.clear()
    export(made, folder, f"floor-{os.getpid()}")


# What is measured.


def processor_seconds(root: psutil.Process) -> float:
    """Return user and system time of a process, its descendants, and those that have ended."""
    total = 0.0
    for process in [root, *root.children(recursive=True)]:
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


def memory(root: psutil.Process) -> float:
    """Return the memory in MB of a process and its descendants, shared pages counted once."""
    total = 0
    for process in [root, *root.children(recursive=True)]:
        try:
            total += process.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return total / MEGABYTE


class Route:
    """A way of making reports: what makes some of them, and how many at once."""

    def __init__(self, name: str, reports: int, make: Callable[[range], None]) -> None:
        self.name = name
        self.reports = reports
        self.make = make
        self.walls: list[float] = []
        self.processor: list[float] = []

    def measure(self, start: int) -> None:
        """Make reports once and note seconds a report."""
        own = psutil.Process()
        used, began = processor_seconds(own), time.perf_counter()
        self.make(range(start, start + self.reports))
        self.walls.append((time.perf_counter() - began) / self.reports)
        self.processor.append((processor_seconds(own) - used) / self.reports)


def command_lines(folder: Path) -> Callable[[range], None]:
    """Return what makes reports one after the other with two command lines each."""
    nbformat.write(notebook(CELLS), folder / "in.ipynb")

    def make(numbers: range) -> None:
        for number in numbers:
            parameters = [
                "-p",
                "unit",
                unit_of(number),
                "-p",
                "table",
                str(folder / "invented.csv"),
            ]
            run = ["papermill", "in.ipynb", "out.ipynb", *parameters, "--no-progress-bar"]
            for command in (run, ["jupyter", "nbconvert", "--to", "html", "out.ipynb"]):
                whole = [str(BINARIES / command[0]), *command[1:]]
                subprocess.run(whole, check=True, cwd=folder, capture_output=True)

    return make


@contextmanager
def pool(jobs: int, kernel: str | None = None) -> Iterator[Executor]:
    """Keep worker processes, each with the process that its kernels are forked from if any are."""
    with (
        tempfile.TemporaryDirectory(prefix="egovbench-") as scratch,
        ProcessPoolExecutor(
            jobs, multiprocessing.get_context("spawn"), start_worker, (Path(scratch), kernel)
        ) as workers,
    ):
        # Imports are no part of what is measured.
        list(workers.map(time.sleep, [1.0] * jobs))
        yield workers


def pooled(
    workers: Executor, make: Callable[..., object], *given: object
) -> Callable[[range], None]:
    """Return what makes reports in a pool."""

    def run(numbers: range) -> None:
        for waiting in [workers.submit(make, *given, number) for number in numbers]:
            waiting.result()

    return run


def routes(folder: Path, reports: int, stack: ExitStack) -> list[Route]:
    """Return all routes, their processes started."""
    found = [Route("(a) papermill, then nbconvert", 1, command_lines(folder))]
    for kernel in ("stock", "forked"):
        for jobs in (1, 2):
            workers = stack.enter_context(pool(jobs, kernel))
            make = pooled(workers, make_report, folder, CELLS, kernel)
            found.append(Route(f"{kernel} kernels, {jobs} worker(s)", reports, make))
    for jobs in (1, 2):
        workers = stack.enter_context(pool(jobs))
        make = pooled(workers, make_plainly, folder)
        found.append(Route(f"floor, {jobs} process(es)", reports, make))
    return found


def compare_routes(rounds: int, reports: int) -> list[dict[str, Any]]:
    """Measure all routes in turn, print a table and return its rows."""
    with tempfile.TemporaryDirectory() as given, ExitStack() as stack:
        folder = Path(given)
        invented_table(folder / "invented.csv")
        found = routes(folder, reports, stack)
        for route in found:
            route.make(range(2 * route.reports))  # Caches.
        for number in range(rounds):
            for route in found:
                route.measure(number)
    rows = [
        {
            "route": route.name,
            "wall": statistics.median(route.walls),
            "processor": statistics.median(route.processor),
        }
        for route in found
    ]
    slowest = rows[0]
    floor = {name: row for row in rows for name in (row["route"],) if name.startswith("floor")}
    least = floor["floor, 1 process(es)"]["processor"]
    print(f"{'route':32}{'wall s':>9}{'CPU s':>9}{'throughput / (a)':>18}{'CPU / floor':>13}")
    for row in rows:
        row["throughput"] = slowest["wall"] / row["wall"]
        row["over_floor"] = row["processor"] / least
        line = f"{row['wall']:>9.3f}{row['processor']:>9.3f}"
        print(f"{row['route']:32}{line}{row['throughput']:>18.1f}{row['over_floor']:>13.2f}")
    return rows


def left_behind(place: Path) -> dict[str, int]:
    """Return how much a pool holds at present: processes, descriptors, files, semaphores."""
    processes = [psutil.Process(), *psutil.Process().children(recursive=True)]
    shared = Path("/dev/shm")
    return {
        "processes": len(processes),
        "descriptors": sum(process.num_fds() for process in processes),
        "files": sum(path.is_file() for path in place.rglob("*")),
        "semaphores": sum(1 for _ in shared.glob("sem.*")) if shared.is_dir() else 0,
    }


def small_runs(count: int) -> dict[str, Any]:
    """Run small notebooks, print cost and memory by the thousand, and what is left behind."""
    batches = []
    own = psutil.Process()
    with tempfile.TemporaryDirectory() as given:
        folder = Path(given)
        tempfile.tempdir = given  # So that all run-time files are counted.
        with pool(2, "forked") as workers:
            run = pooled(workers, make_report, folder, SMALL, "forked")
            run(range(20))
            before = left_behind(folder)
            print(f"{'runs':>6}{'wall ms':>9}{'CPU ms':>9}{'memory MB':>11}")
            for start in range(0, count, THOUSAND):
                numbers = range(start, min(start + THOUSAND, count))
                used, began = processor_seconds(own), time.perf_counter()
                run(numbers)
                batch = {
                    "runs": numbers.stop,
                    "wall": (time.perf_counter() - began) / len(numbers),
                    "processor": (processor_seconds(own) - used) / len(numbers),
                    "memory": memory(own),
                }
                batches.append(batch)
                line = f"{batch['wall'] * 1000:>9.1f}{batch['processor'] * 1000:>9.1f}"
                print(f"{numbers.stop:>6}{line}{batch['memory']:>11.0f}", flush=True)
            after = left_behind(folder)
        tempfile.tempdir = None
        ended = left_behind(folder)
    change = batches[-1]["processor"] / batches[0]["processor"] - 1
    print(f"last against first: {change:+.1%} CPU a report")
    for name, state in (("before", before), ("after", after), ("pool ended", ended)):
        print(f"{name}: " + ", ".join(f"{count} {what}" for what, count in state.items()))
    return {"batches": batches, "before": before, "after": after, "ended": ended}


def watched_run(arguments: list[str], out: Path) -> dict[str, Any]:
    """Run `egovbench run`, and note its time, reports and memory as these are made."""
    command = [str(BINARIES / "egovbench"), "run", "--out", str(out), *arguments]
    began = time.perf_counter()
    samples = []
    used = 0.0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        seen = psutil.Process(process.pid)
        while process.poll() is None:
            reports = sum(1 for _ in out.glob("*/*.html"))
            try:
                samples.append({"reports": reports, "memory": memory(seen)})
                # Whoever ends without being waited for is no longer counted afterwards.
                used = max(used, processor_seconds(seen))
            except psutil.NoSuchProcess:
                break
            time.sleep(1.0)
        process.communicate()
    wall = time.perf_counter() - began
    found = {
        "command": arguments,
        "exit": process.returncode,
        "wall": wall,
        "processor": used,
        "samples": samples,
    }
    print(
        f"egovbench run {' '.join(arguments)}: {wall:.1f} s, CPU of all processes {used:.1f} s, "
        f"exit {process.returncode}"
    )
    return found


def project_run(config: Path) -> dict[str, Any]:
    """Run a configuration and print its time, and memory from the 20th to the 200th report."""
    with tempfile.TemporaryDirectory() as out:
        found = watched_run(["--config", str(config)], Path(out))
    between = [each["memory"] for each in found["samples"] if 20 <= each["reports"] <= 200]
    if between:
        print(f"memory of all processes, 20th to 200th report: {between[0]:.0f} MB at first, ")
        print(f"{between[-1]:.0f} MB at last, {max(between):.0f} MB at most")
    return found


def default_run() -> dict[str, Any]:
    """Run the project's default configuration, then again with nothing left to do."""
    with tempfile.TemporaryDirectory() as out:
        first = watched_run([], Path(out))
        command = [str(BINARIES / "egovbench"), "run", "--out", out]
        again = []
        for _ in range(5):
            began = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            again.append(time.perf_counter() - began)
    print(f"again, nothing to do: {statistics.median(again):.2f} s")
    return {"first": first, "again": again}


def main() -> None:
    """Measure what is asked for, print it and write it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5, help="times that each route is measured")
    parser.add_argument("--reports", type=int, default=6, help="reports a round; (a) makes one")
    parser.add_argument("--small", type=int, help="small notebooks to run, instead of the routes")
    parser.add_argument("--default", action="store_true", help="measure the default run")
    parser.add_argument("--config", type=Path, help="measure a run of this configuration")
    parser.add_argument("--json", type=Path, help="file for what was measured")
    given = parser.parse_args()
    found: Mapping[str, Any]
    if given.small:
        found = {"small": small_runs(given.small)}
    elif given.default:
        found = {"default": default_run()}
    elif given.config:
        found = {"run": project_run(given.config)}
    else:
        found = {"routes": compare_routes(given.rounds, given.reports)}
    if given.json:
        given.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
