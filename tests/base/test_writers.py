"""Every file that the program leaves is written whole or not at all: by files.py alone."""

import ast
from pathlib import Path

import egovbench

SOURCE = Path(egovbench.__file__).parent
EXCEPT = {
    "files.py": "the one writer",
    "batch/lock.py": "holds a lock, which has no content to be whole",
    "kernels/provisioners.py": "a connection's file in the scratch folder, which ends with the run",
}
WRITING = {"write_text", "write_bytes", "to_excel", "to_pickle", "to_parquet", "savez", "tofile"}
MEMORY = {"buffer", "content", "written", "packed"}
"""Names of what is written into memory; so are `BytesIO()` and nothing at all."""


def writes(call: ast.Call) -> bool:
    """Tell whether a call writes a file by itself."""
    attribute = isinstance(call.func, ast.Attribute)
    name = call.func.attr if attribute else getattr(call.func, "id", "")
    given = [*call.args, *(each.value for each in call.keywords)]
    if name in WRITING:
        return attribute  # else the functions of files.py, which are called by their name
    if name in ("open", "fdopen", "ZipFile"):
        modes = [each.value for each in given if isinstance(each, ast.Constant)]
        writing = any(
            isinstance(mode, str) and mode.strip("bt+") in "wax" for mode in modes if mode
        )
        return writing and not _in_memory(call.args[:1])
    if name in ("to_csv", "to_json", "to_html", "savefig", "save", "dump"):
        return bool(call.args) and not _in_memory(call.args[:1])
    return False


def _in_memory(first: list[ast.expr]) -> bool:
    return bool(first) and all(
        (isinstance(each, ast.Name) and each.id in MEMORY)
        or (isinstance(each, ast.Call) and getattr(each.func, "id", "") == "BytesIO")
        for each in first
    )


def found_in(code: str) -> list[int]:
    """Return the lines of calls that write a file by themselves."""
    calls = [each for each in ast.walk(ast.parse(code)) if isinstance(each, ast.Call)]
    return sorted(each.lineno for each in calls if writes(each))


def test_what_writes_a_file_by_itself_is_found() -> None:
    code = (
        'path.write_text("x")\nopen(path, "w")\npath.open(mode="ab")\ntable.to_csv(path)\n'
        'figure.savefig(path)\nbook.save(path)\nZipFile(path, "w")\njson.dump(x, stream)\n'
        'write_text(path, "x")\nopen(path)\ntable.to_csv(index=False)\nbook.save(content)\n'
        'ZipFile(packed, "w")\nfigure.savefig(BytesIO())\n'
    )
    assert found_in(code) == list(range(1, 9))


def test_every_writer_goes_through_the_one_that_writes_whole_files() -> None:
    modules = {str(path.relative_to(SOURCE)): path for path in SOURCE.rglob("*.py")}
    assert len(modules) > 200
    assert set(EXCEPT) <= set(modules)
    found = {name: found_in(path.read_text(encoding="utf-8")) for name, path in modules.items()}
    assert {name for name, lines in found.items() if lines} == set(EXCEPT), found
