"""A kernel where nothing can be forked: `python spawned_kernel.py FOLDER` runs a cell in it."""

import multiprocessing
import sys
from pathlib import Path

from nbformat.v4 import new_code_cell, new_notebook

from egovbench.kernels import forked
from egovbench.kernels.isolation import isolate
from egovbench.runs.execution import execute

CELL = "import sys\nprint('pandas' in sys.modules)"


def main(folder: Path) -> None:
    """Print what the cell has printed."""
    import spawned_kernel  # The new interpreter finds the class there.

    forked.Kernel = spawned_kernel.SpawnedKernel  # type: ignore[misc, assignment]
    isolate(folder)
    notebook = new_notebook(cells=[new_code_cell(CELL)])
    made = execute(notebook, {}, root=folder, cell_timeout=60)
    print(made.fault or made.notebook.cells[0].outputs[0].text)


class SpawnedKernel(forked.Popen, multiprocessing.get_context("spawn").Process):  # type: ignore[misc]
    """The process of a kernel that is not forked."""


if __name__ == "__main__":
    main(Path(sys.argv[1]))
