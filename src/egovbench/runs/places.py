"""What a run keeps names no place of this machine: a folder that is passed on tells none of it."""

import html
import json
import re
import socket
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

_FEW_PARTS = 3  # A path of so few may as well be the end of another one.
_APART = r"(?<![\w.~/-])|(?<=[\d\[;]m)"  # The latter ends a colour of a terminal.
_BINARY = ("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf")


class Places:
    """The places of a run's machine, and how what is kept calls them.

    Paths in the run's folder, the project and the packages are kept relative to these; the home is
    called `~`, the environment `python`, a cell's own file `cell`.
    """

    def __init__(self, folder: Path, root: Path, scratch: Path) -> None:
        places = {
            Path(sys.prefix): "python",
            Path(sys.base_prefix): "python",
            Path(sysconfig.get_path("stdlib")): "python",
            Path(sysconfig.get_path("purelib")): "",
            Path(sysconfig.get_path("platlib")): "",
            Path.home(): "~",
            root: "",
            folder: "",
            scratch: "scratch",
        }
        names = {form: name for place, name in places.items() for form in _forms(place)}
        self._names = dict(sorted(names.items(), key=lambda each: -len(each[0])))
        temporary = re.escape(tempfile.gettempdir())
        self._cell = re.compile(rf"{temporary}/ipykernel_\d+/\d+\.py")
        host = re.escape(socket.gethostname())
        # A host called like a word would take that out of sentences.
        distinct = re.search(r"\d", host) and len(host) > 5
        self._host = re.compile(rf"(?<![\w-]){host}(?![\w-])") if distinct else None

    def hidden(self, text: str) -> str:
        """Return `text` without the places of this machine.

        >>> places = Places(Path("/o/my/runs/one"), Path("/o/my/project"), Path("/t/egovbench-x"))
        >>> places.hidden("File /o/my/project/src/module.py:7, in f, of '/o/my/project'")
        "File src/module.py:7, in f, of '.'"
        >>> places.hidden("/o/my/runs/one/tables/a.csv, /o/my/projects, /t/egovbench-x/1/ipython")
        'tables/a.csv, /o/my/projects, scratch/1/ipython'
        """
        if "ipykernel_" in text:
            text = self._cell.sub("cell", text)
        for form, name in self._names.items():
            if form in text:
                before = "" if form.count("/") > _FEW_PARTS else rf"(?:{_APART})"
                pattern = rf"(?:file://)?{re.escape(form)}(?![\w-])(/?)"
                text = re.sub(before + pattern, partial(_called, name), text)
        return self._host.sub("host", text) if self._host else text

    def hidden_in(self, content: Any) -> Any:
        """Return what JSON can hold with every text in it `hidden`, but those of pictures."""
        if isinstance(content, str):
            return self.hidden(content)
        if isinstance(content, list):
            return [self.hidden_in(each) for each in content]
        if isinstance(content, dict):
            return {
                name: each if name in _BINARY else self.hidden_in(each)
                for name, each in content.items()
            }
        return content


def _called(name: str, found: re.Match[str]) -> str:
    slash = found[1]
    return name + slash if name else "" if slash else "."


def _forms(place: Path) -> Iterator[str]:
    """Yield the ways in which outputs write a path, but for one that is no place of its own."""
    for path in {str(place.absolute()), str(place.resolve())}:
        if path.count("/") < 1 or len(path) < 4:
            continue
        home = str(Path.home())
        short = f"~{path.removeprefix(home)}" if path.startswith(f"{home}/") else path
        for form in {path, short}:
            yield from (form, html.escape(form), html.escape(form, quote=False), quote(form))
            yield from (json.dumps(form)[1:-1], repr(form)[1:-1])
