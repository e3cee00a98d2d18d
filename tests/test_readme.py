"""The README's commands, options, files and picture are those that there are."""

import re
import shlex
from pathlib import Path

import pytest

from egovbench.cli.commands import NAMES, find_command

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `egovbench (\S+)([^`]*)` \| ([^|]+) \| ([^|]*) \|$", README, re.MULTILINE)
LINES = [
    line.split("#")[0].strip()
    for line in re.findall(r"^    (?:\.venv/bin/)?(egovbench .*)$", README, re.MULTILINE)
]
MADE_LATER = ("data/reviews/EST.csv", "data/responses/EST.csv", "data/codes/EST.csv")


def test_every_command_stands_in_the_table_once_in_the_order_of_the_help() -> None:
    assert [name for name, *_ in ROWS] == list(NAMES)


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_command_is_listed_with_its_arguments_and_all_its_options(row: tuple[str, ...]) -> None:
    name, arguments, _, options = row
    parameters = find_command(name).params
    wanted = {
        option
        for each in parameters
        if each.param_type_name == "option" and each.name != "help"
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
def test_a_command_line_is_understood(line: str) -> None:
    _, name, *arguments = shlex.split(line)
    assert find_command(name).make_context(name, arguments).params


def test_there_are_command_lines_to_look_at() -> None:
    assert len(LINES) > 8


@pytest.mark.parametrize(
    "path",
    sorted(set(re.findall(r"`((?:data|src|tests|notebooks)/[\w./-]+)`", README)) - set(MADE_LATER)),
)
def test_a_path_that_is_named_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_the_picture_is_there_described_and_small() -> None:
    ((words, place),) = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", README)
    assert len(words) > 60
    assert (ROOT / place).read_bytes().startswith(b"\x89PNG")
    assert (ROOT / place).stat().st_size < 150_000


def test_targets_of_make_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)`|^    make ([a-z-]+)", README, re.MULTILINE)) >= {
        ("help", ""), ("", "report")
    }  # fmt: skip
    named = {a or b for a, b in re.findall(r"`make ([a-z-]+)`|^    make ([a-z-]+)", README, re.M)}
    assert named <= targets
