"""The appendix: golden words, made from parameters."""

from types import SimpleNamespace

import pandas as pd
import pytest

from egovbench.base.parameters import Parameters
from egovbench.reports.robustness import method
from egovbench.robustness.draws import Space
from egovbench.robustness.uncertainty import AGGREGATIONS, FACTORS, NOISE


def words(**parameters):
    """The choices of an invented comparison of 27 countries."""
    benchmark = SimpleNamespace(
        parameters=Parameters(**parameters), focal_name="Utopia",
        codebook=SimpleNamespace(title="A questionnaire"), peers=[""] * 26,
        compared_items=range(19), comparable=range(70),
    )  # fmt: skip
    return dict(method.comparison_choices(benchmark))


CHOICES = {
    "reading": ("no", "unknown", "bounds"), "doubtful": ("coded", "bounds"),
    "fusion": ("preferred", "majority"), "answers": ("others", "own"),
}  # fmt: skip
LINKS = pd.DataFrame({"fidelity": ["proxy", "exact", "close"], "n_items": [19, 1, 10]})


def varied(
    varied=FACTORS, weights=("sections", "items"), n_open=71, failures=(), sobol=7168, choices="",
):  # fmt: skip
    """What was varied in an invented simulation with the seed 42."""
    uncertainty = SimpleNamespace(
        parameters=Parameters(seed=42, choices=choices), failures=failures, by_links=LINKS,
        draws=SimpleNamespace(settings=range(1200), cells=range(n_open)),
        variants=SimpleNamespace(
            choices=CHOICES, weights=weights, varied=varied,
            space=Space(aggregations=AGGREGATIONS, noise=NOISE),
        ),
        sensitivity=SimpleNamespace(evaluations=sobol) if sobol else None,
    )  # fmt: skip
    return dict(method.simulation_choices(uncertainty))


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ("items", "each compared item alike"),
        ("data/mine.csv", "as mine.csv gives them; those that it leaves out are equal"),
    ],
)
def test_other_weights_in_words(weights, said):
    assert words(weights=weights)["Weights"] == said


def test_parameters_in_words():
    assert words(focal="UTO") == {
        "Focal country": "Utopia (UTO)",
        "Peers": "the other 26 members of the EU27",
        "Basis": "other bodies' data on every country, own answers beside them",
        "Questionnaire": "A questionnaire (msq2024)",
        "Links to other surveys": "exact, close and proxy links",
        "Other bodies' data": "all sources",
        "Several sources on one item": "the most faithful counts, then the latest",
        "Items compared": "19 of 70 scored items: those that all 27 compared countries were asked",
        "Codes": (
            "yes is 1, partly is 0.5, no is 0, each with the least and greatest value that its "
            "evidence leaves open; scores run from 0 to 100"
        ),
        'A source\'s "no or unknown"': (
            "counts as no in the score; the bounds count it as unknown"
        ),
        "Unknown answers": (
            "leave the denominator and lower the coverage; the bounds are the score with every "
            "open answer at its least, and at its most"
        ),
        "Weights": (
            "each section alike, and so the indicators of a section and the items of an indicator"
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
    # other parameters give other words
    other = words(
        basis="own", fidelity="exact", no_or_unknown="unknown", items="pairwise",
        sources="gtmi,odm", answered_by="government", max_age=1, fusion="majority",
    )  # fmt: skip
    assert other["Links to other surveys"] == "exact links only"
    assert other["Other bodies' data"] == (
        "gtmi and odm; answers of governments only; "
        "at most 1 year before or after the questionnaire"
    )
    assert other["Several sources on one item"].startswith("what most of them say")
    assert other['A source\'s "no or unknown"'] == "counts as unknown"
    assert other["Items compared"].endswith("there is no ranking")
    some = words(min_share=0.8)
    assert some["Items compared"] == (
        "19 of 70 scored items: those that the focal country and at least 80 % of 27 compared "
        "countries were asked"
    )


def test_draws_in_words():
    assert varied() == {
        "Variants": "1,200 replications, drawn independently with the seed 42",
        'Varied: "no or unknown"': (
            "each with equal chances: counted as no; left out of the denominator; drawn within its "
            "bounds"
        ),
        "Varied: codes in doubt": (
            "each with equal chances: counted as coded, and left out of the denominator where "
            "unknown; drawn within their bounds"
        ),
        "Varied: source": (
            "each with equal chances: the most faithful source counts; what most sources say counts"
        ),
        "Varied: whose answers": (
            "each with equal chances: other bodies' data on the focal country; its own answers, as "
            "far as it has any"
        ),
        "Varied: weights": (
            "each with equal chances: each section alike, and so the indicators of a section and "
            "the items of an indicator; each compared item alike; each then multiplied by a factor "
            "drawn evenly between 0.75 and 1.25"
        ),
        "Varied: aggregation": (
            "each with equal chances: the arithmetic mean (a strong part makes up for a weak one "
            "in full); the generalised mean of power 0.5 (a strong part makes up only in part)"
        ),
        "Values drawn": (
            "evenly from no, partly and yes, as far as its bounds hold them, for 71 answers"
        ),
        "Beside them": (
            "exact links only (1 item); exact and close links (10 items), each by as many "
            "replications of its own"
        ),
        "Not varied": EVER,
        "Intervals": (
            "from the value that 5 % of the variants do not exceed to the one that 95 % do not; "
            "countries with the same score have the mean of the places that they share as their "
            "rank"
        ),
        "Variants that failed": "none",
        "Sensitivity": (
            "Sobol indices of first and total order from 7,168 evaluations with the seed 42; 95 % "
            "bounds by bootstrap"
        ),
    }
    # what could change nothing is said not to vary
    few = varied(varied=("weights",), weights=("data/mine.csv",), n_open=0)
    assert few["Not varied"] == (
        "Left out of the variants, since it could change nothing here: what a source's \"no or "
        'unknown" counts as, how codes in doubt count, which source counts where several answer, '
        "whose answers count for the focal country and how parts are averaged. " + EVER
    )
    assert few["Varied: weights"] == (
        "as mine.csv gives them; those that it leaves out are equal; each then multiplied by a "
        "factor drawn evenly between 0.75 and 1.25"
    )
    assert not {"Varied: source", "Varied: aggregation", "Values drawn"} & set(few)
    # choices from a file are named as such
    told = varied(failures=("one",), sobol=0, choices="data/mine.csv")
    assert told["Variants"] == "1,200 replications, read from mine.csv"
    assert told["Varied: weights"] == told["Varied: source"] == "as in the file"
    assert told["Values drawn"] == "as in the file, for 71 answers"
    assert told["Variants that failed"] == "1 replication"
    assert "Sensitivity" not in told
    # checks name seed and samples
    assert dict(method.check_choices(42))["Published indices"] == (
        "rank correlations, 95 % intervals from 1,000 bootstrap samples of the countries with the "
        "seed 42"
    )


EVER = (
    "Never varied, and so outside every interval: whether the links to other surveys, the items, "
    "the bounds and the rules of coding are right, which items are compared, and the answers' own "
    "scale."
)
