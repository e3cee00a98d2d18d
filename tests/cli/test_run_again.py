"""The commands on a copy of the project, with a small notebook that changes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from egovbench.base import paths

PROGRAM = "from egovbench.cli import main; main()"
HEAVY = ("pandas", "numpy", "jinja2", "rich", "papermill", "nbformat", "IPython", "rocrate")


class Copy:
    """A copy of the checkout whose program is the one that runs."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in ("src/egovbench", "data"):
            shutil.copytree(paths.PROJECT_ROOT / name, root / name, ignore=_unneeded)
        (root / "notebooks").mkdir()
        self.write("first")
        (root / "small.yml").write_text("run: small\nreports: [{notebook: note}]\n")
        self.environment = {**os.environ, "PYTHONPATH": str(root / "src")}

    def write(self, text: str) -> None:
        cells = [
            new_markdown_cell("# Note"),
            new_code_cell('focal: str = "LUX"\npeers: str = "oecd"'),
        ]
        cells[1].metadata["tags"] = ["parameters"]
        cells.append(new_code_cell(f"print({text!r})"))
        for number, cell in enumerate(cells):
            cell.id = f"cell-{number}"
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel})
        nbformat.write(notebook, self.root / "notebooks" / "note.ipynb")

    def command(self, *arguments: str) -> list[str]:
        out = ["--out", str(self.root / "outputs")]
        return [sys.executable, "-c", PROGRAM, *arguments, *out]

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            self.command(*arguments),
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
        )


def _unneeded(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name in ("raw", "__pycache__")]


@pytest.fixture
def project(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "copy")


def test_a_run_is_repeated_by_its_plan_and_its_status_says_why_it_is_stale(project: Copy) -> None:
    made = project.run("run", "--config", "small.yml")
    assert made.returncode == 0, made.stderr
    folder = project.root / "outputs" / "small"
    assert made.stdout == f"{(folder / 'index.html').as_uri()}\n"
    assert project.run("status", "small").stdout.splitlines() == [
        "note  up to date",
        f"1 reports in {folder}: 1 up to date",
    ]

    table = project.root / "data" / "others" / "gtmi.csv"
    row = next(line for line in table.read_text("utf-8").splitlines() if line.startswith("AFG"))
    table.write_text(table.read_text("utf-8") + f"{row}\n", encoding="utf-8")
    assert "1 up to date" in project.run("status", "small").stdout
    row = row.replace("AFG", "EST")
    table.write_text(table.read_text("utf-8") + f"{row}\n", encoding="utf-8")
    project.write("second")
    template = project.root / "src" / "egovbench" / "reports" / "templates" / "report.css"
    template.write_text(template.read_text("utf-8") + "\n", encoding="utf-8")
    reasons = ["notebook changed", "template changed", "input others/gtmi.csv#EST changed"]
    [entry] = json.loads(project.run("status", str(folder), "--json").stdout)
    assert (entry["status"], entry["reasons"]) == ("stale", reasons)
    assert f"note  stale  {'; '.join(reasons)}" in project.run("status", "small.yml").stdout

    again = project.run("run", "--config", str(folder / "plan.json"))
    assert again.returncode == 0, again.stderr
    assert "[1/1] note: done" in again.stderr
    assert "second" in (folder / "note.html").read_text("utf-8")
    refused = project.run("run", "--config", str(folder / "plan.json"), "--focal", "EST")
    assert refused.returncode == 2
    assert "none beside a plan.json" in refused.stderr

    program = (
        "import atexit, sys\n"
        f"atexit.register(lambda: print(sorted(set({HEAVY}) & set(sys.modules))))\n{PROGRAM}"
    )
    command = [sys.executable, "-c", program, *project.command("run", "--config", "small.yml")[3:]]
    nothing = subprocess.run(
        command, cwd=project.root, env=project.environment, capture_output=True, text=True
    )
    assert nothing.stderr == "1 up to date, 0 to make\n"
    assert nothing.stdout.splitlines()[-1] == "[]"
