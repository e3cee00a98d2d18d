"""Key facts on their way from a report to the index of its run."""

import json

import pytest

from egovbench.reports.summary import Fact, Notable, Scale, Summary, summary_from

SUMMARY = Summary(
    country="Utopia",
    facts=(Fact("score", "Score", "62.5 (50 to 75)"),),
    verdict="Clearly above.",
    scale=Scale(True, False, 62.5, 50.0, 75.0, 40.0, 40.0, 45.0),
    strengths=(Notable(37, "C", "37 Access to information law", "yes", "1 of 3 peers"),),
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
