"""One run at a time in a run's folder.

The lock is the operating system's (flock): it ends with the process that holds it, however that
ends. Its file tells who holds it, and is removed at the end.
"""

import fcntl
import hashlib
import json
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from egovbench.base.errors import RunError, WriteError
from egovbench.base.json_text import parse_json

_NAME = ".lock"
_MOST_BYTES = 1_000


@dataclass(frozen=True)
class RunLock:
    """A run's folder that this process holds.

    Attributes:
        scratch: folder for files of the time of the run, removed after it.
    """

    scratch: Path
    _folder: Path
    _handle: int

    def check(self) -> None:
        """Raise RunError when the folder, or its lock, is not there any more."""
        if not _is_at(self._handle, self._folder / _NAME):
            message = "it was removed or replaced while the run was at work; start it again"
            raise RunError(f"{self._folder}: {message}")


@contextmanager
def run_lock(folder: Path) -> Iterator[RunLock]:
    """Hold the run's folder; no file that has another name elsewhere is written to.

    Raises RunError that names the holder when another run is at work, and WriteError when nothing
    can be written there.
    """
    path = folder / _NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = _locked(path)
    except OSError as fault:
        reason = "a symbolic link" if path.is_symlink() else fault.strerror
        raise WriteError(f"{path}: cannot be written ({reason})") from None
    try:
        with _scratch(folder) as scratch:
            since = datetime.now(UTC).isoformat(timespec="seconds")
            holder = {"process": os.getpid(), "host": socket.gethostname(), "since": since}
            try:
                os.ftruncate(handle, 0)
                os.pwrite(handle, json.dumps(holder).encode(), 0)
            except OSError as fault:
                raise WriteError(f"{path}: cannot be written ({fault.strerror})") from None
            yield RunLock(scratch, folder, handle)
    finally:
        if _is_at(handle, path):
            path.unlink()
        os.close(handle)


def _locked(path: Path) -> int:
    """Return a handle of the locked file at `path`, a new one where that was a hard link."""
    while True:
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK
        handle = os.open(path, flags, 0o666)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            holder = _holder(handle)
            os.close(handle)
            if not isinstance(fault, BlockingIOError):
                message = f"{path.parent}: its file system gives no locks ({fault.strerror})"
                raise RunError(message) from None
            at_work = f"another run is at work there{holder}"
            raise RunError(f"{path.parent}: {at_work}; wait for it, or end it") from None
        # The file may have been removed by whoever held it, between opening and locking.
        if _is_at(handle, path):
            if os.fstat(handle).st_nlink == 1:
                return handle
            path.unlink()
        os.close(handle)


def _is_at(handle: int, path: Path) -> bool:
    with suppress(OSError):
        return os.path.samestat(os.fstat(handle), path.lstat())
    return False


def _holder(handle: int) -> str:
    """Return who holds the lock, in brackets; "" where its file does not name one that lives."""
    try:
        found = parse_json(os.pread(handle, _MOST_BYTES, 0))
        process, host, since = int(found["process"]), str(found["host"]), str(found["since"])
        if process < 1:
            return ""
        if host == socket.gethostname():
            os.kill(process, 0)
    except PermissionError:
        pass  # It lives and is another user's.
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        return ""
    return f" (process {process} on {host}, since {since})"


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """Yield a folder for the time of the run, after what killed runs of `folder` left."""
    prefix = f"egovbench-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]}-"
    try:
        place = Path(tempfile.gettempdir())
    except FileNotFoundError as fault:
        raise WriteError(f"no temporary file can be written ({fault.strerror})") from None
    for left in place.glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)  # which leaves a link alone
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as scratch:
        yield Path(scratch)
