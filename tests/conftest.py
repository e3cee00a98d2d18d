"""What holds for all tests."""

import pytest

from egovbench.language import DEFAULT_LANGUAGE, use_language


@pytest.fixture(autouse=True)
def english() -> None:
    """Start each test in English; loading a benchmark sets the language for good."""
    use_language(DEFAULT_LANGUAGE)
