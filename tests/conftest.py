"""What holds for all tests."""

import fcntl
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from typer.testing import CliRunner, Result

from egovbench.cli import app
from egovbench.language import DEFAULT_LANGUAGE, use_language

# How long an example takes says more of what else the machine does than of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def english() -> None:
    """Start each test in English; loading a benchmark sets the language for good."""
    use_language(DEFAULT_LANGUAGE)


@pytest.fixture
def egovbench() -> Callable[..., Result]:
    """Run a command in this process; what comes back has exit_code, stdout, stderr and output."""

    def run(*arguments: object, **environment: str) -> Result:
        done = CliRunner().invoke(app, [str(each) for each in arguments], env=environment)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done

    return run


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[..., Path]:
    """Fill a folder once for all test processes: `made_once(name, make)` calls `make(folder)`."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    def made(name: str, make: Callable[[Path], object]) -> Path:
        folder, finished = shared / name, shared / f"{name}.finished"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not finished.exists():
                folder.mkdir()
                make(folder)
                finished.touch()
        return folder

    return made


ALONE = (
    "runs/test_dask.py",
    "runs/test_incremental.py",
    "runs/test_interruption.py",
    "runs/test_killed_processes.py",
    "runs/test_run_command.py",
    "runs/test_runner.py",
    "runs/test_shards_and_locks.py",
    "cli/test_unwritable_places.py",
    "cli/test_watch.py",
    "kernels",
    "notebooks",
    "base/test_writing_survives_kills.py",
)
"""Where tests start, count or kill processes, or wait for them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that others would disturb."""
    alone = [Path(__file__).parent / each for each in ALONE]
    for item in items:
        if any(item.path.is_relative_to(place) for place in alone):
            item.add_marker("alone")
