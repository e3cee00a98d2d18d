import asyncio
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from egovbench.kernels.isolation import isolate
from egovbench.kernels.manager import EnvironmentKernelManager, WarmKernelManager


@pytest.fixture(autouse=True)
def isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        monkeypatch.setenv(name, os.environ[name])
    isolate(tmp_path / "scratch")


def ports_in(connection: Mapping[str, Any]) -> dict[str, int]:
    return {name: port for name, port in connection.items() if name.endswith("_port")}


@pytest.mark.parametrize("manager_class", [EnvironmentKernelManager, WarmKernelManager])
def test_kernel_binds_its_ports_and_hands_them_back(
    manager_class: type[EnvironmentKernelManager], monkeypatch: pytest.MonkeyPatch
) -> None:
    planned: list[dict[str, int]] = []
    launch = LocalProvisioner.launch_kernel

    async def look_and_launch(self: LocalProvisioner, cmd: list[str], **settings: Any) -> Any:
        planned.append(ports_in(json.loads(Path(self.parent.connection_file).read_text())))
        return await launch(self, cmd, **settings)

    async def ports() -> tuple[dict[str, int], dict[str, int]]:
        manager = manager_class()
        await manager.start_kernel()
        written = json.loads(Path(manager.connection_file).read_text())
        bound = ports_in(manager.get_connection_info())
        await manager.shutdown_kernel(now=True)
        return ports_in(written), bound

    monkeypatch.setattr(LocalProvisioner, "launch_kernel", look_and_launch)
    written, bound = asyncio.run(ports())
    names = {"shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"}
    stock = manager_class is EnvironmentKernelManager
    assert planned == ([dict.fromkeys(names, 0)] if stock else [])
    assert written == bound
    assert set(bound) == names
    assert all(port > 1023 for port in bound.values())
    assert len(set(bound.values())) == 5


def test_transport_is_tcp_whatever_is_asked_for() -> None:
    assert EnvironmentKernelManager(transport="ipc").transport == "tcp"


def test_name_in_the_notebook_does_not_choose_the_interpreter() -> None:
    notebook = new_notebook(
        cells=[new_code_cell("import sys; print(sys.executable)")],
        metadata={"kernelspec": {"name": "somebody-elses", "display_name": "x"}},
    )
    client = NotebookClient(
        notebook, kernel_manager_class=EnvironmentKernelManager, shutdown_kernel="immediate"
    )
    client.execute()
    assert notebook.cells[0].outputs[0].text == f"{sys.executable}\n"


def test_kernel_that_cannot_start_is_an_error_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async def start() -> None:
        manager = EnvironmentKernelManager()
        monkeypatch.setattr(
            EnvironmentKernelManager,
            "format_kernel_cmd",
            lambda self, **_: [sys.executable, "-c", ""],
        )
        await manager.start_kernel()

    with pytest.raises(RuntimeError, match="ended before it was ready"):
        asyncio.run(asyncio.wait_for(start(), timeout=30))


def test_isolation_points_everything_away_from_home(tmp_path: Path) -> None:
    for name in ("JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR"):
        assert Path(os.environ[name]).is_relative_to(tmp_path)
    fonts = Path(os.environ["MPLCONFIGDIR"])
    assert fonts.is_relative_to(tmp_path) or fonts.is_relative_to(sys.prefix)
    assert "JUPYTER_PATH" not in os.environ
