"""Managers and clients of kernels for runs: this environment's interpreter, whatever the home says.

A kernel specification `python3` in the user's home, in JUPYTER_PATH or in the system's folders may
start any interpreter; none of them is read.
"""

import asyncio
from pathlib import Path
from typing import Any
from uuid import uuid4

import zmq
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.paths import jupyter_runtime_dir


class EnvironmentKernelManager(AsyncKernelManager):
    """Starts ipykernel on `sys.executable`, over TCP, on ports that the kernel has bound."""

    provisioner_name = "egovbench-stock"

    def __init__(self, **settings: Any) -> None:
        settings["kernel_name"] = "python3"
        settings["transport"] = "tcp"
        settings["client_factory"] = PromptKernelClient
        name = f"kernel-{uuid4()}.json"
        settings.setdefault("connection_file", str(Path(jupyter_runtime_dir()) / name))
        # Newer versions of jupyter_client can encrypt what other users could read on the wire,
        # and warn about each kernel that does not.
        if self.has_trait("transport_encryption") and zmq.has("curve"):
            settings["transport_encryption"] = "auto"
        # Without folders to search only ipykernel's built-in specification is left.
        super().__init__(kernel_spec_manager=KernelSpecManager(kernel_dirs=[]), **settings)

    @property
    def kernel_spec(self) -> KernelSpec:
        """The built-in specification, started by this manager's provisioner."""
        spec = super().kernel_spec
        assert spec is not None
        spec.metadata["kernel_provisioner"] = {"provisioner_name": self.provisioner_name}
        return spec


class WarmKernelManager(EnvironmentKernelManager):
    """Has kernels forked from the run's warm process."""

    provisioner_name = "egovbench-warm"


class PromptKernelClient(AsyncKernelClient):
    """A client that is told when its kernel is ready, instead of waiting until nothing comes."""

    def start_channels(
        self,
        shell: bool = True,
        iopub: bool = True,
        stdin: bool = True,
        hb: bool = False,
        control: bool = True,
    ) -> None:
        """Start the channels without the heartbeat: the manager knows whether its kernel lives."""
        super().start_channels(shell, iopub, stdin, hb, control)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Return once outputs are subscribed to and the kernel has answered.

        Kernels greet a subscription, so nothing that is sent later can be missed. Raises
        RuntimeError when the kernel ends before, or has not answered after `timeout` seconds.
        """
        answered = asyncio.ensure_future(self._answered())
        lost = asyncio.ensure_future(self._lost())
        done, waiting = await asyncio.wait(
            {answered, lost}, timeout=timeout, return_when=asyncio.FIRST_COMPLETED
        )
        for each in waiting:
            each.cancel()
        if not done:
            raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")
        for each in done:
            each.result()

    async def _answered(self) -> None:
        while (await self.iopub_channel.get_msg())["msg_type"] != "iopub_welcome":
            pass
        self.kernel_info()
        while (answer := await self.shell_channel.get_msg())["msg_type"] != "kernel_info_reply":
            pass
        self._handle_kernel_info_reply(answer)

    async def _lost(self) -> None:
        while await self.is_alive():
            await asyncio.sleep(0.5)
        raise RuntimeError("Kernel died before replying to kernel_info")
