"""Opens the archive that a workbook is, and refuses one that would not fit or cannot be read."""

import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from egovbench.base.content import read_content
from egovbench.base.errors import InputError

MAXIMUM_BYTES = 20_000_000
MAXIMUM_UNPACKED_BYTES = 64_000_000
MAXIMUM_PARTS = 1_000
# An element takes a few hundred bytes of memory however short it is written.
MAXIMUM_TAGS = 1_200_000
_OLD_OR_ENCRYPTED = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")
_DEFINITIONS = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))


def checked_workbook(path: Path) -> BytesIO:
    """Return the workbook at `path` after its archive was checked, part by part.

    Raises InputError for a workbook with a password, an old one (.xls), what is no archive, one
    that holds too much, and one that defines entities, which a workbook never does and by which a
    short text can unfold into gigabytes.
    """
    content = read_content(path, MAXIMUM_BYTES)
    if content.startswith(_OLD_OR_ENCRYPTED):
        if _ENCRYPTED_PART in content:
            raise InputError(path, "the workbook has a password; save it as .xlsx without one")
        raise InputError(path, "found an old workbook (.xls); save it as .xlsx")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_parts(path, archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as fault:
        raise InputError(path, f"a damaged workbook ({fault})") from None
    except NotImplementedError:
        raise InputError(path, "packed in a way that cannot be read; save it as .xlsx") from None
    return BytesIO(content)


def _check_parts(path: Path, archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MAXIMUM_PARTS:
        raise InputError(path, f"found {len(parts):,} parts; expected at most {MAXIMUM_PARTS:,}")
    if any(part.flag_bits & 1 for part in parts):
        raise InputError(path, "the archive has a password; save it as .xlsx without one")
    # A part never unpacks to more than the size it declares.
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAXIMUM_UNPACKED_BYTES:
        raise InputError(
            path, f"unpacks to {unpacked:,} bytes; expected at most {MAXIMUM_UNPACKED_BYTES:,}"
        )
    tags = 0
    for part in parts:
        text = archive.read(part)
        tags += text.count(b"<")
        if any(each in text for each in _DEFINITIONS):
            raise InputError(path, "defines XML entities, which a workbook never does")
    if tags > MAXIMUM_TAGS:
        raise InputError(path, f"found {tags:,} XML tags; expected at most {MAXIMUM_TAGS:,}")
