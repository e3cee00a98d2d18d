"""What notebooks find in kernels that a warm process has forked, and when they get stock ones."""

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from egovbench.kernels.isolation import isolate
from egovbench.kernels.manager import WarmKernelManager
from egovbench.kernels.warm_parent import KernelError, WarmParent, warm_kernels

PARENT = "import os, sys\nprint(os.getppid())"


@contextmanager
def warm(scratch: Path) -> Iterator[WarmParent]:
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            patch.setenv(name, os.environ[name])
        patch.setenv("PYTHONPATH", str(Path(__file__).parent))
        with warm_kernels(scratch, ["numpy", "matplotlib.pyplot"]) as parent:
            isolate(scratch / "isolated")
            yield parent


@pytest.fixture(scope="module")
def parent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WarmParent]:
    with warm(tmp_path_factory.mktemp("scratch")) as parent:
        yield parent


def printed(folder: Path, *sources: str, **settings: Any) -> list[str]:
    """Run cells in a kernel of their own and return what each has printed."""
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    NotebookClient(
        notebook,
        kernel_manager_class=WarmKernelManager,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(folder)}},
    ).execute(**settings)
    return ["".join(output.get("text", "") for output in cell.outputs) for cell in notebook.cells]


def is_warm(parent: WarmParent, folder: Path, **settings: Any) -> bool:
    return printed(folder, PARENT, **settings) == [f"{parent.process}\n"]


def test_kernels_have_been_prepared(parent: WarmParent, tmp_path: Path) -> None:
    assert parent.prepare("prepared_work:count", {"word": "invented"})
    assert not parent.prepare("prepared_work:fail", {})
    assert not parent.prepare("no_such_module:fail", {})
    found = printed(tmp_path, PARENT, "import prepared_work\nprint(prepared_work.RESULTS)")
    assert found == [f"{parent.process}\n", "{'invented': 8}\n"]


def test_kernels_share_nothing_that_one_of_them_changes(parent: WarmParent, tmp_path: Path) -> None:
    change = "import matplotlib as mpl\nmpl.rcParams['lines.linewidth'] = 9\nsys.invented = 1"
    look = (
        "import matplotlib as mpl\nprint(mpl.rcParams['lines.linewidth'], hasattr(sys, 'invented'))"
    )
    assert printed(tmp_path, PARENT, change) == [f"{parent.process}\n", ""]
    assert printed(tmp_path, PARENT, look) == [f"{parent.process}\n", "1.5 False\n"]


def test_each_kernel_has_random_numbers_of_its_own(parent: WarmParent, tmp_path: Path) -> None:
    draw = "import random, numpy\nprint(random.random())\nprint(numpy.random.random())"
    drawn = [printed(tmp_path, PARENT, draw) for _ in range(3)]
    assert {parents for parents, _ in drawn} == {f"{parent.process}\n"}
    numbers = [number for _, both in drawn for number in both.split()]
    assert len(set(numbers)) == 6


def test_the_next_kernel_is_made_while_one_works(parent: WarmParent, tmp_path: Path) -> None:
    assert is_warm(parent, tmp_path)
    deadline = time.monotonic() + 30
    while not (ready := psutil.Process(parent.process).children()) and time.monotonic() < deadline:
        time.sleep(0.02)
    (number,) = printed(tmp_path, "import os\nprint(os.getpid())")
    assert int(number) in {process.pid for process in ready}


def test_folder_and_environment_are_those_of_the_request(
    parent: WarmParent, tmp_path: Path
) -> None:
    environment = {**os.environ, "INVENTED": "yes"}
    found = printed(tmp_path, PARENT, "print(os.getcwd(), os.environ['INVENTED'])", env=environment)
    assert found == [f"{parent.process}\n", f"{tmp_path} yes\n"]


def test_a_style_file_in_the_folder_counts(parent: WarmParent, tmp_path: Path) -> None:
    """It is read when matplotlib is imported, which the warm process has done elsewhere."""
    (tmp_path / "matplotlibrc").write_text("lines.linewidth: 7\n")
    look = "import matplotlib as mpl\nprint(mpl.rcParams['lines.linewidth'])"
    assert printed(tmp_path, look) == ["7.0\n"]
    assert not is_warm(parent, tmp_path)


def test_variables_that_python_reads_when_it_starts_count(
    parent: WarmParent, tmp_path: Path
) -> None:
    environment = {**os.environ, "PYTHONWARNINGS": "error"}
    assert printed(tmp_path, "import sys\nprint(sys.warnoptions)", env=environment) == [
        "['error']\n"
    ]
    assert not is_warm(parent, tmp_path, env=environment)


def test_a_folder_that_is_gone_is_said(parent: WarmParent, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no-such-folder"):
        printed(tmp_path / "no-such-folder", PARENT)
    assert is_warm(parent, tmp_path)


def test_without_fork_kernels_are_stock(
    parent: WarmParent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "fork")
    assert not is_warm(parent, tmp_path)


def test_a_restarted_kernel_keeps_the_ports_its_clients_know(parent: WarmParent) -> None:
    async def restart() -> tuple[Any, Any]:
        manager = WarmKernelManager()
        await manager.start_kernel()
        before = manager.get_connection_info()
        await manager.restart_kernel(now=True)
        client = manager.client()
        client.start_channels()
        await client.wait_for_ready(timeout=60)
        client.stop_channels()
        await manager.shutdown_kernel()
        assert not await manager.is_alive()
        return before, manager.get_connection_info()

    before, after = asyncio.run(restart())
    assert before == after


def test_a_warm_process_with_a_second_thread_does_not_fork(tmp_path: Path) -> None:
    """Another thread may hold a lock, which would stay held in the kernel for ever."""
    with warm(tmp_path) as parent:
        assert is_warm(parent, tmp_path)
        assert parent.prepare("prepared_work:start_thread", {})
        assert not is_warm(parent, tmp_path)
        assert psutil.Process(parent.process).children() == []


def test_a_folder_whose_path_is_too_long_is_named(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    with pytest.raises(KernelError, match=r"long/warm\.socket: too long") as caught:
        WarmParent(folder, [], {}, folder)
    assert "\n" not in str(caught.value)
