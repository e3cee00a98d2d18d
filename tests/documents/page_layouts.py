"""Headers and footers as programs print them, in many languages; names and dates are invented."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from babel.dates import format_datetime

LOCALES = (
    "ar_EG", "bg", "bn", "cs", "da", "de", "el", "en_GB", "en_US", "es", "et", "fa", "fi", "fr",
    "fr_CA", "he", "hi", "hr", "hu", "it", "ja", "ko", "lt", "lv", "nl", "pl", "pt_BR", "ro", "ru",
    "sl", "sv", "th", "tr", "uk", "vi", "zh_Hans", "zh_Hant",
)  # fmt: skip
_OF = {"de": "{} von {}", "fr": "{} sur {}", "es": "{} de {}", "fi": "{}/{}", "hu": "{}/{}",
       "ja": "{} / {} ページ", "ar_EG": "{} من {}", "ko": "{}/{}", "sv": "{} av {}",
       "zh_Hans": "第 {} 页，共 {} 页"}  # fmt: skip
_MOMENT = datetime(2026, 11, 4, 9, 3)
_TITLE = "Invented Forms"
_URL = "https://forms.example.org/Pages/DesignPageV2.aspx?subpage=design&id=invented-form-of…"

Page = Callable[[str, int, int], tuple[list[str], list[str]]]
"""The header and footer of a page, in a language: the lines above and below its text."""


def moment(locale: str) -> str:
    """Return the invented date and time as a browser writes it."""
    return format_datetime(_MOMENT, "short", locale=locale)


def of(locale: str, page: int, pages: int) -> str:
    """Return "1 of 9" in a language."""
    return _OF.get(locale, "{} of {}").format(page, pages)


def _cut(page: int) -> str:
    return _URL if page < 10 else f"{_URL[:-2]}…"


LAYOUTS: Mapping[str, Page] = {
    "Chrome": lambda at, n, m: ([f"{moment(at)} {_TITLE}"], [f"{_cut(n)} {n}/{m}"]),
    "Chrome, on two lines": lambda at, n, m: (
        [moment(at), "", _TITLE],
        [_cut(n), "", f"{n}/{m}"],
    ),
    "Chrome, header only": lambda at, n, m: ([f"{moment(at)} {_TITLE}"], []),
    "Chrome, footer only": lambda at, n, m: ([], [f"{_cut(n)} {n}/{m}"]),
    "Firefox": lambda at, n, m: (
        [f"{_TITLE}      {_URL}"],
        [f"{of(at, n, m)}      {moment(at)}"],
    ),
    "Safari": lambda at, n, m: ([], [f"{_URL} {moment(at)}", f"Page {of(at, n, m)}"]),
    "Edge, on one line": lambda at, n, m: (
        [f"{moment(at)}   {_TITLE} - Invented Browser"],
        [f"{_cut(n)}        {n}/{m}"],
    ),
    "viewer": lambda at, n, m: ([], [f"Page {of(at, n, m)}"]),
    "number alone": lambda at, n, m: ([], [f"- {n} -"]),
    "all below": lambda at, n, m: ([], [moment(at), _TITLE, _URL, f"{n}/{m}"]),
    "all above": lambda at, n, m: ([f"{n}/{m}", _URL, moment(at), _TITLE], []),
    "word processor": lambda at, n, m: (
        ["Ministry of Digital Matters", f"Questionnaire, {moment(at)}"],
        [f"{of(at, n, m)}", "Confidential until published"],
    ),
    "two sides": lambda at, n, m: (
        [f"{n} {_TITLE} {moment(at)}"] if n % 2 else [f"{moment(at)} {_URL} {n}"],
        [],
    ),
}


def paged(lines: Sequence[str], layout: Page, locale: str, height: int, *, breaks: bool) -> str:
    """Return lines on pages of a height, with headers, footers and, where wished, page breaks."""
    starts = range(0, len(lines), height)
    shown: list[str] = []
    for page, start in enumerate(starts, 1):
        above, below = layout(locale, page, len(starts))
        text = [*above, "", *lines[start : start + height], "", *below, ""]
        if breaks and page > 1:
            text[0] = f"\f{text[0]}"
        shown += text
    return "\n".join(shown)
