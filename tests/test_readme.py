"""The commands, options and picture of README and docs/ are those that there are."""

import re
import shlex
from pathlib import Path

import pytest

from egovbench.base.parameters import DECLARED
from egovbench.cli.commands import NAMES, find_command

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md"))]
TEXT = "\n".join([README, (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), *DOCS])
ROWS = re.findall(r"^\| `egovbench (\S+)([^`]*)` \| ([^|]+) \| ([^|]*) \|$", TEXT, re.MULTILINE)
LINES = [
    line.split("#")[0].strip()
    for line in re.findall(r"^    (?:\.venv/bin/)?(egovbench .*)$", TEXT, re.MULTILINE)
]
MENTIONED = re.findall(r"`egovbench ([a-z]+)", TEXT)


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_command_is_listed_with_its_arguments_and_all_its_options(row):
    name, arguments, _, options = row
    parameters = find_command(name).params
    wanted = {
        option
        for each in parameters
        if each.param_type_name == "option"
        and each.name != "help"
        and (name == "composite" or each.name not in DECLARED)
        for option in each.opts
    }
    assert set(re.findall(r"`?(--?[a-z-]+)`", options)) == wanted
    named = [word.strip("[]").removesuffix("...") for word in arguments.split()]
    assert named == [
        (each.metavar or each.name or "").upper()
        for each in parameters
        if each.param_type_name == "argument"
    ]


@pytest.mark.parametrize("line", LINES)
def test_a_command_line_is_understood(line):
    _, name, *arguments = shlex.split(line)
    assert find_command(name).make_context(name, arguments).params


def test_commands_and_targets_that_are_named_exist():
    assert len(LINES) > 8
    # commands that are mentioned exist
    assert set(MENTIONED) <= set(NAMES)
    assert len(MENTIONED) > len(NAMES)
    # targets of make exist
    targets = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"(?:`|^    )make ([a-z-]+)", TEXT, re.MULTILINE))
    assert {"help", "report", "lab", "test-all"} <= named <= targets
    # every command stands in the table once in the order of the help
    assert [name for name, *_ in ROWS] == list(NAMES)


def test_options_of_parameters_are_named_where_their_commands_are():
    for row in ROWS:
        options = {
            each.name
            for each in find_command(row[0]).params
            if each.param_type_name == "option" and row[0] != "composite"
        }
        assert ("parameters" in row[3]) == (not options.isdisjoint(DECLARED)), row[0]


def test_the_picture_is_there_described_and_small():
    ((words, place),) = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", README)
    assert len(words) > 60
    assert (ROOT / place).read_bytes().startswith(b"\x89PNG")
    assert (ROOT / place).stat().st_size < 150_000
