"""Ways to spoil text: what it holds, in which order, and in which encoding."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from random import Random

LONGEST = 100_000_000
LETTERS = 1_000_000
"""So many letters are changed one by one; what follows them stays as it is."""
MARKS = "\u0300\u0301\u0308\u0323\u0489\u20dd\u1dd9"
DIRECTIONS = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
SPECIAL = (
    "\x00", "\x01", "\x08", "\x0b", "\x0c", "\x1a", "\x1b[2J", "\x7f", "\x85", "\x9b", "\u00a0",
    "\u00ad", "\u0130", "\u0131", "\u0149", "\u01c5", "\u03a3", "\u0660", "\u0661", "\u2028",
    "\u2029", "\u200b", "\u200d", "\u2011", "\u2164", "\u3000", "\ue000", "\ufb03", "\ufdfa",
    "\ufeff", "\ufffd", "\uffff", "\U0001d7ce", "\U0001f468\u200d\U0001f469", "\U000e0041",
    "\U0010ffff", "٣", "१", "²", "①", "½", "ẞ", "ﬃ", "İ",
)  # fmt: skip
HOSTILE = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "'=1", "a@b.co", "a.b+c@d-e.example.org @",
    "[name withheld]", "[e-mail withheld]", "<script>alert(1)</script>", "1e999", "nan", "-inf",
    "9" * 400, "0x10", "1,5", "12.", "126.", "127.", "0.", "-3.", "٣٤.", "Yes", "No", "Other",
    "https://" + "a" * 5_000, "http://[::1", "https://user:word@example.org/x", "x" * 32_768,
    '"', '"' * 999, "';--", "${7*7}", "{{7*7}}", "%s%n", "../../etc/passwd", "\ud800", "True",
    "2023-13-45", "31/02/2023 25:61", "Luxembourg", "Georgia", "ZZZ", "msq2024", "answered",
)  # fmt: skip
ENCODINGS = (
    "latin-1", "cp1252", "cp437", "cp500", "koi8-r", "shift_jis", "gb18030", "utf-7", "utf-8-sig",
    "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "mac-roman", "ascii",
)  # fmt: skip


def length(random: Random, most: int = LONGEST) -> int:
    """Return a length from ten on; long ones are rare, since they cost most."""
    return min(most, int(10 ** (1 + 7 * random.random() ** 3)))


def _span(random: Random, size: int) -> tuple[int, int]:
    start = random.randrange(size + 1)
    return start, min(size, start + int(size * random.random() ** 3) + 1)


def _cut(random: Random, text: str) -> str:
    start, end = _span(random, len(text))
    return random.choice((text[:start], text[start:], text[:start] + text[end:], text[start:end]))


def _repeat(random: Random, text: str) -> str:
    start, end = _span(random, len(text))
    times = random.choice((1, 1, 2, 5, 50))
    return text[:end] + text[start:end] * times + text[end:]


def _shuffle_by(separator: str) -> Callable[[Random, str], str]:
    def shuffle(random: Random, text: str) -> str:
        parts = text.split(separator)
        start, end = _span(random, len(parts))
        some = parts[start:end]
        random.shuffle(some)
        return separator.join([*parts[:start], *some, *parts[end:]])

    return shuffle


def _drop_lines(random: Random, text: str) -> str:
    share = random.random() ** 2
    return "\n".join(line for line in text.split("\n") if random.random() > share)


def _repeat_lines(random: Random, text: str) -> str:
    share = random.random() ** 2
    return "\n".join(line + ("\n" + line) * (random.random() < share) for line in text.split("\n"))


def _swap(random: Random, text: str) -> str:
    one, two, three = sorted(random.randrange(len(text) + 1) for _ in range(3))
    return text[:one] + text[two:three] + text[one:two] + text[three:]


def _insert(random: Random, text: str, what: Callable[[], str]) -> str:
    for _ in range(random.choice((1, 1, 3, 20, 200))):
        place = random.randrange(len(text) + 1)
        text = text[:place] + what() + text[place:]
    return text


def _special(random: Random, text: str) -> str:
    return _insert(random, text, lambda: random.choice(SPECIAL) * random.choice((1, 1, 2, 40)))


def _hostile(random: Random, text: str) -> str:
    return _insert(random, text, lambda: random.choice(("", "\n")) + random.choice(HOSTILE))


def _nul(random: Random, text: str) -> str:
    return _insert(random, text, lambda: "\x00")


def _directions(random: Random, text: str) -> str:
    return _insert(random, text, lambda: random.choice(DIRECTIONS))


def _marks(random: Random, text: str) -> str:
    run = random.choice((1, 2, 29, 30, 31, 500))
    return _insert(random, text, lambda: "".join(random.choices(MARKS, k=run)))


def _marks_everywhere(random: Random, text: str) -> str:
    run = "".join(random.choices(MARKS, k=random.choice((1, 5, 30))))
    return re.sub(r"\w", lambda letter: letter[0] + run, text[:200_000])


def _long_line(random: Random, text: str) -> str:
    piece = random.choice(
        ("a", " ", "@", "1.", "-", "é", "\u0301", "a@", "a.", "www.", "https://a.b/", "[", "\t",
         "Yes ", "p. 1/2 ", "'", "\x0b", "\u200b", "http", "(", "a-", "1", "•", "A")
    )  # fmt: skip
    size = length(random)
    # A wording or an answer repeated is what the reader looks for.
    if random.random() < 0.2:
        start, end = _span(random, min(len(text), 2_000))
        piece = text[start:end].replace("\n", " ") or piece
    place = random.randrange(len(text) + 1)
    return text[:place] + piece * (size // len(piece)) + text[place:]


def _many_lines(random: Random, text: str) -> str:
    line = random.choice(("\n", "a\n", " \n", "Yes\n", "1.\n", "\f\n", "\r", "1/2\n", "x\n\n"))
    place = random.randrange(len(text) + 1)
    return text[:place] + line * (length(random, 20_000_000) // len(line)) + text[place:]


def _line_ends(random: Random, text: str) -> str:
    ends = ("\r\n", "\r", "\n\n", " ", "", "\u2028", "\x85", "\n\r", "\f", "\v", "\n \n")
    return text.replace("\n", random.choice(ends))


def _numbers(random: Random, text: str) -> str:
    share = random.random() ** 2
    digits = random.choice(("0123456789", "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９", "९"))

    def other(found: re.Match[str]) -> str:
        if random.random() > share:
            return found[0]
        return "".join(random.choices(digits, k=random.choice((1, 2, 3, 3, 12, 5_000))))

    return re.sub(r"\d+", other, text, count=3_000)


def _letters(random: Random, text: str) -> str:
    share = 0.2 * random.random() ** 3
    first = text[:LETTERS]
    other = [random.choice(first) if random.random() < share else each for each in first]
    return "".join(other) + text[LETTERS:]


def _form(random: Random, text: str) -> str:
    changes: tuple[Callable[[str], str], ...] = (
        str.upper,
        str.lower,
        str.swapcase,
        lambda given: unicodedata.normalize("NFD", given),
        lambda given: unicodedata.normalize("NFKD", given),
        lambda given: given.replace(" ", random.choice(("", "  ", "\t", "\u00a0", "\u200b", "_"))),
        lambda given: " ".join(given[:100_000]),
        lambda given: given[::-1],
        lambda given: "\n".join(line[::-1] for line in given.split("\n")),
        lambda given: "\n".join(given.split()),
    )
    return random.choice(changes)(text)


TEXT: Mapping[str, Callable[[Random, str], str]] = {
    "cut": _cut,
    "repeat": _repeat,
    "shuffle lines": _shuffle_by("\n"),
    "shuffle pages": _shuffle_by("\f"),
    "shuffle paragraphs": _shuffle_by("\n\n"),
    "drop lines": _drop_lines,
    "repeat lines": _repeat_lines,
    "swap parts": _swap,
    "special characters": _special,
    "hostile pieces": _hostile,
    "NUL": _nul,
    "directions": _directions,
    "combining marks": _marks,
    "marks on every letter": _marks_everywhere,
    "long line": _long_line,
    "many lines": _many_lines,
    "line ends": _line_ends,
    "numbers": _numbers,
    "letters": _letters,
    "form of the text": _form,
}


def encoded(random: Random, text: str) -> tuple[bytes, str]:
    """Return the text in an encoding, mostly UTF-8, and the encoding's name where it is not."""
    if random.random() < 0.85:
        return text.encode("utf-8", "surrogatepass"), ""
    name = random.choice(ENCODINGS)
    return text.encode(name, "replace"), f"encoding {name}"


# Of bytes, whatever they are.

OPENINGS = (
    b"PK\x03\x04", b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0", b"{\\rtf1", b"<html>", b"\x89PNG\r\n",
    b"\x1f\x8b\x08", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xff\xfe\x00\x00", b"a,b,c\n",
    b'"', b"iso3,item\n", b"\x00" * 64, b"",
)  # fmt: skip


def _flip(random: Random, content: bytes) -> bytes:
    spoilt = bytearray(content)
    for _ in range(random.choice((1, 2, 10, 100, 1_000)) if spoilt else 0):
        spoilt[random.randrange(len(spoilt))] ^= 1 << random.randrange(8)
    return bytes(spoilt)


def _cut_bytes(random: Random, content: bytes) -> bytes:
    start, end = _span(random, len(content))
    return random.choice((content[:start], content[start:], content[:start] + content[end:]))


def _repeat_bytes(random: Random, content: bytes) -> bytes:
    start, end = _span(random, len(content))
    return content[:end] + content[start:end] * random.choice((1, 3)) + content[end:]


def _random_bytes(random: Random, content: bytes) -> bytes:
    place = random.randrange(len(content) + 1)
    return content[:place] + random.randbytes(random.choice((1, 4, 512))) + content[place:]


def _opening(random: Random, content: bytes) -> bytes:
    return random.choice(OPENINGS) + content


def _fill(random: Random, content: bytes) -> bytes:
    start, end = _span(random, len(content))
    return content[:start] + bytes([random.randrange(256)]) * (end - start) + content[end:]


BYTES: Mapping[str, Callable[[Random, bytes], bytes]] = {
    "flip bits": _flip,
    "cut bytes": _cut_bytes,
    "repeat bytes": _repeat_bytes,
    "random bytes": _random_bytes,
    "another opening": _opening,
    "fill a range": _fill,
}
