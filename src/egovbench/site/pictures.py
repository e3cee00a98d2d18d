"""Figures as files: takes slides and data out of an executed notebook's outputs."""

from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from egovbench.base.mime import CSV_MIME, FIGURE_MIME, PNG_MIME, SVG_MIME, TABLE_MIME

if TYPE_CHECKING:
    from nbformat import NotebookNode

FOLDER = "figures"
_ENDINGS = {PNG_MIME: "png", SVG_MIME: "svg", CSV_MIME: "csv"}


@dataclass(frozen=True)
class Picture:
    """A figure as a file, and its address in the run's folder."""

    address: str
    content: bytes


def take_pictures(notebook: "NotebookNode", name: str) -> list[Picture]:
    """Take the files of each figure out of the notebook's outputs, and note there where they go.

    `name` is that of the report: its third figure becomes figures/NAME/NAME-3.png, .svg and .csv.
    Pictures that are no figure of ours stay where they are, since nothing else shows them.
    """
    pictures: list[Picture] = []
    for count, data in enumerate(_shown(notebook, FIGURE_MIME), start=1):
        files = {}
        for kind in [kind for kind in _ENDINGS if kind in data]:
            content = data.pop(kind)
            address = f"{FOLDER}/{name}/{name}-{count}.{_ENDINGS[kind]}"
            files[_ENDINGS[kind]] = address
            binary = b64decode(content) if kind == PNG_MIME else content.encode()
            pictures.append(Picture(address, binary))
        data[FIGURE_MIME] = {**data[FIGURE_MIME], "files": files}
    return pictures


def find_tables(notebook: "NotebookNode", name: str, folder: Path) -> None:
    """Note in the notebook's outputs where the run in `folder` has each table's CSV file.

    `name` is that of the report, whose tables are in tables/NAME.
    """
    for data in _shown(notebook, TABLE_MIME):
        address = f"tables/{name}/{data[TABLE_MIME]['name']}.csv"
        if (folder / address).is_file():
            data[TABLE_MIME] = {**data[TABLE_MIME], "file": address}


def _shown(notebook: "NotebookNode", kind: str) -> Iterator[dict[str, Any]]:
    """Yield what the outputs of this kind hold, by type."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if kind in output.get("data", {}):
                yield output["data"]
