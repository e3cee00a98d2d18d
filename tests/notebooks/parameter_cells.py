"""Write the notebooks' cells of parameters, as the declarations have them.

`make parameters` writes them into the notebooks and into the copies that nbval compares.
"""

from pathlib import Path

import nbformat

from egovbench.base import paths
from egovbench.base.parameters import DECLARED, OUTPUT, Declaration

PRINTED = Path(__file__).parent / "printed"


def declared_in(notebook: str) -> list[Declaration]:
    """Return the declarations of a notebook's parameters, in order."""
    return [each for each in DECLARED.values() if each.notebook in ("", notebook)]


def cell(notebook: str) -> str:
    """Return the source of the cell tagged `parameters`."""
    folder = f"{notebook}-{{focal}}-{{peers}}" + "-{section}" * (notebook == "section")
    lines = []
    for each in declared_in(notebook):
        default = f"{each.default}/{folder}" if each.name == OUTPUT else each.default
        value = f'"{default}"' if isinstance(default, str) else repr(default)
        lines.append(f"{each.name}: {each.kind.__name__} = {value}")
    return "\n".join(lines)


def main() -> None:
    """Write the cells into every notebook and its copy."""
    for path in sorted([*paths.NOTEBOOKS.glob("*.ipynb"), *PRINTED.glob("*.ipynb")]):
        notebook = nbformat.read(path, as_version=4)
        for each in notebook.cells:
            if "parameters" in each.metadata.get("tags", []):
                each.source = cell(path.stem)
        nbformat.write(notebook, path)


if __name__ == "__main__":
    main()
