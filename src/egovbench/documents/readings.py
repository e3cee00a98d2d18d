"""What reading a file gives, whatever its form: documents, and their rows of responses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from egovbench.base.addresses import find_links
from egovbench.base.schemas import RESPONSES_TABLE
from egovbench.base.tables import checked
from egovbench.documents.source import source_name
from egovbench.documents.wording import word_texts
from egovbench.questionnaire import Question

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


def response_row(
    question: Question, answer: str | None, limit: int, *, selection: str = "", locator: str = ""
) -> dict[str, object]:
    """Return the row of one question; `answer` is None where the document does not hold it.

    The status is "answered" with an answer or a selection, "blank" without, "withheld" for an
    answer to a personal question, of which nothing is kept, and "not_asked" for None. `truncated`
    marks an answer that breaks off at `limit` characters.
    """
    held = bool(answer or selection)
    if answer is None:
        status = "not_asked"
    elif question.personal:
        status = "withheld" if held else "blank"
    else:
        status = "answered" if held else "blank"
    shown = answer if answer and status == "answered" else ""
    cut = len(shown) >= _NEAR_LIMIT * limit and not shown.endswith(_SENTENCE_ENDS)
    return {
        "item": question.number,
        "section": question.section,
        "answer": shown,
        "selection": selection if status == "answered" else "",
        "urls": " ".join(find_links(shown)),
        "status": status,
        "truncated": cut,
        "locator": locator,
    }


def document_of(
    rows: Sequence[Mapping[str, object]],
    path: Path,
    iso3: str,
    survey: str,
    limit: int,
    warnings: Iterable[str] = (),
) -> ReadDocument:
    """Return a country's rows as a document, with a warning for each answer that is cut at `limit`.

    The source of a row that states none is the name of the file at `path`.
    """
    table = pd.DataFrame([{"source": source_name(path), **row} for row in rows])
    table = table.assign(iso3=iso3, survey=survey)[list(RESPONSES_TABLE.columns)]
    responses = checked(table, RESPONSES_TABLE, path)
    cut = [
        f"{path.name}: the answer to question {item} breaks off at the form's limit of "
        f"{limit:,} characters"
        for item in responses.loc[responses["truncated"], "item"]
    ]
    return ReadDocument(iso3, responses, (*warnings, *cut))


def chosen_options(question: Question, parts: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the options that `parts` name, in printed order, and the parts that are no option.

    Case and punctuation do not matter; nothing else is taken for an option.
    """
    given = {word_texts(part) for part in parts}
    options = {word_texts(option) for option in question.options}
    chosen = [option for option in question.options if word_texts(option) in given]
    return chosen, [part for part in parts if word_texts(part) not in options]
