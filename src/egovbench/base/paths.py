"""Where the project keeps its files, relative to the checkout that holds this package."""

import re
from pathlib import Path

from egovbench.base.errors import InputError

PROJECT_ROOT = Path(__file__).resolve().parents[3]
DATA = PROJECT_ROOT / "data"
NOTEBOOKS = PROJECT_ROOT / "notebooks"
OUTPUTS = PROJECT_ROOT / "outputs"

CODEBOOK = DATA / "codebook" / "msq2024.yml"
CUES = DATA / "codebook" / "cues"
RAW = DATA / "raw"
RESPONSES = DATA / "responses"
CODES = DATA / "codes"
REVIEWS = DATA / "reviews"
CROSSWALKS = DATA / "crosswalks"
OTHERS = DATA / "others"
FACTSHEETS = DATA / "factsheets"
INDICES = DATA / "indices"
COUNTRIES = DATA / "countries.csv"
NEIGHBOURS = DATA / "neighbours.csv"
REPORTED = DATA / "reported.csv"
DATAPACKAGE = DATA / "datapackage.json"

_FORMER_NAMES = {"peers": OTHERS.name, "coding": REVIEWS.name}


def refuse_former_layout(data: Path) -> None:
    """Raise InputError for a folder below `data` under the name that it had in earlier versions."""
    for former, name in _FORMER_NAMES.items():
        if (data / former).is_dir():
            raise InputError(data / former, f"this folder is now called {name}; rename it")


def country_table(folder: Path, iso3: str, survey: str, own_survey: str) -> Path:
    """Return the file in `folder` for a country's table: <ISO3>.csv, <ISO3>-<survey>.csv of others.

    Raises InputError for a code or an id that could leave the folder.
    """
    if not re.fullmatch(r"[A-Z]{3}", iso3) or not re.fullmatch(r"[a-z0-9][a-z0-9-]*", survey):
        raise InputError(folder, f"no table is named after country {iso3!r} and survey {survey!r}")
    return folder / (f"{iso3}.csv" if survey == own_survey else f"{iso3}-{survey}.csv")
