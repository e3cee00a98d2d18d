"""The content of a file that anyone may have made, up to a limit."""

from pathlib import Path

from egovbench.base.errors import InputError


def read_content(path: Path, most: int) -> bytes:
    """Return the content of the file at `path`.

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
