"""Warm kernels in programs that know nothing of them."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from egovbench.kernels.warm_parent import PRELOAD

# In a stock kernel nothing has imported pandas before a notebook does.
SOURCES = ("word = 'stock'", "import sys\nprint(word, 'pandas' in sys.modules)")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a notebook that has been executed by a warm kernel, so it seems."""
    cells = [
        new_code_cell(source, execution_count=count) for count, source in enumerate(SOURCES, 1)
    ]
    cells[0].metadata["tags"] = ["parameters"]
    cells[1].outputs = [nbformat.v4.new_output("stream", name="stdout", text="stock True\n")]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, tmp_path / "in.ipynb")
    return tmp_path


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    temporary = folder / "temporary"
    temporary.mkdir()
    environment = {name: text for name, text in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**environment, "TMPDIR": str(temporary)},
    )
    assert list(temporary.iterdir()) == [], "a warm process has left files"
    return done


def test_papermill_uses_them(folder: Path) -> None:
    kernel = ["-k", "egovbench-warm", "-p", "word", "warm"]
    done = run(folder, "papermill", "in.ipynb", "out.ipynb", *kernel, "--no-progress-bar")
    assert done.returncode == 0, done.stderr
    made = nbformat.read(folder / "out.ipynb", as_version=4)
    assert made.cells[-1].outputs[0].text == "warm True\n"


def test_nbval_uses_them(folder: Path) -> None:
    nbval = ["--nbval", "--nbval-kernel-name", "egovbench-warm", "-p", "no:cacheprovider"]
    done = run(folder, "pytest", *nbval, "in.ipynb", "-q")
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout


def test_the_specification_is_installed_and_names_modules_that_exist() -> None:
    installed = Path(sys.prefix) / "share" / "jupyter" / "kernels" / "egovbench-warm"
    content = json.loads((installed / "kernel.json").read_text(encoding="utf-8"))
    provisioner = content["metadata"]["kernel_provisioner"]
    assert provisioner["provisioner_name"] == "egovbench-warm"
    preload = provisioner["config"]["preload"]
    assert set(PRELOAD) <= set(preload)
    assert [name for name in preload if find_spec(name) is None] == []
