"""What parameters a notebook declares, and whether given values fit them.

papermill only warns about an unknown parameter and never checks types; both are refused here, from
the text of the notebook alone, before any kernel starts.
"""

import ast
from collections.abc import Callable, Mapping
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any

from egovbench.base.errors import InputError, ParameterError
from egovbench.base.files import read_utf8
from egovbench.base.json_text import parse_json
from egovbench.base.parameters import closest
from egovbench.base.visible_text import whole

_TYPES = {"str": str, "bool": bool, "int": int, "float": int | float}
_TRUTH = {"true": True, "false": False}


def declared_parameters(notebook: Path) -> dict[str, str]:
    """Return the annotations in the notebook's cell tagged `parameters`, by parameter.

    A parameter without annotation has an empty one.
    Raises InputError when the file is no notebook, has no such cell, or the cell is not Python.
    """
    try:
        content = parse_json(read_utf8(notebook, name="notebook"))
        cells = [cell for cell in content["cells"] if cell["cell_type"] == "code"]
    except (ValueError, KeyError, TypeError):
        raise InputError(notebook, "not a Jupyter notebook of format 4") from None
    tagged = [cell for cell in cells if "parameters" in cell.get("metadata", {}).get("tags", [])]
    if not tagged:
        raise InputError(notebook, "no cell is tagged `parameters`; tag the one that declares them")
    try:
        tree = ast.parse("".join(tagged[0]["source"]))
    except SyntaxError as fault:
        message = f"the cell tagged `parameters` is not Python ({fault.msg}, line {fault.lineno})"
        raise InputError(notebook, message) from None
    declared = {}
    for statement in tree.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                declared[name] = ast.unparse(annotation)
            case ast.Assign(targets=targets):
                declared |= {each.id: "" for each in targets if isinstance(each, ast.Name)}
    return declared


def check_values(notebook: Path, values: Mapping[str, Any], declared: Mapping[str, str]) -> None:
    """Check names and types of `values` against what the notebook declares.

    Raises ParameterError that names the parameter and lists what is valid.
    """
    for name, value in values.items():
        if name not in declared:
            known = ", ".join(declared)
            expected = f"a parameter of {notebook.name}: {known}{closest(name, declared)}"
            raise ParameterError(name, value, expected)
        annotation = declared[name]
        if annotation and not _fits(value, _parsed(annotation), notebook):
            raise ParameterError(name, value, f"a value of type {annotation}")
        check_plain(name, value)


def check_plain(name: str, value: object) -> None:
    """Raise ParameterError for a value that not every file of a run can hold."""
    plain = "a text, a finite number, true or false, or a list of these"
    match value:
        case list():
            for each in value:
                check_plain(name, each)
        case str() if whole(value) == value:
            pass
        case bool() | int() | None:
            pass
        case float() if isfinite(value):
            pass
        case _:
            raise ParameterError(name, value, plain)


def read_value(notebook: Path, text: str, annotation: str) -> Any:
    """Return what `text` from a command line says, in the type that the notebook declares.

    A parameter that may be text gets text; one without annotation a number where it reads as one.
    What fits nothing stays text, for check_values to refuse.
    """
    readings = [each for read in (int, float, _TRUTH.__getitem__) for each in _read(read, text)]
    if not annotation:
        return [*readings, text][0]
    kind = _parsed(annotation)
    return next((each for each in (text, *readings) if _fits(each, kind, notebook)), text)


def _read(read: Callable[[str], Any], text: str) -> list[Any]:
    try:
        return [read(text)]
    except (ValueError, KeyError):
        return []


@cache
def _parsed(annotation: str) -> ast.expr:
    return ast.parse(annotation, mode="eval").body


def _fits(value: object, annotation: ast.expr, notebook: Path) -> bool:
    match annotation:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _fits(value, left, notebook) or _fits(value, right, notebook)
        case ast.Constant(value=None):
            return value is None
        case ast.Name(id=name) if name in _TYPES:
            # For Python a bool is an int.
            return isinstance(value, _TYPES[name]) and isinstance(value, bool) <= (name == "bool")
        case ast.Subscript(value=ast.Name(id="list"), slice=inner):
            return isinstance(value, list) and all(_fits(each, inner, notebook) for each in value)
    found = f"annotation {ast.unparse(annotation)!r} in the cell tagged `parameters`"
    raise InputError(notebook, f"{found}; expected str, int, float, bool, list[...] or a union")
