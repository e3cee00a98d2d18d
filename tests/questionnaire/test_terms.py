import pytest

from egovbench.questionnaire.rules import found_terms


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
