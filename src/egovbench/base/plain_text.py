"""Text as one reads it, however it is spelled, with the place of each character in the original."""

import re
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

# Percent-encoded bytes, entities, and the escapes of Python and of e-mail; each perhaps twice.
_SPELLED = re.compile(
    r"%(?:25)*[0-9a-fA-F]{2}(?:%(?:25)*[0-9a-fA-F]{2})*"
    r"|&(?:amp;)*(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,10});"
    r"|\\{1,4}(?:x[0-9a-f]{2}|u[0-9a-f]{4}|[nrt])|=(?<=\w=)(?:40|2[eE])(?=\w)|[`\u0080-\U0010ffff]"
)
_LETTERS = {
    "ẞ": "SS",
    "ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ł": "l", "Ł": "L",
    "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "。": ".", "∂": "d",
    **dict.fromkeys("☎☏✆📞📱📠🕿🕾", "tel "),
    "−": "-", "´": "'", "\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u2032": "'", "`": "'",
}  # fmt: skip


@dataclass(frozen=True)
class PlainText:
    """`text` in plain letters; `starts` and `ends` are each character's place in the original."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def place(self, found: re.Match[str], group: str | int = 0) -> tuple[int, int]:
        """Return where in the original stands what was found in `text`, or a group of it."""
        return self.starts[found.start(group)], self.ends[found.end(group) - 1]


def plain_text(text: str) -> PlainText:
    """Return `text` without accents, with encoded characters decoded and full-width ones narrow.

    Dashes are hyphens, all kinds of blanks are blanks, and what is not seen is left out. Case and
    line breaks stay.
    """
    pieces: list[str] = []
    lengths: list[tuple[int, int, int]] = []  # of a piece: start, end, number of characters
    last = 0
    for found in _SPELLED.finditer(text):
        shown = _plain(found[0])
        pieces += [text[last : found.start()], shown]
        lengths += [(last, found.start(), -1), (*found.span(), len(shown))]
        last = found.end()
    if not pieces:
        return PlainText(text, range(len(text)), range(1, len(text) + 1))
    pieces.append(text[last:])
    lengths.append((last, len(text), -1))
    starts, ends = array("L"), array("L")  # lists would take several times the memory
    for start, end, count in lengths:
        starts.extend(range(start, end) if count < 0 else [start] * count)
        ends.extend(range(start + 1, end + 1) if count < 0 else [end] * count)
    return PlainText("".join(pieces), starts, ends)


@lru_cache(maxsize=4096)
def _plain(spelled: str) -> str:
    if spelled[0] == "%":
        # A percent sign that is encoded itself stands before the digits that it encodes.
        digits = re.findall(r"%(?:25)*([0-9a-f]{2})", spelled, re.IGNORECASE)
        decoded = bytes.fromhex("".join(digits)).decode("utf-8", "replace")
    elif spelled[0] == "&":
        decoded = unescape(re.sub("amp;", "", spelled) if spelled != "&amp;" else spelled)
    elif spelled[0] == "\\":
        name = spelled.lstrip("\\")
        decoded = " " if name in "nrt" else chr(int(name[1:], 16))
    elif spelled[0] == "=":
        decoded = chr(int(spelled[1:], 16))
    else:
        decoded = spelled
    return "".join(map(_plain_character, decoded))


def _plain_character(character: str) -> str:
    if character in _LETTERS:
        return _LETTERS[character]
    kind = unicodedata.category(character)
    if kind == "Pd":
        return "-"
    if kind == "Zs":
        return " "
    if kind == "Nd":
        return str(unicodedata.digit(character))
    parts = unicodedata.normalize("NFKD", character)
    return "".join(each for each in parts if unicodedata.category(each) not in ("Mn", "Mc", "Cf"))
