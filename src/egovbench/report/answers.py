"""A country's answers quoted with their codes, evidence and places in the source."""

import re
from html import escape
from textwrap import shorten
from typing import Any

import pandas as pd

from egovbench.figures.chart import counted, require_columns, rows_of, sentences
from egovbench.report.sanitise import link, linkified

COLUMNS = ("item", "wording", "answer", "code", "evidence", "rationale", "locator", "urls")
CODE_WORDS = {
    "yes": "yes",
    "partly": "partly",
    "no": "no",
    "unknown": "not known",
    "not_asked": "not asked",
}
EVIDENCE_WORDS = {
    "selected": "the source shows the ticked option",
    "stated": "the text says so",
    "described": "the text describes it",
    "related": "another answer settles it",
    "none": "nothing that bears on the question",
    "reviewed": "decided by review",
    "source": "coded answer of another body",
}
_LONG = 420
_OPENING = 160
_NOTHING = "Nothing written."
_TRUNCATED = "The answer is cut off in the source."
_BREAK = re.compile(r"\n\s*\n")


def check_answers(answers: pd.DataFrame) -> None:
    """Check that there are rows with the columns of `COLUMNS`.

    Raises:
        MethodError: names what is missing.
    """
    require_columns(answers, COLUMNS, "answers")


def answers_html(answers: pd.DataFrame, country: str) -> str:
    """Return one article an answer with the anchor `item-N`; long answers open on demand."""
    articles = "".join(_article(row, country) for row in rows_of(answers))
    return f'<div class="answers">{articles}</div>'


def answers_text(answers: pd.DataFrame, country: str) -> str:
    """Return the answers as plain text."""
    blocks = []
    for row in rows_of(answers):
        lines = [
            f"{row.item}. {row.wording}",
            f"Coded {_code(row)}: {_evidence(row)}",
            f"{country}: {row.answer.strip() or _NOTHING}",
        ]
        if _is_truncated(row):
            lines.append(_TRUNCATED)
        lines.append(_basis(row))
        blocks.append("\n".join(line for line in lines if line))
    return "\n\n".join(blocks)


def _article(row: Any, country: str) -> str:
    item = int(row.item)
    code = row.code if row.code in CODE_WORDS else "other"
    return (
        f'<article class="answer" id="item-{item}" aria-labelledby="item-{item}-wording">'
        f'<p class="wording" id="item-{item}-wording"><strong>{item}.</strong> '
        f"{escape(row.wording)}</p>"
        f'<p class="coding"><strong class="badge badge-{code}">{escape(_code(row))}</strong> '
        f'<span class="evidence">{escape(_evidence(row))}</span></p>'
        f"{_quotation(row, country)}{_links(row)}{_foot(row)}</article>"
    )


def _quotation(row: Any, country: str) -> str:
    answer = row.answer.strip()
    if not answer:
        return f'<p class="nothing">{_NOTHING}</p>'
    paragraphs = "".join(
        f"<p>{linkified(part.strip()).replace(chr(10), '<br>')}</p>"
        for part in _BREAK.split(answer)
    )
    quotation = f"<blockquote>{paragraphs}</blockquote>"
    if _is_truncated(row):
        quotation += f'<p class="nothing">{_TRUNCATED}</p>'
    if len(answer) <= _LONG:
        return quotation
    opening = shorten(answer, _OPENING, placeholder=" \N{HORIZONTAL ELLIPSIS}")
    words = counted(len(answer.split()), "word")
    return (
        f"<details><summary>{escape(country)}, {words}: {escape(opening)}</summary>"
        f"{quotation}</details>"
    )


def _links(row: Any) -> str:
    further = [address for address in row.urls.split() if address not in row.answer]
    if not further:
        return ""
    return f'<p class="links">Links: {", ".join(link(address) for address in further)}</p>'


def _foot(row: Any) -> str:
    basis = _basis(row)
    return f'<p class="basis">{escape(basis)}</p>' if basis else ""


def _basis(row: Any) -> str:
    place = f"Place in the source: {row.locator}" if row.locator else ""
    return sentences(row.rationale, place)


def _code(row: Any) -> str:
    return CODE_WORDS.get(row.code, str(row.code))


def _evidence(row: Any) -> str:
    return EVIDENCE_WORDS.get(row.evidence, str(row.evidence))


def _is_truncated(row: Any) -> bool:
    return bool(getattr(row, "truncated", False))
