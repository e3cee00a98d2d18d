"""The command line before it does anything: few imports, a help, and examples that work."""

import shlex
import subprocess
import sys

import pytest

from egovbench.base import paths
from egovbench.cli.commands import EXAMPLES, NAMES, find_command

HEAVY = {
    "pandas", "numpy", "scipy", "pandera", "jinja2", "matplotlib", "jupyter_client", "jupyter_core",
    "IPython", "ipykernel", "nbformat", "nbclient", "mistune", "papermill", "rich",
}  # fmt: skip
LIGHT = ("--version", "plan", "plan --csv", "plan --config notebooks/runs/world.yml", "--help")
PROGRAM = """\
import sys
from egovbench.cli import app
for line in sys.argv[1:]:
    try:
        app(line.split())
    except SystemExit as ended:
        assert not ended.code, ended.code
    print("LOADED", *sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_planning_and_help_import_nothing_heavy():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *LIGHT],
        capture_output=True,
        text=True,
        check=True,
        cwd=paths.PROJECT_ROOT,
    )
    loaded = [set(line.split()) for line in done.stdout.splitlines() if line.startswith("LOADED ")]
    assert len(loaded) == len(LIGHT)
    *planning, helping = loaded
    for found in planning:
        assert "typer" in found
        assert not found & HEAVY
    assert "babel" not in planning[0]  # --version
    assert not helping & (HEAVY - {"rich"})  # which draws the help


def test_help_lists_version_commands_and_examples(egovbench):
    assert egovbench("--version").stdout.startswith("egovbench 0.")
    # help lists every command with a line
    result = egovbench("--help", COLUMNS="200")
    assert result.exit_code == 0
    for name in NAMES:
        first = find_command(name).help.splitlines()[0].split("`")[0]
        assert f" {name} " in result.stdout
        assert first[:40] in result.stdout
    # every command and the program have examples
    assert list(EXAMPLES) == ["", *NAMES]
    assert all(EXAMPLES.values())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [("rum", "No such command 'rum'"), ("run --focus EST", "No such option")],
)
def test_what_does_not_exist_is_refused(egovbench, arguments, message):
    result = egovbench(*arguments.split())
    assert result.exit_code == 2
    assert message in result.stderr


@pytest.mark.parametrize(
    ("name", "line"), [(name, line) for name, lines in EXAMPLES.items() for line in lines]
)
def test_an_example_is_understood(name, line):
    program, command, *arguments = shlex.split(line)
    assert program == "egovbench"
    assert command == name if name else command in NAMES
    if "--help" not in arguments:
        context = find_command(command).make_context(command, arguments)
        assert context.params


@pytest.mark.parametrize("name", ["", *NAMES])
def test_help_ends_with_its_examples_in_eighty_columns(egovbench, name):
    result = egovbench(*name.split(), "--help", COLUMNS="80")
    assert result.exit_code == 0
    lines = [line.rstrip() for line in result.stdout.splitlines()]
    assert max(map(len, lines)) <= 80
    examples = " ".join(" ".join(lines[lines.index(" Examples:") + 1 :]).split())
    assert all(line in examples for line in EXAMPLES[name])


@pytest.mark.parametrize("name", NAMES)
def test_help_says_what_each_argument_is(egovbench, name: str) -> None:
    shown = " ".join(egovbench(name, "--help", COLUMNS="200").stdout.split())
    for parameter in find_command(name).params:
        assert parameter.help, parameter.name
        assert " ".join(parameter.help.split())[:40] in shown
