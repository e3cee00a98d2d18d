"""Figures as files: takes the PNGs out of an executed notebook's outputs."""

from base64 import b64decode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from egovbench.base.mime import FIGURE_MIME, PNG_MIME

if TYPE_CHECKING:
    from nbformat import NotebookNode

FOLDER = "figures"


@dataclass(frozen=True)
class Picture:
    """A figure as PNG, and its address in the run's folder."""

    address: str
    content: bytes


def take_pictures(notebook: "NotebookNode", name: str) -> list[Picture]:
    """Take the PNG of each figure out of the notebook's outputs, and note there where it goes.

    `name` is that of the report: its third figure becomes figures/NAME/NAME-3.png. Pictures that
    are no figure of ours stay where they are, since nothing else shows them.
    """
    pictures: list[Picture] = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if FIGURE_MIME in data and PNG_MIME in data:
                address = f"{FOLDER}/{name}/{name}-{len(pictures) + 1}.png"
                pictures.append(Picture(address, b64decode(data.pop(PNG_MIME))))
                data[FIGURE_MIME] = {**data[FIGURE_MIME], "file": address}
    return pictures
