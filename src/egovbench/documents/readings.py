"""What reading a file gives, whatever its form: documents, and their rows of responses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from egovbench.base.addresses import find_links
from egovbench.base.files import read_once
from egovbench.base.naming import source_name
from egovbench.base.schemas import RESPONSES_TABLE
from egovbench.base.tables import checked
from egovbench.documents.source import kind_of
from egovbench.documents.wording import word_texts
from egovbench.questionnaire import Codebook, Question

_NEAR_LIMIT = 0.97
_SENTENCE_ENDS = tuple(".!?)”\"'/")


@dataclass(frozen=True)
class Unmapped:
    """A question of another wave that has no place in the codebook.

    `number` is the printed one, `nearest` the codebook's item with the likest wording (0 where none
    is like it at all), and `likeness` how like it is, 0 to 1.
    """

    number: int
    wording: str
    nearest: int
    likeness: float


@dataclass(frozen=True)
class ReadDocument:
    """A questionnaire as read: `responses` in RESPONSES_TABLE, the masked text, and warnings.

    `masked_text` is empty where the source is a table. `completed` is when the form was completed
    (ISO 8601, empty where the source does not say), `unmapped` the questions of another wave that
    the codebook does not hold.
    """

    iso3: str
    responses: pd.DataFrame
    warnings: tuple[str, ...]
    masked_text: str = ""
    completed: str = ""
    unmapped: tuple[Unmapped, ...] = ()

    @property
    def survey(self) -> str:
        """Id of the survey that the answers belong to."""
        return str(self.responses["survey"].iloc[0])


@dataclass(frozen=True)
class ReadReview:
    """A review as read: reviewers' `decisions` (REVIEWS_TABLE) on one country and survey.

    `answers` holds by item the answer that the sheet shows beside each decision.
    """

    iso3: str
    survey: str
    decisions: pd.DataFrame
    answers: Mapping[int, str]


@dataclass(frozen=True)
class Documents:
    """What one file holds: questionnaires, tables of codes (CODES_TABLE), reviews, and notes.

    Each table of codes is one country's.
    """

    read: tuple[ReadDocument, ...] = ()
    codes: tuple[pd.DataFrame, ...] = ()
    notes: tuple[str, ...] = ()
    reviews: tuple[ReadReview, ...] = ()


@dataclass(frozen=True)
class Given:
    """What stands under a question: the answer, the ticked options, and where.

    `status` and `source` are those that the document itself states, empty where it states none.
    """

    answer: str
    selection: str = ""
    locator: str = ""
    status: str = ""
    source: str = ""


def document_of(
    given: Mapping[int, Given],
    codebook: Codebook,
    path: Path,
    iso3: str,
    survey: str,
    warnings: Iterable[str],
) -> ReadDocument:
    """Return what a country gave, by item, as a document with a row for each question.

    The status is "not_asked" of a question that the document does not hold, "answered" with an
    answer or a selection, "blank" without, and "withheld" for an answer to a personal question, of
    which nothing is kept. `truncated` marks an answer that breaks off at the form's limit; a
    warning names it. The source, where none is stated, is what `source_name` calls the file at
    `path`.
    """
    limit, source = codebook.answer_limit, source_name(iso3, survey, read_once(kind_of, path))
    rows = [_row(each, given.get(each.number), limit, source) for each in codebook.questions]
    table = pd.DataFrame(rows).assign(iso3=iso3, survey=survey)
    responses = checked(table[list(RESPONSES_TABLE.columns)], RESPONSES_TABLE, path)
    cut = [
        f"the answer to question {item} breaks off at the form's limit of {limit:,} characters"
        for item in responses.loc[responses["truncated"], "item"]
    ]
    return ReadDocument(iso3, responses, (*warnings, *cut))


def _row(question: Question, given: Given | None, limit: int, source: str) -> dict[str, object]:
    held = given or Given("", status="not_asked")
    filled = "withheld" if question.personal else "answered"
    status = held.status or (filled if held.answer or held.selection else "blank")
    answered = status == "answered"
    shown = held.answer if answered else ""
    return {
        "item": question.number,
        "section": question.section,
        "answer": shown,
        "selection": held.selection if answered else "",
        "urls": " ".join(find_links(shown)),
        "status": status,
        "truncated": len(shown) >= _NEAR_LIMIT * limit and not shown.endswith(_SENTENCE_ENDS),
        "locator": held.locator,
        "source": held.source or source,
    }


def chosen_options(question: Question, parts: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the options that `parts` name, in printed order, and the parts that are no option.

    Case and punctuation do not matter; nothing else is taken for an option.
    """
    given = {word_texts(part) for part in parts}
    options = {word_texts(option) for option in question.options}
    chosen = [option for option in question.options if word_texts(option) in given]
    return chosen, [part for part in parts if word_texts(part) not in options]
