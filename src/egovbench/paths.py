"""Where the project keeps its files, relative to the checkout that holds this package."""

from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[2]
DATA = PROJECT_ROOT / "data"
NOTEBOOKS = PROJECT_ROOT / "notebooks"
OUTPUTS = PROJECT_ROOT / "outputs"

CODEBOOK = DATA / "codebook" / "msq2024.yml"
RAW = DATA / "raw"
RESPONSES = DATA / "responses"
CODES = DATA / "codes"
CODING = DATA / "coding"
CROSSWALKS = DATA / "crosswalks"
PEERS = DATA / "peers"
INDICES = DATA / "indices"
COUNTRIES = DATA / "countries.csv"
NEIGHBOURS = DATA / "neighbours.csv"
DATAPACKAGE = DATA / "datapackage.json"
