"""What reports say: as it was read in English, and the same in every other language."""

import re
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from egovbench.language.messages import Variants, parse_message

sys.path.append(str(Path(__file__).parents[1] / "reports"))
from reading import GOLDEN, reading
from reading import pages as shown
from test_catalogues import everything

OTHERS = ("fr", pytest.param("de", marks=pytest.mark.slow))
COUNTRIES = ("LUX", pytest.param("ROU", marks=pytest.mark.slow))
UNION = re.compile(r"\b(?:EU-?27|UE-?27)\b")
NUMBER = {
    "en": re.compile(r"(?<!\w)[+−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<!\w)[+−]?\d+(?:\.\d+)?"),
    "other": re.compile(
        r"(?<!\w)[+−]?\d{1,3}(?:\u202f\d{3})+(?:,\d+)?|(?<!\w)[+−]?\d+(?:[.,]\d+)?"
    ),
}


@pytest.mark.parametrize("iso3", ["EST", *COUNTRIES])
def test_a_narrative_is_the_one_that_was_read(iso3):
    """`python tests/reports/reading.py` writes those of three countries."""
    assert reading(iso3) == (GOLDEN / f"{iso3}.txt").read_text("utf-8")


@cache
def pages(iso3, language):
    """Texts of all blocks without what stays in the language of the source."""
    texts = []
    for html in shown(iso3, language):
        page = BeautifulSoup(html, "html.parser")
        for given in page.find_all(lang="en"):
            given.decompose()
        texts.append(page.get_text(" "))
    return texts


def numbers(text, language):
    text = UNION.sub("", text)
    if language == "en":
        found = [each.replace(",", "") for each in NUMBER["en"].findall(text)]
    else:
        found = NUMBER["other"].findall(text)
        found = [each.replace("\u202f", "").replace(",", ".") for each in found]
    return Counter(found)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("iso3", COUNTRIES)
def test_numbers_agree_between_languages(iso3, language):
    english, other = pages(iso3, "en"), pages(iso3, language)
    assert len(english) == len(other)
    for ours, theirs in zip(english, other, strict=True):
        assert numbers(theirs, language) == numbers(ours, "en"), f"{ours[:400]}\n{theirs[:400]}"


def literals(message):
    """The stretches of a message between its values and choices, and those within choices."""
    for part in message:
        if isinstance(part, str):
            yield part.strip(" .,:;()")
        elif isinstance(part, Variants):
            for variant in part.variants.values():
                yield from literals(variant)


def english_stretches(language):
    """Texts of three words and more of the English catalogue that `language` does not share."""
    english = {
        text
        for pattern in everything("en").values()
        for text in literals(parse_message(pattern))
        if len(text.split()) >= 3 and len(text) >= 12
    }
    shared = "\n".join(everything(language).values())
    return {text for text in english if text not in shared}


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("iso3", COUNTRIES)
def test_no_english_is_left(iso3, language):
    text = "\n".join(pages(iso3, language))
    assert [each for each in english_stretches(language) if each in text] == []


def test_english_would_be_found():
    text = "\n".join(pages("LUX", "en"))
    assert len([each for each in english_stretches("fr") if each in text]) > 100
