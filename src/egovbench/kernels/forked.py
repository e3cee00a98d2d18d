"""Kernels that are forked from a process that has imported what notebooks need.

The standard library's fork server forks them (multiprocessing), ipykernel does the rest. A process
that was itself forked from such a server uses it too; any other has one of its own, which ends with
it.
"""

import asyncio
import gc
import json
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar
from uuid import uuid4

import zmq
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.jsonutil import json_default
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_core.paths import jupyter_runtime_dir

from egovbench.base.visible_text import whole
from egovbench.kernels.isolation import METHOD

PRELOAD = "egovbench.kernels.preload"
PORTS = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")
_START_SECONDS = 60.0
_UNKNOWN = 255
_END_SECONDS = 5.0


def start_fork_server(modules: Sequence[str] = ()) -> None:
    """Start the process that kernels are forked from, which also imports `modules`.

    It has this process's environment and working directory. Called before the first kernel; returns
    at once. Where this process was forked from such a server, that one forks its kernels.
    """
    if METHOD != "forkserver":
        return
    from multiprocessing import forkserver

    # The standard library hands on a server's address, but would start another all the same. From
    # Python 3.14 on a server also asks for a key, which is not handed on.
    inherited = forkserver.get_inherited_fds() is not None and PRELOAD in sys.modules
    if inherited and sys.version_info < (3, 14):
        forkserver._forkserver.ensure_running = lambda: None  # type: ignore[method-assign]
    else:
        forkserver.set_forkserver_preload([PRELOAD, *modules])
        forkserver.ensure_running()


class ForkedKernelManager(AsyncKernelManager):
    """Manages a kernel that ForkedProvisioner starts; reads no kernel specification of the user's.

    One in the home, in JUPYTER_PATH or in the system's folders may start any interpreter.
    """

    def __init__(self, **settings: Any) -> None:
        settings |= {"kernel_name": "python3", "client_factory": PromptClient, "transport": "tcp"}
        path = Path(jupyter_runtime_dir()) / f"kernel-{uuid4()}.json"
        settings.setdefault("connection_file", str(path))
        # Newer versions of jupyter_client can encrypt what other users could read on the wire,
        # and warn about each kernel that does not.
        if self.has_trait("transport_encryption") and zmq.has("curve"):
            settings["transport_encryption"] = "auto"
        # Without folders to search only ipykernel's built-in specification is left.
        super().__init__(kernel_spec_manager=KernelSpecManager(kernel_dirs=[]), **settings)
        self.provisioner = ForkedProvisioner(parent=self, kernel_spec=self.kernel_spec)


class PromptClient(AsyncKernelClient):
    """A client that is told when its kernel is ready, instead of waiting until nothing comes."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Return once outputs are subscribed to; RuntimeError if not within `timeout` seconds.

        Kernels greet a subscription, so nothing that is sent later can be missed.
        """
        try:
            async with asyncio.timeout(timeout):
                while (await self.iopub_channel.get_msg())["msg_type"] != "iopub_welcome":
                    pass
        except TimeoutError:
            raise RuntimeError(f"the kernel did not answer in {timeout} seconds") from None


class ForkedProvisioner(LocalProvisioner):
    """Has a kernel forked, which binds its own ports and hands them back.

    Ports that a client picks in advance collide when kernels start in parallel. To be used after
    `start_fork_server`.
    """

    process: Any = None
    ended: ClassVar[int | None] = None
    """Exit code of the last kernel that was found to have ended, negative for a signal."""

    async def pre_launch(self, **settings: Any) -> dict[str, Any]:
        """Prepare the launch without picking ports."""
        assert isinstance(self.parent, AsyncKernelManager)
        self.parent.cache_ports = False
        return await super().pre_launch(**settings)

    async def launch_kernel(self, cmd: list[str], **settings: Any) -> Any:
        """Start the kernel and return where it listens; RuntimeError when it does not start."""
        assert isinstance(self.parent, AsyncKernelManager)
        path = Path(self.parent.connection_file)
        path.write_text(json.dumps(json.loads(path.read_text()) | dict.fromkeys(PORTS, 0)))
        receiver, sender = multiprocessing.Pipe(duplex=False)
        environment = settings["env"] | {"JPY_PARENT_PID": str(os.getpid())}
        arguments = cmd[cmd.index("-f") :]
        folder = os.path.abspath(settings.get("cwd") or os.curdir)
        self.process = Kernel(
            target=_run,
            args=(sender, arguments, folder, environment),
            name="MainProcess",
            daemon=True,  # It ends with this process.
        )
        with receiver, sender, _no_main_module():
            self.process.start()
            self.pid = self.pgid = self.process.pid
            sender.close()
            with suppress(EOFError):
                if receiver.poll(_START_SECONDS):
                    ports = receiver.recv()
                    for name, port in ports.items():
                        setattr(self.parent, name, port)
                    return {**self.connection_info, **ports}
        await self.kill()
        raise RuntimeError("the kernel did not start")

    async def poll(self) -> int | None:
        """Return the kernel's exit code, None while it runs."""
        code = await super().poll()
        # The standard library says 255 where the process that knew is gone too.
        type(self).ended = None if code == _UNKNOWN else code
        return code

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel with all that it has started, and wait until it is gone."""
        await super().kill(restart)
        if self.process is not None:
            self.process.join(_END_SECONDS)

    async def cleanup(self, restart: bool = False) -> None:
        """End what a kernel that ended by itself has left behind."""
        if self.pgid is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.pgid, signal.SIGKILL)
            self.pgid = None
        await super().cleanup(restart)


class Popen(BaseProcess):
    """A process, with the part of subprocess.Popen that jupyter_client uses."""

    stdin = stdout = stderr = None

    def poll(self) -> int | None:
        """Return the exit code, negative for a signal; None while the process runs."""
        return self.exitcode

    def wait(self) -> int | None:
        """Return the exit code of a process that has ended."""
        return self.exitcode

    def send_signal(self, number: int) -> None:
        """Signal the process alone."""
        assert self.pid is not None
        os.kill(self.pid, number)


class Kernel(Popen, multiprocessing.get_context(METHOD).Process):  # type: ignore[misc]
    """The process of a kernel."""


@contextmanager
def _no_main_module() -> Iterator[None]:
    """Keep a started process from importing the main module of this one."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _run(
    sender: Connection, arguments: list[str], folder: str, environment: Mapping[str, str]
) -> None:
    """Be a kernel in this process, as if started anew, and tell the ports that it has bound."""
    gc.freeze()  # The collector would copy what is shared with the fork server.
    os.setsid()
    parent = multiprocessing.parent_process()
    assert parent is not None
    threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    multiprocessing.current_process().daemon = False  # A notebook may start processes.
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    if (preload := sys.modules.get(PRELOAD)) is not None:
        _adapt(preload)

    import ipykernel_launcher
    from ipykernel.kernelapp import IPKernelApp

    class Kernels(IPKernelApp):
        """Drops no output, however slowly it is read."""

        def _bind_socket(self, s: Any, port: int) -> Any:
            s.sndhwm = 0
            return super()._bind_socket(s, port)  # type: ignore[no-untyped-call]

    sys.argv = [ipykernel_launcher.__file__, *arguments]
    # ipykernel would watch for the end of its parent process, as _end_with does: 1 stops that.
    app = Kernels.instance(parent_handle=1)
    app.initialize(arguments)  # type: ignore[no-untyped-call]
    app.session.pack = _whole_characters(app.session.pack)
    sender.send({name: getattr(app, name) for name in PORTS})
    sender.close()
    app.start()  # type: ignore[no-untyped-call]


def _whole_characters(pack: Callable[[object], bytes]) -> Callable[[object], bytes]:
    """Let a kernel's messages hold U+FFFD for halves of characters, on which `pack` fails."""

    def packed(message: object) -> bytes:
        try:
            return pack(message)
        except UnicodeEncodeError:
            text = json.dumps(message, default=json_default, ensure_ascii=False)
            return whole(text).encode()

    return packed


def _end_with(sentinel: int) -> None:
    """End this process and all it has started when the process that needs it is gone."""
    wait([sentinel])
    os.killpg(0, signal.SIGKILL)


def _adapt(preload: ModuleType) -> None:
    """Make up for what modules have kept from the process in which they were imported."""
    sys.path[:] = preload.SEARCH_PATH
    for name, value in preload.VARIABLES.items():
        os.environ.setdefault(name, value)
    sys.modules["numpy"].random.seed()
    matplotlib = sys.modules["matplotlib"]
    if (style_file := matplotlib.matplotlib_fname()) != preload.STYLE_FILE:
        matplotlib.rc_file(style_file)
