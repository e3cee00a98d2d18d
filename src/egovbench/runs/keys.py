"""A report's key: one digest over everything its content follows from."""

import hashlib
import json
import platform
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from egovbench import __version__

PACKAGES = (
    "pandas", "numpy", "scipy", "pandera", "matplotlib", "Jinja2", "PyYAML",
    "papermill", "nbclient", "nbconvert", "nbformat", "jupyter_client", "ipykernel",
)  # fmt: skip
"""The packages that results depend on."""

_PACKAGE = Path(__file__).resolve().parents[1]
_TEMPLATES = _PACKAGE / "reports" / "templates"
_CATALOGUES = _PACKAGE / "language" / "catalogues"
_NOT_CONTENT = "output_dir"
_WHOLE = (
    ("notebook", "notebook"),
    ("templates", "template"),
    ("messages", "messages"),
    ("code", "code"),
)
_NAMED = (
    ("parameters", "parameter"),
    ("page", "page's"),
    ("inputs", "input"),
    ("versions", "version of"),
)


@dataclass(frozen=True)
class Basis:
    """What a report's content follows from.

    Attributes:
        notebook: digest of the notebook's cells: kind, source, tags, not outputs.
        parameters: values handed to it, except where it writes to.
        page: what its page says besides the notebook's outputs, by name.
        templates: digest of the pages' templates and style sheet.
        messages: digest of the catalogue of its language.
        code: digest of every module of this package.
        versions: of Python, this package, and the packages that results depend on.
        inputs: digests of what it may read, by name (see inputs.py).
    """

    notebook: str
    parameters: Mapping[str, Any]
    page: Mapping[str, str]
    templates: str
    messages: str
    code: str
    versions: Mapping[str, str]
    inputs: Mapping[str, str]

    @property
    def key(self) -> str:
        """The SHA-256 over all of it: reports with the same key have the same content."""
        text = json.dumps(vars(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


class Present:
    """Notebooks, package and environment as they are now; each file is read once."""

    def __init__(self) -> None:
        self._notebooks: dict[Path, str] = {}
        self._messages: dict[str, str] = {}
        self._templates = _tree_digest(_TEMPLATES, "*")
        self.code = _tree_digest(_PACKAGE, "*.py")
        self.versions = versions()

    def basis(
        self,
        notebook: Path,
        parameters: Mapping[str, Any],
        page: Mapping[str, str],
        inputs: Mapping[str, str],
        language: str,
    ) -> Basis:
        """Return the basis of a report in `language`; `page` and `inputs` as in Basis."""
        if notebook not in self._notebooks:
            self._notebooks[notebook] = _notebook_digest(notebook)
        if language not in self._messages:
            self._messages[language] = _tree_digest(_CATALOGUES / language, "*.yml")
        content = {name: value for name, value in parameters.items() if name != _NOT_CONTENT}
        return Basis(
            notebook=self._notebooks[notebook],
            parameters=json.loads(json.dumps(content)),
            page=dict(page),
            templates=self._templates,
            messages=self._messages[language],
            code=self.code,
            versions=self.versions,
            inputs=dict(inputs),
        )


def differences(stored: Mapping[str, Any], present: Basis) -> tuple[str, ...]:
    """Return in words what differs between the basis that a record holds and the present one.

    Each names the parameter, input or version, for example "input others/gtmi.csv#EST changed".
    """
    found: list[str] = []
    now = vars(present)
    for part, word in _WHOLE:
        if stored.get(part) != now[part]:
            found.append(f"{word} changed")
    for part, word in _NAMED:
        before = stored.get(part)
        found += _changed(word, before if isinstance(before, Mapping) else {}, now[part])
    return tuple(found)


def _changed(word: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted({*before, *now}):
        if name not in before:
            yield f"{word} {name} is new"
        elif name not in now:
            yield f"{word} {name} is gone"
        elif before[name] != now[name]:
            shown = word == "parameter" or word == "version of"
            yield f"{word} {name} changed" + (f" from {before[name]} to {now[name]}" * shown)


@cache
def versions() -> dict[str, str]:
    """Return the versions of Python, this package, and the packages that results depend on."""
    found = {"python": platform.python_version(), "egovbench": __version__}
    return found | {package: metadata.version(package) for package in PACKAGES}


def _notebook_digest(path: Path) -> str:
    """Return the digest of a notebook's cells, of the whole file if it is no notebook."""
    content = path.read_bytes()
    try:
        cells = [
            (cell["cell_type"], "".join(cell["source"]), cell.get("metadata", {}).get("tags", []))
            for cell in json.loads(content)["cells"]
        ]
        content = json.dumps(cells).encode()
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    return hashlib.sha256(content).hexdigest()


def _tree_digest(folder: Path, pattern: str) -> str:
    """Return one digest over names and content of the files below a folder."""
    digest = hashlib.sha256()
    for name, path in _files(folder, folder.rglob(pattern)):
        content = path.read_bytes()
        digest.update(f"{name}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()


def _files(folder: Path, found: Iterable[Path]) -> list[tuple[str, Path]]:
    """Return files by name, sorted; hidden ones are editors' and the system's."""
    named = {path.relative_to(folder): path for path in found if path.is_file()}
    return sorted(
        (name.as_posix(), path)
        for name, path in named.items()
        if not any(part.startswith(".") for part in name.parts)
    )
