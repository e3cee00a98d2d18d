import pandas as pd
import pytest
from invented_form import BASE_ANSWERS, COUNTRY, ISO3, print_form

from egovbench.base.errors import InputError
from egovbench.base.paths import CODEBOOK, RAW
from egovbench.documents.responses import read_document
from egovbench.questionnaire import read_codebook


@pytest.fixture(scope="session")
def codebook():
    return read_codebook(CODEBOOK)


@pytest.fixture(scope="session")
def countries():
    return pd.DataFrame(
        {
            "iso3": [ISO3, "LUX", "GEO", "ZZY", "ZZX"],
            "name": [COUNTRY, "Luxembourg", "Georgia", "Fictivia", "Imaginaria"],
            "aliases": ["Inventia; Land of Inventions", *[""] * 4],
        },
        dtype="str",
    )


@pytest.fixture(scope="session")
def luxembourg(codebook, countries):
    return read_document(RAW / "LUX-msq2024.txt", codebook, countries)


@pytest.fixture(scope="session")
def read_text_of_form(codebook, countries, tmp_path_factory):
    """Read a text as that of a document, of a codebook or of the project's."""
    path = tmp_path_factory.mktemp("forms") / "inventonia.txt"

    def read(text, iso3=None, codebook=codebook):
        path.write_text(text, encoding="utf-8")
        return read_document(path, codebook, countries, iso3)

    return read


@pytest.fixture(scope="session")
def read_form(codebook, read_text_of_form):
    """Print the invented country's form with some answers, and read it back."""

    def read(answers, **printing):
        return read_text_of_form(print_form(codebook, {**BASE_ANSWERS, **answers}, **printing))

    return read


@pytest.fixture(scope="session")
def refusal():
    """Return the message, of one line, with which a function refuses its arguments."""

    def message(read, *arguments):
        with pytest.raises(InputError) as caught:
            read(*arguments)
        assert "\n" not in str(caught.value)
        assert caught.value.exit_code == 2
        return str(caught.value)

    return message
