"""Reading files that anyone may have made, and writing files whole or not at all."""

import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import lru_cache
from io import BufferedReader
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from egovbench.base.errors import InputError, WriteError

MAXIMUM_BYTES = 50_000_000
"""Of a file, unless its kind has a limit of its own."""
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


@contextmanager
def open_file(path: Path, name: str = "file") -> Iterator[BufferedReader]:
    """Open the file at `path`, which anyone may have made, to be read as bytes within.

    Every such file is opened here. `name` is what an error calls it ("run configuration"). Raises
    InputError where it is missing, cannot be opened or read, or is no regular file or a link to
    one: a pipe or a device would be waited for, or never end.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise InputError(path, f"the {name} cannot be read (it is no regular file)")
        with os.fdopen(descriptor, "rb") as stream:
            yield stream
    except FileNotFoundError:
        raise InputError(path, f"the {name} does not exist") from None
    except (OSError, ValueError) as fault:  # ValueError: a NUL in the name
        reason = getattr(fault, "strerror", None) or str(fault)
        raise InputError(path, f"the {name} cannot be read ({reason})") from None


def read_content(path: Path, most: int = MAXIMUM_BYTES, name: str = "file") -> bytes:
    """Return the content of the file at `path`, never unpacked, whatever its name says.

    Raises InputError as `open_file` does, and where the file holds more than `most` bytes.
    """
    with open_file(path, name) as stream:
        size = os.fstat(stream.fileno()).st_size
        # None is read of a file of the system's that has nothing to say yet.
        content = (stream.read(most + 1) or b"") if size <= most else b""
    if max(size, len(content)) > most:
        found = f"found {max(size, len(content)):,} bytes"
        raise InputError(path, f"{found}; expected at most {most:,}")
    return content


def read_utf8(path: Path, most: int = MAXIMUM_BYTES, name: str = "file") -> str:
    """Return the text of the file at `path`, line ends as they are, without a byte order mark.

    Raises InputError as `read_content` does, and for what is no UTF-8 text.
    """
    try:
        return read_content(path, most, name).decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise InputError(path, f"not UTF-8 text (byte {fault.start:,})") from None


def check_place(path: Path, text: str, inputs: Iterable[Path], *, replace: bool) -> None:
    """Raise WriteError unless `text` may be written to `path`, which a user named.

    Nothing is written through a link, or over one of the `inputs`, whatever it is called there;
    another file that holds something else is replaced with `replace` only.
    """
    stays = f"{path}: stays as it is: "
    if (other := _other_than_file(path)) not in ("", "a folder"):
        raise WriteError(f"{stays}it is {other}; give a place that is none")
    content = text.encode("utf-8")
    try:
        if path.stat().st_size == len(content) and path.read_bytes() == content:
            return
        own = any(os.path.exists(each) and os.path.samefile(each, path) for each in inputs)
    except (OSError, ValueError):
        return  # there is nothing, or writing says what is wrong
    if own:
        raise WriteError(f"{stays}it is read here; give another place to write to")
    if not replace:
        raise WriteError(f"{stays}it holds something else; --replace writes over it")


def write_new(texts: Mapping[Path, str], inputs: Collection[Path], *, replace: bool) -> None:
    """Write texts as `write_text` does, by their paths; none unless `check_place` allows all."""
    for path, text in texts.items():
        check_place(path, text, inputs, replace=replace)
    for path, text in texts.items():
        write_text(path, text)


def write_text(path: Path, text: str) -> None:
    """Write `text` to `path` as UTF-8, line ends as they are, as `write_bytes` does."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write `content` to `path` by way of a temporary file, so that no half file stays.

    Folders that lack are made. The file is as open as the user's umask makes one, and no more open
    than what it replaces. A reader sees the old file or the new one, never a part. Raises
    WriteError that names the file and the reason, such as a full disk or a read-only folder.
    """
    try:
        if other := _other_than_file(path):
            raise WriteError(f"{path}: cannot be written (it is {other}, not a file)")
        _write(path, content)
    except (OSError, ValueError) as fault:  # ValueError: a NUL in the name
        reason = getattr(fault, "strerror", None) or str(fault)
        raise WriteError(f"{path}: cannot be written ({reason})") from None


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.parent / f".{path.name[:_SHOWN]}.{uuid4().hex}{_UNFINISHED}"
    try:
        with temporary.open("xb") as stream:
            if path.exists():
                os.fchmod(stream.fileno(), temporary.stat().st_mode & path.stat().st_mode & 0o777)
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def as_closed_as(sources: Iterable[Path]) -> Iterator[None]:
    """Let files that are made within be open to nobody to whom one of the `sources` is not."""
    before = os.umask(0o077)
    try:
        closed = before
        for path in sources:
            with suppress(OSError):  # which is named when the file is read
                closed |= ~path.stat().st_mode & 0o066
        os.umask(closed)
        yield
    finally:
        os.umask(before)


def _other_than_file(path: Path) -> str:
    """Return what stands at `path` in place of a file, in words; "" for a file or nothing."""
    try:
        mode = path.lstat().st_mode
    except (OSError, ValueError):  # ValueError: a NUL in the name
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
