"""One run at a time in a run's folder.

The lock is the operating system's (flock): it ends with the process that holds it, however that
ends. Its file tells who holds it, and where that keeps files for the time of the run.
"""

import fcntl
import json
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path

from egovbench.base.errors import RunError, WriteError
from egovbench.base.json_text import parse_json

_NAME = ".lock"
_SCRATCH = "egovbench-"


@contextmanager
def run_lock(folder: Path) -> Iterator[Path]:
    """Hold the run's folder; yield a folder for files of the time of the run, removed after it.

    Raises RunError that names the holder when another run is at work, and WriteError when nothing
    can be written there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stream = (folder / _NAME).open("a+", encoding="utf-8")
    except OSError as fault:
        raise WriteError(f"{folder}: cannot be written to ({fault.strerror})") from None
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            at_work = f"another run is at work there{_holder(stream)}"
            raise RunError(f"{folder}: {at_work}; wait for it, or end it") from None
        except OSError as fault:
            message = f"{folder}: its file system gives no locks ({fault.strerror})"
            raise RunError(message) from None
        _remove_scratch(stream)
        with tempfile.TemporaryDirectory(prefix=_SCRATCH) as scratch:
            since = datetime.now(UTC).isoformat(timespec="seconds")
            holder = {"process": os.getpid(), "host": socket.gethostname(), "since": since}
            stream.truncate(0)
            stream.write(json.dumps({**holder, "scratch": scratch}))
            stream.flush()
            yield Path(scratch)


def _read(stream: TextIOWrapper) -> dict[str, str]:
    """Return what the last holder wrote; nothing where it has just come or wrote no more."""
    stream.seek(0)
    try:
        content = parse_json(stream.read())
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _holder(stream: TextIOWrapper) -> str:
    found = _read(stream)
    if not {"process", "host", "since"} <= found.keys():
        return ""
    return f" (process {found['process']} on {found['host']}, since {found['since']})"


def _remove_scratch(stream: TextIOWrapper) -> None:
    """Remove what the last holder left if it was killed; only a folder such as it would make."""
    left = Path(str(_read(stream).get("scratch", "")))
    if left.name.startswith(_SCRATCH) and left.parent == Path(tempfile.gettempdir()):
        shutil.rmtree(left, ignore_errors=True)
