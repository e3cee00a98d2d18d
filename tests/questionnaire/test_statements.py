"""What the rules read in an answer: statements, placeholders, plans, and terms."""

import pytest

from egovbench.questionnaire.rules import (
    found_terms,
    is_placeholder,
    only_pages,
    only_planned,
    stated,
)


@pytest.mark.parametrize(
    "text", ["xx", "XXX", "n.a.", "N/A", "na", "-", "...", "TBD", "Not applicable"]
)
def test_placeholders(text):
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text", ["no", "NAP", "none", "x-ray register", "n.a. before 2020", "Nauru"]
)
def test_no_placeholders(text):
    assert not is_placeholder(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("yes, p.15.", "yes"),
        ("yes p.15", "yes"),
        ("Yes, the national strategy refers to it", "yes"),
        ("Oui.", "yes"),
        ("no", "no"),
        ("No, but see below", "no"),
        ("None.", "no"),
        ("Not yet, however we created a working group", "no"),
        ("There is no such law.", "no"),
        ("Partly, for two ministries", "partly"),
        ("In progress.", "partly"),
        ("Planned", "partly"),
    ],
)
def test_stated(text, code):
    statement = stated(text)
    assert statement is not None
    assert statement[0] == code


@pytest.mark.parametrize(
    "text",
    [
        "Regulation (EU) No 910/2014",
        "No 910/2014 of the European Parliament",
        "No. 7427 of 17 July 2020",
        "Yesterday the government",
        "Norway's law",
        "Planned obsolescence is banned by law",
        "Draft law on signatures",
        "",
    ],
)
def test_not_stated(text):
    assert stated(text) is None


@pytest.mark.parametrize(
    "text", ["p. 5/24/26", "p.15", "pages 3-7", "See chapter 4", "pp. 3, 7 and 9"]
)
def test_only_pages(text):
    assert only_pages(text)


@pytest.mark.parametrize("text", ["p.27 the strategy refers to it", "5", "part of the plan", ""])
def test_more_or_less_than_pages(text):
    assert not only_pages(text)


def test_plans_count_only_where_nothing_exists_yet():
    assert only_planned("a platform will allow this monitoring") == "will allow"
    assert only_planned("The plan was adopted in 2020 and will be extended") == ""
    assert only_planned("The agency monitors progress") == ""


@pytest.mark.parametrize(
    ("text", "groups", "found"),
    [
        ("The law of 2018 on transparency", (("law",), ("transparen",)), ("law", "transparency")),
        ("A lawful activity", (("law", "act"),), None),
        ("The Acts of 2018", (("act", "acts"),), ("Acts",)),
        ("They maintain a plan", (("AI",),), None),
        ("AI and IoT", (("AI",), ("IoT",)), ("AI", "IoT")),
        ("Chief ai officer", (("AI",),), None),
        ("several CIOs", (("CIO",),), ("CIOs",)),
        ("once  only", (("once only",),), ("once  only",)),
        ("see https://example.org/open-data/law", (("open-data",),), None),
        ("anything", (), ()),
    ],
)
def test_found_terms(text, groups, found):
    assert found_terms(text, groups) == found


def test_every_group_must_be_found():
    groups = (("law",), ("procurement",))
    assert found_terms("The law on procurement", groups) == ("law", "procurement")
    assert found_terms("The portal for procurement", groups) is None
