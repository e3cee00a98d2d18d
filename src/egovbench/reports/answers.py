"""A country's answers quoted with their codes, evidence and places in the source."""

import re
from html import escape
from textwrap import shorten
from typing import Any

import pandas as pd

from egovbench.base.sanitise import link, linkified
from egovbench.base.schemas import CODES
from egovbench.figures.chart import require_columns, rows_of
from egovbench.language import say, word
from egovbench.language.lists import sentences

COLUMNS = ("item", "wording", "answer", "code", "evidence", "rationale", "locator", "urls")
_LONG = 420
_OPENING = 160
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
            say("page.answers.coded", code=_code(row), evidence=_evidence(row)),
            say(
                "page.answers.wrote",
                country=country,
                answer=row.answer.strip() or say("page.answers.nothing"),
            ),
        ]
        if _is_truncated(row):
            lines.append(say("page.answers.truncated"))
        lines.append(_basis(row))
        blocks.append("\n".join(line for line in lines if line))
    return "\n\n".join(blocks)


def _article(row: Any, country: str) -> str:
    item = int(row.item)
    code = row.code if row.code in CODES else "other"
    return (
        f'<article class="answer" id="item-{item}" aria-labelledby="item-{item}-wording">'
        f'<p class="wording" id="item-{item}-wording"><strong>{item}.</strong> '
        f'<span lang="en">{escape(row.wording)}</span></p>'
        f'<p class="coding"><strong class="badge badge-{code}">{escape(_code(row))}</strong> '
        f'<span class="evidence">{escape(_evidence(row))}</span></p>'
        f"{_quotation(row, country)}{_links(row)}{_foot(row)}</article>"
    )


def _quotation(row: Any, country: str) -> str:
    answer = row.answer.strip()
    if not answer:
        return f'<p class="nothing">{escape(say("page.answers.nothing"))}</p>'
    paragraphs = "".join(
        f"<p>{linkified(part.strip()).replace(chr(10), '<br>')}</p>"
        for part in _BREAK.split(answer)
    )
    quotation = f'<blockquote lang="en">{paragraphs}</blockquote>'
    if _is_truncated(row):
        quotation += f'<p class="nothing">{escape(say("page.answers.truncated"))}</p>'
    if len(answer) <= _LONG:
        return quotation
    opening = shorten(answer, _OPENING, placeholder=" \N{HORIZONTAL ELLIPSIS}")
    start = say("page.answers.opening", country=country, n=len(answer.split()))
    return (
        f'<details><summary>{escape(start)} <span lang="en">{escape(opening)}</span></summary>'
        f"{quotation}</details>"
    )


def _links(row: Any) -> str:
    further = [address for address in row.urls.split() if address not in row.answer]
    if not further:
        return ""
    addresses = ", ".join(link(address) for address in further)
    return f'<p class="links">{escape(say("page.answers.links"))} {addresses}</p>'


def _foot(row: Any) -> str:
    reason, place = sentences(row.rationale), _place(row)
    if not reason and not place:
        return ""
    # Reasons are part of the data and stand in its language.
    given = f'<span lang="en">{escape(reason)}</span>' if reason else ""
    address = getattr(row, "address", "")
    located = escape(place)
    if address:
        shown = escape(row.locator)
        located = located.replace(shown, f'<a href="{escape(address)}">{shown}</a>', 1)
    return f'<p class="basis">{" ".join(filter(None, (given, located)))}</p>'


def _basis(row: Any) -> str:
    return sentences(row.rationale, _place(row))


def _place(row: Any) -> str:
    return sentences(say("page.answers.place", place=row.locator)) if row.locator else ""


def _code(row: Any) -> str:
    return word("code", row.code)


def _evidence(row: Any) -> str:
    return word("evidence", row.evidence)


def _is_truncated(row: Any) -> bool:
    return bool(getattr(row, "truncated", False))
