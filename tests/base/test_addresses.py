"""E-mail addresses and telephone numbers are masked in what quotes a file; other numbers are not.

All addresses and numbers are invented.
"""

from pathlib import Path

import pytest

from egovbench.base.addresses import find_links, without_contacts
from egovbench.base.errors import InputError

NUMBERS = (
    "+352 555 123 45", "+352-555-12345", "(+352) 555 123", "00352 555 123 45", "0044 20 5550 1234",
    "020 5550 1234", "tel:+3525551234", "+1 (555) 555-1234", "555 123 456", "(020) 5550 1234",
)  # fmt: skip
HARMLESS = (
    "2024", "2024-05-04", "04.05.2024", "04.05.2024 12:30", "2024-05-04T12:30:00", "0.123456789",
    "1,234,567", "007", "12345678", "-0.5", "questions 10, 33, 34", "line 4711", "1e-09",
    "01/02/03", "https://example.org/0123456789/", "item 37, 38 and 39", "65.625 of 100",
    "D2:D71",
)  # fmt: skip


@pytest.mark.parametrize("number", NUMBERS)
def test_a_telephone_number_is_masked(number: str) -> None:
    masked = without_contacts(f"found 'call {number} today'; expected yes")
    assert masked.replace("tel:", "") == "found 'call [telephone withheld] today'; expected yes"


@pytest.mark.parametrize("text", HARMLESS)
def test_other_numbers_stay(text: str) -> None:
    assert without_contacts(f"found {text!r}; expected yes") == f"found {text!r}; expected yes"


def test_an_address_is_masked_in_every_error_that_is_raised_of_a_file() -> None:
    path = Path("invented@folder.example/table.csv")
    message = "found 'ada.inventa@example.org, +352 555 123 45'"
    fault = InputError(path, message, row=3, column="bo@example.org")
    expected = "[e-mail withheld]: found '[e-mail withheld], [telephone withheld]'"
    assert str(fault) == f"{path}, line 3, column {expected}"
    assert (fault.path, fault.row, fault.column) == (str(path), 3, "[e-mail withheld]")


@pytest.mark.parametrize(
    ("answer", "links"),
    [
        ("no address here, p. 15.", []),
        ("https://example.org/a.html", ["https://example.org/a.html"]),
        ("See www.example.org/fr.", ["www.example.org/fr"]),
        ("(https://example.org/a)", ["https://example.org/a"]),
        ("https://example.org/law_(2021)", ["https://example.org/law_(2021)"]),
        (
            "https://example.org/a; http://example.org/b,",
            ["https://example.org/a", "http://example.org/b"],
        ),
        ("https://example.org/?f[0]=x&g=%C3%A9", ["https://example.org/?f[0]=x&g=%C3%A9"]),
        ("“https://example.org/quoted”", ["https://example.org/quoted"]),
        ("<https://example.org/angled>", ["https://example.org/angled"]),
        ("https://www.example.org", ["https://www.example.org"]),
        ("mail@www.example.org", []),
        # Each address counts once, in the order of the text.
        (
            "https://example.org/b https://example.org/a\nhttps://example.org/b.",
            ["https://example.org/b", "https://example.org/a"],
        ),
        # An address with a masked name ends before the mask.
        ("https://example.org/in/[name withheld]/cv", ["https://example.org/in/"]),
    ],
)
def test_addresses_lose_only_the_punctuation_that_follows(answer, links):
    assert find_links(answer) == links
