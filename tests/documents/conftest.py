from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from invented_form import BASE_ANSWERS, COUNTRY, ISO3, print_form

from egovbench.base.paths import CODEBOOK, RAW
from egovbench.documents.readings import ReadDocument
from egovbench.documents.responses import read_document
from egovbench.questionnaire import Codebook, read_codebook

ReadForm = Callable[..., ReadDocument]


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    return read_codebook(CODEBOOK)


@pytest.fixture(scope="session")
def countries() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "iso3": [ISO3, "LUX", "GEO"],
            "name": [COUNTRY, "Luxembourg", "Georgia"],
            "aliases": ["Inventia; Land of Inventions", "", ""],
        },
        dtype="str",
    )


@pytest.fixture(scope="session")
def luxembourg(codebook: Codebook, countries: pd.DataFrame) -> ReadDocument:
    return read_document(RAW / "luxembourg_msq.txt", codebook, countries)


@pytest.fixture(scope="session")
def read_text_of_form(
    codebook: Codebook, countries: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], ReadDocument]:
    path: Path = tmp_path_factory.mktemp("forms") / "inventonia.txt"

    def read(text: str) -> ReadDocument:
        path.write_text(text, encoding="utf-8")
        return read_document(path, codebook, countries)

    return read


@pytest.fixture(scope="session")
def read_form(codebook: Codebook, read_text_of_form: Callable[[str], ReadDocument]) -> ReadForm:
    """Print the invented country's form with some answers, and read it back."""

    def read(answers: Mapping[int, str], **printing: Any) -> ReadDocument:
        return read_text_of_form(print_form(codebook, {**BASE_ANSWERS, **answers}, **printing))

    return read
