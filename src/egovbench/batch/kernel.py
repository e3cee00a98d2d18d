"""The kernel that reports run in: this environment's interpreter, apart from the user's home.

A kernel specification `python3` in the user's home, in JUPYTER_PATH or in the system's folders may
start any interpreter; none of them is read. Kernels bind their ports themselves and hand them back
in the connection file: ports that a client picks in advance collide when workers run in parallel.
"""

import asyncio
import json
import os
import sys
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import zmq
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.paths import jupyter_runtime_dir

_PORTS = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")
_BINDING_SECONDS = 60.0
_POLLING_SECONDS = 0.01


class EnvironmentKernelManager(AsyncKernelManager):
    """Starts ipykernel on `sys.executable`, over TCP, on ports that the kernel has bound."""

    def __init__(self, **settings: Any) -> None:
        settings["kernel_name"] = "python3"
        settings["transport"] = "tcp"
        settings["cache_ports"] = False
        name = f"kernel-{uuid4()}.json"
        settings.setdefault("connection_file", str(Path(jupyter_runtime_dir()) / name))
        # Newer versions of jupyter_client can encrypt what other users could read on the wire,
        # and warn about each kernel that does not.
        if self.has_trait("transport_encryption") and zmq.has("curve"):
            settings["transport_encryption"] = "auto"
        # Without folders to search only ipykernel's built-in specification is left.
        super().__init__(kernel_spec_manager=KernelSpecManager(kernel_dirs=[]), **settings)

    def write_connection_file(self, **settings: Any) -> None:
        """Write the connection file with ports of 0, which tell the kernel to bind any."""
        super().write_connection_file(**settings)
        path = Path(self.connection_file)
        path.write_text(json.dumps({**json.loads(path.read_text()), **dict.fromkeys(_PORTS, 0)}))
        for name in _PORTS:
            setattr(self, name, 0)

    async def _async_launch_kernel(self, kernel_cmd: list[str], **settings: Any) -> None:
        assert self.provisioner is not None
        await self.provisioner.launch_kernel(kernel_cmd, **settings)
        self.load_connection_info(await self._bound())
        self.provisioner.connection_info = self.get_connection_info()

    _launch_kernel = _async_launch_kernel  # the asynchronous manager calls it by this name

    async def _bound(self) -> Any:
        """Return the connection's settings once the kernel has written its ports."""
        assert self.provisioner is not None
        deadline = time.monotonic() + _BINDING_SECONDS
        while time.monotonic() < deadline:
            try:
                info = json.loads(Path(self.connection_file).read_text())
            except (OSError, ValueError):
                info = {}  # The kernel removes the file and writes it anew.
            if all(info.get(name) for name in _PORTS):
                return info
            if await self.provisioner.poll() is not None:
                raise RuntimeError("the kernel ended before it was ready")
            await asyncio.sleep(_POLLING_SECONDS)
        await self.provisioner.kill()
        raise RuntimeError(f"the kernel was not ready after {_BINDING_SECONDS:.0f} seconds")


def isolate(scratch: Path) -> None:
    """Point everything that Jupyter, IPython and matplotlib write or read at home to `scratch`.

    Sets environment variables of this process, which its kernels inherit. matplotlib's font cache
    is kept in the environment where one can be written, since building it takes seconds.
    """
    places = {
        "JUPYTER_RUNTIME_DIR": scratch / "runtime",
        "JUPYTER_DATA_DIR": scratch / "data",
        "JUPYTER_CONFIG_DIR": scratch / "config",
        "IPYTHONDIR": scratch / "ipython",
        "MPLCONFIGDIR": _lasting_cache() or scratch / "matplotlib",
    }
    for name, place in places.items():
        place.mkdir(parents=True, exist_ok=True)
        os.environ[name] = str(place)
    os.environ.pop("JUPYTER_PATH", None)
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    # Workers share the processors already; threads of their own only get in each other's way.
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def _lasting_cache() -> Path | None:
    prefix = Path(sys.prefix)
    own = sys.prefix != sys.base_prefix or (prefix / "conda-meta").is_dir()
    return prefix / "var" / "cache" / "matplotlib" if own and os.access(prefix, os.W_OK) else None
