from pathlib import Path

import nbformat
from invented_runs import WriteNotebook
from nbformat.v4 import new_markdown_cell

from egovbench.runs.imports import own_imports


def test_imports_of_the_package_are_found_once(write_notebook: WriteNotebook) -> None:
    first = write_notebook(
        "first",
        "import pandas as pd\nfrom egovbench.reports.country import blocks as report\n"
        "from egovbench.reports import tables",
        "%matplotlib inline\nimport egovbench.never",
        "def later():\n    import egovbench.base.paths",
    )
    second = write_notebook("second", "from egovbench.reports import country\nimport egovbenchmark")
    notebook = nbformat.read(second, as_version=4)
    notebook.cells.append(new_markdown_cell("import egovbench.text"))
    nbformat.write(notebook, second)
    assert own_imports([first, second]) == (
        "egovbench.base.paths",
        "egovbench.reports",
        "egovbench.reports.country",
        "egovbench.reports.country.blocks",
        "egovbench.reports.tables",
    )


def test_nothing_is_imported_by_an_empty_notebook(write_notebook: WriteNotebook) -> None:
    path: Path = write_notebook("empty")
    assert own_imports([path]) == ()
