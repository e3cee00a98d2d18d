import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egovbench.base.errors import ParameterError
from egovbench.base.naming import filled, value_in_name
from egovbench.runs.keys import input_digests
from egovbench.runs.naming import check_name, check_unique, report_name, run_name

FILE_SAFE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("focal", "EST", "EST"),
        ("peers", "oecd", "oecd"),
        ("peers", ("EST", "DNK"), "EST-DNK"),
        ("section", "A", "A"),
        ("min_share", 0.8, "min-share-0_8"),
        ("sources", ["gtmi", "odm"], "sources-gtmi-odm"),
        ("choices", "outputs/my run/choices.csv", "choices-outputs-my-run-choices_csv"),
        ("choices", "", "choices-none"),
        ("draft", True, "draft-True"),
    ],
)
def test_values_in_names(name, value, expected):
    assert value_in_name(name, value) == expected


def test_report_names_are_the_notebook_and_what_varies():
    assert report_name("overview", {}) == "overview"
    assert report_name("country", {"focal": "EST", "peers": "oecd"}) == "country-EST-oecd"
    assert report_name("robustness", {"seed": 7}) == "robustness-seed-7"
    # long names are cut and stay apart
    one, two = (report_name("robustness", {"choices": "x" * 80 + end}) for end in "ab")
    assert len(one) == len(two) == 64
    assert one[:55] == two[:55]
    assert one != two
    assert check_name("reports", one) == one
    # names that differ are accepted
    check_unique(["country-EST", "country-DNK", "overview"])


@pytest.mark.parametrize("names", [["country-EST", "country-est"], ["index"], ["a", "Manifest"]])
def test_names_that_are_one_file_or_taken_are_refused(names):
    with pytest.raises(ParameterError, match=f"parameter reports: found '{names[-1]}'"):
        check_unique(names)


VALUES = st.one_of(st.text(max_size=90), st.integers(), st.floats(), st.lists(st.text(max_size=9)))


@given(
    st.from_regex(FILE_SAFE, fullmatch=True),
    st.dictionaries(st.sampled_from(["focal", "peers", "section", "min_share", "own"]), VALUES),
)
def test_any_value_gives_a_name_that_is_safe_as_a_file(notebook, varied):
    name = report_name(notebook, varied)
    assert FILE_SAFE.fullmatch(name)
    assert name == report_name(notebook, varied)
    assert FILE_SAFE.fullmatch(run_name({"focal": "LUX", "peers": "eu27", **varied}))


def test_a_path_takes_values_of_parameters_in_place_of_their_names():
    values = {"focal": "EST", "peers": "LVA,LTU", "section": "C"}
    assert filled("out/section-{focal}-{peers}-{section}", values) == "out/section-EST-LVA-LTU-C"
    assert filled("out/{here}", values) == "out/{here}"


def test_a_document_called_as_its_sender_did_goes_by_its_digest(tmp_path):
    (tmp_path / "raw").mkdir()
    for name in ("LUX-msq2024.txt", "Ms Ada Inventa.pdf"):
        (tmp_path / "raw" / name).write_bytes(b"")
    digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    names = {f"{tmp_path.name}/raw/LUX-msq2024.txt", f"{tmp_path.name}/raw/{digest[:16]}"}
    assert input_digests(tmp_path) == dict.fromkeys(names, digest)
