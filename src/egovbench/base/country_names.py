"""Finds a country by the name that a document gives it."""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import pandas as pd
import pycountry
from babel import Locale

from egovbench.base.errors import InputError

ALIAS_SEPARATOR = "; "
LANGUAGES = (
    "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu",
    "fa", "fi", "fr", "ga", "gl", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk",
    "ko", "lb", "lt", "lv", "mk", "mn", "ms", "mt", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl",
    "sq", "sr", "sv", "sw", "th", "tr", "uk", "ur", "uz", "vi", "zh",
)  # fmt: skip
_NO_LETTER = re.compile(r"[^\w]+|_")


def find_country(name: str, countries: pd.DataFrame) -> str | None:
    """Return the ISO3 code of the country called `name`, or None where that is not known.

    Read are, in this order, the code itself in capitals, the names and the `aliases` of
    `countries`, the names that pycountry has, and those in the languages of LANGUAGES. Accents,
    case, punctuation, "the", "of", and the order of words do not matter, as in "Korea (Republic
    of)"; nothing else is guessed, since Niger is not Nigeria, and a name that two countries have
    finds none. A country that pycountry knows but `countries` does not hold is returned too:
    whoever asks says what that means.

    >>> names = pd.DataFrame({"iso3": ["KOR"], "name": ["South Korea"], "aliases": [""]})
    >>> find_country("Korea (Republic of)", names), find_country("Corée du Sud", names)
    ('KOR', 'KOR')
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
    return find_by_name(name)


def find_by_name(name: str) -> str | None:
    """Return the ISO3 code of the country that is called so in some language, None for none."""
    wanted = _plain(name)
    return _standard_names().get(wanted) or _names_in_languages().get(wanted)


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


@cache
def _names_in_languages() -> dict[str, str]:
    """Return the names that countries have in Unicode's CLDR, with their codes."""
    codes: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for iso2, name in Locale.parse(language).territories.items():
            country = pycountry.countries.get(alpha_2=iso2) if len(iso2) == 2 else None
            if country is not None or iso2 == "XK":
                iso3 = country.alpha_3 if country is not None else "XKX"
                codes.setdefault(_plain(name), set()).add(iso3)
    return {name: min(found) for name, found in codes.items() if len(found) == 1}


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    bare = "".join(each for each in letters if not unicodedata.combining(each))
    words = _NO_LETTER.sub(" ", bare.replace("ı", "i")).split()
    return " ".join(sorted(set(words) - {"the", "of"}) or words)
