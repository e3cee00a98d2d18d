"""Key facts on their way from a report to the index of its run."""

import json
import re
from dataclasses import replace

import pytest

from egovbench.reports.pages import _environment
from egovbench.reports.summary import Fact, Notable, Scale, Summary, summary_from

SUMMARY = Summary(
    country="Utopia",
    facts=(Fact("score", "Score", "62.5 (50 to 75)"),),
    verdict="Clearly above.",
    scale=Scale(True, False, 62.5, 50.0, 75.0, 40.0, 40.0, 45.0),
    strengths=(Notable(37, "C", "37 Access to information law", "yes", "1 of 3 peers", True),),
    gaps=(),
    nothing=("no strength", "no gap"),
    unknown=("One item is open.",),
)


def test_a_summary_survives_json():
    assert summary_from(json.loads(json.dumps(SUMMARY.as_json()))) == SUMMARY


@pytest.mark.parametrize(
    "change",
    [
        {"scale": {"score": "high"}},
        {"facts": [{"name": "without key and value"}]},
        {"strengths": "none"},
        {"nothing": ["only one"]},
    ],
)
def test_what_is_no_summary_is_refused(change):
    with pytest.raises((KeyError, TypeError, ValueError)):
        summary_from({**SUMMARY.as_json(), **change})


@pytest.mark.parametrize(
    ("sure", "told"),
    [
        ((), ["no strength"]),
        ((True, True), ["item 1", "item 2"]),
        ((False, True), ["item 2", "Not certain, since answers are open:", "item 1"]),
        ((False,), ["Not certain, since answers are open:", "item 1"]),
    ],
)
def test_what_is_not_certain_stands_apart_from_strengths(sure, told):
    found = tuple(Notable(n, "A", f"item {n}", "yes", "2", each) for n, each in enumerate(sure, 1))
    page = _environment().get_template("key_facts.html.j2").module
    html = page.key_facts(replace(SUMMARY, strengths=found, scale=None), pages=set())
    part = html.partition("<h3>Strengths</h3>")[2].partition("<h3>Gaps</h3>")[0]
    shown = re.sub(r"<[^>]*>", "\n", re.sub(r"<span>.*?</span>", "", part))
    assert [line.strip() for line in shown.split("\n") if line.strip()] == told
