"""Finds a country by the name that a document gives it, and suggests some for what is no code."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache, lru_cache, partial
from gettext import translation
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pycountry
from babel import Locale

from egovbench.base.countries import Country
from egovbench.base.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

ALIAS_SEPARATOR = "; "
LANGUAGES = (
    "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu",
    "fa", "fi", "fr", "ga", "gl", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk",
    "ko", "lb", "lt", "lv", "mk", "mn", "ms", "mt", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl",
    "sq", "sr", "sv", "sw", "th", "tr", "uk", "ur", "uz", "vi", "zh",
)  # fmt: skip
_NO_LETTER = re.compile(r"[^\w]+|_")
_PLAIN_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ə": "e", "ø": "o", "æ": "ae", "œ": "oe"}
)
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_DROPPED = {
    "the", "of", "and", "d", "da", "de", "der", "des", "di", "do", "du", "e", "et", "la", "le",
    "les", "und", "y",
}  # fmt: skip
_SHORT = {
    "saint": "st", "republic": "rep", "republique": "rep", "republica": "rep", "republik": "rep",
    "democratic": "dem", "democratique": "dem", "states": "sts", "islands": "is",
    "federated": "fed", "federation": "fed", "federal": "fed",
}  # fmt: skip
# The Olympic committee's and FIFA's codes and those of vehicles, where ISO's are others.
_OTHER_CODES = """
    A AUT ALG DZA ANG AGO ANT ATG B BEL BAH BHS BAN BGD BAR BRB BDS BRB BH BLZ BHU BTN BIZ BLZ BOT
    BWA BRU BRN BUL BGR BUR BFA BUR MMR C CUB CAM CMR CAM KHM CDN CAN CGO COD CGO COG CHA TCD CHI
    CHL CL LKA CRC CRI CRO HRV CTA CAF D DEU DEN DNK DY BEN E ESP EAK KEN EAT TZA EAU UGA EL GRC ENG
    GBR EQG GNQ ES SLV ESA SLV ET EGY F FRA FIJ FJI FL LIE G GAB GAM GMB GBS GNB GCA GTM GEQ GNQ GER
    DEU GRE GRC GRN GRD GUA GTM GUI GIN H HUN HAI HTI HKJ JOR HON HND I ITA INA IDN IRI IRN J JPN JA
    JAM K KHM KOS XKX KS KGZ KSA SAU KUW KWT KVX XKX L LUX LAR LBY LAT LVA LB LBR LBA LBY LES LSO
    LIB LBN M MLT MAD MDG MAL MYS MAS MYS MAW MWI MGL MNG MOC MOZ MON MCO MRI MUS MS MUS MTN MRT MYA
    MMR N NOR NAU NRU NCA NIC NED NLD NEP NPL NGR NGA NIG NER NIR GBR NMK MKD OMA OMN P PRT PAL PLW
    PAR PRY PHI PHL PLE PSE POR PRT Q QAT RA ARG RB BWA RC TWN RCA CAF RCB COG RCH CHL RG GIN RH HTI
    RI IDN RIM MRT RKS XKX RL LBN RM MDG RMM MLI RN NER ROK KOR ROM ROU RP PHL RSA ZAF RSM SMR RU
    BDI S SWE SAM WSM SCN KNA SCO GBR SD SWZ SEY SYC SF FIN SIN SGP SKN KNA SLO SVN SME SUR SOL SLB
    SRI LKA SUD SDN SUI CHE SY SYC T THA TAN TZA TGA TON TOG TGO TPE TWN TRI TTO UAE ARE UK GBR URU
    URY VAN VUT VIE VNM VIN VCT WAG GMB WAL GBR WAL SLE WAN NGA WD DMA WG GRD WL LCA WV VCT YAR YEM
    YV VEN Z ZMB ZAM ZMB ZIM ZWE
"""
_SUGGESTED = 4


def find_country(name: str, countries: "pd.DataFrame") -> str | None:
    """Return the ISO3 code of the country called `name`, or None where that is not known.

    Read are, in this order, the code itself in capitals, the names and the `aliases` of
    `countries`, and what `find_by_name` reads. A country that pycountry knows but `countries` does
    not hold is returned too: whoever asks says what that means.

    >>> import pandas as pd
    >>> names = pd.DataFrame({"iso3": ["KOR"], "name": ["South Korea"], "aliases": [""]})
    >>> find_country("Korea (Republic of)", names), find_country("Corée du Sud", names)
    ('KOR', 'KOR')
    """
    if name.strip() in set(countries["iso3"]):
        return name.strip()
    columns = zip(countries["iso3"], countries["name"], countries["aliases"], strict=True)
    return find_by_name(
        name,
        tuple(
            (each, iso3)
            for iso3, own, aliases in columns
            for each in (own, *aliases.split(ALIAS_SEPARATOR))
        ),
    )


def find_by_name(name: str, first: tuple[tuple[str, str], ...] = ()) -> str | None:
    """Return the ISO3 code of the country that is called so, None where none or several are.

    Read are names with their codes in `first`, then the short, official and common names of ISO
    3166-1, in English and in the languages of LANGUAGES, and those of Unicode's CLDR. Accents,
    case, punctuation, articles, "of" and "and", usual short forms (St., Dem. Rep.) and the order of
    words do not matter; several names of one country may stand together, as in "Republic of Korea
    (South)". Nothing else is guessed: Niger is not Nigeria.

    >>> find_by_name("Gambia (Republic of The)"), find_by_name("Oesterreich"), find_by_name("Korea")
    ('GMB', 'AUT', None)
    """
    if len(parts := name.split("/")) > 1:
        found = {find_by_name(each, first) for each in parts}
        return found.pop() if len(found) == 1 else None
    for names in (partial(_indexed, first), _english_names, _names_in_languages):
        for key in _keys(name):
            if len(codes := names().get(key, ())) == 1:
                return min(codes)
    words = set(_keys(name)[0].split())
    together: dict[str, set[str]] = {}
    own, others = _indexed(first), _names_in_languages()
    for key in chain(own, *(_keys_by_first_word().get(word, ()) for word in words)):
        if words.issuperset(key.split()):
            for iso3 in own.get(key, set()) | others.get(key, set()):
                together.setdefault(iso3, set()).update(key.split())
    fitting = [iso3 for iso3, covered in together.items() if words and covered == words]
    return fitting[0] if len(fitting) == 1 else None


def suggest_countries(text: str, countries: Mapping[str, Country]) -> list[str]:
    """Return up to four countries that `text` may mean, as "LUX (Luxembourg)", likeliest first.

    They are known by other codes (ISO's of two letters and of digits, of sports, of vehicles); else
    by a part of the name; else by a name that `find_by_name` knows; else by likeness.
    """
    wanted = text.strip().casefold()
    words = set(_keys(text)[0].split())
    pairs = [(each, iso3) for iso3, own in countries.items() for each in (own.name, *own.aliases)]
    known = [(own.iso2, iso3) for iso3, own in countries.items()]
    known += [(each.numeric, each.alpha_3) for each in pycountry.countries]
    others = _OTHER_CODES.split()
    known += [(iso3, iso3) for iso3 in countries] + list(
        zip(others[::2], others[1::2], strict=True)
    )
    code = wanted.zfill(3) if wanted.isdigit() else wanted
    likely = [iso3 for each, iso3 in known if each.casefold() == code]
    if not likely and words:
        likely = [iso3 for each, iso3 in pairs if words.issubset(_keys(each)[0].split())]
    if not likely:
        likely = [find_by_name(text) or ""]
    if not any(likely):
        alike = {each.casefold(): iso3 for each, iso3 in (*known, *pairs)}
        likely = [alike[each] for each in get_close_matches(wanted, alike, n=6, cutoff=0.65)]
    found = list(dict.fromkeys(iso3 for iso3 in likely if iso3 in countries))[:_SUGGESTED]
    return [f"{iso3} ({countries[iso3].name})" for iso3 in found]


def check_country(path: Path, iso3: str, countries: "pd.DataFrame") -> None:
    """Raise InputError, of the file at `path`, for a code that is not in the table of countries."""
    if iso3 not in set(countries["iso3"]):
        raise InputError(path, f"country {iso3!r} is not in the table of countries")


Names = Mapping[str, set[str]]
"""ISO3 codes by the keys of a name."""


@lru_cache(maxsize=8)
def _indexed(names: Iterable[tuple[str, str]]) -> Names:
    found: dict[str, set[str]] = {}
    for name, iso3 in names:
        for spelling in {name, name.casefold().translate(_SPELLED_OUT)}:
            for key in filter(None, _keys(spelling)):
                found.setdefault(key, set()).add(iso3)
    return found


@cache
def _english_names() -> Names:
    return _indexed(tuple(_standard_names()))


@cache
def _names_in_languages() -> Names:
    return _indexed(tuple(_all_names()))


@cache
def _keys_by_first_word() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key in _names_in_languages():
        found.setdefault(key.partition(" ")[0], []).append(key)
    return found


def _standard_names(language: str = "en") -> Iterator[tuple[str, str]]:
    """Yield the names of ISO 3166-1 in a language, short, official and common, with their codes."""
    words = translation("iso3166-1", pycountry.LOCALES_DIR, [language], fallback=True)
    for country in pycountry.countries:
        for kind in ("common_name", "official_name", "name"):
            if hasattr(country, kind):
                yield words.gettext(getattr(country, kind)), country.alpha_3


def _all_names() -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        yield from _standard_names(language)
        for iso2, name in Locale.parse(language).territories.items():
            country = pycountry.countries.get(alpha_2=iso2) if len(iso2) == 2 else None
            if country is not None or iso2 == "XK":
                yield name, country.alpha_3 if country is not None else "XKX"


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    bare = name.casefold()
    if not bare.isascii():
        letters = unicodedata.normalize("NFKD", bare.translate(_PLAIN_LETTERS))
        bare = "".join(each for each in letters if not unicodedata.combining(each))
    words = _NO_LETTER.sub(" ", bare).split()
    return tuple(_SHORT.get(each, each) for each in words)


def _keys(name: str) -> tuple[str, str]:
    """Return the words of a name in alphabetical order, each once, and all its letters."""
    words = _words(name)
    return " ".join(sorted(set(words) - _DROPPED)), "".join(words)
