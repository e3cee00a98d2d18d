"""One run at a time in a run's folder, or several shards of one run, each in one place only.

The locks are the operating system's (flock): they end with the processes that hold them, however
those end. Workers hold the lock of their runner too, so that after a killed runner nobody starts
before its workers have ended.
"""

import fcntl
import json
import os
import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import TextIOWrapper
from multiprocessing import reduction
from pathlib import Path
from typing import Any

from egovbench.base.errors import RunError, WriteError
from egovbench.runs.shards import Shard

_NAME = ".lock"
_SHARD = re.compile(r"\.lock-(\d+)-of-(\d+)")
_ENDING_SECONDS = 15.0
_POLLING_SECONDS = 0.05


@dataclass(frozen=True)
class Holder:
    """Who holds or held a lock: process, host, since when, and its folder for passing files."""

    process: int
    host: str
    since: str
    scratch: str

    @property
    def words(self) -> str:
        """The holder in words."""
        return f"process {self.process} on {self.host}, since {self.since}"

    @property
    def is_gone(self) -> bool:
        """Whether the process was this machine's and has ended."""
        if self.host != socket.gethostname():
            return False
        try:
            os.kill(self.process, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            pass
        return False


class Lock:
    """A lock that is held. Handed to a worker as it starts, it is held by the worker as well."""

    def __init__(self, handle: int, before: Holder | None) -> None:
        self.handle = handle
        self.before = before

    def __reduce__(self) -> Any:
        return _held, (reduction.DupFd(self.handle),)


def _held(duplicate: Any) -> Lock:
    return Lock(duplicate.detach(), None)


@contextmanager
def run_lock(folder: Path, shard: Shard | None, scratch: Path) -> Iterator[Lock]:
    """Hold the run's folder: alone, or as one of its shards; `scratch` is told to who comes next.

    The lock's `before` is the holder before, None where there was none. Raises RunError that
    names the holder when another run, or another one of the same shard, is at work, and WriteError
    when nothing can be written there.
    """
    with ExitStack() as stack:
        common = stack.enter_context(_opened(folder / _NAME))
        if shard is None:
            _acquire(common, fcntl.LOCK_EX, folder)
            own = common
        else:
            _acquire(common, fcntl.LOCK_SH, folder)
            own = stack.enter_context(_opened(folder / f"{_NAME}-{shard.number}-of-{shard.count}"))
            _acquire(own, fcntl.LOCK_EX, folder)
            _refuse_other_counts(folder, shard)
        before = _holder(own)
        _tell(own, scratch)
        yield Lock(own.fileno(), before)


@contextmanager
def _opened(path: Path) -> Iterator[TextIOWrapper]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = path.open("a+", encoding="utf-8")
    except OSError as fault:
        raise WriteError(f"{path.parent}: cannot be written to ({fault.strerror})") from None
    with stream:
        yield stream


def _acquire(stream: TextIOWrapper, kind: int, folder: Path) -> None:
    deadline = time.monotonic() + _ENDING_SECONDS
    while True:
        try:
            fcntl.flock(stream, kind | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            holder = _holder(stream) if kind == fcntl.LOCK_SH else _present(folder, stream)
        except OSError as fault:
            message = f"{folder}: its file system gives no locks ({fault.strerror})"
            raise RunError(message) from None
        # A killed runner's workers end at once, but not before it.
        if holder is None or not holder.is_gone or time.monotonic() > deadline:
            who = f" ({holder.words})" if holder else ""
            message = f"{folder}: another run is at work there{who}; wait for it, or end it"
            raise RunError(message)
        time.sleep(_POLLING_SECONDS)


def _present(folder: Path, stream: TextIOWrapper) -> Holder | None:
    """Return the holder of the lock, or of a shard's, whose name the common lock does not hold."""
    for _, path in _shards(folder):
        if _is_locked(path):
            with path.open(encoding="utf-8") as other:
                return _holder(other)
    return _holder(stream)


def _refuse_other_counts(folder: Path, shard: Shard) -> None:
    for count, path in _shards(folder):
        if count != shard.count and _is_locked(path):
            found = path.name.removeprefix(f"{_NAME}-").replace("-of-", "/")
            raise RunError(
                f"{folder}: shard {found} is at work there; all shards must be of as many, "
                f"and this is {shard.number}/{shard.count}"
            )


def _shards(folder: Path) -> list[tuple[int, Path]]:
    found = ((_SHARD.fullmatch(path.name), path) for path in sorted(folder.glob(f"{_NAME}-*")))
    return [(int(match[2]), path) for match, path in found if match]


def _is_locked(path: Path) -> bool:
    with path.open(encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _holder(stream: TextIOWrapper) -> Holder | None:
    try:
        stream.seek(0)
        return Holder(**json.loads(stream.read()))
    except (ValueError, TypeError):
        return None  # Nobody yet, or one that has just come and not written its name.


def _tell(stream: TextIOWrapper, scratch: Path) -> None:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    holder = Holder(os.getpid(), socket.gethostname(), since, str(scratch))
    stream.truncate(0)
    stream.write(json.dumps(vars(holder)))
    stream.flush()
