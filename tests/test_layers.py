"""The imports of the package go in one direction: from each layer to the ones above it."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "src" / "egovbench"

# The folders of the package; each may import of ours what stands in its set.
ALLOWED = {
    "base": set(),
    "language": {"base"},
    "kernels": {"base"},
    "questionnaire": {"base"},
    "scoring": {"base"},
    "documents": {"base", "questionnaire"},
    "others": {"base", "language", "questionnaire"},
    "data": {"base", "questionnaire", "others"},
    "composite": {"base", "scoring"},
    "comparison": {"base", "language", "questionnaire", "others", "scoring"},
    "robustness": {"base", "language", "others", "scoring", "composite", "comparison"},
    "figures": {"base", "language"},
    "reports": {
        "base", "language", "questionnaire", "documents", "others", "comparison", "robustness",
        "figures",
    },
    "site": {"base", "data", "language", "figures", "reports"},
    "runs": {
        "base", "language", "kernels", "questionnaire", "comparison", "reports", "scoring", "site",
    },
    "narrative": {"base", "language", "comparison", "robustness", "reports"},
}  # fmt: skip
EVERYTHING = {"cli", "__main__"}
MAY_TOUCH_FILES = {
    "base", "cli", "comparison", "data", "documents", "kernels", "language", "others",
    "questionnaire", "reports", "runs", "site",
}  # fmt: skip
READ_OR_WRITE = {"open", "read_text", "write_text", "read_bytes", "read_csv", "write_bytes"}


def modules():
    return sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def part_of(path):
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imported_parts(path):
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "egovbench":
                names |= {alias.name for alias in node.names}
            elif node.module.startswith("egovbench."):
                names.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            names |= {
                alias.name.split(".")[1]
                for alias in node.names
                if alias.name.startswith("egovbench.")
            }
    return names - {"__version__"}


def test_imports_go_in_one_direction():
    assert {part_of(path) for path in modules()} == set(ALLOWED) | EVERYTHING
    # imports go in one direction
    for path in modules():
        part, imported = part_of(path), imported_parts(path)
        if part not in EVERYTHING:
            assert imported <= ALLOWED[part] | {part}, path
    # only the edges touch files
    for path in modules():
        if part_of(path) not in MAY_TOUCH_FILES:
            calls = {
                getattr(node.func, "attr", getattr(node.func, "id", ""))
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if isinstance(node, ast.Call)
            }
            assert not calls & READ_OR_WRITE, path


def imported_modules(path):
    """Names of our modules that a module imports, as paths below the package."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("egovbench"):
            folder = PACKAGE.joinpath(*node.module.split(".")[1:])
            names = [folder.with_suffix(".py"), folder / "__init__.py"]
            names += [folder / f"{alias.name}.py" for alias in node.names]
            found |= {name for name in names if name.exists() and name != path}
    return found


def test_no_modules_import_each_other_in_a_circle():
    waiting = {
        path: {name for name in imported_modules(path) if name.name != "__init__.py"}
        for path in modules()
        if path.name != "__init__.py"
    }
    while waiting:
        free = [path for path, needed in waiting.items() if not needed & set(waiting)]
        assert free, f"a circle among {sorted(str(path) for path in waiting)}"
        for path in free:
            del waiting[path]
