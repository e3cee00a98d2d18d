"""The questionnaire: its questions, sections, options, indicators, and what answers hold."""

from egovbench.questionnaire.codebook import (
    Codebook,
    Indicator,
    Question,
    RelatedItem,
    Section,
    read_codebook,
)

__all__ = ["Codebook", "Indicator", "Question", "RelatedItem", "Section", "read_codebook"]
