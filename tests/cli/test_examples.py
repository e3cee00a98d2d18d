"""The examples below each command's help use commands and options that exist."""

import shlex

import pytest
from typer.testing import CliRunner

from egovbench.cli import app
from egovbench.cli.commands import EXAMPLES, NAMES, find_command

ALL = [(name, line) for name, lines in EXAMPLES.items() for line in lines]


def test_every_command_and_the_program_have_examples() -> None:
    assert list(EXAMPLES) == ["", *NAMES]
    assert all(EXAMPLES.values())


@pytest.mark.parametrize(("name", "line"), ALL)
def test_an_example_is_understood(name: str, line: str) -> None:
    program, command, *arguments = shlex.split(line)
    assert program == "egovbench"
    assert command == name if name else command in NAMES
    if "--help" not in arguments:
        context = find_command(command).make_context(command, arguments)
        assert context.params


def test_an_option_that_does_not_exist_is_noticed() -> None:
    result = CliRunner().invoke(app, ["run", "--focus", "EST"])
    assert result.exit_code == 2
    assert "No such option" in result.stderr


@pytest.mark.parametrize("name", ["", *NAMES])
def test_help_ends_with_its_examples_in_eighty_columns(name: str) -> None:
    result = CliRunner().invoke(app, [*name.split(), "--help"], env={"COLUMNS": "80"})
    assert result.exit_code == 0
    lines = [line.rstrip() for line in result.stdout.splitlines()]
    assert max(map(len, lines)) <= 80
    examples = " ".join(" ".join(lines[lines.index(" Examples:") + 1 :]).split())
    assert all(line in examples for line in EXAMPLES[name])
