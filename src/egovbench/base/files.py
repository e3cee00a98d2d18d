"""Reading files once, or up to a limit, and writing them whole or not at all."""

import os
import tempfile
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from egovbench.base.errors import InputError, WriteError

_UNFINISHED = ".part"
_SHOWN = 40  # characters of a name in its temporary file's, which may not be longer than names are

Content = TypeVar("Content")


def read_once(read: Callable[[Path], Content], path: Path) -> Content:
    """Return what `read` makes of the file at `path`; it is read again only when it has changed.

    A change shows in the file's size or time. What is returned is shared by all who ask for it, so
    it must not be written to.
    """
    try:
        status = path.stat()
    except OSError:
        return read(path)  # which says what is wrong with the file
    content: Content = _read(read, path, status.st_size, status.st_mtime_ns)
    return content


@lru_cache(maxsize=256)
def _read(read: Callable[[Path], Any], path: Path, size: int, changed: int) -> Any:
    return read(path)


def read_content(path: Path, most: int) -> bytes:
    """Return the content of the file at `path`, which anyone may have made.

    Raises InputError where it is missing, cannot be read, or holds more than `most` bytes.
    """
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= most else b""
    except FileNotFoundError:
        raise InputError(path, "the file does not exist") from None
    except OSError as fault:
        raise InputError(path, f"the file cannot be read ({fault.strerror})") from None
    if size > most:
        raise InputError(path, f"found {size:,} bytes; expected at most {most:,}")
    return content


def check_place(path: Path, text: str, inputs: Iterable[Path], *, replace: bool) -> None:
    """Raise WriteError unless `text` may be written to `path`, which a user named.

    Nothing is written through a link, or over one of the `inputs`, whatever it is called there;
    another file that holds something else is replaced with `replace` only.
    """
    stays = f"{path}: stays as it is: "
    if path.is_symlink():
        raise WriteError(f"{stays}it is a link; give a place that is none")
    try:
        if path.read_bytes() == text.encode("utf-8"):
            return
        own = any(os.path.exists(each) and os.path.samefile(each, path) for each in inputs)
    except (OSError, ValueError):
        return  # there is nothing, or writing says what is wrong
    if own:
        raise WriteError(f"{stays}it is read here; give another place to write to")
    if not replace:
        raise WriteError(f"{stays}it holds something else; --replace writes over it")


def write_new(path: Path, text: str, inputs: Iterable[Path], *, replace: bool) -> None:
    """Write `text` to `path` as `write_text` does, where `check_place` allows it."""
    check_place(path, text, inputs, replace=replace)
    write_text(path, text)


def write_text(path: Path, text: str) -> None:
    """Write `text` to `path` as UTF-8, line ends as they are, as `write_bytes` does."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write `content` to `path` by way of a temporary file, so that no half file stays.

    Folders that lack are made. A reader sees the old file or the new one, never a part. Raises
    WriteError that names the file and the reason, such as a full disk or a read-only folder.
    """
    try:
        _write(path, content)
    except (OSError, ValueError) as fault:  # ValueError: a NUL in the name
        reason = getattr(fault, "strerror", None) or str(fault)
        raise WriteError(f"{path}: cannot be written ({reason})") from None


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(
        dir=path.parent, prefix=f".{path.name[:_SHOWN]}.", suffix=_UNFINISHED
    )
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def remove_unfinished(folder: Path) -> None:
    """Remove the temporary files below `folder` of writers that were killed.

    Call it only while nobody writes there.
    """
    for path in folder.rglob(f".*{_UNFINISHED}"):
        path.unlink(missing_ok=True)
