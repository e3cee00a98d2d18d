"""Where forked kernels listen, and what notebooks find in them."""

import asyncio
import json
import multiprocessing
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from egovbench.kernels import forked
from egovbench.kernels.forked import ForkedKernelManager
from egovbench.runs.worker import NOTEBOOKS_IMPORT

WAS_FORKED = "import sys; print('egovbench.kernels.preload' in sys.modules)"


pytestmark = pytest.mark.usefixtures("isolated")


def printed(folder: Path, *sources: str, forked: bool = True, **settings: Any) -> list[str]:
    """Run cells in a kernel of their own, forked or not, and return what each has printed."""
    kernel = {"name": "somebody-elses", "display_name": "must not choose the interpreter"}
    notebook = new_notebook(
        cells=[new_code_cell(source) for source in (WAS_FORKED, *sources)],
        metadata={"kernelspec": kernel},
    )
    NotebookClient(
        notebook,
        kernel_manager_class=ForkedKernelManager,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(folder)}},
    ).execute(**settings)
    state, *found = (
        "".join(output.get("text", "") for output in cell.outputs) for cell in notebook.cells
    )
    assert state == f"{forked}\n"
    return found


def test_kernel_binds_its_ports_and_hands_them_back() -> None:
    async def ports() -> tuple[dict[str, Any], dict[str, Any]]:
        manager = ForkedKernelManager(transport="ipc")
        assert manager.transport == "tcp"
        await manager.start_kernel()
        written = json.loads(Path(manager.connection_file).read_text())
        bound = manager.get_connection_info()
        await manager.shutdown_kernel(now=True)
        return written, bound

    written, bound = asyncio.run(ports())
    numbers = [bound[name] for name in forked.PORTS]
    assert numbers == [written[name] for name in forked.PORTS]
    assert all(number > 1023 for number in numbers)
    assert len(set(numbers)) == 5


def test_kernel_that_cannot_start_is_an_error_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not after the time in which a kernel must start."""
    monkeypatch.setattr(forked, "_START_SECONDS", 1000)

    async def start() -> None:
        await ForkedKernelManager().start_kernel(cwd=str(tmp_path / "missing"))

    with pytest.raises(RuntimeError, match="the kernel did not start"):
        asyncio.run(asyncio.wait_for(start(), timeout=300))


def test_isolation_points_everything_away_from_home(tmp_path: Path) -> None:
    for name in ("JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR"):
        assert Path(os.environ[name]).is_relative_to(tmp_path)
    fonts = Path(os.environ["MPLCONFIGDIR"])
    assert fonts.is_relative_to(tmp_path) or fonts.is_relative_to(sys.prefix)
    assert "JUPYTER_PATH" not in os.environ


def test_kernels_share_nothing_that_one_of_them_changes(tmp_path: Path) -> None:
    change = "import matplotlib as mpl\nmpl.rcParams['lines.linewidth'] = 9\nsys.invented = 1"
    look = (
        "import matplotlib as mpl\nprint(mpl.rcParams['lines.linewidth'], hasattr(sys, 'invented'))"
    )
    assert printed(tmp_path, change) == [""]
    assert printed(tmp_path, look) == ["1.5 False\n"]


def test_each_kernel_has_random_numbers_of_its_own(tmp_path: Path) -> None:
    draw = "import random, numpy\nprint(random.random())\nprint(numpy.random.random())"
    drawn = [printed(tmp_path, draw) for _ in range(3)]
    assert len({number for (both,) in drawn for number in both.split()}) == 6


def test_interpreter_folder_and_environment_are_those_asked_for(tmp_path: Path) -> None:
    environment = {**os.environ, "INVENTED": "yes"}
    look = "import os\nprint(sys.executable, os.getcwd(), os.environ['INVENTED'])"
    assert printed(tmp_path, look, env=environment) == [f"{sys.executable} {tmp_path} yes\n"]


def test_a_style_file_in_the_folder_counts(tmp_path: Path) -> None:
    """It is read when matplotlib is imported, which the fork server has done elsewhere."""
    (tmp_path / "matplotlibrc").write_text("lines.linewidth: 7\n")
    look = "import matplotlib as mpl\nprint(mpl.rcParams['lines.linewidth'])"
    assert printed(tmp_path, look) == ["7.0\n"]


def test_where_nothing_can_be_forked_a_kernel_is_started_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bases = (forked.Popen, multiprocessing.get_context("spawn").Process)
    monkeypatch.setattr(forked, "Kernel", type("Kernel", bases, {"__module__": forked.__name__}))
    look = "print('pandas' in sys.modules)"
    assert printed(tmp_path, look, forked=False) == ["False\n"]


def test_modules_that_are_imported_before_exist() -> None:
    assert [name for name in NOTEBOOKS_IMPORT if find_spec(name) is None] == []
