"""What the index of a run says of its method."""

import pytest

from egovbench.language import LANGUAGES, speaking
from egovbench.site.index import method_notes


def reports(*weights):
    given = [{} if each is None else {"weights": each} for each in weights]
    return [{"parameters": parameters} for parameters in given]


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        (["sections", None], "into the overall score, with equal weights, from 0 to 100."),
        (["items"], "with the same weight for every compared item, from"),
        (["data/items"], "with the weights of items, from"),
        (["sections", "items"], "with equal weights unless the foot of a page names others, from"),
        ([None, "own/w.csv"], "with equal weights unless the foot of a page names others, from"),
    ],
)
def test_the_sentence_on_scores_follows_the_weights(weights, said):
    assert said in method_notes(reports(*weights))[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_tells_the_weights_apart(language):
    cases = (["sections"], ["items"], ["w.csv"], ["items", "w.csv"])
    with speaking(language):
        assert len({method_notes(reports(*each))[0] for each in cases}) == len(cases)
