"""Foreign text for terminals, tables and pages: nothing in it acts, turns around or hides."""

import re
import unicodedata

_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_HALF = re.compile("[\ud800-\udfff]")
_HARMLESS = "\u00ad\u200c\u200d"


class _Escapes(dict[int, str]):
    """What stands for each character, made when one is first met."""

    def __missing__(self, code: int) -> str:
        shown = chr(code)
        if unicodedata.category(shown) in _HIDDEN:
            shown = shown.encode("unicode_escape").decode("ascii")
        self[code] = shown
        return shown


_ON_ONE_LINE = _Escapes({ord(each): each for each in _HARMLESS})
_ON_LINES = _Escapes({ord(each): each for each in f"{_HARMLESS}\n\t"})


def visible(text: str) -> str:
    """Return `text` with control and direction characters written as escapes, on one line.

    So are halves of characters, by which Python stands for the bytes of names that are no UTF-8,
    and which no stream takes.
    """
    return text if text.isprintable() else text.translate(_ON_ONE_LINE)


def visible_lines(text: str) -> str:
    """Return `text` as `visible` does, but with its line breaks and tabs."""
    return text if text.isprintable() else text.translate(_ON_LINES)


def whole(text: str) -> str:
    r"""Return `text` with U+FFFD for halves of characters, which no file takes.

    >>> whole("a\ud800b")
    'a�b'
    """
    return _HALF.sub("\ufffd", text)
