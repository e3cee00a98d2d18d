"""Figures as files: takes slides and data out of an executed notebook's outputs."""

from base64 import b64decode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from egovbench.base.mime import CSV_MIME, FIGURE_MIME, PNG_MIME, SVG_MIME

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
    count = 0
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if FIGURE_MIME not in data:
                continue
            count += 1
            files = {}
            for kind in [kind for kind in _ENDINGS if kind in data]:
                content = data.pop(kind)
                address = f"{FOLDER}/{name}/{name}-{count}.{_ENDINGS[kind]}"
                files[_ENDINGS[kind]] = address
                binary = b64decode(content) if kind == PNG_MIME else content.encode()
                pictures.append(Picture(address, binary))
            data[FIGURE_MIME] = {**data[FIGURE_MIME], "files": files}
    return pictures
