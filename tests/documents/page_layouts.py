"""Headers and footers as programs print them, in many languages; names and dates are invented."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from babel.dates import format_date, format_datetime

LOCALES = (
    "ar_EG", "bg", "bn", "cs", "da", "de", "el", "en_GB", "en_US", "es", "et", "fa", "fi", "fr",
    "fr_CA", "he", "hi", "hr", "hu", "it", "ja", "ko", "lt", "lv", "nl", "pl", "pt_BR", "ro", "ru",
    "sl", "sv", "th", "tr", "uk", "vi", "zh_Hans", "zh_Hant",
)  # fmt: skip
_OF = {
    "ar_EG": "صفحة {} من {}", "cs": "Stránka {} z {}", "de": "Seite {} von {}",
    "el": "Σελίδα {} από {}", "es": "Página {} de {}", "fa": "صفحه {} از {}",
    "fi": "Sivu {}/{}", "fr": "Page {} sur {}", "he": "עמוד {} מתוך {}",
    "hi": "पृष्ठ {} / {}", "hu": "{}. oldal, összesen: {}", "it": "Pagina {} di {}",
    "ja": "{} / {} ページ", "ko": "{}/{} 페이지", "lt": "{} iš {}", "lv": "{}. lpp. no {}",
    "pl": "Strona {} z {}", "ru": "Стр. {} из {}", "sv": "Sida {} av {}",
    "th": "หน้า {} จาก {}", "tr": "Sayfa {} / {}", "zh_Hans": "第 {} 页，共 {} 页",
    "zh_Hant": "第{}頁，共{}頁",
}  # fmt: skip
_DIGITS = {"ar_EG": "٠", "fa": "۰", "hi": "०", "bn": "০", "th": "๐"}
_MOMENT = datetime(2026, 11, 4, 9, 3)
_TITLE = "Invented Forms"
_URL = "https://forms.example.org/Pages/DesignPageV2.aspx?subpage=design&id=invented-form-of…"

Number = int | str
Page = Callable[[str, Number, Number], tuple[list[str], list[str]]]
"""The header and footer of a page, in a language: the lines above and below its text."""


def moment(locale: str) -> str:
    """Return the invented date and time as a browser writes it; of a Buddhist year in Thai."""
    shown = format_datetime(_MOMENT, "short", locale=locale)
    return in_digits(locale, shown.replace("2026", "2569") if locale == "th" else shown)


def in_digits(locale: str, text: object) -> str:
    """Return a text in the digits of a language."""
    zero = ord(_DIGITS.get(locale, "0"))
    return str(text).translate({ord("0") + digit: zero + digit for digit in range(10)})


def of(locale: str, page: Number, pages: Number) -> str:
    """Return "Page 1 of 9" in a language and its digits."""
    return in_digits(locale, _OF.get(locale, "Page {} of {}").format(page, pages))


def roman(number: Number) -> str:
    """Return a number, up to 39, as the Romans wrote it."""
    tens, ones = divmod(int(number), 10)
    return "x" * tens + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]


def _cut(page: Number) -> str:
    return _URL if len(str(page)) == 1 else f"{_URL[:-2]}…"


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
    "Safari": lambda at, n, m: ([], [f"{_URL} {moment(at)}", of(at, n, m)]),
    "Edge, on one line": lambda at, n, m: (
        [f"{moment(at)}   {_TITLE} - Invented Browser"],
        [f"{_cut(n)}        {n}/{m}"],
    ),
    "viewer": lambda at, n, m: ([], [of(at, n, m)]),
    "viewer, above": lambda at, n, m: ([of(at, n, m)], []),
    "number between dashes": lambda at, n, m: ([], [f"- {in_digits(at, n)} -"]),
    "number alone": lambda at, n, m: ([], [in_digits(at, n)]),
    "title only": lambda at, n, m: (["Ministry of Invented Matters"], []),
    "moment only": lambda at, n, m: ([moment(at)], []),
    "day only": lambda at, n, m: ([], [in_digits(at, format_date(_MOMENT, "long", locale=at))]),
    "address only": lambda at, n, m: ([], [_URL]),
    "all below": lambda at, n, m: ([], [moment(at), _TITLE, _URL, f"{n}/{m}"]),
    "all above": lambda at, n, m: ([f"{n}/{m}", _URL, moment(at), _TITLE], []),
    "word processor": lambda at, n, m: (
        ["Ministry of Digital Matters", f"Questionnaire, {moment(at)}"],
        [f"{of(at, n, m)}", "Confidential until published"],
    ),
}
"""Those of which each page has the same."""
UNLIKE_LAYOUTS: Mapping[str, Page] = {
    "two sides": lambda at, n, m: (
        [f"{n} {_TITLE} {moment(at)}"] if int(n) % 2 else [f"{moment(at)} {_URL} {n}"],
        [],
    ),
    "two sides, numbers out": lambda at, n, m: (
        [],
        [f"{_TITLE}   {in_digits(at, n)}" if int(n) % 2 else f"{in_digits(at, n)}   of a ministry"],
    ),
    "not on the first": lambda at, n, m: (
        ([f"{_TITLE}, {moment(at)}"], [of(at, n, m)]) if int(n) > 1 else ([], [])
    ),
    "Roman numbers": lambda at, n, m: ([], [f"Page {roman(n).upper()}"]),
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
