"""What a warm process, its kernels and its clients tell each other over local sockets.

A message is a JSON object, preceded by its length in four bytes; open files can go with it.
"""

import json
import os
import socket
import struct
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

_LENGTH = struct.Struct("!I")
_MOST_DESCRIPTORS = 2


def connected(address: Path | str) -> socket.socket:
    """Return a connection to the warm process that listens there; OSError where none does."""
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(str(address))
    except OSError:
        connection.close()
        raise
    return connection


def remove_address(address: Path) -> None:
    """Remove the file of a socket that is no longer listened to, and its folder if empty now."""
    with suppress(OSError):
        address.unlink(missing_ok=True)
        address.parent.rmdir()


def send(
    connection: socket.socket, message: Mapping[str, Any], descriptors: Sequence[int] = ()
) -> None:
    """Send a whole message, with file descriptors; OSError where nobody listens any more."""
    content = json.dumps(message).encode()
    frame = _LENGTH.pack(len(content)) + content
    sent = socket.send_fds(connection, [frame], descriptors) if descriptors else 0
    connection.sendall(frame[sent:])


class Reader:
    """Puts the messages of one connection together from the pieces that arrive.

    Attributes:
        ended: whether the other side has closed the connection or died.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._content = b""
        self._descriptors: list[int] = []
        self.ended = False

    def read(self) -> None:
        """Take what has arrived; waits only where the connection is a blocking one."""
        try:
            piece, descriptors, _, _ = socket.recv_fds(
                self._connection, 1 << 16, _MOST_DESCRIPTORS, socket.MSG_CMSG_CLOEXEC
            )
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            piece, descriptors = b"", []
        self._descriptors += descriptors
        self._content += piece
        self.ended = self.ended or not piece

    def next(self) -> dict[str, Any] | None:
        """Return the next whole message that has arrived, None where there is none yet."""
        if len(self._content) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack_from(self._content)
        end = _LENGTH.size + length
        if len(self._content) < end:
            return None
        content, self._content = self._content[_LENGTH.size : end], self._content[end:]
        message: dict[str, Any] = json.loads(content)
        return message

    def take_descriptors(self) -> list[int]:
        """Return the open files that came along; the caller closes them."""
        taken, self._descriptors = self._descriptors, []
        return taken

    def close(self) -> None:
        """Close the connection and whatever came along and was not taken."""
        self._connection.close()
        for descriptor in self.take_descriptors():
            os.close(descriptor)
