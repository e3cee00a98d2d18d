"""Where a run comes from: versions, the data as they are, the checkout's commit."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from egovbench.runs.inputs import file_digest
from egovbench.runs.keys import versions


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
        return cls(versions(), _hashes(data), commit, changed)

    @property
    def git(self) -> Mapping[str, Any] | None:
        """The commit as manifest and records hold it; None without one."""
        if self.commit is None:
            return None
        return {"commit": self.commit, "uncommitted_changes": self.changed}


def _hashes(data: Path) -> dict[str, str]:
    """Return hashes by path; hidden files (editors' and the system's) are no inputs."""
    files = (path for path in sorted(data.rglob("*")) if path.is_file())
    relative = {path.relative_to(data.parent): path for path in files}
    return {
        name.as_posix(): file_digest(path)
        for name, path in relative.items()
        if not any(part.startswith(".") for part in name.parts)
    }


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
