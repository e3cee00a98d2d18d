"""What holds for all tests."""

from pathlib import Path

import pytest
from hypothesis import settings

from egovbench.language import DEFAULT_LANGUAGE, use_language

# How long an example takes says more of what else the machine does than of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def english() -> None:
    """Start each test in English; loading a benchmark sets the language for good."""
    use_language(DEFAULT_LANGUAGE)


ALONE = (
    "runs/test_dask.py",
    "runs/test_incremental.py",
    "runs/test_interruption.py",
    "runs/test_killed_processes.py",
    "runs/test_lock.py",
    "runs/test_run_command.py",
    "runs/test_runner.py",
    "cli/test_run_again.py",
    "cli/test_unwritable_places.py",
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
