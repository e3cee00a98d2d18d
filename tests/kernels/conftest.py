import os
from pathlib import Path

import pytest

from egovbench.kernels.forked import start_fork_server
from egovbench.kernels.isolation import isolate


@pytest.fixture
def isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Isolate this process from the user's home, and start what kernels are forked from."""
    for name in os.environ:
        monkeypatch.setenv(name, os.environ[name])
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # It changes how kernels treat their output.
    isolate(tmp_path / "scratch")
    start_fork_server()
