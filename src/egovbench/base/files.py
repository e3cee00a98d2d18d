"""Reading files once, or up to a limit, and writing them whole or not at all."""

import os
import stat
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

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


def write_text(path: Path, text: str, *, source: Path | None = None) -> None:
    """Write `text` to `path` as UTF-8, line ends as they are, as `write_bytes` does."""
    write_bytes(path, text.encode("utf-8"), source=source)


def write_bytes(path: Path, content: bytes, *, source: Path | None = None) -> None:
    """Write `content` to `path` by way of a temporary file, so that no half file stays.

    Folders that lack are made. A reader sees the old file or the new one, never a part. Who may
    read it follows the user's umask; nobody may who may not read `source`, from which it was made.
    Raises WriteError that names the file and the reason, such as a full disk, a read-only folder,
    or a link, pipe or device in its place.
    """
    try:
        if other := _other_than_file(path):
            raise WriteError(f"{path}: cannot be written (it is {other}, not a file)")
        _write(path, content, 0o666 if source is None else source.stat().st_mode & 0o666)
    except (OSError, ValueError) as fault:  # ValueError: a NUL in the name
        reason = getattr(fault, "strerror", None) or str(fault)
        raise WriteError(f"{path}: cannot be written ({reason})") from None


def _write(path: Path, content: bytes, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.parent / f".{path.name[:_SHOWN]}.{uuid4().hex[:8]}{_UNFINISHED}"
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _other_than_file(path: Path) -> str:
    """Return what stands at `path` in place of a file, in words; "" for a file or nothing."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return ""
    if stat.S_ISREG(mode):
        return ""
    words = {stat.S_IFLNK: "a symbolic link", stat.S_IFDIR: "a folder"}
    return words.get(stat.S_IFMT(mode), "a pipe, socket or device")


def checked_folder(folder: Path) -> Path:
    """Return the real path of a folder that anyone may have made, which need not exist.

    Raises InputError that names the first link, pipe, socket or device at it or below it: through
    none of them is anything read, written or removed elsewhere.
    """
    for path in (folder, *_entries(folder)):
        if (other := _other_than_file(path)) not in ("", "a folder"):
            raise InputError(path, f"it is {other}; expected files and folders alone; remove it")
    return folder.resolve()


def _entries(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        yield from (Path(place, name) for name in (*folders, *files))


def remove_unfinished(folder: Path) -> None:
    """Remove the temporary files below `folder` of writers that were killed.

    Call it only while nobody writes there.
    """
    for path in _entries(folder):
        if path.name.startswith(".") and path.suffix == _UNFINISHED and path.is_file():
            path.unlink(missing_ok=True)
