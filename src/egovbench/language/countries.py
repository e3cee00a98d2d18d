"""Names of countries in the active language."""

from egovbench.base.vocabulary import DEFAULT_LANGUAGE
from egovbench.language.catalogue import active_language, say, says


def country_name(iso3: str, name: str) -> str:
    """Return a country's short name by its ISO3 code, in English its `name` in data/countries.csv.

    Other languages have the names of the Unicode consortium (CLDR) but for those in their
    countries.yml; `name` stands for a code that neither knows.
    """
    if active_language() == DEFAULT_LANGUAGE:
        return name
    key = f"countries.{iso3}"
    if says(key):
        return say(key)
    from babel.core import Locale, get_global  # takes some 30 ms, which English does without

    iso2 = get_global("territory_aliases").get(iso3, [iso3])[0]
    return str(Locale(active_language()).territories.get(iso2, name))
