import asyncio
import json
import os
import sys
from pathlib import Path

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from egovbench.batch.kernel import EnvironmentKernelManager, isolate


@pytest.fixture(autouse=True)
def isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        monkeypatch.setenv(name, os.environ[name])
    isolate(tmp_path / "scratch")


def test_kernel_binds_its_ports_and_hands_them_back() -> None:
    async def ports() -> tuple[dict[str, int], dict[str, int]]:
        manager = EnvironmentKernelManager()
        manager.write_connection_file()
        written = json.loads(Path(manager.connection_file).read_text())
        planned = {name: port for name, port in written.items() if name.endswith("_port")}
        await manager.start_kernel()
        bound = {
            name: port
            for name, port in manager.get_connection_info().items()
            if name.endswith("_port")
        }
        await manager.shutdown_kernel(now=True)
        return planned, bound

    planned, bound = asyncio.run(ports())
    assert set(planned) == {"shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"}
    assert set(planned.values()) == {0}
    assert set(bound) == set(planned)
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
