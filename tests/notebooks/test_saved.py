"""How notebooks and the copies that nbval compares are saved."""

import json
import re

import nbformat
import pytest
from print_notebooks import PLAIN, PRINTED

from egovbench.base import paths

NOTEBOOKS = sorted(paths.NOTEBOOKS.glob("*.ipynb"))
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_hold_nothing_that_running_or_a_machine_leaves_behind(path):
    notebook = read(path)
    assert set(notebook) == {"cells", "metadata", "nbformat", "nbformat_minor"}
    assert notebook["metadata"] == {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    for cell in notebook["cells"]:
        assert set(cell["metadata"]) <= {"tags"}
        assert re.fullmatch(rf"{path.stem}-[a-z0-9-]+", cell["id"])
        assert "attachments" not in cell
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            assert cell["execution_count"] is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_open_with_question_parameters_and_three_ways_to_run(path):
    title, how, parameters, *_ = nbformat.read(path, as_version=4).cells
    assert re.match(r"# \w[\w ]+\n\n[A-Z][^?]+\?\n\n- ", title.source)
    assert how.source.startswith("## Parameters\n")
    assert parameters.metadata.tags == ["parameters"]
    ways = how.source.partition("## How to run it\n")[2]
    assert "- JupyterLab: `make lab`" in ways
    assert f"- papermill: `papermill notebooks/{path.name} outputs/" in ways
    assert "`egovbench run " in ways


def test_every_notebook_has_a_copy_of_what_it_prints():
    assert [path.name for path in NOTEBOOKS] == sorted(
        path.name for path in PRINTED.glob("*.ipynb")
    )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_copy_is_its_notebook_with_plain_text(path):
    copy = read(PRINTED / path.name)
    printed = [
        output for cell in copy["cells"] for output in cell.get("outputs", []) if output["data"]
    ]
    assert len(printed) > 3
    assert all(set(output["data"]) == {PLAIN} for output in printed)
    for cell in copy["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    assert copy == read(path)
