"""The codebook as immutable objects."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

KINDS = ("text", "url", "single choice", "multiple choice")

TermGroups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class RelatedItem:
    """Another item whose answer settles a question when it holds a term of every group."""

    item: int
    terms: TermGroups


@dataclass(frozen=True)
class Section:
    """A section of the questionnaire; `printed` are the lines that open it on the form."""

    id: str
    title: str
    printed: tuple[str, ...]
    new: bool


@dataclass(frozen=True)
class Block:
    """A group of questions under a heading of its own, `printed` before the first of them."""

    id: str
    title: str
    printed: tuple[str, ...]


@dataclass(frozen=True)
class Indicator:
    """Items of one section that measure the same thing; they are averaged with equal weight."""

    id: str
    section: str
    name: str
    rationale: str
    items: tuple[int, ...]


@dataclass(frozen=True)
class Question:
    """One numbered question.

    `lead_in` holds every text the form prints between the previous answer and this question's
    options and wording; `key_terms` the groups of terms a bearing answer contains.
    """

    number: int
    section: str
    block: str
    wording: str
    label: str
    kind: str
    options: tuple[str, ...]
    follows: int | None
    lead_in: tuple[str, ...]
    sdg_note: str
    required: bool
    new: bool
    personal: bool
    key_terms: TermGroups
    related: tuple[RelatedItem, ...]
    indicator: str

    @property
    def scored(self) -> bool:
        """Whether the question counts in a score."""
        return self.indicator != ""


@dataclass(frozen=True)
class Codebook:
    """A wave of the questionnaire; `year` is the one in which it was answered.

    `waves` are other waves of it, with numbers and wordings of their own; what they share with
    this one is found by wording (ingest.mapping).
    """

    id: str
    title: str
    publisher: str
    year: int
    answer_limit: int
    closing_text: str
    sections: tuple[Section, ...]
    blocks: Mapping[str, Block]
    indicators: tuple[Indicator, ...]
    questions: tuple[Question, ...]
    waves: tuple["Codebook", ...] = ()

    @cached_property
    def by_number(self) -> Mapping[int, Question]:
        """Questions by their printed number."""
        return {question.number: question for question in self.questions}

    @cached_property
    def scored(self) -> tuple[Question, ...]:
        """The questions that count in a score, in printed order."""
        return tuple(question for question in self.questions if question.scored)

    def follow_ups(self, number: int) -> tuple[Question, ...]:
        """Return the questions that follow up question `number`, in printed order."""
        return tuple(question for question in self.questions if question.follows == number)

    def section_title(self, section: str) -> str:
        """Return the project's title of a section ("C" -> "Legal framework")."""
        return next(each.title for each in self.sections if each.id == section)

    def item_table(self) -> "pd.DataFrame":
        """Return one row a scored item: item, section, indicator, label, wording."""
        import pandas as pd  # Plans need the sections' titles alone, and start without it.

        return pd.DataFrame(
            {
                "item": [question.number for question in self.scored],
                "section": [question.section for question in self.scored],
                "indicator": [question.indicator for question in self.scored],
                "label": [f"{question.number} {question.label}" for question in self.scored],
                "wording": [question.wording for question in self.scored],
            }
        )

    def framework(self) -> "pd.DataFrame":
        """Return the scoring framework: id, level, parent, weight, direction, minimum, maximum.

        Levels are 1 item (id = the number as text), 2 indicator, 3 section, 4 overall; weights are
        equal (1) among siblings; items run from 0 to 1.
        """
        import pandas as pd

        rows = [(str(each.number), 1, each.indicator) for each in self.scored]
        rows += [(each.id, 2, each.section) for each in self.indicators]
        used = {each.section for each in self.indicators}
        rows += [(each.id, 3, "overall") for each in self.sections if each.id in used]
        rows.append(("overall", 4, ""))
        frame = pd.DataFrame(rows, columns=["id", "level", "parent"])
        return frame.assign(weight=1.0, direction=1, minimum=0.0, maximum=1.0)
