from typing import Any

import pytest
import yaml

from egovbench.base.countries import Country
from egovbench.base.errors import ParameterError
from egovbench.base.parameters import DEFAULTS, Parameters, check_parameters, check_sections


def fault(countries: dict[str, Country], **values: Any) -> str:
    with pytest.raises(ParameterError) as caught:
        check_parameters(**values, countries=countries)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_defaults_are_luxembourg_against_the_eu27(countries: dict[str, Country]) -> None:
    assert check_parameters(countries=countries) == DEFAULTS
    assert (DEFAULTS.focal, DEFAULTS.peers, DEFAULTS.items) == ("LUX", "eu27", "common")


@pytest.mark.parametrize("peers", [["EST", "DNK"], "EST,DNK", " EST, DNK ,", ["EST", "DNK", "EST"]])
def test_peers_may_be_a_list_or_one_text_with_commas(
    countries: dict[str, Country], peers: list[str] | str
) -> None:
    assert check_parameters(peers=peers, countries=countries).peers == ("EST", "DNK")


def test_one_peer_is_a_list_of_one(countries: dict[str, Country]) -> None:
    assert check_parameters(peers="NOR", countries=countries).peers == ("NOR",)


def test_all_values_are_kept(countries: dict[str, Country]) -> None:
    given = check_parameters(
        focal="EST",
        peers="all",
        survey="msq2024",
        fidelity="exact",
        items="pairwise",
        min_share=0.8,
        gtmi_zero="unknown",
        sources="gtmi, odm",
        answered_by="government",
        max_age=3,
        fusion="majority",
        lang="fr",
        output_dir="somewhere",
        countries=countries,
    )
    assert given == Parameters(
        focal="EST",
        peers="all",
        survey="msq2024",
        fidelity="exact",
        items="pairwise",
        min_share=0.8,
        gtmi_zero="unknown",
        sources=("gtmi", "odm"),
        answered_by="government",
        max_age=3,
        fusion="majority",
        lang="fr",
        output_dir="somewhere",
    )


@pytest.mark.parametrize(
    ("written", "closest"),
    [
        ("LUXX", "LUX (Luxembourg)"),
        ("lux", "LUX (Luxembourg)"),
        ("Luxembourg", "LUX (Luxembourg)"),
        ("NO", "NOR (Norway)"),
        ("Denmrak", "DNK (Denmark)"),
    ],
)
def test_unknown_country_is_named_with_the_closest(
    countries: dict[str, Country], written: str, closest: str
) -> None:
    message = fault(countries, focal=written)
    assert f"parameter focal: found '{written}'" in message
    assert f"closest: {closest}" in message


def test_unknown_country_without_a_likeness_names_none(countries: dict[str, Country]) -> None:
    assert fault(countries, focal="QQQ").endswith("expected one of the 5 ISO3 country codes")


@pytest.mark.parametrize("text", ["NO", "007", "no", "yes", "12e3"])
def test_what_yaml_reads_as_something_else_is_to_be_quoted(
    countries: dict[str, Country], text: str
) -> None:
    value = yaml.safe_load(f"focal: {text}")["focal"]
    message = fault(countries, focal=value)
    if isinstance(value, str):
        assert "ISO3 country codes" in message
    else:
        assert f"parameter focal: found {value!r}" in message
        assert "put it in quotes" in message


def test_yaml_trap_inside_a_list_and_as_peers(countries: dict[str, Country]) -> None:
    listed = yaml.safe_load("peers: [EST, NO]")["peers"]
    assert listed == ["EST", False]
    assert "parameter peers: found False" in fault(countries, peers=listed)
    assert "put it in quotes" in fault(countries, peers=listed)
    assert "put it in quotes" in fault(countries, peers=yaml.safe_load("NO"))
    assert "put it in quotes" in fault(countries, peers=yaml.safe_load("007"))


def test_yaml_trap_of_a_plain_no_for_gtmi_zero(countries: dict[str, Country]) -> None:
    message = fault(countries, gtmi_zero=yaml.safe_load("gtmi_zero: no")["gtmi_zero"])
    assert "parameter gtmi_zero: found False; expected one of no, unknown" in message
    assert "put it in quotes" in message


def test_unknown_group_lists_the_groups(countries: dict[str, Country]) -> None:
    message = fault(countries, peers="eu28")
    assert "eu27, oecd, neighbours, region, all" in message
    assert "closest: eu27" in message


def test_unknown_peer_in_a_list_is_named(countries: dict[str, Country]) -> None:
    assert "parameter peers: found 'EEE'" in fault(countries, peers="EST,EEE")


@pytest.mark.parametrize("peers", [[], "", " , ", None, {"a": 1}])
def test_no_peers_are_refused(countries: dict[str, Country], peers: object) -> None:
    assert "a group (eu27, oecd" in fault(countries, peers=peers)


def test_focal_country_alone_is_no_comparison(countries: dict[str, Country]) -> None:
    assert "besides the focal LUX" in fault(countries, peers=["LUX"])


@pytest.mark.parametrize(
    ("name", "value", "listed"),
    [
        ("fidelity", "good", "exact, close, proxy"),
        ("items", "all", "common, pairwise"),
        ("gtmi_zero", "0", "no, unknown"),
        ("answered_by", "robots", "any, government, researchers, desk"),
        ("fusion", "mean", "preferred, agreeing-only, majority"),
        ("survey", "msq2022", "msq2024"),
        ("lang", "lb", "en, fr, de"),
    ],
)
def test_choices_are_listed(
    countries: dict[str, Country], name: str, value: str, listed: str
) -> None:
    message = fault(countries, **{name: value})
    assert message == f"parameter {name}: found {value!r}; expected one of {listed}"


@pytest.mark.parametrize("share", [0, -0.1, 1.01, True, "0.5", None, float("nan")])
def test_share_is_a_number_above_0_and_up_to_1(
    countries: dict[str, Country], share: object
) -> None:
    assert "parameter min_share" in fault(countries, min_share=share)


def test_whole_share_becomes_a_number_with_a_fraction(countries: dict[str, Country]) -> None:
    share = check_parameters(min_share=1, countries=countries).min_share
    assert (share, type(share)) == (1.0, float)


def test_sections_come_in_order_and_once() -> None:
    assert check_sections("C,A,C") == ("A", "C")
    assert check_sections(["G"]) == ("G",)
    assert check_sections("all") == tuple("ABCDEFG")


@pytest.mark.parametrize("sections", ["H", "a", "A,H", ["A", 7], "", [], None, 3])
def test_what_is_no_section_is_refused_with_the_list(sections: object) -> None:
    with pytest.raises(ParameterError, match=r"parameter sections: .*A, B, C, D, E, F, G"):
        check_sections(sections)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("max_age", -1, "a whole number of years, 0 for no limit"),
        ("max_age", 2.5, "a whole number of years, 0 for no limit"),
        ("max_age", True, "a whole number of years, 0 for no limit"),
        ("sources", 7, "all, or a list of sources"),
        ("sources", ["gtmi", False], "all, or a list of sources"),
    ],
)
def test_years_and_sources_are_checked(
    name: str, value: object, expected: str, countries: dict[str, Country]
) -> None:
    assert f"parameter {name}: found {value!r}; expected {expected}" in fault(
        countries, **{name: value}
    )
