"""The commands on a copy of the project, with a small notebook that changes."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from egovbench.base import paths

# Carries out commands that come as lines, in one process that starts once.
PROGRAM = """
import json, sys
from typer.testing import CliRunner
from egovbench.cli import app
for line in sys.stdin:
    done = CliRunner().invoke(app, json.loads(line))
    print(json.dumps([done.exit_code, done.stdout, done.stderr]), flush=True)
"""
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
        self.process = self.start(PROGRAM, stdin=subprocess.PIPE)

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

    def start(self, program: str, **settings: Any) -> "subprocess.Popen[str]":
        environment = {**os.environ, "PYTHONPATH": str(self.root / "src")}
        command = [sys.executable, "-c", program]
        settings |= {"stdout": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, cwd=self.root, env=environment, **settings)

    def command(self, *arguments: str) -> list[str]:
        return [*arguments, "--out", str(self.root / "outputs")]

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Return how a command ends, and what it prints to both streams."""
        assert self.process.stdin and self.process.stdout
        print(json.dumps(self.command(*arguments)), file=self.process.stdin, flush=True)
        code, output, errors = json.loads(self.process.stdout.readline())
        return code, output, errors


def _unneeded(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name in ("raw", "__pycache__")]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Copy]:
    copy = Copy(tmp_path / "copy")
    yield copy
    copy.process.communicate()


def test_a_run_is_repeated_by_its_plan_and_its_status_says_why_it_is_stale(project: Copy) -> None:
    code, output, errors = project.run("run", "--config", "small.yml")
    assert code == 0, errors
    folder = project.root / "outputs" / "small"
    assert output == f"{(folder / 'index.html').as_uri()}\n"
    assert project.run("status", "small")[1].splitlines() == [
        "report  status      why",
        "note    up to date",
        f"1 reports in {folder}: 1 up to date",
    ]

    table = project.root / "data" / "others" / "gtmi.csv"
    row = next(line for line in table.read_text("utf-8").splitlines() if line.startswith("AFG"))
    table.write_text(table.read_text("utf-8") + f"{row}\n", encoding="utf-8")
    assert "1 up to date" in project.run("status", "small")[1]
    row = row.replace("AFG", "EST")
    table.write_text(table.read_text("utf-8") + f"{row}\n", encoding="utf-8")
    project.write("second")
    template = project.root / "src" / "egovbench" / "reports" / "templates" / "report.css"
    template.write_text(template.read_text("utf-8") + "\n", encoding="utf-8")
    reasons = ["notebook changed", "template changed", "input others/gtmi.csv#EST changed"]
    [entry] = json.loads(project.run("status", str(folder), "--json")[1])
    assert (entry["status"], entry["reasons"]) == ("stale", reasons)
    assert f"note    stale   {'; '.join(reasons)}" in project.run("status", "small.yml")[1]

    code, _, errors = project.run("run", "--config", str(folder / "plan.json"))
    assert code == 0, errors
    assert "[1/1] note: done" in errors
    assert "second" in (folder / "note.html").read_text("utf-8")
    code, _, errors = project.run("run", "--config", str(folder / "plan.json"), "--focal", "EST")
    assert code == 2
    assert "none beside a plan.json" in errors

    program = (
        "import atexit, sys\nfrom egovbench.cli import main\n"
        f"atexit.register(lambda: print(sorted(set({HEAVY}) & set(sys.modules))))\n"
        f"sys.argv[1:] = {project.command('run', '--config', 'small.yml')}\nmain()\n"
    )
    output, errors = project.start(program, stderr=subprocess.PIPE).communicate()
    assert errors == "1 up to date, 0 to make\n"
    assert output.splitlines()[-1] == "[]"
