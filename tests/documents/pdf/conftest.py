import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from egovbench.documents.pdf.reader import read_pdf
from egovbench.documents.readings import ReadDocument
from egovbench.questionnaire import Codebook

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture(scope="session")
def expected() -> dict[str, dict]:
    """What each fixture holds, as the script that made it wrote it down."""
    return json.loads((FIXTURES / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def invented_countries() -> pd.DataFrame:
    names = ["Inventonia", "Fictivia", "Imaginaria"]
    return pd.DataFrame(
        {"iso3": ["ZZZ", "ZZY", "ZZX"], "name": names, "aliases": [""] * 3}, dtype="str"
    )


@pytest.fixture(scope="session")
def read_fixture(
    codebook: Codebook, invented_countries: pd.DataFrame
) -> Callable[[str], ReadDocument]:
    @cache
    def read(name: str) -> ReadDocument:
        return read_pdf(FIXTURES / f"{name}.pdf", codebook, invented_countries)

    return read


@pytest.fixture(scope="session")
def fixture_path() -> Callable[[str], Path]:
    return lambda name: FIXTURES / f"{name}.pdf"


@pytest.fixture(scope="session")
def fixture_bytes(fixture_path: Callable[[str], Path]) -> Callable[[str], bytes]:
    return lambda name: fixture_path(name).read_bytes()
