"""What the notebooks of a run import from this package, so that it can be imported once."""

import ast
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

_PACKAGE = "egovbench"


def own_imports(notebooks: Iterable[Path]) -> tuple[str, ...]:
    """Return the names of this package's modules that notebooks import, sorted.

    Names of functions may be among them (`from egovbench.comparison import load_benchmark`), as
    only an import tells them from modules. Other packages are left out: some start threads when
    they are imported, and a process with threads cannot be forked. Cells that are no Python are
    skipped.
    """
    return tuple(sorted({name for path in notebooks for name in _imports(path)}))


def _imports(path: Path) -> Iterator[str]:
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        try:
            tree = ast.parse("".join(cell["source"]))
        except SyntaxError:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            else:
                continue
            yield from (name for name in names if name.split(".")[0] == _PACKAGE)
