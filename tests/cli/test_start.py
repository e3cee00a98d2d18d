"""What the command line imports before it does anything: little."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from egovbench.base import paths
from egovbench.cli import app
from egovbench.cli.commands import NAMES, find_command

HEAVY = (
    "pandas", "numpy", "scipy", "pandera", "jinja2", "matplotlib", "jupyter_client", "jupyter_core",
    "IPython", "ipykernel", "nbformat", "nbclient", "nbconvert", "papermill", "rich",
)  # fmt: skip
PROGRAM = """\
import sys
from egovbench.cli import app
try:
    app(sys.argv[1:])
except SystemExit as ended:
    assert not ended.code, ended.code
print("LOADED", *sorted({name.partition(".")[0] for name in sys.modules}))
"""


def loaded(*arguments: str) -> set[str]:
    """Return the packages that a fresh interpreter has imported after a command."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=paths.PROJECT_ROOT,
    )
    last = done.stdout.splitlines()[-1].split()
    assert last[0] == "LOADED"
    return set(last[1:])


@pytest.mark.parametrize(
    "arguments",
    [["--version"], ["plan"], ["plan", "--csv"], ["plan", "--config", "notebooks/runs/world.yml"]],
)
def test_planning_imports_nothing_heavy(arguments: list[str]) -> None:
    found = loaded(*arguments)
    assert "typer" in found
    assert arguments != ["--version"] or "babel" not in found
    assert not found & set(HEAVY)


def test_help_imports_nothing_that_only_commands_need() -> None:
    # The help itself is drawn with rich.
    assert not loaded("--help") & (set(HEAVY) - {"rich"})


def test_help_lists_every_command_with_a_line() -> None:
    result = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "200"})
    assert result.exit_code == 0
    for name in NAMES:
        first = find_command(name).help.splitlines()[0].split("`")[0]
        assert f" {name} " in result.stdout
        assert first[:40] in result.stdout


def test_unknown_command_is_refused() -> None:
    result = CliRunner().invoke(app, ["rum"])
    assert result.exit_code == 2
    assert "No such command 'rum'" in result.stderr
