"""Finds a country by the name that a document gives it."""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import pandas as pd
import pycountry

from egovbench.base.errors import InputError

ALIAS_SEPARATOR = "; "
_NO_LETTER = re.compile(r"[^\w]+|_")


def find_country(name: str, countries: pd.DataFrame) -> str | None:
    """Return the ISO3 code of the country called `name`, or None where that is not known.

    Read are, in this order, the code itself in capitals, the names and the `aliases` of
    `countries`, and the names that pycountry has. Accents, case, punctuation and a leading "the"
    do not matter; nothing else is guessed, since Niger is not Nigeria. A country that pycountry
    knows but `countries` does not hold is returned too: whoever asks says what that means.
    """
    if name.strip() in set(countries["iso3"]):
        return name.strip()
    wanted = _plain(name)
    if not wanted:
        return None
    for iso3, own, aliases in zip(
        countries["iso3"], countries["name"], countries["aliases"], strict=True
    ):
        names = [own, *aliases.split(ALIAS_SEPARATOR)]
        if wanted in {_plain(each) for each in names}:
            return str(iso3)
    return _standard_names().get(wanted)


def check_country(path: Path, iso3: str, countries: pd.DataFrame) -> None:
    """Raise InputError, of the file at `path`, for a code that is not in the table of countries."""
    if iso3 not in set(countries["iso3"]):
        raise InputError(path, f"country {iso3!r} is not in the table of countries")


@cache
def _standard_names() -> dict[str, str]:
    """Return the names of ISO 3166-1, short, official and common, with their codes."""
    return {
        _plain(getattr(country, kind)): country.alpha_3
        for kind in ("common_name", "official_name", "name")
        for country in pycountry.countries
        if hasattr(country, kind)
    }


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    bare = "".join(each for each in letters if not unicodedata.combining(each))
    words = _NO_LETTER.sub(" ", bare.replace("ı", "i")).split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)
