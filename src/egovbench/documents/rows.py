"""Rows of the responses table, alike whatever document an answer was read from."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from egovbench.base.links import find_links
from egovbench.base.schemas import RESPONSES_TABLE
from egovbench.base.tables import checked
from egovbench.documents.source import source_name
from egovbench.questionnaire import Codebook, Question

_NEAR_LIMIT = 0.97
_SENTENCE_ENDS = tuple(".!?)”\"'/")


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


def responses_table(
    rows: Sequence[dict[str, object]], iso3: str, codebook: Codebook, path: Path
) -> pd.DataFrame:
    """Return the rows of one country as RESPONSES_TABLE, with the file's name as source."""
    table = pd.DataFrame(list(rows)).assign(iso3=iso3, survey=codebook.id, source=source_name(path))
    return checked(table[list(RESPONSES_TABLE.columns)], RESPONSES_TABLE, path)


def truncation_warnings(path: Path, codebook: Codebook, responses: pd.DataFrame) -> tuple[str, ...]:
    """Return one sentence for each answer that breaks off at the form's limit."""
    return tuple(
        f"{path.name}: the answer to question {item} breaks off at the form's limit of "
        f"{codebook.answer_limit:,} characters"
        for item in responses.loc[responses["truncated"], "item"]
    )
