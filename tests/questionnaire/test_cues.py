"""Each cue on its own example, each list on its own form, and how phrases are found in a text."""

import re
from dataclasses import replace
from types import SimpleNamespace

import pytest

from egovbench.base import paths
from egovbench.base.errors import InputError
from egovbench.questionnaire import read_codebook
from egovbench.questionnaire.assertion import Judge
from egovbench.questionnaire.cues import LANGUAGES, Phrases, language, read_language, tokens
from egovbench.questionnaire.rules import is_placeholder
from egovbench.questionnaire.sentences import sentences, stated

QUESTION = replace(
    read_codebook(paths.CODEBOOK).by_number[41], objects=("thing",), key_terms=("thing",)
)
KINDS = {
    "denied", "ended", "planned", "possible", "limited", "quantifier", "other_actor",
    "international", "enacted", "exists", "done", "works", "replaces", "replaced_by",
    "not_in_force", "past", "former", "doubled", "pseudo", "yes", "no", "partly", "unsure",
    "placeholder",
}  # fmt: skip
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
NO_DENIALS = {"pseudo", "former", "replaces"}


def statuses(code, example):
    """What is said in an example of the words in brackets, as of a question about them.

    That words are left unexplained is not said of them.
    """
    wanted = re.findall(r"\[(.+?)\]", example)
    text = re.sub(r"[\[\]]", "", example)
    codebook = SimpleNamespace(
        term_groups={"thing": {code: tuple(wanted)}, "national_strategy": {}}
    )
    judge = Judge(QUESTION, codebook)
    found = {each.status for each in judge.findings(sentences(text, language(code)))}
    return found - {"doubtful"}


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_cue_is_found_in_its_example(code):
    missed = []
    for cue in language(code).cues:
        text = re.sub(r"[\[\]]", "", cue.example)
        if cue.kind == "placeholder":
            found = is_placeholder(text)
        elif cue.direction == "start":
            statement = stated(text)
            found = statement is not None and statement.kind == cue.kind
        else:
            found = cue.kind in [each.cue.kind for each in language(code).find(tokens(text))]
        missed += [] if found else [(cue.phrase, cue.example)]
    assert missed == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_cue_gives_its_status_to_the_words_in_brackets(code):
    wrong = []
    for cue in language(code).cues:
        if cue.direction == "start" or cue.kind == "quantifier":
            continue
        found = statuses(code, cue.example)
        wanted = FOUND.get(cue.kind, {"asserted"})
        if cue.kind in NO_DENIALS:
            right = not found - {"asserted", "limited"}
        else:
            right = bool(found & wanted) if wanted else not found
        if not right:
            wrong.append((cue.phrase, cue.example, found))
    assert wrong == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_has_cues_of_every_kind_and_no_cue_twice(code):
    cues = language(code).cues
    assert {cue.kind for cue in cues} >= set(KINDS)
    keys = [(cue.phrase, cue.kind, cue.direction, cue.scope) for cue in cues]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("phrase", "found", "not_found"),
    [
        ("once only", ["once  only", "the once-only principle"], ["only once", "onces only"]),
        ("statut*", ["a statutory body", "Statutes"], ["institut"]),
        ("*gesetz", ["Datenschutzgesetz", "Gesetz"], ["Gesetzentwurf"]),
        ("*gesetz*", ["Gesetzentwurf", "Datenschutzgesetzes"], ["Satzung"]),
        ("AI", ["AI and IoT", "several AIs"], ["ai", "they maintain it", "AID"]),
        ("n … que", ["il n'est fait que cela"], ["il n'a de tout ceci, dit-on, que cela"]),
        (
            "não existe",
            ["nao existe", "NÃO EXISTE", "n\u200bão existe", "na\u0303o existe"],
            ["no"],
        ),
    ],
)
def test_phrases(phrase, found, not_found):
    phrases = Phrases([(phrase, None)])

    def holds(text):
        words = tokens(text)
        return any(phrases.at(words, place) for place in range(len(words)))

    assert [text for text in found if not holds(text)] == []
    assert [text for text in not_found if holds(text)] == []


def test_words_keep_their_places_where_characters_are_not_seen():
    text = "la\u200bw, de\u0301cret"
    assert [(each.word, text[each.start : each.end]) for each in tokens(text)] == [
        ("law", "la\u200bw"),
        ("decret", "de\u0301cret"),
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("kind: denied", "kind: refused"), "found a cue of refused"),
        (("anaphors:", "anaphora:"), "an entry is missing or malformed ('anaphors')"),
    ],
)
def test_a_malformed_file_of_cues_is_one_line(tmp_path, change, message):
    path = tmp_path / "en.yml"
    text = (paths.CUES / "en.yml").read_text(encoding="utf-8")
    path.write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(message)):
        read_language(path)
