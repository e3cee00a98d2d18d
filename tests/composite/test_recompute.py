"""The engine recomputes published indices from their published components."""

import pandas as pd
import pytest

from egovbench.base import paths
from egovbench.base.errors import MethodError
from egovbench.base.schemas import INDICES_TABLE
from egovbench.base.tables import read_table
from egovbench.composite.recompute import agreement, recompute


@pytest.fixture(scope="module")
def indices() -> pd.DataFrame:
    tables = [read_table(path, INDICES_TABLE) for path in sorted(paths.INDICES.glob("*.csv"))]
    return pd.concat(tables, ignore_index=True)


@pytest.fixture(scope="module")
def table(indices: pd.DataFrame) -> pd.DataFrame:
    return agreement(indices).set_index(["index", "year"])


@pytest.mark.parametrize("year", [2010, 2012, 2014, 2016, 2018, 2020, 2022, 2024])
def test_egdi_within_a_ten_thousandth(table: pd.DataFrame, year: int) -> None:
    assert table.loc[("egdi", year), "largest_difference"] <= 0.0001


def test_egdi_covers_every_country_with_a_published_value(table: pd.DataFrame) -> None:
    egdi = table.loc["egdi"]
    assert egdi["n_recomputed"].tolist() == egdi["n"].tolist()
    assert egdi.loc[[2014, 2016, 2018, 2020, 2022, 2024], "n"].tolist() == [193] * 6
    # zeros that stand for "no value" are not held: ten in 2010, three in 2012
    assert egdi.loc[[2010, 2012], "n"].tolist() == [183, 190]


def test_the_weights_of_2010_are_those_of_2010_only(indices: pd.DataFrame) -> None:
    found = recompute(indices, "egdi").set_index(["year", "iso3"])
    components = indices[(indices["iso3"] == "LUX") & (indices["year"] == 2010)]
    value = components.set_index("index")["value"]
    by_hand = 0.34 * value["osi"] + 0.33 * value["hci"] + 0.33 * value["tii"]
    assert found.loc[(2010, "LUX"), "recomputed"] == pytest.approx(by_hand, abs=1e-12)
    assert abs(value[["osi", "hci", "tii"]].mean() - value["egdi"]) > 0.0001


@pytest.mark.parametrize("year", [2020, 2022, 2025])
def test_gtmi_to_the_last_digit(table: pd.DataFrame, year: int) -> None:
    row = table.loc[("gtmi", year)]
    assert row["n_recomputed"] == {2020: 198, 2022: 198, 2025: 197}[year]
    assert row["largest_difference"] <= 1e-12


def test_the_european_and_oecd_indices_within_their_rounding(table: pd.DataFrame) -> None:
    assert table.loc[("egbr", 2023), "n_recomputed"] == 35
    assert table.loc[("egbr", 2023), "largest_difference"] <= 1e-12
    assert table.loc[("oecd_dgi", 2023), "n_recomputed"] == 38
    # composite and dimensions are published to three decimals
    assert table.loc[("oecd_dgi", 2023), "largest_difference"] <= 0.0005 + 1e-9


def test_a_missing_component_is_not_skipped() -> None:
    table = pd.DataFrame(
        [
            ("QQA", "egdi", 2024, 0.6),
            ("QQA", "osi", 2024, 0.3),
            ("QQA", "hci", 2024, 0.6),
            ("QQA", "tii", 2024, 0.9),
            ("QQB", "egdi", 2024, 0.5),
            ("QQB", "osi", 2024, 0.5),
        ],
        columns=["iso3", "index", "year", "value"],
    )
    found = recompute(table, "egdi").set_index("iso3")
    assert found.loc["QQA", "difference"] == pytest.approx(0, abs=1e-15)
    assert pd.isna(found.loc["QQB", "recomputed"])
    assert agreement(table)["n_recomputed"].tolist() == [1]


def test_an_index_without_recipe_or_values_is_named() -> None:
    table = pd.DataFrame({"iso3": ["QQA"], "index": ["epi"], "year": [2024], "value": [0.1]})
    with pytest.raises(MethodError, match="no recipe for index 'epi'"):
        recompute(table, "epi")
    with pytest.raises(MethodError, match="'gtmi' is not in the table"):
        recompute(table, "gtmi")
