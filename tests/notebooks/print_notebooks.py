"""What the notebooks print with their defaults, kept as text for nbval to compare.

Notebooks are saved without outputs, which leaves nbval nothing to compare. So each has a copy in
printed/ with the plain text of its outputs: tables, sentences, and of figures the alternative text
and a digest of what is drawn. `make printed` writes the copies anew; read the difference.
"""

from pathlib import Path

import nbformat
from nbclient import NotebookClient

from egovbench.base import paths

PRINTED = Path(__file__).parent / "printed"
PLAIN = "text/plain"


def plain(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return an executed notebook with the plain text of its outputs alone."""
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        cell.metadata.pop("execution", None)
        for output in cell.outputs:
            if "data" in output:
                output.data = {PLAIN: output.data[PLAIN]}
    return notebook


def main() -> None:
    """Run every notebook with its defaults and write what it prints."""
    for path in sorted(paths.NOTEBOOKS.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        metadata = dict(notebook.metadata)
        NotebookClient(notebook, timeout=600).execute()
        notebook.metadata = metadata
        nbformat.write(plain(notebook), PRINTED / path.name)
        print(PRINTED / path.name)


if __name__ == "__main__":
    main()
