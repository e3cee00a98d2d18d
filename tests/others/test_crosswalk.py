"""The committed crosswalk, what a crosswalk may not say, and how answers become codes."""

from pathlib import Path

import pandas as pd
import pytest

from egovbench.base import paths
from egovbench.base.errors import InputError
from egovbench.base.schemas import OTHERS_TABLE
from egovbench.others.crosswalk import (
    ANSWER_COLUMNS,
    Crosswalk,
    code_answers,
    missing_variables,
    read_crosswalk,
)
from egovbench.others.sources import gdb, girai, long_tables
from egovbench.questionnaire import read_codebook

INVENTED = """\
id: invented
title: Invented survey
publisher: Invented body
licence: CC BY 4.0
citation: Invented body, invented survey.
answered_by: nobody
editions:
  - {id: invented2020, year: 2020}
  - {id: invented2022, year: 2022}
no_answer: ["", "-"]
no_or_unknown: ["0"]
links:
  - item: 37
    variable: law
    editions: [invented2020, invented2022]
    fidelity: exact
    rank: 1
    codes: {"0": no, "1": partly, "2": yes}
    reason: Both ask for the law.
  - item: 115
    variable: published
    editions: [invented2022]
    fidelity: close
    rank: 1
    where: {platform: ["1"]}
    codes: {"0": no, "1": no, "2": yes}
    reason: Only where there is a platform.
  - item: 85
    variable: focus
    editions: [invented2022]
    fidelity: proxy
    rank: 1
    choice: {option: "1", among: ["1", "2", "3"], chosen: yes, otherwise: no}
    reason: Option 1 is artificial intelligence.
  - item: 120
    variable: share
    editions: [invented2022]
    fidelity: proxy
    rank: 1
    thresholds: {yes: 50, partly: 12.5}
    scale: [0, 100]
    reason: In most services yes, in some partly.
left_out:
  - item: 47
    variable: portal
    reason: A portal is not a law.
"""


# Thresholds for a link that has a choice already.
ALSO = "    thresholds: {yes: 1}\n    scale: [0, 3]"


def crosswalk_of(text: str, folder: Path) -> Crosswalk:
    path = folder / "invented.yml"
    path.write_text(text, encoding="utf-8")
    return read_crosswalk(path)


def answers_of(*rows: tuple[str, int, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["iso3", "year", "variable", "value"])
    frame = frame.assign(
        instrument="", link="", collected_by="desk", file="invented.csv", column="value"
    )
    return frame.assign(line=range(2, len(frame) + 2))[list(ANSWER_COLUMNS)]


def test_codes_yes_and_no_are_read_as_words_although_yaml_knows_them_as_truth_values(tmp_path):
    crosswalk = crosswalk_of(INVENTED, tmp_path)
    assert crosswalk.links[0].codes == {"0": "no", "1": "partly", "2": "yes"}
    assert crosswalk.links[0].item == 37
    assert crosswalk.left_out[0].item == 47


def test_values_become_codes_with_their_edition_and_zero_is_marked_as_ambiguous(tmp_path):
    coded = code_answers(
        answers_of(("QAA", 2020, "law", "0"), ("QAA", 2022, "law", "1"), ("QBB", 2022, "law", "2")),
        crosswalk_of(INVENTED, tmp_path),
    )
    columns = ["iso3", "survey", "item", "code", "value", "fidelity", "no_or_unknown", "year"]
    assert coded[columns].values.tolist() == [
        ["QAA", "invented2020", 37, "no", 0.0, "exact", True, 2020],
        ["QAA", "invented2022", 37, "partly", 0.5, "exact", False, 2022],
        ["QBB", "invented2022", 37, "yes", 1.0, "exact", False, 2022],
    ]


BOUNDED = INVENTED.replace(
    "partly: 12.5}", "partly: 12.5}\n    bounds: {no: [0, 0.5], partly: [0.5, 1]}"
).replace(
    '"1": partly, "2": yes}',
    '"1": partly, "2": yes, "3": unknown}\n    bounds: {partly: [0.25, 1], no: [0, 0.5]}',
)


def bounds_of(variable, *values, folder):
    given = [(f"Q{chr(65 + n)}A", 2022, variable, value) for n, value in enumerate(values)]
    coded = code_answers(answers_of(*given), crosswalk_of(BOUNDED, folder))
    return coded[["code", "lower", "upper"]].values.tolist()


def test_bounds_of_a_link_are_read_as_numbers_by_code(tmp_path):
    law, published, focus, share = crosswalk_of(BOUNDED, tmp_path).links
    assert law.bounds == {"partly": (0.25, 1.0), "no": (0.0, 0.5)}
    assert share.bounds == {"partly": (0.5, 1.0), "no": (0.0, 0.5)}
    assert published.bounds == focus.bounds == {}


def test_a_code_is_exact_but_where_its_link_or_the_source_leaves_it_open(tmp_path):
    # For the law 0 is "no or unknown", which leaves more open than the link's own bounds.
    assert bounds_of("law", "0", "1", "2", "3", folder=tmp_path) == [
        ["no", 0, 1],
        ["partly", 0.25, 1],
        ["yes", 1, 1],
        ["unknown", 0, 1],
    ]
    # A share of 3 is no by a threshold and no "no or unknown".
    assert bounds_of("share", "50", "20", "3", folder=tmp_path) == [
        ["yes", 1, 1],
        ["partly", 0.5, 1],
        ["no", 0, 0.5],
    ]
    assert bounds_of("focus", "1", "2", folder=tmp_path) == [["yes", 1, 1], ["no", 0, 0]]


@pytest.mark.parametrize(
    ("bounds", "message"),
    [
        ("{maybe: [0, 1]}", "item 37, law: bounds of 'maybe'; expected those of yes, partly, no"),
        ("{unknown: [0, 1]}", "bounds of 'unknown'; expected those of yes, partly, no"),
        ("{partly: [0.6, 1]}", "bounds 0.6 and 1 of partly; expected two numbers from 0 to 1 ar"),
        ("{partly: [0, 0.4]}", "bounds 0 and 0.4 of partly; .* around its value 0.5"),
        ("{no: [0, 1.5]}", "bounds 0 and 1.5 of no; expected two numbers from 0 to 1 around its"),
        ("{no: [-1, 1]}", "bounds -1 and 1 of no; expected two numbers from 0 to 1 around its"),
        ("{partly: [1, 0]}", "bounds 1 and 0 of partly; expected two numbers"),
        ("{partly: [nan, 1]}", "bounds nan and 1 of partly; expected two numbers"),
        ("{partly: 1}", "missing or malformed"),
        ("{partly: [0, much]}", "missing or malformed"),
        ("[partly]", "missing or malformed"),
    ],
)
def test_bounds_that_cannot_be_are_refused_by_name(tmp_path, bounds, message):
    text = BOUNDED.replace("{partly: [0.25, 1], no: [0, 0.5]}", bounds, 1)
    assert text != BOUNDED
    with pytest.raises(InputError, match=message):
        crosswalk_of(text, tmp_path)


def test_bounds_of_a_code_that_the_link_never_gives_are_refused(tmp_path):
    text = INVENTED.replace("otherwise: no}", "otherwise: no}\n    bounds: {partly: [0.5, 1]}")
    with pytest.raises(
        InputError, match="item 85, focus: bounds of 'partly'; expected those of yes, no"
    ):
        crosswalk_of(text, tmp_path)


def test_a_question_counts_only_where_it_was_put_and_answered(tmp_path):
    coded = code_answers(
        answers_of(
            ("QAA", 2022, "platform", "0"),
            ("QAA", 2022, "published", "0"),
            ("QBB", 2022, "platform", "1"),
            ("QBB", 2022, "published", "1"),
            ("QCC", 2022, "published", "2"),
            ("QDD", 2022, "platform", "1"),
            ("QDD", 2022, "published", "-"),
        ),
        crosswalk_of(INVENTED, tmp_path),
    )
    assert coded[["iso3", "code", "no_or_unknown"]].values.tolist() == [["QBB", "no", False]]


def test_a_cell_with_several_options_is_coded_by_the_one_that_counts(tmp_path):
    coded = code_answers(
        answers_of(
            ("QAA", 2022, "focus", "1, 3"),
            ("QBB", 2022, "focus", "2,3"),
            ("QCC", 2022, "focus", "1"),
        ),
        crosswalk_of(INVENTED, tmp_path),
    )
    assert coded["code"].tolist() == ["yes", "no", "yes"]
    assert not coded["no_or_unknown"].any()


@pytest.mark.parametrize(
    ("share", "code"),
    [
        ("100", "yes"),
        ("50", "yes"),
        ("49.999", "partly"),
        ("12.5", "partly"),
        ("12.499", "no"),
        ("0", "no"),
    ],
)
def test_a_share_is_coded_by_the_highest_threshold_that_it_reaches(tmp_path, share, code):
    coded = code_answers(
        answers_of(("QAA", 2022, "share", share)), crosswalk_of(INVENTED, tmp_path)
    )
    assert coded[["item", "code", "fidelity"]].values.tolist() == [[120, code, "proxy"]]


def test_a_threshold_for_yes_alone_leaves_no_partly(tmp_path):
    text = INVENTED.replace("{yes: 50, partly: 12.5}", "{yes: 50}")
    coded = code_answers(
        answers_of(("QAA", 2022, "share", "49"), ("QBB", 2022, "share", "50")),
        crosswalk_of(text, tmp_path),
    )
    assert coded["code"].tolist() == ["no", "yes"]


def test_a_crosswalk_without_links_gives_an_empty_table(tmp_path):
    start, rest = INVENTED.split("links:\n")
    text = start + "links: []\nleft_out:\n" + rest.split("left_out:\n")[1]
    coded = code_answers(answers_of(("QAA", 2022, "law", "1")), crosswalk_of(text, tmp_path))
    assert len(coded) == 0
    assert list(coded.columns) == list(OTHERS_TABLE.columns)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("QAA", 2022, "share", "100.5"), "'100.5' for share; the crosswalk knows numbers from 0 "),
        (("QAA", 2022, "share", "-1"), "line 2, column value: found '-1' for share"),
        (("QAA", 2022, "share", "nan"), "found 'nan' for share"),
        (("QAA", 2022, "share", "most"), "found 'most' for share"),
        (("QAA", 2022, "law", "3"), "invented.csv, line 2, column value: found '3' for law"),
        (("QAA", 2022, "focus", "1, 9"), "found '1, 9' for focus; the crosswalk knows 1, 2, 3"),
        (("QAA", 2025, "law", "1"), "line 2: the crosswalk invented has no edition of 2025"),
    ],
)
def test_what_the_crosswalk_does_not_know_is_refused_by_name_and_place(tmp_path, row, message):
    with pytest.raises(InputError, match=message):
        code_answers(answers_of(row), crosswalk_of(INVENTED, tmp_path))


def test_an_answer_given_twice_is_refused(tmp_path):
    twice = answers_of(("QAA", 2022, "law", "1"), ("QAA", 2022, "law", "1"))
    with pytest.raises(InputError, match="line 3: law of QAA for 2022 is given twice"):
        code_answers(twice, crosswalk_of(INVENTED, tmp_path))


def test_variables_that_are_not_there_are_named_by_edition(tmp_path):
    missing = missing_variables(
        answers_of(("QAA", 2020, "law", "1"), ("QAA", 2022, "law", "1")),
        crosswalk_of(INVENTED, tmp_path),
    )
    assert missing == {"invented2022": ["focus", "platform", "published", "share"]}


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("fidelity: exact", "fidelity: sure", "item 37, law: fidelity 'sure'"),
        ('"2": yes}\n    reason: Both', '"2": maybe}\n    reason: Both', "code 'maybe'"),
        ("editions: [invented2022]", "editions: [invented2030]", "edition 'invented2030'"),
        ('{"0": no, "1": partly, "2": yes}', '{"1": yes, "2": yes}', "say no as well as yes"),
        ("    rank: 1\n    codes", "    codes", "missing or malformed"),
        ("    scale: [0, 100]\n", "", "missing or malformed"),
        ("[0, 100]", "[0, 50, 100]", "missing or malformed"),
        ("{yes: 50,", "{yes: most,", "missing or malformed"),
        ("{yes: 50, partly: 12.5}", "{}", "item 120, share: thresholds for none"),
        ("{yes: 50, partly: 12.5}", "{yes: 50, no: 10}", "thresholds for yes, no; expected yes"),
        ("partly: 12.5", "partly: 60", "a higher threshold for yes than for partly"),
        ("partly: 12.5", "partly: 50", "a higher threshold for yes than for partly"),
        ("partly: 12.5", "partly: 0", "outside the scale; expected above 0 and up to 100"),
        ("{yes: 50,", "{yes: 101,", "outside the scale"),
        ("    scale:", "    codes: {a: yes, b: no}\n    scale:", "either codes, a choice or thres"),
        ("chosen: yes, otherwise: no}", "chosen: yes, otherwise: no}\n" + ALSO, "either codes, a"),
        ("item: 85", "item: eighty-five", "missing or malformed"),
        ("item: 115\n    variable: published\n", "item: 37\n    variable: other\n", None),
        ("links:", "links: [", "not a YAML file"),
    ],
)
def test_a_crosswalk_that_contradicts_itself_is_refused(tmp_path, before, after, message):
    assert before in INVENTED
    text = INVENTED.replace(before, after, 1)
    if message is None:
        text = text.replace("fidelity: close", "fidelity: exact")
        message = "item 37, invented2022: several variables are exact with rank 1"
    with pytest.raises(InputError, match=message):
        crosswalk_of(text, tmp_path)


@pytest.mark.parametrize("fidelity", ["exact", "close"])
def test_thresholds_give_a_proxy_only(tmp_path, fidelity):
    start, rest = INVENTED.split("    variable: share\n")
    text = (
        start + "    variable: share\n" + rest.replace("fidelity: proxy", f"fidelity: {fidelity}")
    )
    with pytest.raises(InputError, match=f"item 120, share: fidelity '{fidelity}'; thresholds"):
        crosswalk_of(text, tmp_path)


def test_a_crosswalk_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(InputError, match=r"none\.yml: the crosswalk does not exist"):
        read_crosswalk(tmp_path / "none.yml")


def test_no_link_is_both_used_and_left_out_in_the_committed_crosswalk():
    crosswalk = read_crosswalk(paths.CROSSWALKS / "gtmi.yml")
    used = {(link.item, link.variable): link.editions for link in crosswalk.links}
    left_out = [(entry.item, entry.variable, entry.editions) for entry in crosswalk.left_out]
    assert len(set(left_out)) == len(left_out)
    for item, variable, editions in left_out:
        # A link may be left out for one edition; then the entry names it.
        linked = used.get((item, variable), ())
        assert not set(linked) & set(editions)
        assert bool(editions) == bool(linked)
        assert len(editions) < 2


BY_INDICATOR = {f"{name}.{part}" for name, parts in gdb.VARIABLES.items() for part in parts}
HEADINGS = paths.FACTSHEETS / "headings.csv"
KNOWN = {
    "gtmi": None,
    "gdb": BY_INDICATOR | {"G.PI.RTIF"},
    "odm": long_tables.OPEN_DATA_MATURITY.variables,
    "egbr": long_tables.EGOVERNMENT_BENCHMARK.variables,
    "oecd-dgi": long_tables.DIGITAL_GOVERNMENT.variables,
    "oecd-pii": long_tables.PUBLIC_INTEGRITY.variables,
    "oecd-ireg": long_tables.STAKEHOLDER_ENGAGEMENT.variables,
    "nifo": long_tables.FACTSHEETS.variables | set(pd.read_csv(HEADINGS)["heading"]),
    "girai": {name for names in girai.VARIABLES.values() for name in names}
    | {"any_area", "disclosure_or_procurement"},
}
"""The variables of each source; None where its reader takes any."""
WHOLLY_WEIGHED = ("oecd-dgi", "oecd-pii")


@pytest.mark.parametrize("source", KNOWN)
def test_committed_crosswalks_link_scored_items_by_known_variables_and_give_reasons(source):
    crosswalk = read_crosswalk(paths.CROSSWALKS / f"{source}.yml")
    scored = {question.number for question in read_codebook(paths.CODEBOOK).scored}
    used = {(link.item, link.variable) for link in crosswalk.links}
    left_out = {
        (entry.item, name) for entry in crosswalk.left_out for name in entry.variable.split(", ")
    }
    assert {item for item, _ in used | left_out} <= scored
    assert all(len(link.reason) > 40 for link in crosswalk.links)
    assert all(len(entry.reason) > 20 for entry in crosswalk.left_out)
    known = KNOWN[source]
    if known is None:
        return
    assert not used & left_out
    assert {name for _, name in left_out} <= known
    for edition in crosswalk.editions:
        assert crosswalk.variables(edition.id) <= known - {"G.PI.RTIF"}
    if source in WHOLLY_WEIGHED:
        assert {name for _, name in used | left_out} == known
    if source == "egbr":
        # What services do is not what a strategy says.
        assert {(77, "score_3_3"), (79, "a3"), (90, "proactive")} <= left_out


GRADES = {
    "gtmi": {
        "exact": {10, 39, 59},
        "close": {8, 9, 11, 13, 37, 45},
        "proxy": {57, 98, 110, 115, 120},
    },
    "gdb": {"exact": {39}, "close": {49}, "proxy": {51, 53, 102, 104, 115}},
    "odm": {"exact": {10}},
    "egbr": {"proxy": {115}},
    "oecd-dgi": {"proxy": {77}},
    "oecd-pii": {},
    "oecd-ireg": {},
    "nifo": {"close": {43, 45, 47, 53, 55}, "proxy": {51, 57}},
    "girai": {"proxy": {55, 57, 85}},
}


@pytest.mark.parametrize("source", GRADES)
def test_grades_of_committed_crosswalks(source):
    links = read_crosswalk(paths.CROSSWALKS / f"{source}.yml").links
    found = {}
    for link in links:
        found.setdefault(link.fidelity, set()).add(link.item)
    assert found == GRADES[source]
    if source == "odm":
        assert [link.variable for link in links] == ["q59"]
