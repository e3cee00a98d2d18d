"""The appendix: golden words, made from parameters."""

from types import SimpleNamespace

import pandas as pd
import pytest

from egovbench.base.parameters import Parameters
from egovbench.reports.robustness import method

SETTINGS = pd.DataFrame(
    {
        "table": ["proxy", "exact", "proxy"],
        "normalisation": "scale:0:100",
        "aggregation": ["pmean:0.5", "amean", "amean"],
        "missing": ["complete", "skip", "median"],
    }
)


def words(basis: str = "form", **parameters: object) -> dict[str, str]:
    """The choices of an invented comparison of 27 countries."""
    benchmark = SimpleNamespace(
        parameters=Parameters(**parameters), focal_name="Utopia", focal_basis=basis,
        codebook=SimpleNamespace(title="A questionnaire"), peers=[""] * 26,
        compared_items=range(19), comparable=range(70),
    )  # fmt: skip
    return dict(method.comparison_choices(benchmark))


def varied(settings=SETTINGS, n_open=71, failures=(), sobol=7168, choices="") -> dict[str, str]:
    """What was varied in an invented simulation with the seed 42."""
    uncertainty = SimpleNamespace(
        parameters=Parameters(seed=42, choices=choices), failures=failures,
        draws=SimpleNamespace(settings=settings, cells=range(n_open)),
        variants=SimpleNamespace(n_items={"proxy": 19, "close": 10, "exact": 1}),
        sensitivity=SimpleNamespace(evaluations=sobol) if sobol else None,
    )  # fmt: skip
    return dict(method.simulation_choices(uncertainty))


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ("items", "equal: every compared item"),
        ("data/mine.csv", "as mine.csv gives them; those that it leaves out are equal"),
    ],
)
def test_other_weights_in_words(weights: str, said: str) -> None:
    assert words(weights=weights)["Weights"] == said


def test_the_default_comparison_in_words() -> None:
    assert words(focal="UTO") == {
        "Focal country": "Utopia (UTO), by its own answers to the questionnaire",
        "Peers": "the other 26 members of the EU27",
        "Basis": "other bodies' data on every country, own answers beside them",
        "Questionnaire": "A questionnaire (msq2024)",
        "Links to other surveys": "exact, close and proxy links",
        "Other bodies' data": "all sources",
        "Several sources on one item": "the most faithful counts, then the latest",
        "Items compared": "19 of 70 scored items: those that all 27 compared countries were asked",
        "Codes": "yes is 1, partly is 0.5, no is 0; scores run from 0 to 100",
        'A source\'s "no or unknown"': (
            "counts as no in the score; the bounds count it as unknown"
        ),
        "Unknown answers": (
            "leave the denominator and lower the coverage; the bounds are the score with every "
            "open answer at its least, and at its most"
        ),
        "Weights": (
            "equal: items within an indicator, indicators within a section, sections in the whole"
        ),
        "Aggregation": "arithmetic mean at every level",
        "Ranks": "1 + the number of countries with a higher score; equal scores share a rank",
        "Above and below": (
            "only where at least three items are compared, one of them differs among countries, "
            "the bounds of the country and of its peers' median do not overlap, and no code of "
            "the country half a step different would undo it"
        ),
        "Strengths and gaps": (
            "an item is no strength where peers reach more than 80 % of it, and no gap where they "
            "reach less than 20 %"
        ),
    }


def test_other_parameters_give_other_words() -> None:
    other = words(
        "others", fidelity="exact", no_or_unknown="unknown", items="pairwise", sources="gtmi,odm",
        answered_by="government", max_age=1, fusion="majority",
    )  # fmt: skip
    assert other["Focal country"] == "Utopia (LUX), by other bodies' data"
    assert other["Links to other surveys"] == "exact links only"
    assert other["Other bodies' data"] == (
        "gtmi and odm; answers of governments only; at most 1 year older than the questionnaire"
    )
    assert other["Several sources on one item"].startswith("what most of them say")
    assert other['A source\'s "no or unknown"'] == "counts as unknown"
    assert other["Items compared"].endswith("there is no ranking")
    some = words(min_share=0.8)
    assert some["Items compared"] == (
        "19 of 70 scored items: those that the focal country and at least 80 % of 27 compared "
        "countries were asked"
    )


def test_what_was_drawn_in_words() -> None:
    assert varied() == {
        "Variants": "3 replications, drawn independently with the seed 42",
        "Varied: links": (
            "each with equal chances: exact, close and proxy links (19 items); exact links only "
            "(1 item)"
        ),
        "Varied: weights": "each multiplied by a factor drawn evenly between 0.75 and 1.25",
        "Varied: aggregation": (
            "each with equal chances: the arithmetic mean (a strong part makes up for a weak one "
            "in full); the generalised mean of power 0.5 (a strong part makes up only in part)"
        ),
        "Varied: unknown answers": (
            "each with equal chances: left out of the denominator; given the median of the known "
            "answers; drawn"
        ),
        "Varied: the answers drawn": (
            "yes or no with equal chances, for 71 answers that are unknown or that a source gives "
            'as "no or unknown"'
        ),
        "Not varied: normalisation": "the answers' own scale",
        "Intervals": (
            "from the value that 5 % of the variants do not exceed to the one that 95 % do not"
        ),
        "Variants that failed": "none",
        "Sensitivity": (
            "Sobol indices of first and total order from 7,168 evaluations with the seed 42; 95 % "
            "bounds by bootstrap"
        ),
    }


def test_choices_from_a_file_are_named_as_such() -> None:
    many = pd.concat([SETTINGS] * 400, ignore_index=True)
    told = varied(many, failures=("one",), sobol=0, choices="data/mine.csv")
    assert told["Variants"] == "1,200 replications, read from mine.csv"
    assert told["Varied: weights"] == "as in the file"
    assert told["Varied: links"].startswith("exact, close and proxy links (19 items); ")
    assert told["Varied: the answers drawn"].startswith("as in the file, for 71 answers")
    assert told["Variants that failed"] == "1 replication"
    assert "Sensitivity" not in told


@pytest.mark.parametrize(
    ("column", "text", "row", "expected"),
    [
        (
            "aggregation", "amean,amean,gmean", "Varied: aggregation",
            "from level to level the arithmetic mean (a strong part makes up for a weak one in "
            "full), the arithmetic mean (a strong part makes up for a weak one in full) and the "
            "geometric mean (a strong part makes up for a weak one in part)",
        ),
        (
            "missing", "skip:0.5", "Varied: unknown answers",
            "left out of the denominator, and a part of which less than 50 % is known is missing",
        ),
        ("normalisation", "rank", "Not varied: normalisation", "rank"),
    ],
)  # fmt: skip
def test_other_methods_in_words(column: str, text: str, row: str, expected: str) -> None:
    assert varied(SETTINGS.assign(**{column: text}))[row] == expected


def test_nothing_is_said_of_drawn_answers_where_none_is_open() -> None:
    assert "Varied: the answers drawn" not in varied(n_open=0)
    one = varied(n_open=1)
    assert "for 1 answer that is unknown" in one["Varied: the answers drawn"]


def test_checks_name_seed_and_samples() -> None:
    assert dict(method.check_choices(42))["Published indices"] == (
        "rank correlations, 95 % intervals from 1,000 bootstrap samples of the countries with the "
        "seed 42"
    )
