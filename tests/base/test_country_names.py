"""The tables of countries and of land borders."""

import pytest
from babel import Locale

from egovbench.base import paths
from egovbench.base.countries import read_countries
from egovbench.base.country_names import find_country, suggest_countries
from egovbench.base.schemas import COUNTRIES_TABLE, NEIGHBOURS_TABLE
from egovbench.base.tables import read_table


@pytest.fixture(scope="module")
def countries():
    return read_table(paths.COUNTRIES, COUNTRIES_TABLE).set_index("iso3")


@pytest.fixture(scope="module")
def borders():
    table = read_table(paths.NEIGHBOURS, NEIGHBOURS_TABLE)
    return set(zip(table["iso3"], table["neighbour"], strict=True))


def test_memberships_and_codes(countries):
    assert len(countries) == 198
    assert countries["un_member"].sum() == 193
    assert countries["eu_member"].sum() == 27
    assert countries["oecd_member"].sum() == 38
    assert set(countries.index[~countries["un_member"]]) == {"HKG", "MAC", "PSE", "TWN", "XKX"}
    assert not countries.loc["GBR", "eu_member"]
    luxembourg = countries.loc["LUX", ["region", "subregion", "eu_member", "oecd_member"]]
    assert luxembourg.tolist() == ["Europe", "Western Europe", True, True]
    # codes that look like something else stay text
    assert countries.loc["NAM", "iso2"] == "NA"
    assert countries.loc["NOR", "iso2"] == "NO"
    assert countries["iso2"].is_unique
    assert countries["iso2"].str.fullmatch("[A-Z]{2}").all()


def test_borders_are_symmetric_and_join_countries_of_one_landmass(borders, countries):
    assert borders == {(other, one) for one, other in borders}
    assert all(one != other for one, other in borders)
    assert {one for one, _ in borders} <= set(countries.index)
    # borders join countries of one landmass
    # No border joins the Americas or Oceania to another region, save New Guinea.
    across = {
        tuple(sorted(pair))
        for pair in borders
        if countries.loc[pair[0], "region"] != countries.loc[pair[1], "region"]
        and {"Americas", "Oceania"} & {countries.loc[each, "region"] for each in pair}
    }
    assert across == {("IDN", "PNG")}


@pytest.mark.parametrize(
    ("iso3", "neighbours"),
    [
        ("LUX", {"BEL", "DEU", "FRA"}),
        ("DEU", {"AUT", "BEL", "CHE", "CZE", "DNK", "FRA", "LUX", "NLD", "POL"}),
        ("PRT", {"ESP"}),
        ("XKX", {"ALB", "MKD", "MNE", "SRB"}),
        ("ZAF", {"BWA", "LSO", "MOZ", "NAM", "SWZ", "ZWE"}),
        ("ISL", set()),
        # The home territory: neither Ceuta and Melilla nor French Guiana.
        ("MAR", {"DZA"}),
        ("SUR", {"BRA", "GUY"}),
    ],
)
def test_neighbours(borders, iso3, neighbours):
    assert {other for one, other in borders if one == iso3} == neighbours


@pytest.mark.parametrize(
    ("name", "iso3"),
    [
        ("Luxembourg", "LUX"),
        (" LUXEMBOURG ", "LUX"),
        ("LUX", "LUX"),
        ("the Netherlands", "NLD"),
        ("Turkiye", "TUR"),
        ("Türkiye/Turkey", "TUR"),
        ("Côte d’Ivoire/Ivory Coast", "CIV"),
        ("Cote dIvoire", "CIV"),
        ("Trinidad & Tobago", "TTO"),
        ("St Lucia", "LCA"),
        ("Slovakia (Slovak Republic)", "SVK"),
        ("Korea, Dem. People's Rep.", "PRK"),
        ("Republic of Korea (South)", "KOR"),
        ("Korea (North and South)", None),
        ("Korea", None),  # one of two
        ("Congo", "COG"),
        ("Congo, Dem. Rep.", "COD"),
        ("Kongo", None),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Niger Nigeria", None),
        ("France/Germany", None),
        ("Greenland", "GRL"),  # a country of ISO 3166-1 that the table does not hold
        ("Guinea Ecuatorial", "GNQ"),
        ("Gambia (Republic of The)", "GMB"),
        ("Großherzogtum Luxemburg", "LUX"),
        ("Grand-Duché de Luxembourg", "LUX"),
        ("Österreich", "AUT"),
        ("OESTERREICH", "AUT"),
        ("Osterreich", "AUT"),
        ("Lotwa", "LVA"),
        ("ქართული", None),
        ("საქართველო", "GEO"),
        ("美国", "USA"),
        ("Republic", None),
        ("NO", None),  # an answer, not the code of Norway
        ("", None),
    ],
)
def test_a_country_is_found_by_its_names_and_by_nothing_else(countries, name, iso3):
    assert find_country(name, countries.reset_index()) == iso3


def test_no_two_countries_share_a_name_or_an_alias_and_none_is_known_without(countries):
    table = countries.reset_index()
    without = table.assign(aliases="")
    for iso3, name, aliases in zip(table["iso3"], table["name"], table["aliases"], strict=True):
        assert find_country(name, table) == iso3, name
        for alias in filter(None, aliases.split("; ")):
            assert find_country(alias, table) == iso3, alias
            assert find_country(alias, without) is None, alias


def test_every_country_is_found_by_its_name_in_other_languages(countries):
    """Names that two countries have in CLDR's languages find none."""
    table = countries.reset_index()
    for language in ("ar", "de", "el", "es", "fi", "fr", "hu", "it", "ja", "pl", "ru", "tr", "zh"):
        names = Locale.parse(language).territories
        for iso3, iso2 in zip(table["iso3"], table["iso2"], strict=True):
            found = find_country(names[iso2].upper(), table)
            assert found == iso3 or iso2 in ("CD", "CG"), (language, names[iso2])
            assert found in (iso3, None)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        *(("GER", "DEU"), ("SUI", "CHE"), ("DEN", "DNK"), ("de", "DEU"), ("442", "LUX")),
        *(("56", "BEL"), ("EL", "GRC"), ("CAM", "CMR KHM"), ("Luxemburg", "LUX")),
        *(("Congo", "COD COG"), ("Korea", "KOR PRK"), ("Guinea", "GIN GNB GNQ PNG")),
        *(("Denmrak", "DNK"), ("quark", ""), ("", "")),
    ],
)
def test_what_a_text_may_mean_is_suggested(text, codes):
    found = suggest_countries(text, read_countries(paths.COUNTRIES))
    assert [each.split(" (")[0] for each in found] == codes.split()
