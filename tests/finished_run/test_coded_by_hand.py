"""From an empty coding sheet to a run, by the commands: a country is compared on every item."""

import sys

import pandas as pd
import pytest

from egovbench.base.paths import CODEBOOK, PROJECT_ROOT
from egovbench.base.schemas import CODE_VALUES
from egovbench.questionnaire import read_codebook
from project_copy import Copy

sys.path.insert(0, str(PROJECT_ROOT / "tests/documents"))
from invented_sheets import NOT_ASKED, coding, filled_in

pytestmark = pytest.mark.slow

SCORED = [each.number for each in read_codebook(CODEBOOK).scored]
COMPARED = [item for item in SCORED if item != NOT_ASKED]
CONFIG = "parameters: {focal: EST, peers: LUX, basis: own}\nreports: [{notebook: overview}]\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory, egovbench):
    """A copy of the project with Estonia coded by hand, and an overview of it and Luxembourg."""
    with Copy(tmp_path_factory.mktemp("coded") / "copy") as copy:
        sheet = copy.root / "estonia.xlsx"
        assert egovbench("template", "EST", "--out", sheet).exit_code == 0
        sheet.write_bytes(filled_in(sheet.read_bytes()))
        assert "EST: codes, " in copy.run("ingest", sheet.name)[1]
        (copy.root / "est-lux.yml").write_text(CONFIG, encoding="utf-8")
        code, _, errors = copy.run("run", "--config", "est-lux.yml")
        assert code == 0, errors
    return copy.root


def table(home, name):
    return pd.read_csv(home / "outputs/est-lux/tables/overview" / f"{name}.csv")


def test_codes_and_scores_are_those_of_the_sheet(home):
    codes = pd.read_csv(home / "data/codes/EST.csv", keep_default_na=False).set_index("item")
    assert codes.index.tolist() == SCORED
    for item in SCORED:
        *filled, address = coding(item)
        row = codes.loc[item]
        assert row[["code", "evidence", "rationale"]].tolist() == filled
        assert row["source"] == (address or "EST-msq2024-codes.xlsx")
    # every item that both were asked is compared
    compared = table(home, "comparable_items")
    assert compared.loc[compared["included"], "item"].tolist() == COMPARED
    (pair,) = table(home, "pairs").to_dict("records")
    assert (pair["iso3"], pair["n_items"]) == ("LUX", len(COMPARED))
    # the scores of the items are the codes filled in
    scores = table(home, "scores_like_for_like")
    own = scores[(scores["iso3"] == "EST") & (scores["level"] == "item")]
    found = {int(item): score for item, score in zip(own["id"], own["score"], strict=True)}
    assert list(found) == COMPARED
    for item, score in found.items():
        value = CODE_VALUES.get(coding(item)[0])
        assert score == 100 * value if value is not None else pd.isna(score), item


def test_all_seven_sections_have_scores_and_the_pages_say_that_it_was_coded_by_hand(home):
    sections = table(home, "sections").set_index("id")
    assert sections.index.tolist() == list("ABCDEFG")
    assert sections["score"].notna().all()
    asked = pd.Series(
        {each.number: each.section for each in read_codebook(CODEBOOK).scored}, name="section"
    )
    assert sections["n_items"].to_dict() == asked[COMPARED].value_counts().to_dict()
    known = [item for item in COMPARED if coding(item)[0] != "unknown"]
    assert sections["n_known"].to_dict() == asked[known].value_counts().to_dict()
    # the pages say that it was coded by hand
    page = (home / "outputs/est-lux/overview.html").read_text(encoding="utf-8")
    assert "Estonia: the questionnaire coded by hand." in page
