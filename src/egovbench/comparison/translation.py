"""The codebook and the countries in another language; their own is English."""

from collections.abc import Mapping
from dataclasses import replace

from egovbench.base.countries import Country
from egovbench.language import DEFAULT_LANGUAGE, say, speaking
from egovbench.language.countries import country_name
from egovbench.questionnaire import Codebook, Indicator, Question


def translated_codebook(codebook: Codebook, language: str) -> Codebook:
    """Return the codebook with titles, indicators and labels in `language`.

    What the form prints (wording, options, lead-ins) stays as it is.
    """
    if language == DEFAULT_LANGUAGE:
        return codebook
    with speaking(language):
        return replace(
            codebook,
            sections=tuple(
                replace(each, title=say(f"questionnaire.section.{each.id}"))
                for each in codebook.sections
            ),
            indicators=tuple(_indicator(each) for each in codebook.indicators),
            questions=tuple(_question(each) for each in codebook.questions),
        )


def country_names(countries: Mapping[str, Country], language: str) -> Mapping[str, str]:
    """Return the names of `countries` in `language` by ISO3 code."""
    with speaking(language):
        return {iso3: country_name(iso3, each.name) for iso3, each in countries.items()}


def _indicator(indicator: Indicator) -> Indicator:
    key = f"questionnaire.indicator.{indicator.id}"
    return replace(indicator, name=say(f"{key}.name"), rationale=say(f"{key}.rationale"))


def _question(question: Question) -> Question:
    if not question.scored:
        return question
    return replace(question, label=say(f"questionnaire.item.{question.number}"))
