"""From an empty coding sheet to a run, by the commands: a country is compared on every item."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import Result

from egovbench.base.paths import CODEBOOK, PROJECT_ROOT
from egovbench.base.schemas import CODE_VALUES
from egovbench.questionnaire import read_codebook

sys.path.insert(0, str(PROJECT_ROOT / "tests/documents"))
from invented_sheets import NOT_ASKED, coding, filled_in

SCORED = [each.number for each in read_codebook(CODEBOOK).scored]
COMPARED = [item for item in SCORED if item != NOT_ASKED]
CONFIG = "parameters: {focal: EST, peers: LUX, basis: own}\nreports: [{notebook: overview}]\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, egovbench: Callable[..., Result]) -> Path:
    """A copy of the project with Estonia coded by hand, and an overview of it and Luxembourg."""
    home = tmp_path_factory.mktemp("coded")
    ignored = shutil.ignore_patterns("__pycache__")
    for part in ("src", "data", "notebooks"):
        shutil.copytree(PROJECT_ROOT / part, home / part, ignore=ignored)
    sheet = home / "estonia.xlsx"
    assert egovbench("template", "EST", "--out", sheet).exit_code == 0
    sheet.write_bytes(filled_in(sheet.read_bytes()))
    assert "EST: codes, " in command(home, "ingest", "estonia.xlsx")
    (home / "est-lux.yml").write_text(CONFIG, encoding="utf-8")
    command(home, "run", "--config", "est-lux.yml")
    return home


def command(home: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", "from egovbench.cli import main; main()", *arguments],
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(home / "src")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def table(home: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(home / "outputs/est-lux/tables/overview" / f"{name}.csv")


def test_the_codes_are_those_of_the_sheet(home: Path) -> None:
    codes = pd.read_csv(home / "data/codes/EST.csv", keep_default_na=False).set_index("item")
    assert codes.index.tolist() == SCORED
    for item in SCORED:
        *filled, address = coding(item)
        row = codes.loc[item]
        assert row[["code", "evidence", "rationale"]].tolist() == filled
        assert row["source"] == (address or "estonia.xlsx")


def test_every_item_that_both_were_asked_is_compared(home: Path) -> None:
    compared = table(home, "comparable_items")
    assert compared.loc[compared["included"], "item"].tolist() == COMPARED
    (pair,) = table(home, "pairs").to_dict("records")
    assert (pair["iso3"], pair["n_items"]) == ("LUX", len(COMPARED))


def test_the_scores_of_the_items_are_the_codes_filled_in(home: Path) -> None:
    scores = table(home, "scores_like_for_like")
    own = scores[(scores["iso3"] == "EST") & (scores["level"] == "item")]
    found = {int(item): score for item, score in zip(own["id"], own["score"], strict=True)}
    assert list(found) == COMPARED
    for item, score in found.items():
        value = CODE_VALUES.get(coding(item)[0])
        assert score == 100 * value if value is not None else pd.isna(score), item


def test_all_seven_sections_have_scores(home: Path) -> None:
    sections = table(home, "sections").set_index("id")
    assert sections.index.tolist() == list("ABCDEFG")
    assert sections["score"].notna().all()
    asked = pd.Series(
        {each.number: each.section for each in read_codebook(CODEBOOK).scored}, name="section"
    )
    assert sections["n_items"].to_dict() == asked[COMPARED].value_counts().to_dict()
    known = [item for item in COMPARED if coding(item)[0] != "unknown"]
    assert sections["n_known"].to_dict() == asked[known].value_counts().to_dict()


def test_the_pages_say_that_it_was_coded_by_hand(home: Path) -> None:
    page = (home / "outputs/est-lux/overview.html").read_text(encoding="utf-8")
    assert "Estonia: the questionnaire coded by hand." in page
