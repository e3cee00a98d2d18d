"""What `?` shows of the helpers that notebooks call, and that every parameter reaches one."""

import ast
import importlib
import inspect
import re

import nbformat
import pytest
from parameter_cells import declared_in

from egovbench.base import paths

NOTEBOOKS = sorted(set(paths.NOTEBOOKS.glob("*.ipynb")) - {paths.NOTEBOOKS / "tour.ipynb"})
LABELS = ("Shape", "Scale", "Missing", "Source")
VERBS = ("Show", "Return", "Write")
MEASURES = re.compile(
    r"\d|\b(codes|counts|ranks|years|per cent|in words|as published|as the tables have it)\b"
)
GAPS = re.compile(
    r"\b(unknown|missing|not asked|not known|without|left out|nothing|none|None|empty|a sentence)\b"
)


def code_of(path):
    cells = nbformat.read(path, as_version=4).cells
    return ast.parse("\n".join(cell.source for cell in cells if cell.cell_type == "code"))


def called_by(path):
    """Return the full names of what a notebook calls."""
    tree = code_of(path)
    names = {
        alias.asname or alias.name: f"{statement.module}.{alias.name}"
        for statement in tree.body
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id=name) if name in names:
                    yield names[name]
                case ast.Attribute(value=ast.Name(id=module), attr=name) if module in names:
                    yield f"{names[module]}.{name}"


HELPERS = sorted({name for path in NOTEBOOKS for name in called_by(path)})


def labelled(docstring):
    """Return the labelled lines of a docstring with what follows each label."""
    found = re.findall(r"^([A-Z][a-z]+): (.+?)(?=^\w|\Z)", docstring, re.MULTILINE | re.DOTALL)
    return {label: " ".join(text.split()) for label, text in found}


def test_notebooks_call_helpers_of_every_kind():
    assert "egovbench.comparison.read_parameters" in HELPERS
    assert "egovbench.reports.results.save_tables" in HELPERS
    assert len(HELPERS) > 40


@pytest.mark.parametrize("name", HELPERS)
def test_a_helper_says_what_it_shows_in_what_unit_and_how_missing_is_treated(name):
    module, _, function = name.rpartition(".")
    docstring = inspect.getdoc(getattr(importlib.import_module(module), function))
    assert docstring is not None
    first = docstring.splitlines()[0]
    assert first.split()[0] in VERBS
    assert first.endswith(".")
    said = labelled(docstring)
    assert tuple(label for label in said if label in LABELS) == LABELS
    assert all(said[label].endswith(".") for label in LABELS)
    assert MEASURES.search(said["Scale"])
    assert GAPS.search(said["Missing"])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_parameter_is_declared_and_reaches_the_check(path):
    """`read_parameters` takes every declared parameter among a notebook's variables."""
    tree = code_of(path)
    named = [each.target.id for each in tree.body if isinstance(each, ast.AnnAssign)]
    assert named == [each.name for each in declared_in(path.stem)]
    calls = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert "read_parameters(globals())" in calls
    assert "benchmark_of(parameters)" in calls
