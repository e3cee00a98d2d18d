"""Joins lines that a printer or an editor wrapped, so that an answer reads as it was typed."""

import re

from egovbench.documents.furniture import PAGE_BREAK

_BULLET = re.compile(r"^(?:[•▪◦●○■□‣➢]|[-–—*o·](?=\s)|\(?\d{1,2}[.)](?=\s)|[a-z]\)|\([ivx]+\))")
_ADDRESS = re.compile(r"https?://|www\.")
_ADDRESS_START = re.compile(r"^(?:https?://|www\.)\S")
_ADDRESS_REST = re.compile(r"^[\w%+.~#?&=/,:;@!$'()*-]+")
_SENTENCE_END = re.compile(r"[.!?:;]['\"”’)\]]*$")
_WORD_HYPHEN = re.compile(r"\w[-/]$")
_CONJUNCTION = re.compile(r"^(?:and|or|to|et|ou|und|oder|y|o|e)\s")
_SHORT_WORD = re.compile(r"(?<!\S)[^\W\d_A-Z]{1,3}$")
_REFERENCE = re.compile(r"(?<!\S)[Cc]f\.$")
_FILE_NAME = re.compile(r"\.\w{2,5}$")
_TOO_LONG_FOR_A_HEADING = 80
_NEARLY_FULL = 0.75
_FULL = 0.9


def page_width(text: str) -> int:
    """Return the printed width of `text` in characters: what nineteen of twenty lines keep to."""
    lengths = sorted(len(line.strip()) for line in text.split("\n") if line.strip())
    return lengths[(len(lengths) - 1) * 19 // 20] if lengths else 0


def rejoin(lines: list[str], width: int) -> str:
    """Return the lines of one answer as text: wrapped lines joined, paragraphs and bullets kept.

    `width` is that of the printed page. A blank line ends a paragraph, unless a page break made it
    and the text goes on across it. A line goes on in the next when an address or a hyphenated word
    is cut, when the next begins in lower case, or when it is long and ends no sentence. Lines
    shorter than the page may be wrapped too: respondents paste from elsewhere.
    """
    long = min(_TOO_LONG_FOR_A_HEADING, int(_NEARLY_FULL * width))
    parts: list[str] = []
    gap = True
    across_page = False
    last = ""
    reach = 0
    for given in lines:
        line = given.replace(PAGE_BREAK, "").strip(" ")
        broken = PAGE_BREAK in given
        across_page = across_page or broken
        if not line.strip():
            gap = True
            continue
        if not parts:
            joint = ""
        elif across_page and _goes_on_across_page(last, line, long):
            joint = _joint(last, line, long, reach)
        elif gap:
            joint = "\n\n"
        else:
            joint = "\n" if broken else _joint(last, line, long, reach)
        reach = len(line) if not parts or "\n" in joint else max(reach, len(line))
        parts += [joint, line]
        gap, across_page, last = False, False, line
    return "".join(parts)


def _goes_on_across_page(line: str, following: str, long: int) -> bool:
    if _SENTENCE_END.search(line):
        return False
    if following[:1].islower() or _cut_address(line, following, long):
        return True
    return len(line) > long and not _final_address(line)


def _joint(line: str, following: str, long: int, reach: int) -> str:
    """Return what stands between two lines: nothing, a space, or a line break that was typed.

    `long` is the length from which a line may have been wrapped, `reach` the longest line so far
    of the paragraph.
    """
    if _BULLET.match(following):
        return "\n"
    if _ADDRESS_START.match(following):
        return " " if _SHORT_WORD.search(line) or _REFERENCE.search(line) else "\n"
    if _cut_address(line, following, long):
        return ""
    address = _final_address(line)
    if not address and _WORD_HYPHEN.search(line) and following[:1].isalnum():
        return " " if _CONJUNCTION.match(following) else ""
    ended = address or _SENTENCE_END.search(line)
    if not ended:
        wrapped = following[:1].islower() or len(line) > long or _SHORT_WORD.search(line)
        return " " if wrapped else "\n"
    room = _FULL * reach - len(line) - 1
    full = len(line) > long and len(following.split(" ", 1)[0]) > room
    return " " if full and following[:1].islower() else "\n"


def _cut_address(line: str, following: str, long: int) -> bool:
    """Whether the address that ends `line` goes on in `following`."""
    address = _final_address(line)
    rest = _ADDRESS_REST.match(following)
    if not address or rest is None or _ADDRESS_START.match(following):
        return False
    if address[-1] in "-_%=&?+":
        return True
    if len(line) + len(rest[0]) <= long:
        return False
    named = _FILE_NAME.search(rest[0].rstrip(".,;:)"))
    if address[-1] == "/":
        return named is not None or any(mark in rest[0] for mark in "/%=_")
    return named is not None and any(mark in rest[0] for mark in "/%=")


def _final_address(line: str) -> str:
    """Return the address that ends `line`, or nothing."""
    word = line[line.rfind(" ") + 1 :]
    start = _ADDRESS.search(word)
    return word[start.start() :] if start else ""
