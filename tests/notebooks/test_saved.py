"""How notebooks and the copies that nbval compares are saved."""

import json
import re

import nbformat
import pytest
from print_notebooks import PLAIN, PRINTED

from egovbench.base import paths

NOTEBOOKS = sorted(paths.NOTEBOOKS.glob("*.ipynb"))
REPORTS = [path for path in NOTEBOOKS if path.stem != "tour"]
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


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_notebooks_open_with_question_and_parameters_and_say_what_each_step_does(path):
    title, how, parameters, *cells = nbformat.read(path, as_version=4).cells
    assert re.match(r"# \w[\w ]+\n\n[A-Z][^?]+\?", title.source)
    assert how.source.startswith("## Parameters\n")
    assert "(../docs/runs.md#parameters)" in how.source
    assert f"    papermill notebooks/{path.name} outputs/" in how.source
    assert parameters.metadata.tags == ["parameters"]
    steps = [each.source for each in cells if each.cell_type == "markdown"]
    assert [text[3] for text in steps[:-1]] == list("123456")[: len(steps) - 1]
    # what only teaches stays out of the page
    words = [title, how, *(each for each in cells if each.cell_type == "markdown")]
    assert all(each.metadata.tags == ["notebook-only"] for each in words)


@pytest.mark.parametrize(
    "path", [*NOTEBOOKS, paths.NOTEBOOKS / "README.md"], ids=lambda path: path.name
)
def test_what_a_notebook_leads_to_exists(path):
    linked = re.findall(r"\]\(([\w./-]+)(?:#[\w-]+)?\)", path.read_text(encoding="utf-8"))
    assert linked and all((paths.NOTEBOOKS / each).is_file() for each in linked)


def test_the_page_on_notebooks_names_each():
    page = (paths.NOTEBOOKS / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| \[(\w+)\]\((\w+)\.ipynb\)", page, re.MULTILINE)
    assert sorted(named) == [(path.stem, path.stem) for path in NOTEBOOKS]


def test_every_notebook_has_a_copy_of_what_it_prints():
    assert [path.name for path in NOTEBOOKS] == sorted(
        path.name for path in PRINTED.glob("*.ipynb")
    )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_copy_is_its_notebook_with_plain_text(path):
    copy = read(PRINTED / path.name)
    printed = [
        output for cell in copy["cells"] for output in cell.get("outputs", []) if "data" in output
    ]
    assert len(printed) > 3
    assert all(set(output["data"]) == {PLAIN} for output in printed)
    for cell in copy["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    assert copy == read(path)
