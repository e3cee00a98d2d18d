"""Processor time of the content of reports: the cells as a plain function in a warm process.

    OPENBLAS_NUM_THREADS=1 python benchmarks/report_profile.py [--focal LUX] [--peers eu27]

Each notebook runs once to warm up and once to be measured, without a kernel; its outputs are
exported by one exporter. A report's seconds are those of its code cells, drawing and saving of
tables included. The benchmark is shared by all reports, as in a run; `first benchmark` is what the
process pays once.
"""

import argparse
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output

from egovbench.base import paths
from egovbench.base.vocabulary import SECTIONS
from egovbench.comparison import compare
from egovbench.reports import display, results
from egovbench.site.exporter import PageContext, ReportExporter

REPORTS = [
    ("overview", {}),
    *(("section", {"section": letter}) for letter in SECTIONS),
    ("country", {}),
    ("robustness", {}),
    ("evidence", {}),
]
PARTS = {
    "svg": (display, "chart_svg"),
    "tables": (display, "table_html"),
    "tables as text": (display, "table_text"),
    "csv": (results, "save_tables"),
}


class Meter:
    """Adds up the processor time of some functions, and of each figure."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.figures: list[tuple[float, int, str]] = []
        for name, (module, function) in PARTS.items():
            setattr(module, function, self._measured(name, getattr(module, function)))

    def _measured(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def measured(*given: Any, **named: Any) -> Any:
            began = time.process_time()
            found = function(*given, **named)
            spent = time.process_time() - began
            self.seconds[name] += spent
            if name == "svg":
                self.figures.append((spent, len(found), given[0].title))
            return found

        return measured


def run(
    name: str, parameters: dict[str, str], exporter: ReportExporter
) -> tuple[float, float, list[tuple[str, float]]]:
    """Return seconds of a notebook's cells, of its export, and of each cell by its first line."""
    notebook = nbformat.read(paths.NOTEBOOKS / f"{name}.ipynb", as_version=4)
    variables: dict[str, Any] = {}
    cells: list[tuple[str, float]] = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cells.append((cell.source.splitlines()[0], _execute(cell, variables)))
            if "parameters" in cell.metadata.get("tags", []):
                variables |= parameters
    began = time.process_time()
    exporter.export(notebook, PageContext(name, "site", "index.html", "made", [], frozenset()))
    return sum(spent for _, spent in cells), time.process_time() - began, cells


def _execute(cell: NotebookNode, variables: dict[str, Any]) -> float:
    display.display = lambda bundle, **_: cell.outputs.append(
        new_output("display_data", data=bundle)
    )
    began = time.process_time()
    exec(cell.source, variables)
    return time.process_time() - began


def main() -> None:
    """Print a line a report, and below it its cells and figures if they are wanted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--focal", default="LUX")
    parser.add_argument("--peers", default="eu27")
    parser.add_argument("--detail", action="store_true", help="each cell and each figure too")
    options = parser.parse_args()
    meter, exporter = Meter(), ReportExporter()
    began = time.process_time()
    compare(options.focal, options.peers)
    print(f"first benchmark {time.process_time() - began:.3f} s")
    print(f"{'report':16}" + "".join(f"{part:>15}" for part in ("cells", "export", *PARTS)))
    total = 0.0
    with tempfile.TemporaryDirectory() as folder:
        shared = {"focal": options.focal, "peers": options.peers, "output_dir": folder}
        for name, own in REPORTS:
            run(name, shared | own, exporter)
            meter.seconds.clear()
            meter.figures.clear()
            spent, exported, cells = run(name, shared | own, exporter)
            total += spent + exported
            numbers = (spent, exported, *(meter.seconds[part] for part in PARTS))
            label = " ".join([name, *own.values()])
            print(f"{label:16}" + "".join(f"{number:15.3f}" for number in numbers))
            if options.detail:
                for line, seconds in cells:
                    print(f"    {seconds:.3f}  {line}")
                for seconds, size, title in meter.figures:
                    print(f"    {seconds:.4f}  {size:6} bytes  {title}")
    print(f"all reports {total:.3f} s")


if __name__ == "__main__":
    main()
