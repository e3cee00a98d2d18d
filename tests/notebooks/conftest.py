"""nbval compares the plain text of a notebook's outputs: HTML is long, and says the same."""

import pytest

from egovbench.base.mime import FIGURE_MIME, FINDING_MIME


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let nbval leave out what the copies in printed/ do not hold."""
    files = {id(item.parent): item.parent for item in items if item.path.suffix == ".ipynb"}
    for file in files.values():
        file.skip_compare += ("text/html", FIGURE_MIME, FINDING_MIME)  # type: ignore[union-attr]
