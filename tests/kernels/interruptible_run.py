"""A run that is killed by tests: `python interruptible_run.py FOLDER` executes three notebooks.

Two have a child and a pool, tell who is at work in FOLDER/who.json, and then wait. What stopped
each notebook is printed, one line each.
"""

import os
import sys
from pathlib import Path

from nbformat.v4 import new_code_cell, new_notebook

from egovbench.kernels.forked import start_fork_server
from egovbench.kernels.isolation import isolate
from egovbench.runs.execution import execute

BUSY = """\
import json, multiprocessing, os, subprocess, time
child = subprocess.Popen(["sleep", "600"])
pool = multiprocessing.get_context("fork").Pool(2)
who = {"kernel": os.getpid(), "server": os.getppid()}
with open("who.new", "w") as file:
    json.dump(who, file)
os.rename("who.new", "who.json")
time.sleep(600)
"""


def main(folder: Path) -> None:
    """Execute the notebook that waits twice, then one that does not."""
    isolate(folder / "isolated")
    start_fork_server()
    for source in (BUSY, BUSY, "'the next one'"):
        notebook = new_notebook(cells=[new_code_cell(source)])
        _, fault = execute(notebook, {}, root=folder, cell_timeout=300)
        print(fault.message if fault else "finished", flush=True)


if __name__ == "__main__":
    os.environ.pop("PYTEST_CURRENT_TEST", None)
    main(Path(sys.argv[1]))
