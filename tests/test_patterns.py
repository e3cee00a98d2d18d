"""No regular expression that reads what others wrote takes more than linear time."""

import sys
from pathlib import Path

import pytest

from egovbench.base.addresses import find_links, without_contacts
from egovbench.base.sanitise import linkified
from egovbench.documents.privacy import mask_for

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))
from patterns import NASTY, own_pieces, readings, seconds, text_of

READINGS = list(readings())
NAMES = [name.removeprefix("egovbench.") for name, _, _ in READINGS]
MASK = mask_for(["Anaïs Müller-Testberg", "Bo Li"], ["law"])
FUNCTIONS = [
    (function.__name__, function)
    for function in (find_links, linkified, without_contacts, MASK.apply)
]
LENGTH = 1_000
LEAST = 0.02  # seconds, below which nothing is told from noise


def grows(read, piece):
    """Tell whether four times the text takes far more than four times as long."""
    return all(
        seconds(read, text_of(piece, 4 * LENGTH))
        > max(LEAST, 9 * seconds(read, text_of(piece, LENGTH)))
        for _ in range(3)
    )


@pytest.mark.slow
@pytest.mark.parametrize("piece", NASTY)
def test_a_text_four_times_as_long_takes_about_four_times_as_long(piece):
    patterns = [(name, read) for name, _, read in READINGS]
    assert [name for name, read in [*patterns, *FUNCTIONS] if grows(read, piece)] == []


@pytest.mark.slow
@pytest.mark.parametrize(("pattern", "read"), [each[1:] for each in READINGS], ids=NAMES)
def test_texts_of_its_own_kind_take_a_pattern_no_longer(pattern, read):
    assert [piece for piece in own_pieces(pattern) if grows(read, piece)] == []
