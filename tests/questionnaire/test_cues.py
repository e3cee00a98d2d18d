"""Each cue on its own example, each list on its own form, and how phrases are found in a text."""

import re
from dataclasses import replace
from types import SimpleNamespace

import pytest

from egovbench.base import paths
from egovbench.base.errors import InputError
from egovbench.questionnaire import read_codebook
from egovbench.questionnaire.assertion import Judge, sentences, stated
from egovbench.questionnaire.cues import LANGUAGES, Phrases, language, read_language, tokens

QUESTION = replace(
    read_codebook(paths.CODEBOOK).by_number[41], objects=("thing",), key_terms=("thing",)
)
CUES = [(code, cue) for code in LANGUAGES for cue in language(code).cues]
STATEMENTS = {"yes", "no", "partly", "unsure"}
# What is found of the words in brackets; where a kind does not stand here, that they are asserted.
FOUND = {
    "denied": {"denied", "denied_in_part"},
    "ended": {"ended", "ended_in_part"},
    "planned": {"planned"},
    "possible": {"possible"},
    "limited": {"limited"},
    "not_in_force": {"not_in_force"},
    "other_actor": {"other_actor"},
    "international": {"other_actor"},
    "doubled": {"unclear"},
    "past": set(),
}


def statuses(code, example):
    """What is said in an example of the words in brackets, as of a question about them."""
    wanted = re.findall(r"\[(.+?)\]", example)
    text = re.sub(r"[\[\]]", "", example)
    codebook = SimpleNamespace(term_groups={"thing": tuple(wanted), "national_strategy": ()})
    judge = Judge(QUESTION, codebook, language(code))
    return {each.status for each in judge.findings(sentences(text, language(code)))}


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_cue_is_found_in_its_example(code):
    missed = []
    for cue in language(code).cues:
        text = re.sub(r"[\[\]]", "", cue.example)
        if cue.direction == "start":
            found = stated(text)
            if found is None or found.kind != cue.kind:
                missed.append((cue.kind, cue.phrase, cue.example))
        elif cue not in [each.cue for each in language(code).find(tokens(text))]:
            missed.append((cue.kind, cue.phrase, cue.example))
    assert missed == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_cue_gives_its_status_to_the_words_in_brackets(code):
    wrong = []
    for cue in language(code).cues:
        if cue.direction == "start" or cue.kind == "quantifier":
            continue
        found = statuses(code, cue.example)
        wanted = FOUND.get(cue.kind, {"asserted"})
        if (found and not wanted) or (wanted and not found & wanted):
            wrong.append((cue.kind, cue.phrase, cue.example, found))
    assert wrong == []
