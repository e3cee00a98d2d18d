"""Web addresses in an answer; e-mail addresses and telephone numbers, which no quotation shows."""

import re

from egovbench.base.plain_text import PlainText, plain_text

WEB_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
"""What a text holds as an address, with the punctuation that follows it."""
_LINK = re.compile(
    r"(?:https?://|(?<![\w./@-])www\.)(?:(?!\[[\w-]+ withheld\])[^\s<>\"“”])+", re.IGNORECASE
)
_TRAILING = ".,;:!?*'’»-–…"
EMAIL_MASK = "[e-mail withheld]"
TELEPHONE_MASK = "[telephone withheld]"

# The patterns below read plain text, as plain_text gives it. Every repetition has a limit: what
# anyone wrote is read in a time that grows with its length alone.
_WRAP = r"(?<=\w-)\s{0,20}\n\s{0,20}(?=\w)"
_LABEL = rf"\w[\w-]{{0,62}}+(?:{_WRAP}[\w-]{{1,62}}+){{0,2}}+"
_WORD = r"[^\W_]{1,40}+"
_OPENS, _CLOSES = r"\s{0,3}[\[({<]\s{0,3}", r"\s{0,3}[\])}>]\s{0,3}"
_DOT_WORD = r"(?:dot|punkt|punto|ponto|point|\.)"
_DOT = rf"(?:{_OPENS}{_DOT_WORD}{_CLOSES}|\s{{1,3}}(?:dot|punkt)\s{{1,3}})"
# Of names in plain words; what stands there otherwise is often a sentence.
_TOP = r"(?:com|org|net|gov|int|edu|info|example|test|[a-z]{2})(?!\w)"
_ROMANCE_DOT = r"\s{1,3}(?:punto|ponto|point|dot)\s{1,3}"
_AT = rf"(?:\s{{0,2}}@\s{{0,2}}|{_OPENS}(?:at|a|@|arobase|arroba|chiocciola){_CLOSES})"
_PLAIN_DOMAIN = rf"{_LABEL}(?:\.{_LABEL}){{0,8}}\.(?=[^\W\d]){_LABEL}"
_BROKEN_DOMAIN = (
    rf"{_LABEL}(?:\s{{0,9}}\.\s{{0,9}}{_LABEL}){{0,6}}\s{{0,9}}\.\s{{0,9}}"
    rf"{_TOP}"
)


def _worded_domain(dot: str) -> str:
    return rf"{_LABEL}(?:\.{_LABEL}){{0,4}}{dot}{_LABEL}(?:(?:{dot}|\.){_LABEL}){{0,6}}"


# Begins where a word does and takes no more than an address may have: else a long word without an
# @ would be tried from each of its letters to its end.
EMAIL = re.compile(
    rf"(?:(?<![\w.+-])(?<!\w')[.+-]*+\w[\w.+'-]{{0,319}}+(?:{_WRAP}[\w.+'-]{{1,64}}+){{0,2}}+|\"[^\"\n]{{1,64}}\")"
    rf"(?:(?:{_DOT}|\s{{1,3}}\.\s{{1,3}}|{_ROMANCE_DOT}){_LABEL}){{0,4}}"
    rf"(?:{_AT}(?!www\b)(?:{_PLAIN_DOMAIN}|{_BROKEN_DOMAIN}|{_worded_domain(_DOT)}|\[[\d.:a-f]{{3,40}}\])"
    rf"|\s{{1,3}}at\s{{1,3}}{_LABEL}(?:(?:{_DOT}|\.){_LABEL}){{0,6}}{_DOT}{_TOP}"
    rf"|\s{{1,3}}(?:arobase|arroba|chiocciola)\s{{1,3}}{_worded_domain(_ROMANCE_DOT)})"
    rf"|(?<![\w.+-])[.+-]*+(?:{_WORD}[._-]){{1,4}}?(?<=[-_])at[-_](?:{_WORD}[-_]){{1,4}}?dot[-_]{_WORD}",
    re.IGNORECASE,
)
_GAP = r"(?:[ ()./-]{0,3}|\s?\n\s?)"
_DATE = r"(?:\d{1,2}[ ./-]\d{1,2}[ ./-](?:19|20)\d\d|(?:19|20)\d\d[ ./-]\d{1,2}[ ./-]\d{1,2})(?!\d)"
_CALLED = (
    r"(?:tel|tele(?:phone|fon|fone|fono|foon)|phone|fon|fax|telefax|mob(?:ile?)?|handy|gsm|cell|portable"
    r"|movil|whatsapp|signal|call|ring|dial|appelez|hotline|puhelin|telefonnummer|ph|telf?|tlfn?|tfno?"
    r"|тел|телефон|τηλ|τηλεφωνο|電話|电话|전화|هاتف|טלפון)"
)
_NUMBER = rf"\(?\d(?:{_GAP}\d){{5,14}}"
_EXTENSION = r"(?:\s?(?:x|ext\.?|extension|poste|durchwahl|dw)\s?\d{1,6})?"
# From a plus or two noughts, from a nought in groups, in groups as in North America, Spain or with
# an area in brackets, or after a word that says what it is; dates, sums and ranges of years are in
# groups too, and so are numbers of accounts, which begin with a country and two digits.
TELEPHONE = re.compile(
    rf"(?<![\w,])(?<!\S[./+=-])(?<![A-Z]{{2}}\d\d )(?<![A-Z]{{2}}\d\d [A-Z]{{4}} )(?!\(?{_DATE})(?:"
    rf"\(?(?:\+|00)\s?(?!\d{{1,3}}[ .]000)\(?[1-9](?:{_GAP}\d){{7,14}}"
    rf"|(?<!\d )\(?0(?!00)\d{{1,5}}\)?[ ./-]{{1,3}}(?!\d{{1,4}}(?!{_GAP}\d))\d(?:{_GAP}\d){{4,10}}"
    r"|(?:1[ .-])?(?:\([2-9]\d\d\) ?|[2-9]\d\d[ .-])\d{3}[ .-]\d{4}"
    r"|(?<!\d )[6-9]\d\d(?: \d\d){3}"
    r"|(?:[78] )?\((?!19|20\d\d)\d{2,5}\) ?(?!(?:19|20)\d\d-)\d{3,5}-\d{2,5}(?:-\d{2,4})?"
    rf"){_EXTENSION}(?!\w)"
    rf"|(?:(?<=wa\.me/)|(?<=t\.me/))\+?\d{{6,15}}|(?<=phone=)\+?{_NUMBER}|(?<=tel:)\+?{_NUMBER}"
    rf"|(?<![^\W_]){_CALLED}\b[.:=]?\s?(?:n(?:o|r|umber|ummer|umero)\b\.?)?\s?[.:=]?\s?"
    rf"(?P<number>(?!{_DATE}|(?:19|20)\d\d\s?[-/]\s?(?:19|20)\d\d)\+?{_NUMBER}{_EXTENSION})(?!\w)",
    re.IGNORECASE,
)


def find_links(answer: str) -> list[str]:
    """Return the addresses in `answer` in order, each once, without punctuation that follows.

    An address that holds a masked name ends before the mask.
    """
    return list(dict.fromkeys(without_trailing(each[0]) for each in _LINK.finditer(answer)))


def without_trailing(address: str) -> str:
    """Cut the punctuation of the sentence off; a closing bracket stays where it was opened."""
    surplus = {end: address.count(end) - address.count(start) for start, end in ("()", "[]")}
    length = len(address)
    while length:
        last = address[length - 1]
        if surplus.get(last, 0) > 0:
            surplus[last] -= 1
        elif last not in _TRAILING:
            break
        length -= 1
    return address[:length]


def without_contacts(text: str) -> str:
    """Return `text` with a mask for every e-mail address and telephone number, however spelled."""
    plain = plain_text(text)
    found = [(*place, EMAIL_MASK) for place in emails(plain)]
    found += [(*place, TELEPHONE_MASK) for place in telephones(plain)]
    parts, last = [], 0
    for start, end, mask in sorted(found):
        if start >= last:
            parts += [text[last:start], mask]
            last = end
    return "".join([*parts, text[last:]])


def emails(plain: PlainText) -> list[tuple[int, int]]:
    """Return where e-mail addresses stand, without the bullets or dots before them."""
    places = []
    for found in EMAIL.finditer(plain.text):
        before = len(found[0]) - len(found[0].lstrip(".+-"))
        places.append((plain.starts[found.start() + before], plain.ends[found.end() - 1]))
    return places


def telephones(plain: PlainText) -> list[tuple[int, int]]:
    """Return where telephone numbers stand, without the word before them."""
    places = []
    for found in TELEPHONE.finditer(plain.text):
        start, end = plain.place(found)
        if found["number"]:
            start = plain.starts[found.start("number")]
        elif found[0].startswith("(") and found[0].count("(") > found[0].count(")"):
            start += 1
        places.append((start, end))
    return places
