"""A country's answers quoted, with the reason for each code and the place in the source."""

import re
from html import escape
from typing import Any

import pandas as pd

from egovbench.base.sanitise import link, linkified
from egovbench.figures.chart import require_columns, rows_of
from egovbench.language import say
from egovbench.language.lists import sentences
from egovbench.reports.display import Part

COLUMNS = ("item", "wording", "answer", "rationale", "locator", "urls")
_LONG = 420
_BREAK = re.compile(r"\n\s*\n")


def quoted(answers: pd.DataFrame, country: str) -> Part:
    """Return a country's answers, each with the reason for its code and its place in the source.

    Args:
        answers: columns item, wording, answer, rationale (or the rule's name), locator, urls
            (separated by blanks), and, where known, truncated, address (of the place in the site
            where the locator leads) and reported (a sentence on all states). One row for each
            item; empty texts stand for nothing. An item is to be shown once on a page: its anchor
            is `item-N`.
        country: the name of who answered.

    Raises:
        MethodError: no rows, or a column is missing.
    """
    require_columns(answers, COLUMNS, "answers")
    html = "".join(_article(row, country) for row in rows_of(answers))
    text = "\n\n".join(_plain(row, country) for row in rows_of(answers))
    return Part(f'<div class="answers">{html}</div>', text, data=answers)


def _plain(row: Any, country: str) -> str:
    answer = row.answer.strip() or say("page.answers.nothing")
    lines = (
        f"{row.item}. {row.wording}",
        say("page.answers.wrote", country=country, answer=answer),
        say("page.answers.truncated") if _is_truncated(row) else "",
        " ".join(filter(None, (sentences(row.rationale), _place(row)))),
        _reported(row),
    )
    return "\n".join(filter(None, lines))


def _article(row: Any, country: str) -> str:
    item = int(row.item)
    return (
        f'<article class="answer" id="item-{item}" aria-labelledby="item-{item}-wording">'
        f'<p class="wording" id="item-{item}-wording"><strong>{item}.</strong> '
        f'<span lang="en">{escape(row.wording)}</span></p>'
        f"{_quotation(row, country)}{_links(row)}{_foot(row)}{_beside(row)}</article>"
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
    size = say("page.answers.size", country=country, n=len(answer.split()))
    return f"<details><summary>{escape(size)}</summary>{quotation}</details>"


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


def _beside(row: Any) -> str:
    reported = _reported(row)
    return f'<p class="basis">{escape(reported)}</p>' if reported else ""


def _reported(row: Any) -> str:
    return str(getattr(row, "reported", ""))


def _place(row: Any) -> str:
    return f"[{row.locator}]" if row.locator else ""


def _is_truncated(row: Any) -> bool:
    return bool(getattr(row, "truncated", False))
