"""What a process forked from the warm one does: it becomes a kernel as if started anew."""

import os
import signal
import socket
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ipykernel_launcher
import zmq
from ipykernel.kernelapp import IPKernelApp

from egovbench.kernels.messages import Reader, send


@dataclass(frozen=True)
class Start:
    """How a kernel starts.

    Attributes:
        control: connection to the warm process.
        lifeline: descriptor that can be read once the warm process is gone.
        settings: what kernels of one client share, so that one can be made ready ahead: `arguments`
            for ipykernel, working `folder`, `environment`, `address` to bind, whether `encrypted`.
        environment: variables that modules have set while they were imported.
        style_file: what `style_file` says in the warm process.
    """

    control: socket.socket
    lifeline: int
    settings: Mapping[str, Any]
    environment: Mapping[str, str]
    style_file: str | None


class _ForkedKernelApp(IPKernelApp):
    """ipykernel's application, whose connection file is written by its client."""

    settings: Mapping[str, Any]

    def init_connection_file(self) -> None:
        self.ip = self.settings["address"]
        if self.settings["encrypted"]:
            self.curve_publickey, self.curve_secretkey = zmq.curve_keypair()

    def write_connection_file(self, **_: Any) -> None:
        pass

    def connection(self) -> dict[str, Any]:
        """Return where the kernel listens: the ports that it has bound, and its keys."""
        keys = {"key": self.session.key}
        if self.curve_publickey is not None and self.curve_secretkey is not None:
            keys["curve_publickey"] = self.curve_publickey
            keys["curve_secretkey"] = self.curve_secretkey
        ports = {f"{name}_port": port for name, port in self._ports.items()}
        return ports | {name: key.decode() for name, key in keys.items()}

    def take(self, own: Mapping[str, Any], descriptors: list[int]) -> None:
        """Become the kernel of one client: its files, variables, arguments."""
        for number, stream in enumerate((sys.stdout, sys.stderr), start=1):
            # What the kernel itself prints goes where that of a kernel started anew goes. Where
            # ipykernel captures what is written to descriptor 1 or 2, it keeps a copy of it.
            given = descriptors[number - 1]
            os.dup2(given, getattr(stream, "_original_stdstream_copy", None) or number)
            os.close(given)
        os.environ.update(own["environment"])
        self.connection_file = own["connection_file"]
        sys.argv[1:] = own["arguments"]


def style_file() -> str | None:
    """Return the file that matplotlib takes its settings from, which depends on the folder."""
    if "matplotlib" not in sys.modules:
        return None
    found: str = sys.modules["matplotlib"].matplotlib_fname()
    return found


def run(start: Start) -> None:
    """Start a kernel in this process and return when it has ended.

    Returns at once where it would not be as one that is started anew: its client starts that.
    """
    os.setsid()
    threading.Thread(target=_end_with, args=(start.lifeline,), daemon=True).start()
    os.environ.clear()
    os.environ.update({**start.environment, **start.settings["environment"]})
    os.chdir(start.settings["folder"])
    if style_file() != start.style_file:
        return
    _reseed()
    sys.argv = [ipykernel_launcher.__file__]
    # ipykernel would watch for the end of its parent process, as _end_with does: 1 stops that.
    app = _ForkedKernelApp.instance(parent_handle=1)
    app.settings = start.settings
    app.initialize(start.settings["arguments"])  # type: ignore[no-untyped-call]
    _choose_backend()
    send(start.control, app.connection())
    reader = Reader(start.control)
    while (own := reader.next()) is None:
        if reader.ended:
            return
        reader.read()
    app.take(own, reader.take_descriptors())
    reader.close()
    app.start()  # type: ignore[no-untyped-call]


def _end_with(lifeline: int) -> None:
    """End this process and all it has started when the warm process is gone."""
    os.read(lifeline, 1)
    os.killpg(0, signal.SIGKILL)


def _reseed() -> None:
    """Give each kernel random numbers of its own; Python's own generator does so by itself."""
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def _choose_backend() -> None:
    """Let matplotlib, imported before, draw where this kernel's environment says."""
    if "matplotlib" in sys.modules:
        parameters = sys.modules["matplotlib"].rcParams
        backend = os.environ["MPLBACKEND"]
        if parameters._get_backend_or_none() != backend:
            parameters["backend"] = backend
