"""Starts a warm process and keeps it for as long as this one needs kernels."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from egovbench.base.errors import EgovbenchError
from egovbench.kernels.isolation import ONE_THREAD, isolated_environment
from egovbench.kernels.messages import Reader, connected, remove_address, send

SOCKET_VARIABLE = "EGOVBENCH_WARM_SOCKET"
"""Environment variable that tells a run's processes where its warm process listens."""

PRELOAD = ("IPython.display", "matplotlib.pyplot", "numpy", "pandas", "pandas.io.formats.html")
"""What nearly every notebook imports, at once or with its first table."""

_SOCKET = "warm.socket"
_LONGEST_ADDRESS = 100
_START = (
    "import sys; sys.path[:1] = [] if sys.path[0] == '' else sys.path[:1]\n"
    "from egovbench.kernels.warm_process import main; main()"
)


class KernelError(EgovbenchError):
    """A kernel cannot be started."""


class WarmParent:
    """A warm process that this process has started; it ends when this one closes it or ends.

    Attributes:
        socket: where it listens.
    """

    def __init__(
        self, folder: Path, preload: Sequence[str], environment: Mapping[str, str], cwd: Path
    ) -> None:
        self.socket = folder / _SOCKET
        if len(os.fsencode(self.socket)) > _LONGEST_ADDRESS:
            raise KernelError(
                f"{self.socket}: too long for the address of a socket; let TMPDIR name a folder "
                f"with a path of at most {_LONGEST_ADDRESS - 40} bytes"
            )
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(self.socket))
            listener.listen(64)
            settings = [str(listener.fileno()), json.dumps(list(preload))]
            self._process = subprocess.Popen(
                [sys.executable, "-c", _START, *settings],
                # Its end tells the warm process that this one has ended, however it has.
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[listener.fileno()],
                env={**environment, **dict.fromkeys(ONE_THREAD, "1")},
                cwd=cwd,
                start_new_session=True,  # Ctrl-C is for this process, which decides what ends.
            )

    @property
    def process(self) -> int:
        """The number of the warm process."""
        return self._process.pid

    def prepare(self, target: str, arguments: Mapping[str, Any]) -> bool:
        """Call a function `module:name` in the warm process, so that kernels find its results.

        `arguments` are values of JSON. Returns whether it succeeded; where it did not, notebooks
        do the work themselves and show what is wrong. Waits for its end.
        """
        try:
            with connected(self.socket) as connection:
                send(connection, {"prepare": {"target": target, "arguments": dict(arguments)}})
                reader = Reader(connection)
                while (answer := reader.next()) is None and not reader.ended:
                    reader.read()
        except OSError:
            return False
        return answer is not None and answer["prepared"] is True

    def close(self) -> None:
        """End the warm process and its kernels, and wait until they have ended."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
        remove_address(self.socket)  # Where the warm process was killed, it has not.


@contextmanager
def warm_kernels(scratch: Path, preload: Sequence[str]) -> Iterator[WarmParent]:
    """Keep a warm process while the context lasts; kernels of this process come from it.

    `scratch` is a folder for its socket and run-time files, `preload` names modules that it
    imports. Raises KernelError where the folder's path is too long.
    """
    parent = WarmParent(scratch, preload, isolated_environment(scratch / "warm"), scratch)
    outer = os.environ.get(SOCKET_VARIABLE)
    os.environ[SOCKET_VARIABLE] = str(parent.socket)
    try:
        yield parent
    finally:
        del os.environ[SOCKET_VARIABLE]
        if outer is not None:
            os.environ[SOCKET_VARIABLE] = outer
        parent.close()


def use_warm_parent(scratch: Path) -> None:
    """Let this process's kernels come from the warm process of `scratch`, where there is one.

    Without it, as on another machine, this process starts a warm process of its own.
    """
    address = scratch / _SOCKET
    if address.exists():
        os.environ[SOCKET_VARIABLE] = str(address)
    else:
        os.environ.pop(SOCKET_VARIABLE, None)
