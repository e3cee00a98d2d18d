"""Where the project keeps its files."""

import os
import re
from pathlib import Path

from egovbench.base.errors import InputError

PROJECT = "EGOVBENCH_PROJECT"
"""Environment variable that names the project's folder, as --project does."""

_CODEBOOKS = Path("data", "codebook")


def _find_root() -> Path:
    """Return the folder that is named, else the clone that holds this package, else where one is.

    Folders above the working folder are not tried: notebooks that lie there may be anybody's.
    """
    if named := os.environ.get(PROJECT):
        return Path(os.path.realpath(named))
    clone = Path(__file__).resolve().parents[3]
    return clone if (clone / _CODEBOOKS).is_dir() else Path.cwd()


PROJECT_ROOT = _find_root()
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


def from_root(path: str) -> Path:
    """Return where a path that counts from the project's folder leads."""
    return Path(os.path.normpath(PROJECT_ROOT / path))


_FORMER_NAMES = {"peers": OTHERS.name, "coding": REVIEWS.name}


def check_data(data: Path) -> None:
    """Raise InputError where `data` does not hold the project's, or as an earlier version did."""
    if not (data / _CODEBOOKS.name).is_dir():
        ways = f"--project FOLDER before the command, or the variable {PROJECT}"
        expected = (
            f"expected those of a clone of the project: work in its folder or name it ({ways})"
        )
        raise InputError(data, f"found no data; {expected}")
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
