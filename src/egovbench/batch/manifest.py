"""The record of a run: what went in, what came out, with which versions, and when."""

import hashlib
import json
import platform
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from egovbench import __version__
from egovbench.batch.outcome import Outcome
from egovbench.batch.plan import Plan
from egovbench.ingest.writing import write_text

NAME = "manifest.json"
PACKAGES = (
    "pandas", "numpy", "scipy", "pandera", "matplotlib", "Jinja2", "PyYAML",
    "papermill", "nbclient", "nbconvert", "nbformat", "jupyter_client", "ipykernel",
)  # fmt: skip
_ROOMS = ("tables", "notebooks")


@dataclass(frozen=True)
class Origin:
    """Where a run comes from.

    Attributes:
        versions: of Python, this package, and the packages that results depend on.
        inputs: SHA-256 of every file under data/, by path from its parent.
        commit: the checkout's commit; None outside a repository of its own.
        changed: whether files of the checkout differ from that commit; None without one.
    """

    versions: Mapping[str, str]
    inputs: Mapping[str, str]
    commit: str | None
    changed: bool | None

    @classmethod
    def now(cls, root: Path, data: Path) -> "Origin":
        """Return the origin of a run that starts now in the checkout at `root`."""
        commit = _git(root, "rev-parse", "HEAD") if _is_checkout(root) else None
        status = _git(root, "status", "--porcelain") if commit else None
        changed = bool(status) if commit else None
        return cls(_versions(), _hashes(data), commit, changed)


def write(
    plan: Plan,
    outcomes: Sequence[Outcome],
    made: Iterable[Path],
    origin: Origin,
    started: datetime,
    finished: datetime,
) -> Path:
    """Write manifest.json into the run's folder, whole or not at all, and return its path."""
    parameters = {
        key: value for key, value in asdict(plan.parameters).items() if key != "output_dir"
    }
    content = {
        "run": plan.run,
        "status": "failed" if any(outcome.failed for outcome in outcomes) else "finished",
        "started": started.isoformat(timespec="seconds"),
        "finished": finished.isoformat(timespec="seconds"),
        "seconds": round((finished - started).total_seconds(), 2),
        "parameters": {**parameters, "sections": plan.sections},
        "versions": origin.versions,
        "platform": platform.platform(),
        "git": {"commit": origin.commit, "uncommitted_changes": origin.changed}
        if origin.commit
        else None,
        "inputs": origin.inputs,
        "reports": [_report_entry(plan, index, outcome) for index, outcome in enumerate(outcomes)],
        "files": {path.relative_to(plan.folder).as_posix(): _sha256(path) for path in sorted(made)},
    }
    target = plan.folder / NAME
    write_text(target, json.dumps(content, indent=2, ensure_ascii=False) + "\n")
    return target


def listed_files(folder: Path) -> tuple[Path, ...]:
    """Return the files that the manifest in `folder` lists and that lie in `folder`.

    No manifest, or one that cannot be read, lists nothing.
    """
    try:
        content = json.loads((folder / NAME).read_text(encoding="utf-8"))
        names = [str(name) for name in content["files"]]
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    home = folder.resolve()
    listed = [(folder / name) for name in names]
    return tuple(path for path in listed if path.parent.resolve() in _allowed(home))


def remove_stale(folder: Path, earlier: Iterable[Path], made: Iterable[Path]) -> None:
    """Remove the files of an earlier run that this run did not make."""
    kept = {path.resolve() for path in made} | {(folder / NAME).resolve()}
    for path in earlier:
        if path.resolve() not in kept:
            path.unlink(missing_ok=True)


def tables(folder: Path) -> dict[Path, tuple[int, int, int]]:
    """Return the tables in the run's folder with what changes when they are written again."""
    stats = {path: path.stat() for path in sorted((folder / "tables").glob("*.csv"))}
    return {path: (stat.st_ino, stat.st_mtime_ns, stat.st_size) for path, stat in stats.items()}


def changed_tables(folder: Path, before: Mapping[Path, tuple[int, int, int]]) -> list[Path]:
    """Return the tables that were written since `before` was taken."""
    return [path for path, state in tables(folder).items() if before.get(path) != state]


def report_files(folder: Path, outcomes: Iterable[Outcome]) -> list[Path]:
    """Return the pages of finished reports and the notebooks of all that were executed."""
    names = [(outcome.name, outcome.failed) for outcome in outcomes]
    pages = [folder / f"{name}.html" for name, failed in names if not failed]
    notebooks = [folder / "notebooks" / f"{name}.ipynb" for name, _ in names]
    return [*pages, *(path for path in notebooks if path.is_file())]


def _report_entry(plan: Plan, index: int, outcome: Outcome) -> dict[str, Any]:
    report = plan.reports[index]
    own = {key: value for key, value in report.parameters.items() if key != "output_dir"}
    return {
        "name": report.name,
        "title": outcome.title,
        "notebook": report.notebook.name,
        "notebook_sha256": _sha256(report.notebook),
        "parameters": own,
        "status": "failed" if outcome.failed else "finished",
        "findings": outcome.findings,
        "error": {"cell": outcome.cell, "message": outcome.error} if outcome.failed else None,
        "seconds": round(outcome.seconds, 2),
    }


def _allowed(home: Path) -> set[Path]:
    return {home, *(home / room for room in _ROOMS)}


def _versions() -> dict[str, str]:
    versions = {"python": platform.python_version(), "egovbench": __version__}
    for package in PACKAGES:
        versions[package] = metadata.version(package)
    return versions


def _hashes(data: Path) -> dict[str, str]:
    """Return hashes by path; hidden files (editors' and the system's) are no inputs."""
    files = (path for path in sorted(data.rglob("*")) if path.is_file())
    relative = {path.relative_to(data.parent): path for path in files}
    return {
        name.as_posix(): _sha256(path)
        for name, path in relative.items()
        if not any(part.startswith(".") for part in name.parts)
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _is_checkout(root: Path) -> bool:
    """Return whether `root` is the top of a repository, not merely inside somebody's."""
    top = _git(root, "rev-parse", "--show-toplevel")
    return top is not None and Path(top).resolve() == root.resolve()


def _git(root: Path, *arguments: str) -> str | None:
    try:
        command = ["git", "--no-optional-locks", "-C", str(root), *arguments]
        answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=20)
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip()
