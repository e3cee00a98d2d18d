"""The questionnaire: its questions, sections, options, indicators, and what answers hold."""

from egovbench.questionnaire.model import Codebook, Indicator, Question, RelatedItem, Section
from egovbench.questionnaire.reader import read_codebook

__all__ = ["Codebook", "Indicator", "Question", "RelatedItem", "Section", "read_codebook"]
