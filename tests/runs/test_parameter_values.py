"""Values of parameters: what is kept, and what is refused in which words."""

from typing import Any

import pandas as pd
import pytest
import yaml

from egovbench.base.errors import ParameterError
from egovbench.base.parameters import (
    DECLARED,
    DEFAULTS,
    Parameters,
    check_parameters,
    check_sections,
)

WEIGHTS = "sections, items or the path of a CSV file with the columns id and weight"
COUNTRY = "ISO3 country code"


def fault(countries, **values):
    with pytest.raises(ParameterError) as caught:
        check_parameters(**values, countries=countries)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_defaults_are_luxembourg_and_sections_come_in_order_and_once(countries):
    assert check_parameters(countries=countries) == DEFAULTS
    assert (DEFAULTS.focal, DEFAULTS.peers, DEFAULTS.items) == ("LUX", "eu27", "common")
    # sections come in order and once
    assert check_sections("C,A,C") == ("A", "C")
    assert check_sections(["G"]) == ("G",)
    assert check_sections("all") == tuple("ABCDEFG")


@pytest.mark.parametrize("name", DECLARED)
def test_every_default_is_valid_and_every_declaration_says_what_it_is(countries, name):
    declared = DECLARED[name]
    assert getattr(check_parameters(**{name: declared.default}, countries=countries), name) == (
        declared.default
    )
    assert declared.valid
    assert len(declared.meaning.split()) > 2


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (["EST", "DNK"], "EST,DNK"),
        (("EST", "DNK"), "EST,DNK"),
        ("EST,DNK", "EST,DNK"),
        (" EST, DNK ,", "EST,DNK"),
        (["EST", "DNK", "EST"], "EST,DNK"),
        ("NOR", "NOR"),
        ("north", "NOR,FIN"),
        (["eu27", "NOR"], "eu27,NOR"),
        ("DNK,north,neighbours", "DNK,NOR,FIN,neighbours"),
        ({"EST"}, "EST"),
        (pd.Series(["EST", "DNK"]), "EST,DNK"),
    ],
)
def test_peers_become_one_text_with_commas(countries, given, kept):
    found = check_parameters(peers=given, countries=countries, groups={"north": ["NOR", "FIN"]})
    assert found.peers == kept


def test_all_values_are_kept(countries):
    values: dict[str, Any] = {
        "focal": "EST",
        "peers": "all",
        "survey": "msq2024",
        "basis": "others",
        "fidelity": "exact",
        "items": "pairwise",
        "min_share": 0.8,
        "no_or_unknown": "unknown",
        "sources": "gtmi,odm",
        "answered_by": "government",
        "max_age": 3,
        "fusion": "majority",
        "weights": "items",
        "lang": "fr",
        "output_dir": "somewhere",
        "section": "C",
        "replications": 20,
        "seed": 0,
        "choices": "outputs/choices.csv",
    }
    assert values.keys() == DECLARED.keys()
    assert check_parameters(**values, countries=countries) == Parameters(**values)
    given = {"sources": "gtmi, odm", "min_share": 1, "choices": " "}
    found = check_parameters(**given, countries=countries)
    assert (found.sources, found.choices) == ("gtmi,odm", "")
    assert (found.min_share, type(found.min_share)) == (1.0, float)


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
def test_unknown_country_is_named_with_the_closest(countries, written, closest):
    message = fault(countries, focal=written)
    assert f"parameter focal: found '{written}'" in message
    assert f"closest: {closest}" in message


@pytest.mark.parametrize("text", ["NO", "007", "no", "yes", "12e3"])
def test_what_yaml_reads_as_something_else_is_to_be_quoted(countries, text):
    value = yaml.safe_load(f"focal: {text}")["focal"]
    message = fault(countries, focal=value)
    assert COUNTRY in message
    if not isinstance(value, str):
        assert f"parameter focal: found {value!r}" in message
        assert "put it in quotes" in message


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("peers", ["EST", False], "found False; expected a group"),
        ("peers", False, "found False; expected a group"),
        ("peers", 7, "found 7; expected a group"),
        ("no_or_unknown", False, "found False; expected one of no, unknown"),
        ("sources", 7, "found 7; expected all or ids of sources with commas"),
        ("sources", ["gtmi", False], "found False; expected all or ids of sources with commas"),
        ("choices", 7, "found 7; expected the path of a CSV file, or an empty text"),
        ("choices", None, "found None; expected the path of a CSV file, or an empty text"),
    ],
)
def test_what_is_no_text_is_to_be_quoted(countries, name, value, expected):
    message = fault(countries, **{name: value})
    assert message.startswith(f"parameter {name}: {expected}")
    assert "put it in quotes" in message


@pytest.mark.parametrize(
    ("peers", "expected"),
    [
        ("eu28", "a group (eu27, oecd, neighbours, region, all)"),
        ("eu28", "closest: eu27"),
        ("EST,EEE", "found 'EEE'"),
        ("LUX", "besides the focal LUX"),
        (["LUX"], "besides the focal LUX"),
        *((none, "a group (eu27, oecd") for none in ([], "", " , ", None, {"a": 1})),
    ],
)
def test_peers_that_are_none_are_refused(countries, peers, expected):
    assert expected in fault(countries, peers=peers)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("fidelity", "good", "one of exact, close, proxy"),
        ("fidelity", "exakt", "one of exact, close, proxy; closest: exact"),
        ("items", "all", "one of common, pairwise"),
        ("no_or_unknown", "0", "one of no, unknown"),
        ("answered_by", "robots", "one of any, government, researchers, desk"),
        ("fusion", "mean", "one of preferred, agreeing-only, majority"),
        ("weights", " ", WEIGHTS),
        ("survey", "msq2022", "msq2024; closest: msq2024"),
        ("lang", "lb", "one of en, fr, de"),
        ("section", "H", "one of A, B, C, D, E, F, G"),
        ("output_dir", " ", "a text that is not empty"),
        *(
            ("min_share", value, "a number above 0 and up to 1")
            for value in (0, -0.1, 1.01, True, "0.5", None, float("nan"))
        ),
        *(("max_age", value, "a whole number of years from 0") for value in (-1, 2.5, True)),
        *(
            ("replications", value, "a whole number from 20 to 100000")
            for value in (19, 100_001, 100.0, True, "100")
        ),
        *(("seed", value, "a whole number from 0") for value in (-1, False)),
    ],
)
def test_what_is_valid_is_listed(countries, name, value, expected):
    message = fault(countries, **{name: value})
    assert message == f"parameter {name}: found {value!r}; expected {expected}"


def test_unknown_and_renamed_parameters_are_named(countries):
    message = fault(countries, fidellity="close")
    assert message.startswith("parameter fidellity: found 'close'; expected one of the parameters")
    assert message.endswith("; closest: fidelity")
    # a parameter that was renamed is named
    with pytest.raises(ParameterError) as raised:
        check_parameters(gtmi_zero="no", countries=countries)
    assert str(raised.value).endswith("it is now called no_or_unknown")
    # what is like nothing is named without a closest
    assert fault(countries, focal="QQQ").endswith("expected one of the 5 ISO3 country codes")


@pytest.mark.parametrize("sections", ["H", "a", "A,H", ["A", 7], "", [], None, 3])
def test_what_is_no_section_is_refused_with_the_list(sections):
    with pytest.raises(ParameterError, match=r"parameter sections: .*A, B, C, D, E, F, G"):
        check_sections(sections)
