"""The catalogues: every language says the same things, and nothing is said outside them."""

import ast
import re

import pandas as pd
import pytest

from egovbench.base import paths
from egovbench.base.parameters import DECLARED
from egovbench.language import LANGUAGES, speaking
from egovbench.language.catalogue import CATALOGUES, messages
from egovbench.language.countries import country_name
from egovbench.language.messages import Variants, arguments, parse_message
from egovbench.questionnaire import read_codebook

PACKAGE = CATALOGUES.parents[1]
OWN_IN_ENGLISH = {"countries", "questionnaire"}
"""Files that English does not have: its names stand in data/countries.csv and the codebook."""

SPEAKING = [
    *sorted(path for path in PACKAGE.rglob("*.py") if path.name != "catalogue.py"),
    *sorted((PACKAGE / "reports" / "templates").rglob("*.j2")),
]


def everything(language):
    return {
        f"{path.stem}.{name}": text
        for path in sorted((CATALOGUES / language).glob("*.yml"))
        for name, text in messages(language, path.stem).items()
    }


def parsed(language):
    return {key: parse_message(text) for key, text in everything(language).items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_can_be_read_and_says_something(language):
    assert all(text.strip() for text in everything(language).values())
    assert parsed(language)


@pytest.mark.parametrize("language", ["fr", "de"])
def test_every_language_has_the_messages_of_english_with_their_values(language):
    english, other = parsed("en"), parsed(language)
    own = {key for key in other if key.split(".")[0] in OWN_IN_ENGLISH}
    assert set(other) - own == set(english)
    for key, message in english.items():
        assert arguments(other[key]) == arguments(message), key


def selects(message):
    for part in message:
        if isinstance(part, Variants):
            if part.kind == "select":
                yield part.name, frozenset(part.variants)
            for variant in part.variants.values():
                yield from selects(variant)


@pytest.mark.parametrize("language", ["fr", "de"])
def test_choices_by_a_word_have_the_same_words(language):
    english, other = parsed("en"), parsed(language)
    for key, message in english.items():
        assert set(selects(other[key])) == set(selects(message)), key


def test_names_cover_the_codebook_and_the_countries():
    codebook = read_codebook(paths.CODEBOOK)
    wanted = {f"section.{each.id}" for each in codebook.sections}
    wanted |= {f"item.{each.number}" for each in codebook.scored}
    wanted |= {
        f"indicator.{each.id}.{part}"
        for each in codebook.indicators
        for part in ("name", "rationale")
    }
    countries = pd.read_csv(paths.COUNTRIES, keep_default_na=False)
    for language in ("fr", "de"):
        assert set(messages(language, "questionnaire")) == wanted
        with speaking(language):
            names = [country_name(iso3, "?") for iso3 in countries["iso3"]]
        assert "?" not in names
        assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("iso3", "english", "french", "german"),
    [
        ("LUX", "Luxembourg", "Luxembourg", "Luxemburg"),
        ("CIV", "Côte d’Ivoire", "Côte d’Ivoire", "Côte d’Ivoire"),
        ("GBR", "United Kingdom", "Royaume-Uni", "Vereinigtes Königreich"),
        # the United Nations' names where those of CLDR are others
        ("COD", "Congo", "République démocratique du Congo", "Demokratische Republik Kongo"),
        ("TLS", "Timor-Leste", "Timor-Leste", "Timor-Leste"),
        ("XKX", "Kosovo", "Kosovo", "Kosovo"),
    ],
)
def test_countries_have_the_names_of_each_language(iso3, english, french, german):
    said = []
    for language in LANGUAGES:
        with speaking(language):
            said.append(country_name(iso3, english))
    assert said == [english, french, german]


@pytest.mark.parametrize("kind", ["section", "item"])
@pytest.mark.parametrize("language", ["fr", "de"])
def test_no_two_names_of_a_language_are_the_same(language, kind):
    names = [
        text
        for key, text in messages(language, "questionnaire").items()
        if key.startswith(f"{kind}.")
    ]
    assert len(set(names)) == len(names)


def test_french_and_german_have_their_own_marks_and_capitals():
    for key, text in everything("fr").items():
        assert not re.search(r" [:;?!»%]|« |[\w)}][;?!»%]|[a-zà-ÿ)}]: ", text), key
        assert not set("\"'“„") & set(text), key
        assert text.count("«") == text.count("»"), key
    # german quotes stand below and above
    for key, text in everything("de").items():
        assert not set("\"'«»”") & set(text), key
        assert text.count("„") == text.count("“"), key
    # german names of items begin with a capital
    for key, text in messages("de", "questionnaire").items():
        assert text[0].isupper() or text[0].isdigit(), key


SAYING = ("say", "says", "_named", "word", "words", "heads")


def said_keys():
    """Yield each key that is said, as a pattern, with the values given to it where these are seen.

    A key made at run time, such as f"common.code.{code}", is a pattern with a part for anything.
    """
    for path in SPEAKING:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".j2":
            for found in re.finditer(r'say\("([\w.]+)"((?:, \w+=[^)]*)?)\)', text):
                yield re.escape(found[1]), set(re.findall(r", (\w+)=", found[2])), path
            continue
        for node in ast.walk(ast.parse(text)):
            if path == LABELS and isinstance(node, ast.Assign):
                for key in ast.walk(node.value):
                    if isinstance(key, ast.JoinedStr) and "." in ast.unparse(key):
                        yield pattern_of(key, path), None, path
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if path.stem == "intervals" and node.func.id == "_entry":
                yield re.escape(node.args[0].value), None, path
            if node.func.id in SAYING or (node.func.id == "_row" and path.stem == "method"):
                yield from of_call(node, path)


LABELS = PACKAGE / "site" / "labels.py"
MADE_FROM = {"name": f"(?:{'|'.join(DECLARED)})", "catalogue": "(?:common|method)"}
"""Parts of keys in LABELS: a declared parameter, and where its values have their words."""


def pattern_of(key, path):
    """Return the pattern of a key made at run time; what is not known can be anything."""
    known = MADE_FROM if path == LABELS else {}
    return "".join(
        re.escape(part.value)
        if isinstance(part, ast.Constant)
        else known.get(ast.unparse(part.value), ".+")
        for part in key.values
    )


def of_call(node, path):
    given = {each.arg for each in node.keywords}
    open_ended = None in given or node.func.id != "say"
    values = None if open_ended else given
    if node.func.id == "heads":
        for keyword in node.keywords:
            if isinstance(keyword.value, ast.Constant):
                yield re.escape(f"heads.{keyword.value.value}"), None, path
    elif node.func.id in ("word", "words"):
        if isinstance(node.args[0], ast.Constant):
            yield re.escape(f"common.{node.args[0].value}.") + ".+", None, path
    elif node.func.id == "_row":
        if isinstance(node.args[0], ast.Constant):
            yield re.escape(f"method.choice.{node.args[0].value}"), None, path
    else:
        for key in ast.walk(node.args[0]):
            if isinstance(key, ast.JoinedStr):
                yield pattern_of(key, path), values, path
                return
        for key in ast.walk(node.args[0]):
            if isinstance(key, ast.Constant) and "." in str(key.value):
                yield re.escape(key.value), values, path


def test_every_key_that_is_said_has_messages_and_gets_their_values():
    english = parsed("en")
    own = {f"{file}.{name}" for file in OWN_IN_ENGLISH for name in messages("fr", file)}
    for pattern, values, path in said_keys():
        found = [key for key in (*english, *own) if re.fullmatch(pattern, key)]
        assert found, f"{path.name}: no message {pattern}"
        for key in found:
            if values is not None and key in english and "\\." in pattern and ".+" not in pattern:
                assert arguments(english[key]) <= values, f"{path.name}: {key}"


def test_no_message_is_left_over():
    said = re.compile("|".join(sorted({f"(?:{pattern})" for pattern, _, _ in said_keys()})))
    columns = {
        f"heads.{node.value}"
        for path in READERS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
    }
    left = [key for key in everything("en") if not said.fullmatch(key)]
    assert [key for key in left if key not in columns] == []


READERS = [
    *sorted((PACKAGE / "reports").rglob("*.py")),
    *sorted((PACKAGE / "figures").glob("*.py")),
    PACKAGE / "site" / "index.py",
    LABELS,
]
NOT_WORDS = {"FONT_FAMILY", "CHART_CSS", "CONTENT_POLICY", "_SETTINGS"}
"""Constants that hold style rules and fonts."""


def shown_texts(tree):
    """Yield string constants other than docstrings, errors, annotations and `NOT_WORDS`."""
    skipped = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Raise, ast.Assert)):
            skipped |= {id(inner) for inner in ast.walk(node)}
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
        if isinstance(node, ast.Assign) and any(
            getattr(target, "id", "") in NOT_WORDS for target in node.targets
        ):
            skipped |= {id(inner) for inner in ast.walk(node)}
        if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") in NOT_WORDS:
            skipped |= {id(inner) for inner in ast.walk(node)}
        for annotation in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if annotation is not None:
                skipped |= {id(inner) for inner in ast.walk(annotation)}
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CHECKS:
            skipped |= {id(inner) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in skipped
        ):
            yield node


CHECKS = ("require_columns", "ExportError", "MethodError", "compile", "check_value")
"""Calls whose texts stand in errors."""

DATA_VALUES = {
    "not distinguishable", "hangs on an item", "all alike", "too few items", "no peers", "no score",
    "focal rank", "mean rank shift", "Title", "Description", "Source", "Row",
    "Creator", "Date", "Software", "upper left",
}  # fmt: skip
"""Codes in the tables, and names of fields in files and of places in figures."""


def is_for_readers(text):
    """Whether a text reads like words: a blank between words, or a capitalised word, not markup."""
    words = re.sub(r"<[^>]*>?|[\w-]+=\"[^\"]*\"?|[\w-]+:[\w#-]+;?", " ", text)
    if text.strip() in DATA_VALUES or "{" in text:
        return False
    return bool(re.search(r"[A-Za-z]{2,} +[a-z]{2,}|^[A-Z][a-z]{2,}[a-z ]*$", words.strip()))


@pytest.mark.parametrize("path", READERS, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_words_for_readers_stand_in_code(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [f"line {node.lineno}: {node.value!r}" for node in shown_texts(tree)
             if is_for_readers(node.value)]  # fmt: skip
    assert found == []


@pytest.mark.parametrize(
    "path", sorted((PACKAGE / "reports" / "templates").rglob("*.j2")), ids=lambda path: path.name
)
def test_no_words_for_readers_stand_in_templates(path):
    text = re.sub(
        r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", path.read_text(encoding="utf-8"), flags=re.S
    )
    labels = re.findall(r'(?:alt|title|aria-label)="([^"]*)"', text)
    words = re.sub(r"<[^>]*>", " ", text) + " ".join(labels)
    names = {
        "manifest.json", "figures/", "notebooks/", "citation.bib", "citation.txt",
        "ro-crate-metadata.json",
    }  # fmt: skip
    assert {word for word in words.split() if re.search("[A-Za-z]", word)} <= names
