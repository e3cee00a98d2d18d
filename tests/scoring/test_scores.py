"""Scores of two invented countries, worked by hand."""

import numpy as np
import pandas as pd
import pytest
from trees import tree

from egovbench.base.errors import MethodError
from egovbench.base.schemas import SCORES_TABLE
from egovbench.scoring.answers import answers_of_codes
from egovbench.scoring.evaluation import evaluate, parse_methods
from egovbench.scoring.framework import read_framework
from egovbench.scoring.scores import score_answers
from egovbench.scoring.weights import weighted

FRAMEWORK = tree(
    "7 1 A.x, 8 1 A.x, 9 1 A.y, 33 1 B.x, A.x 2 A, A.y 2 A, B.x 2 B, A 3 overall, B 3 overall, "
    "overall 4 -",
    minimum=0.0,
    maximum=1.0,
)

VALUE = {"yes": 1.0, "partly": 0.5, "no": 0.0}


def codes(answers):
    rows = [
        (country, item, code, VALUE.get(code, np.nan))
        for country, items in answers.items()
        for item, code in items.items()
    ]
    return pd.DataFrame(rows, columns=["iso3", "item", "code", "value"])


def scored(table, weights="sections"):
    framework = weighted(read_framework(FRAMEWORK), weights)
    return score_answers(answers_of_codes(table, framework), framework)


def row(scores, country, node):
    found = scores[(scores["iso3"] == country) & (scores["id"] == node)]
    columns = ["score", "lower", "upper", "coverage", "n_items", "n_known"]
    return found[columns].iloc[0].astype("float64").tolist()


ANSWERS = {
    "QQB": {7: "yes", 8: "unknown", 9: "unknown", 33: "partly", 125: "yes"},
    "QQA": {7: "yes", 8: "no", 9: "partly", 33: "not_asked"},
}


def test_unknown_widens_the_bounds_and_not_asked_leaves_everything():
    scores = scored(codes(ANSWERS))
    SCORES_TABLE.validate(scores)
    assert row(scores, "QQB", "A.x") == [100, 50, 100, 0.5, 2, 1]
    # A.y knows nothing: no score, but all is possible
    assert np.isnan(row(scores, "QQB", "A.y")[0])
    assert row(scores, "QQB", "A.y")[1:] == [0, 100, 0, 1, 0]
    # A: score of A.x alone; lower (50 + 0) / 2, upper (100 + 100) / 2
    assert row(scores, "QQB", "A") == [100, 25, 100, 1 / 3, 3, 1]
    assert row(scores, "QQB", "overall") == [75, 37.5, 75, 0.5, 4, 2]
    assert row(scores, "QQB", "33") == [50, 50, 50, 1, 1, 1]
    # not asked leaves everything
    for node in ("33", "B.x", "B"):
        assert np.isnan(row(scores, "QQA", node)[:4]).all()
        assert row(scores, "QQA", node)[4:] == [0, 0]
    assert row(scores, "QQA", "overall") == [50, 50, 50, 1, 3, 3]
    # an item without a row was not asked
    without = {country: dict(items) for country, items in ANSWERS.items()}
    del without["QQA"][33]
    assert scored(codes(without)).equals(scored(codes(ANSWERS)))
    # a value beside not asked does not count
    table = codes({"QQA": {7: "yes", 8: "not_asked"}}).fillna({"value": 0.0})
    assert row(scored(table), "QQA", "A.x") == [100, 100, 100, 1, 1, 1]


def test_rows_weights_levels_and_faults():
    scores = scored(codes(ANSWERS))
    assert scores["iso3"].tolist() == ["QQA"] * 10 + ["QQB"] * 10
    assert scores["id"].tolist() == FRAMEWORK["id"].tolist() * 2
    assert scores["level"].tolist()[:10] == (
        ["item"] * 4 + ["indicator"] * 3 + ["section"] * 2 + ["overall"]
    )
    # weights by item
    scores = scored(codes(ANSWERS), weights="items")
    # A: 7 and 8 give 50 with weight 2, 9 gives 50 with weight 1
    assert row(scores, "QQA", "A")[0] == 50
    # B has one item, A three of which one is known: weights 3 and 1
    assert row(scores, "QQB", "overall")[0] == (3 * 100 + 50) / 4
    # a fifth level is refused
    deeper = pd.concat(
        [FRAMEWORK.replace({"parent": {"": "top"}}), FRAMEWORK.tail(1).assign(id="top", level=5)]
    )
    framework = read_framework(deeper)
    with pytest.raises(MethodError, match="found 5 levels; expected at most 4"):
        score_answers(answers_of_codes(codes(ANSWERS), framework), framework)
    # two codes of an item and values outside the scale are named
    table = codes(ANSWERS)
    with pytest.raises(MethodError, match="QQB has more than one code for item 7"):
        scored(pd.concat([table, table.iloc[[0]]]))
    table.loc[0, "value"] = 3.0
    with pytest.raises(MethodError, match="QQB has the value 3 for item 7"):
        scored(table)


def test_a_threshold_counts_only_what_was_asked():
    framework = read_framework(FRAMEWORK)
    answers = {"QQA": {7: "yes", 8: "unknown", 9: "not_asked", 33: "not_asked"}}
    matrix = answers_of_codes(codes(answers), framework)
    rules = [parse_methods(framework, "scale", missing=f"skip:{share}") for share in (0.5, 0.6)]
    half, more = (
        dict(zip(framework.ids, evaluate(matrix, rule)[0], strict=True)) for rule in rules
    )
    # one of two asked; A.y and B were not asked and do not hold A and overall back
    assert half["overall"] == 100
    assert np.isnan(more["A.x"])
