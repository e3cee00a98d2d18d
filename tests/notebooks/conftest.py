"""One kernel for all that papermill runs, one for nbval, which compares plain text alone."""

from functools import cache

import papermill
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from nbval import kernel, plugin

from egovbench.base import paths
from egovbench.base.mime import FIGURE_MIME, FINDING_MIME, TABLE_MIME


def pytest_collection_modifyitems(items):
    """Let nbval leave out what the copies in printed/ do not hold: HTML is long, says the same."""
    files = {id(item.parent): item.parent for item in items if item.path.suffix == ".ipynb"}
    for file in files.values():
        file.skip_compare += ("text/html", FIGURE_MIME, FINDING_MIME, TABLE_MIME)  # type: ignore[union-attr]


class EmptiedKernel(kernel.RunningKernel):
    """A kernel that is emptied where nbval stops it: starting one for each notebook costs most."""

    def stop(self):
        self.await_idle(self.execute_cell_input("%reset -f"), 600)


STARTED = []


@cache
def started(*given, **settings):
    STARTED.append(EmptiedKernel(*given, **settings))
    return STARTED[-1]


plugin.RunningKernel = started


def pytest_sessionfinish():
    for each in STARTED:
        kernel.RunningKernel.stop(each)


@pytest.fixture(scope="session")
def run_notebook():
    """Run a notebook with some parameters, its copy in a folder; starting kernels costs most."""
    first = NotebookClient(new_notebook(), kernel_name="python3", startup_timeout=600)
    forget = new_notebook(cells=[new_code_cell("%reset -f")])

    def run(name, folder, **parameters):
        NotebookClient(forget, km=first.km).execute()
        return papermill.execute_notebook(
            str(paths.NOTEBOOKS / f"{name}.ipynb"),
            str(folder / "executed.ipynb"),
            parameters=parameters,
            progress_bar=False,
            km=first.km,
        )

    with first.setup_kernel():
        yield run
