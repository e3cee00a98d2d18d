"""How kernels come into being: plug-ins of jupyter_client, for whichever client uses it."""

import asyncio
import atexit
import json
import os
import signal
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import List, Unicode

from egovbench.kernels.messages import Reader, connected, send
from egovbench.kernels.warm_parent import PRELOAD, SOCKET_VARIABLE, WarmParent

_PORTS = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")
_BINDING_SECONDS = 60.0
_POLLING_SECONDS = 0.01
_ENDING_SECONDS = 5.0
_LOST = -signal.SIGKILL


class BoundPortsProvisioner(LocalProvisioner):
    """Starts a kernel anew, on ports that it binds itself and hands back.

    Ports that a client picks in advance collide when kernels start in parallel.
    """

    # Jupyter uses little of it, so that other things than subprocesses fit too.
    process: Any = None

    @property
    def manager(self) -> KernelManager:
        """The kernel's manager, which knows its connection file."""
        assert isinstance(self.parent, KernelManager)
        return self.parent

    async def pre_launch(self, **settings: Any) -> dict[str, Any]:
        """Prepare the launch without picking ports."""
        self.manager.cache_ports = False
        return await super().pre_launch(**settings)

    async def launch_kernel(self, cmd: list[str], **settings: Any) -> Any:
        """Start the kernel and return where it listens; RuntimeError when it does not start.

        A kernel that is restarted gets its old ports, to which its clients are connected.
        """
        if self.pid is not None:
            return await super().launch_kernel(cmd, **settings)
        path = Path(self.manager.connection_file)
        path.write_text(json.dumps({**json.loads(path.read_text()), **dict.fromkeys(_PORTS, 0)}))
        settings["env"].pop(SOCKET_VARIABLE, None)  # Of no use to a notebook.
        await super().launch_kernel(cmd, **settings)
        ports = await self._bound_ports(path)
        for name, port in ports.items():
            # The file says so already, so the manager would keep those that it has picked.
            setattr(self.parent, name, port)
        self.connection_info.update(ports)
        return self.connection_info

    async def _bound_ports(self, path: Path) -> Any:
        """Return the ports once the kernel has written them into the connection file."""
        deadline = time.monotonic() + _BINDING_SECONDS
        while time.monotonic() < deadline:
            try:
                info = json.loads(path.read_text())
            except (OSError, ValueError):
                info = {}  # The kernel removes the file and writes it anew.
            if all(info.get(name) for name in _PORTS):
                return {name: info[name] for name in _PORTS}
            if await self.poll() is not None:
                raise RuntimeError("the kernel ended before it was ready")
            await asyncio.sleep(_POLLING_SECONDS)
        await self.kill()
        raise RuntimeError(f"the kernel was not ready after {_BINDING_SECONDS:.0f} seconds")


class WarmProvisioner(BoundPortsProvisioner):
    """Has kernels forked from a warm process: the run's own, else one for this process.

    Where processes cannot be forked safely, or the warm process is gone, kernels are started anew.
    """

    preload = List(
        Unicode(), list(PRELOAD), config=True, help="Modules that the warm process imports."
    )

    async def launch_kernel(self, cmd: list[str], **settings: Any) -> Any:
        """Have a kernel forked and return where it listens; a restarted one is started anew."""
        if self.pid is not None:
            return await super().launch_kernel(cmd, **settings)
        try:
            return await self._fork(cmd, settings)
        except _NoWarmKernelError as reason:
            self.log.warning("This kernel is started anew: %s.", reason)
            return await super().launch_kernel(cmd, **settings)

    async def _fork(self, cmd: list[str], settings: dict[str, Any]) -> Any:
        # macOS has fork too, but its frameworks do not survive it.
        if not hasattr(os, "fork") or sys.platform == "darwin":
            raise _NoWarmKernelError("processes cannot be forked here")
        if self.manager.transport != "tcp":
            raise _NoWarmKernelError("warm kernels talk over TCP")
        environment = dict(settings["env"])
        address = environment.pop(SOCKET_VARIABLE, None)
        environment.pop("JPY_PARENT_PID", None)
        folder = os.path.abspath(settings.get("cwd") or os.curdir)
        arguments = _after_connection_file(cmd)
        # Requests that agree in these can be served by a kernel that was made ready before.
        shared = {
            "arguments": arguments,
            "folder": folder,
            "environment": environment,
            "address": self.manager.ip,
            "encrypted": "curve_publickey" in self.connection_info,
        }
        own = {
            "environment": {"JPY_PARENT_PID": str(os.getpid())},
            "connection_file": self.manager.connection_file,
            "arguments": ["-f", self.manager.connection_file, *arguments],
        }
        kernel = WarmKernel(address or _own_address(self.preload, environment, folder))
        answer = await kernel.ask({"kernel": {"settings": shared, "own": own}})
        self.process = kernel
        self.pid = kernel.pid = answer["process"]
        self.cwd = folder
        key = answer["connection"].pop("key").encode()
        return {**self.connection_info, **answer["connection"], "key": key}

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel and wait until it is gone."""
        await super().kill(restart)
        if isinstance(self.process, WarmKernel):
            with suppress(TimeoutError):
                await asyncio.wait_for(self.process.wait_for_end(), _ENDING_SECONDS)


class _NoWarmKernelError(Exception):
    """The warm process cannot give a kernel; the message says why."""


class WarmKernel:
    """A forked kernel as its client sees it: the part of subprocess.Popen that Jupyter uses."""

    stdin = stdout = stderr = None

    def __init__(self, address: str) -> None:
        try:
            self._connection = connected(address)
        except OSError as fault:
            raise _NoWarmKernelError(f"no warm process listens ({fault.strerror})") from None
        self._connection.setblocking(False)
        self._reader = Reader(self._connection)
        self._returncode: int | None = None
        self.pid = 0

    async def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Ask for the kernel and return the answer once it is ready."""
        self._connection.setblocking(True)
        try:
            send(self._connection, request, _standard_streams())
        except OSError:
            raise _NoWarmKernelError("the warm process has ended") from None
        self._connection.setblocking(False)
        while (answer := self._reader.next()) is None and not self._reader.ended:
            await self._arrival()
        if answer is None or "process" not in answer:
            self._reader.close()
            reason = (answer or {}).get("refused", "it did not start in the warm process")
            raise _NoWarmKernelError(reason)
        return answer

    async def _arrival(self) -> None:
        """Wait until something has arrived, and take it."""
        loop = asyncio.get_running_loop()
        arrived = asyncio.Event()
        loop.add_reader(self._connection, arrived.set)
        try:
            await arrived.wait()
        finally:
            loop.remove_reader(self._connection)
        self._reader.read()

    def poll(self) -> int | None:
        """Return the exit code, negative for a signal; None while the kernel runs."""
        if self._returncode is None:
            self._reader.read()
            self._look()
        return self._returncode

    def _look(self) -> None:
        message = self._reader.next()
        if message is not None:
            self._returncode = message["ended"]
        elif self._reader.ended:
            self._returncode = _LOST  # Kernels do not outlive the warm process.
        if self._returncode is not None:
            self._reader.close()

    async def wait_for_end(self) -> None:
        """Wait until the kernel has ended."""
        while self._returncode is None:
            await self._arrival()
            self._look()

    def wait(self) -> int | None:
        """Return the exit code of a kernel that has ended."""
        return self._returncode

    def send_signal(self, number: int) -> None:
        """Signal the kernel and all it has started; ProcessLookupError when it has ended."""
        try:
            send(self._connection, {"signal": int(number)})
        except OSError:
            raise ProcessLookupError from None

    def kill(self) -> None:
        """Kill the kernel."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)


def _after_connection_file(command: list[str]) -> list[str]:
    """Return the arguments of a kernel's command that follow `-f CONNECTION_FILE`."""
    return command[command.index("-f") + 2 :]


def _standard_streams() -> list[int]:
    return [1, 2]


_own: dict[int, WarmParent] = {}


def _own_address(preload: list[str], environment: dict[str, str], folder: str) -> str:
    """Return where this process's own warm process listens, after starting one if needed."""
    process = os.getpid()  # A forked copy of this process needs one of its own.
    if process not in _own:
        place = Path(tempfile.mkdtemp(prefix="egovbench-"))
        _own[process] = WarmParent(place, preload, environment, Path(folder))
        atexit.register(_own[process].close)
    return str(_own[process].socket)
