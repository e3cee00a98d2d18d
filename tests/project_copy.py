"""A copy of the project whose own program carries out commands."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from egovbench.base.paths import PROJECT_ROOT

# Carries out commands that come as lines, in one process that starts once.
PROGRAM = """
import io, json, sys
from contextlib import redirect_stderr, redirect_stdout
from egovbench.cli import app
for line in sys.stdin:
    sys.argv[1:] = json.loads(line)
    output, errors = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with redirect_stdout(output), redirect_stderr(errors):
        try:
            code = app()  # `main` opens the streams of the process anew
        except SystemExit as end:
            code = end.code
        texts = [(each.flush(), each.buffer.getvalue().decode())[1] for each in (output, errors)]
    print(json.dumps([code or 0, *texts]), flush=True)
"""


class Copy:
    """A copy of package, data and notebooks; as a context it ends the process of its commands."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for part in ("src/egovbench", "data", "notebooks"):
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(PROJECT_ROOT / part, root / part, ignore=ignored)
        self._process = self.start(PROGRAM, stdin=subprocess.PIPE)

    def __enter__(self) -> "Copy":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def start(self, program: str, **settings: object) -> "subprocess.Popen[str]":
        """Start a program that imports the copied package."""
        environment = {**os.environ, "PYTHONPATH": str(self.root / "src")}
        settings |= {"stdout": subprocess.PIPE, "text": True, "cwd": self.root}
        return subprocess.Popen([sys.executable, "-c", program], env=environment, **settings)

    def run(self, *arguments: object) -> tuple[int, str, str]:
        """Return how a command ends, and what it prints to both streams."""
        print(json.dumps([str(each) for each in arguments]), file=self._process.stdin, flush=True)
        code, output, errors = json.loads(self._process.stdout.readline())
        return code, output, errors

    def write(self, name: str, source: str, declared: str) -> None:
        """Write a notebook: title, a cell of parameters, and one of code; the same each time."""
        cells = [new_markdown_cell(f"# {name}"), new_code_cell(declared), new_code_cell(source)]
        cells[1].metadata["tags"] = ["parameters"]
        for number, cell in enumerate(cells):
            cell.id = f"cell-{number}"
        path = self.root / "notebooks" / f"{name}.ipynb"
        nbformat.write(new_notebook(cells=cells), path)
