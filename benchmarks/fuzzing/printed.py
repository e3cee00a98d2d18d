"""Ways to spoil a PDF: its pages, the numbers of its objects, and what its streams hold."""

import re
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from random import Random

import pypdfium2

from fuzzing.text import BYTES

_STREAM = re.compile(rb"/FlateDecode[^>]*>>\s*stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"65536",
    b"99999999",
    b"-2147483649",
    b"1e9",
    b".0001",
    b"4294967295",
)


def _saved(document: pypdfium2.PdfDocument) -> bytes:
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _pages(random: Random, content: bytes) -> bytes:
    source = pypdfium2.PdfDocument(content)
    order = list(range(len(source)))
    change = random.choice(("shuffle", "drop", "repeat", "many"))
    if change == "shuffle":
        random.shuffle(order)
    elif change == "drop":
        share = random.random()
        order = [each for each in order if random.random() > share] or [0]
    elif change == "repeat":
        order += random.choices(order, k=random.choice((1, 5, 30)))
    else:
        order = order[:1] * random.choice((299, 301))
    made = pypdfium2.PdfDocument.new()
    made.import_pages(source, order)
    return _saved(made)


def _geometry(random: Random, content: bytes) -> bytes:
    document = pypdfium2.PdfDocument(content)
    for number in range(len(document)):
        if random.random() < 0.5:
            page = document[number]
            change = random.choice(("rotation", "box", "crop", "objects"))
            corners = [random.choice((-900, -1, 0, 1, 300, 595, 842, 3_999, 9e9)) for _ in range(4)]
            if change == "rotation":
                page.set_rotation(random.choice((90, 180, 270)))
            elif change == "box":
                page.set_mediabox(*corners)
            elif change == "crop":
                page.set_cropbox(*corners)
            else:
                for drawn in list(page.get_objects()):
                    if random.random() < 0.1:
                        page.remove_obj(drawn)
                page.gen_content()
    return _saved(document)


def _numbers(random: Random, content: bytes) -> bytes:
    share = random.choice((0.001, 0.01, 0.2))

    def other(found: re.Match[bytes]) -> bytes:
        return random.choice(NUMBERS) if random.random() < share else found[0]

    return b"".join(
        part if number % 2 else re.sub(rb"(?<=[ /\[])\d+", other, part)
        for number, part in enumerate(
            re.split(rb"(stream\r?\n.*?endstream)", content, flags=re.DOTALL)
        )
    )


def _streams(random: Random, content: bytes) -> bytes:
    """Spoil what some compressed streams hold; their lengths are then found by repair."""
    share = random.choice((0.02, 0.3, 1.0))

    def other(found: re.Match[bytes]) -> bytes:
        if random.random() > share:
            return found[0]
        try:
            held = zlib.decompress(found[1])
        except zlib.error:
            return found[0]
        if random.random() < 0.6:
            held = re.sub(
                rb"-?[\d.]+",
                lambda each: random.choice(NUMBERS) if random.random() < 0.02 else each[0],
                held,
            )
        elif random.random() < 0.9:
            held = random.choice(list(BYTES.values()))(random, held)
        else:
            held *= random.choice((2, 50))
        return found[0].replace(found[1], zlib.compress(held[:30_000_000], 1))

    return _STREAM.sub(other, content)


def _names(random: Random, content: bytes) -> bytes:
    """Give objects another kind, or make them refer to others."""
    names = (b"/Page", b"/Pages", b"/Font", b"/Kids", b"/XObject", b"/Parent", b"/Contents",
             b"/Length", b"/ToUnicode", b"/Catalog", b"/Filter", b"/ObjStm")  # fmt: skip
    share = random.choice((0.005, 0.05))

    def other(found: re.Match[bytes]) -> bytes:
        if random.random() > share:
            return found[0]
        if found[0].startswith(b"/"):
            return random.choice(names)
        return b"%d 0 R" % random.randrange(200)

    return re.sub(rb"/[A-Z][A-Za-z]+|\d+ 0 R", other, content)


PDF: Mapping[str, Callable[[Random, bytes], bytes]] = {
    "pages": _pages,
    "geometry of pages": _geometry,
    "numbers of objects": _numbers,
    "streams": _streams,
    "names of objects": _names,
}
