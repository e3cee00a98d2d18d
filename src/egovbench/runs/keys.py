"""A report's key: one digest over everything its content follows from.

Of tables that hold many countries a report reads the rows of the countries it compares, so that
each country's rows have a digest of their own, named "others/gtmi.csv#EST". All other files count
as a whole. Nothing here needs pandas.
"""

import hashlib
import json
import platform
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from glob import escape
from importlib import metadata
from pathlib import Path
from typing import Any

from egovbench import __version__
from egovbench.base import paths
from egovbench.base.errors import InputError
from egovbench.base.files import open_file, read_content
from egovbench.base.naming import is_source_name
from egovbench.base.plain_tables import read_records

PACKAGES = (
    "pandas", "numpy", "scipy", "pandera", "matplotlib", "Jinja2", "PyYAML", "Babel",
    "papermill", "nbclient", "nbformat", "mistune", "latex2mathml", "jupyter_client", "ipykernel",
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
_DIGITS = 16  # of a SHA-256: enough to notice any change
_COUNTRY = "iso3"
_SHARED = (
    f"{paths.CODEBOOK.parent.name}/*.yml",
    paths.COUNTRIES.name,
    paths.NEIGHBOURS.name,
    f"{paths.CROSSWALKS.name}/*.yml",
    paths.REPORTED.name,
)
_OF_A_COUNTRY = (f"{paths.RESPONSES.name}/*.csv", f"{paths.CODES.name}/*.csv")
_BY_COUNTRY = (
    f"{paths.OTHERS.name}/*.csv",
    f"{paths.INDICES.name}/*.csv",
    f"{paths.FACTSHEETS.name}/instruments.csv",
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
        inputs: digests of what it may read, by name, sorted.
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
    """Notebooks, data, package and environment as they are now; each file is read once."""

    def __init__(self, data: Path, root: Path) -> None:
        self._data = data
        self._root = root
        self._notebook = cache(_notebook_digest)
        self._tree = cache(_tree_digest)
        self._digest = cache(lambda path: file_digest(path)[:_DIGITS])
        self._rows = cache(rows_by_country)

    def basis(
        self,
        notebook: Path,
        parameters: Mapping[str, Any],
        page: Mapping[str, str],
        compared: Sequence[str] | None,
        language: str,
    ) -> Basis:
        """Return the basis of a report in `language`; `page` as in Basis, `compared` as in Report.

        A report reads what belongs to the countries compared; where those are None, everything. A
        file that a parameter names, relative to the project's root, counts as well.
        """
        content = {name: value for name, value in parameters.items() if name != _NOT_CONTENT}
        return Basis(
            notebook=self._notebook(notebook),
            parameters=json.loads(json.dumps(content)),
            page=dict(page),
            templates=self._tree(_TEMPLATES, "*"),
            messages=self._tree(_CATALOGUES / language, "*.yml"),
            code=self._tree(_PACKAGE, "*.py"),
            versions=versions(),
            inputs=self._inputs(compared, parameters),
        )

    def _inputs(
        self, compared: Sequence[str] | None, parameters: Mapping[str, Any]
    ) -> dict[str, str]:
        if compared is None:
            found = self._whole(*_SHARED, *_OF_A_COUNTRY, *_BY_COUNTRY) | self._document("*")
        else:
            found = self._whole(*_SHARED, f"{paths.RESPONSES.name}/{compared[0]}.csv")
            found |= self._document(compared[0]) | self._of_countries(compared)
        for name, value in parameters.items():
            if isinstance(value, str) and value and (self._root / value).is_file():
                found[f"{value} ({name})"] = self._digest(self._root / value)
        return dict(sorted(found.items()))

    def _whole(self, *patterns: str) -> dict[str, str]:
        return {
            path.relative_to(self._data).as_posix(): self._digest(path)
            for pattern in patterns
            for path in self._data.glob(pattern)
        }

    def _document(self, country: str) -> dict[str, str]:
        """Return the digest of the document that a country's answers were read from."""
        found: dict[str, str] = {}
        for path in (self._data / paths.RESPONSES.name).glob(f"{country}.csv"):
            name = first_value(path, "source")
            if name and Path(name).name == name and (self._data / paths.RAW.name / name).is_file():
                found |= self._whole(f"{paths.RAW.name}/{escape(name)}")
        return found

    def _of_countries(self, compared: Sequence[str]) -> dict[str, str]:
        """Return the digests of the countries' own codes and of their rows in others' tables."""
        names = [f"{paths.CODES.name}/{country}.csv" for country in compared]
        found = {
            name: self._digest(self._data / name) for name in names if (self._data / name).is_file()
        }
        for name, digest in self._whole(*_BY_COUNTRY).items():
            rows = self._rows(self._data / name)
            of_compared = {f"{name}#{each}": rows[each] for each in compared if each in rows}
            # A file that is no table of countries counts as a whole.
            found |= of_compared if rows else {name: digest}
        return found


def differences(stored: Mapping[str, Any], present: Basis) -> tuple[str, ...]:
    """Return in words what differs between the basis that an outcome holds and the present one.

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


def code_digest() -> str:
    """Return the digest of every module of this package."""
    return _tree_digest(_PACKAGE, "*.py")


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file's content."""
    with open_file(path) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def first_value(path: Path, column: str) -> str:
    """Return what a table's first row has in a column; "" where there is none."""
    try:
        _, header, ((_, cells), *_) = read_records(path)
        return cells[header.index(column)]
    except (InputError, ValueError):
        return ""


def rows_by_country(path: Path) -> dict[str, str]:
    """Return a digest of each country's rows and the header, by ISO3 code.

    Rows keep their order. A table without a column iso3, or that is no CSV, gives none.
    """
    countries: dict[str, list[list[str]]] = {}
    try:
        _, header, records = read_records(path)
        column = header.index(_COUNTRY)
        for _, row in records:
            countries.setdefault(row[column], [header]).append(row)
    except (InputError, ValueError):
        return {}
    return {
        country: hashlib.sha256(json.dumps(table).encode()).hexdigest()[:_DIGITS]
        for country, table in countries.items()
    }


def input_digests(data: Path) -> dict[str, str]:
    """Return the SHA-256 of every file under `data`, by path from its parent, sorted by name.

    A document that is called as its sender did goes by the beginning of its digest.
    """
    found = {}
    for name, path in _files(data, data.rglob("*")):
        digest, folder = file_digest(path), Path(name).parent
        if folder.parts[:1] == (paths.RAW.name,) and not is_source_name(path.name):
            name = f"{paths.RAW.name}/{digest[:_DIGITS]}"
        found[f"{data.name}/{name}"] = digest
    return dict(sorted(found.items()))


def git_state(root: Path) -> dict[str, Any] | None:
    """Return the commit of the checkout at `root`, and whether files differ from it.

    None outside a repository: `root` must be its top, not merely inside somebody's.
    """
    git = ["git", "--no-optional-locks", "-C", str(root)]
    answers = []
    for question in (["rev-parse", "--show-toplevel", "HEAD"], ["status", "--porcelain"]):
        try:
            asked = [*git, *question]
            found = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=20)
        except (OSError, subprocess.SubprocessError):
            return None
        answers.append(found.stdout.splitlines())
    (top, commit), changed = answers
    if Path(top).resolve() != root.resolve():
        return None
    return {"commit": commit, "uncommitted_changes": bool(changed)}


def _notebook_digest(path: Path) -> str:
    """Return the digest of a notebook's cells, of the whole file if it is no notebook."""
    content = read_content(path)
    try:
        cells = [
            (cell["cell_type"], "".join(cell["source"]), cell.get("metadata", {}).get("tags", []))
            for cell in json.loads(content)["cells"]
        ]
        content = json.dumps(cells).encode()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    return hashlib.sha256(content).hexdigest()


def _tree_digest(folder: Path, pattern: str) -> str:
    """Return one digest over names and content of the files below a folder."""
    digest = hashlib.sha256()
    for name, path in _files(folder, folder.rglob(pattern)):
        content = read_content(path)
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
