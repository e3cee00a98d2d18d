"""The warm process: has imported what notebooks import, and forks a kernel for each of them.

It has one thread, so that no lock is held when it forks; reads nothing but its sockets; and ends,
with all its kernels, when whoever started it ends. Started by `egovbench.kernels.warm_parent`.
"""

import gc
import json
import os
import select
import signal
import socket
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from egovbench.kernels import forked_kernel
from egovbench.kernels.messages import Reader, remove_address, send
from egovbench.kernels.preloading import preload, prepare

_MOST_SPARES = 16
_CLIENT_SECONDS = 10.0


class _Forked(BaseException):
    """Raised in a forked process, with how its kernel starts."""

    def __init__(self, start: forked_kernel.Start) -> None:
        self.start = start


@dataclass
class _Kernel:
    """A forked kernel as the warm process sees it; a spare one has no client yet."""

    process: int
    control: socket.socket
    reader: Reader
    settings: str
    ready: dict[str, Any] | None = None
    client: "_Client | None" = None
    dropped: bool = False


@dataclass
class _Client:
    """A connection that asks for one kernel, or for a preparation."""

    connection: socket.socket
    reader: Reader
    kernel: _Kernel | None = None
    request: dict[str, Any] | None = None


class _WarmProcess:
    def __init__(self, listener: socket.socket, initial_environment: Mapping[str, str]) -> None:
        self._listener = listener
        self._initial_environment = initial_environment
        self._style_file = forked_kernel.style_file()
        self._clients: dict[int, _Client] = {}
        self._kernels: dict[int, _Kernel] = {}
        # Kernels hold the reading end: they end when the last writing end, ours, is closed.
        self._lifeline = os.pipe()
        self._wake = socket.socketpair()
        for end in self._wake:
            end.setblocking(False)
        self._poll = select.poll()
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake[1].fileno(), warn_on_full_buffer=False)

    def serve(self) -> None:
        """Answer clients until the starter is gone; raises _Forked in each forked kernel."""
        self._listen_to(sys.stdin.fileno(), self._listener.fileno(), self._wake[0].fileno())
        while True:
            # One event at a time: it may close what the others are about.
            descriptor, _ = self._poll.poll()[0]
            if descriptor == sys.stdin.fileno():
                self._end()
                return
            if descriptor == self._wake[0].fileno():
                self._wake[0].recv(4096)
                self._reap()
            elif descriptor == self._listener.fileno():
                self._accept()
            elif descriptor in self._clients:
                self._hear_client(self._clients[descriptor])
            else:
                self._hear_kernel(self._kernels[descriptor])

    def _listen_to(self, *descriptors: int) -> None:
        for descriptor in descriptors:
            self._poll.register(descriptor, select.POLLIN)

    def _accept(self) -> None:
        connection, _ = self._listener.accept()
        connection.settimeout(_CLIENT_SECONDS)
        self._clients[connection.fileno()] = _Client(connection, Reader(connection))
        self._listen_to(connection.fileno())

    def _hear_client(self, client: _Client) -> None:
        client.reader.read()
        while (message := client.reader.next()) is not None:
            if "kernel" in message:
                client.request = message["kernel"]
                self._provide(client)
            elif "signal" in message and client.kernel is not None:
                _signal(client.kernel, message["signal"])
            elif "prepare" in message:
                self._drop_spares()
                self._answer(client, {"prepared": prepare(**message["prepare"])})
        if client.reader.ended:
            self._leave(client)

    def _leave(self, client: _Client) -> None:
        """Forget a client that is gone; its kernel ends with it."""
        self._poll.unregister(client.connection)
        del self._clients[client.connection.fileno()]
        client.reader.close()
        if client.kernel is not None:
            client.kernel.client = None
            _signal(client.kernel, signal.SIGKILL)

    def _answer(self, client: _Client, message: Mapping[str, Any]) -> None:
        # A client that is gone is noticed when its connection is read next.
        with suppress(OSError):
            send(client.connection, message)

    def _provide(self, client: _Client) -> None:
        """Give the client a kernel: the one made ready for such a request, or a new one."""
        assert client.request is not None
        asked = client.request["settings"]
        if _for_python(asked["environment"]) != _for_python(self._initial_environment):
            self._answer(client, {"refused": "Python's own environment variables differ"})
            return
        settings = json.dumps(asked, sort_keys=True)
        kernel = next((each for each in self._spares() if each.settings == settings), None)
        kernel = kernel or self._fork(settings)
        if kernel is None:
            threads = _thread_count()
            self._answer(client, {"refused": f"the warm process has {threads} threads"})
            return
        kernel.client, client.kernel = client, kernel
        self._hand_over(kernel)

    def _spares(self) -> list[_Kernel]:
        kernels = self._kernels.values()
        return [each for each in kernels if each.client is None and not each.dropped]

    def _drop_spares(self, keep: int = 0) -> None:
        """End the kernels that were made ready first, until so many are left."""
        spares = self._spares()
        for kernel in spares[: len(spares) - keep]:
            kernel.dropped = True
            _signal(kernel, signal.SIGKILL)

    def _fork(self, settings: str) -> _Kernel | None:
        """Return a new kernel; None with more than one thread, whose locks it would inherit.

        Raises _Forked in the new process.
        """
        if _thread_count() != 1:
            return None
        ours, its = socket.socketpair()
        process = os.fork()
        if process == 0:
            ours.close()
            self._forget_everything()
            added = os.environ.keys() - self._initial_environment.keys()
            environment = {name: os.environ[name] for name in added}
            start = forked_kernel.Start(
                its, self._lifeline[0], json.loads(settings), environment, self._style_file
            )
            raise _Forked(start)
        its.close()
        kernel = _Kernel(process, ours, Reader(ours), settings)
        self._kernels[ours.fileno()] = kernel
        self._listen_to(ours.fileno())
        return kernel

    def _forget_everything(self) -> None:
        """In a forked kernel: let go of all that belongs to the warm process."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.close(self._lifeline[1])
        self._listener.close()
        for end in self._wake:
            end.close()
        for client in self._clients.values():
            client.reader.close()
        for kernel in self._kernels.values():
            kernel.reader.close()
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, sys.stdin.fileno())
        os.close(nothing)

    def _hear_kernel(self, kernel: _Kernel) -> None:
        kernel.reader.read()
        message = kernel.reader.next()
        if message is not None:
            kernel.ready = message
            self._hand_over(kernel)
        elif kernel.reader.ended:
            self._poll.unregister(kernel.control)  # It ends; _reap does the rest.

    def _hand_over(self, kernel: _Kernel) -> None:
        """Tell a kernel whose it is and its client where it listens, once it is ready.

        The next kernel for such a request is made at once, while this one works.
        """
        client = kernel.client
        if client is None or client.request is None or kernel.ready is None:
            return
        descriptors = client.reader.take_descriptors()
        with suppress(OSError):
            send(kernel.control, client.request["own"], descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        self._answer(client, {"process": kernel.process, "connection": kernel.ready})
        if not any(each.settings == kernel.settings for each in self._spares()):
            self._drop_spares(keep=_MOST_SPARES - 1)
            self._fork(kernel.settings)

    def _reap(self) -> None:
        """Tell clients how their kernels ended, and end what these have left behind."""
        for descriptor, kernel in list(self._kernels.items()):
            found = os.waitid(os.P_PID, kernel.process, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if found is None:
                continue
            # While it is a zombie its number cannot have become another process's.
            _signal(kernel, signal.SIGKILL)
            _, status = os.waitpid(kernel.process, 0)
            with suppress(KeyError):
                self._poll.unregister(kernel.control)
            del self._kernels[descriptor]
            kernel.reader.close()
            if kernel.client is not None:
                kernel.client.kernel = None
                self._answer(kernel.client, {"ended": os.waitstatus_to_exitcode(status)})

    def _end(self) -> None:
        for kernel in self._kernels.values():
            _signal(kernel, signal.SIGKILL)
        for kernel in self._kernels.values():
            os.waitpid(kernel.process, 0)
        remove_address(Path(self._listener.getsockname()))


def _signal(kernel: _Kernel, number: int) -> None:
    """Signal a kernel and all it has started; it leads a group of its own."""
    try:
        os.killpg(kernel.process, number)
    except ProcessLookupError:
        # It was forked just now and has not made its group yet.
        os.kill(kernel.process, number)


def _for_python(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that Python reads when it starts, which a fork cannot make up for."""
    return {name: value for name, value in environment.items() if name.startswith("PYTHON")}


def _thread_count() -> int:
    try:
        return len(os.listdir("/proc/self/task"))
    except FileNotFoundError:
        return threading.active_count()


def main() -> None:
    """Serve on the listening socket whose descriptor is the first argument."""
    listener = socket.socket(fileno=int(sys.argv[1]))
    gc.disable()
    initial_environment = dict(os.environ)
    assert isinstance(sys.stdout, TextIOWrapper)
    sys.stdout.reconfigure(encoding="UTF-8")  # pandas notes how a kernel's output spells it.
    preload(json.loads(sys.argv[2]))
    warm = _WarmProcess(listener, initial_environment)
    try:
        warm.serve()
        return
    except _Forked as forked:
        start = forked.start
    gc.enable()
    forked_kernel.run(start)
