"""Invented countries for the figures' tests."""

from collections.abc import Callable

import pandas as pd
import pytest
from svg_elements import SVG, elements

COLUMNS = ["iso3", "level", "id", "score", "lower", "upper", "coverage", "n_items", "n_known"]


@pytest.fixture
def names() -> dict[str, str]:
    return {"AAA": "Aland", "BBB": "Bland", "CCC": "Cland", "DDD": "Dland & Co <b>"}


@pytest.fixture
def scores() -> pd.DataFrame:
    """Section S1: AAA 50 (40 to 60), peers 80 and 20; section S2: AAA alone; overall: four."""
    rows = [
        ("AAA", "section", "S1", 50.0, 40.0, 60.0, 0.8, 10, 8),
        ("BBB", "section", "S1", 80.0, 80.0, 80.0, 1.0, 10, 10),
        ("CCC", "section", "S1", 20.0, 20.0, 20.0, 1.0, 10, 10),
        ("DDD", "section", "S1", None, 0.0, 100.0, 0.0, 10, 0),
        ("AAA", "section", "S2", None, 0.0, 100.0, 0.0, 2, 0),
        ("AAA", "overall", "overall", 50.0, 40.0, 60.0, 0.8, 12, 8),
        ("BBB", "overall", "overall", 80.0, 75.0, 85.0, 0.9, 12, 10),
        ("CCC", "overall", "overall", 20.0, 10.0, 40.0, 0.7, 12, 10),
        ("DDD", "overall", "overall", None, 0.0, 100.0, 0.0, 12, 0),
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


@pytest.fixture
def texts() -> Callable[..., list[str]]:
    """What stands as text in the wide element of a chart, line by line."""
    return lambda chart: [each.text or "" for each in elements(chart)[0].iter(f"{SVG}text")]
