"""Names, e-mail addresses and telephone numbers in all their spellings; all are invented.

In the list, « and » enclose what has to be masked, and nothing but that.
"""

import json
import re
from pathlib import Path

import pytest

from egovbench.base.addresses import without_contacts
from egovbench.base.errors import InputError, ParameterError
from egovbench.documents.privacy import mask_for

CASES = json.loads((Path(__file__).parents[1] / "fixtures/spellings.json").read_text("utf-8"))
MASKED, STAY = CASES["masked"], CASES["stay"]
MASK = mask_for(CASES["names"], ["digital", "law", "state", "public"])
FRAMES = ("Asked {}, who answered.", "{}", "See\n{}\nbelow.", "({})", "We:\n-{}")


@pytest.mark.parametrize("frame", FRAMES)
def test_every_spelling_is_masked_and_nothing_around_it(frame):
    assert len(MASKED) >= 200
    for case in MASKED:
        text = frame.format(case)
        masked = MASK.apply(re.sub("[«»]", "", text))
        assert re.sub(r"\[[a-z-]+ withheld\]\n*", "#", masked) == re.sub("«[^»]*»\n*", "#", text)
        assert MASK.apply(masked) == masked


@pytest.mark.parametrize("frame", FRAMES)
def test_laws_articles_dates_and_addresses_stay(frame):
    assert len(STAY) >= 100
    for case in STAY:
        assert MASK.apply(frame.format(case)) == frame.format(case)


def test_errors_that_quote_a_field_show_no_contact():
    contacts = [each for each in MASKED if "«" in each and "withheld" in without_contacts(each)]
    assert len(contacts) > 100
    for case in contacts:
        field = re.sub("[«»]", "", case)
        secret = re.search("«(.*)»", case, re.DOTALL)[1]
        for fault in (InputError("t.csv", f"found {field!r}"), ParameterError("a", field, "b")):
            assert "withheld" in str(fault)
            assert secret not in str(fault)


def test_a_long_cell_names_those_in_it_and_a_word_without_end_names_nobody():
    many = " and ".join(["Ada Inventa", *(f"Name{n} Other{n}" for n in range(2000)), "Bo Fictief"])
    text = f"Ask Inventa, Ada or Bo Fictief. {'a' * 30_000}"
    masked = mask_for([many, "a" * 30_000], ["law"]).apply(text)
    assert masked == f"Ask [name withheld] or [name withheld]. {'a' * 30_000}"
