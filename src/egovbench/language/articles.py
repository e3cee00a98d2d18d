"""Names of countries within a sentence: with their article, "of" and "in" each."""

from collections.abc import Mapping

FORMS = ("the", "The", "of", "in")
"""What a message may ask for: a country as subject, the same to begin with, "of" it and "in" it."""

_ENGLISH = (
    "Bahamas", "Central African", "Comoros", "Congo", "Czech Republic", "Democratic", "Dominican",
    "Gambia", "Lao", "Maldives", "Marshall", "Netherlands", "Philippines", "Republic", "Russian",
    "Seychelles", "Solomon", "State of", "Syrian", "United",
)  # fmt: skip
"""How English names with an article begin."""

_FRENCH: Mapping[str, tuple[str, ...]] = {
    "none": (
        "Andorre", "Antigua", "Bahreïn", "Chypre", "Cuba", "Djibouti", "El Salvador", "Haïti",
        "Hong Kong", "Israël", "Kiribati", "Macao", "Madagascar", "Malte", "Maurice", "Monaco",
        "Nauru", "Oman", "Saint-", "Sainte-", "Sao Tomé", "Singapour", "Taïwan", "Trinité",
        "Tuvalu",
    ),
    "plural": (
        "Bahamas", "Comores", "Fidji", "Maldives", "Palaos", "Pays-Bas", "Philippines",
        "Seychelles", "Tonga", "Émirats", "États-Unis", "Îles",
    ),
    "masculine": ("Belize", "Cambodge", "Mexique", "Mozambique", "Royaume-Uni", "Suriname",
                  "Zimbabwe"),
    "feminine": ("Sierra",),
}  # fmt: skip
"""How French names begin that do not follow the rule: feminine where the noun ends in -e."""

_GERMAN: Mapping[str, tuple[str, ...]] = {
    "feminine": (
        "Demokratische Republik", "Dominikanische", "Mongolei", "Republik", "Schweiz", "Slowakei",
        "Türkei", "Ukraine", "Zentralafrikanische",
    ),
    "plural": (
        "Bahamas", "Komoren", "Malediven", "Marshall", "Niederlande", "Philippinen", "Salomonen",
        "Seychellen", "Vereinigte Arabische", "Vereinigte Staaten",
    ),
    "masculine": ("Irak", "Iran", "Jemen", "Libanon", "Staat", "Sudan", "Südsudan", "Tschad"),
    "neuter": ("Vereinigtes",),
}  # fmt: skip
"""How German names with an article begin."""


def in_sentence(name: str, form: str, language: str) -> str:
    """Return a country's name as `form` (one of FORMS) in a sentence of a language.

    >>> [in_sentence("Netherlands", form, "en") for form in FORMS]
    ['the Netherlands', 'The Netherlands', 'of the Netherlands', 'in the Netherlands']
    >>> [in_sentence("Estonie", form, "fr") for form in FORMS]
    ['l’Estonie', 'L’Estonie', 'de l’Estonie', 'en Estonie']
    >>> [in_sentence("Schweiz", form, "de") for form in FORMS]
    ['die Schweiz', 'Die Schweiz', 'der Schweiz', 'in der Schweiz']
    """
    words = {"en": _english, "fr": _french, "de": _german}[language](name)
    text = words[form.lower()]
    return text[:1].upper() + text[1:] if form == "The" else text


def _english(name: str) -> dict[str, str]:
    whole = f"the {name}" if name.startswith(_ENGLISH) else name
    return {"the": whole, "of": f"of {whole}", "in": f"in {whole}"}


def _french(name: str) -> dict[str, str]:
    noun = name.partition(" ")[0].partition("-")[0]
    kind = "feminine" if noun.endswith("e") else "masculine"
    kind = next((each for each, names in _FRENCH.items() if name.startswith(names)), kind)
    vowel = name[0] in "AEIOUÉÎ" or name == "Haïti"
    if kind == "none":
        return {"the": name, "of": f"d’{name}" if vowel else f"de {name}", "in": f"à {name}"}
    if kind == "plural":
        return {"the": f"les {name}", "of": f"des {name}", "in": f"aux {name}"}
    if vowel:
        return {"the": f"l’{name}", "of": f"de l’{name}", "in": f"en {name}"}
    if kind == "feminine":
        return {"the": f"la {name}", "of": f"de la {name}", "in": f"en {name}"}
    return {"the": f"le {name}", "of": f"du {name}", "in": f"au {name}"}


def _german(name: str) -> dict[str, str]:
    kind = next((each for each, names in _GERMAN.items() if name.startswith(names)), "")
    # An adjective before the noun is declined: "das Vereinigte", "der Dominikanischen".
    first, _, rest = name.partition(" ")
    if kind == "neuter":
        stem = f"{first.removesuffix('s')}"
        return {
            "the": f"das {stem} {rest}", "of": f"des {stem}n {rest}s", "in": f"im {stem}n {rest}",
        }  # fmt: skip
    if kind == "masculine":
        genitive = f"Staates {rest}" if first == "Staat" else name
        return {"the": f"der {name}", "of": f"des {genitive}", "in": f"im {name}"}
    if not kind:
        return {"the": name, "of": f"von {name}", "in": f"in {name}"}
    parts = name.split(" ")
    weak = " ".join([*(f"{each}n" if each.endswith("e") else each for each in parts[:-1]),
                     parts[-1]]) if first[-1] == "e" else name  # fmt: skip
    if kind == "feminine":
        return {"the": f"die {name}", "of": f"der {weak}", "in": f"in der {weak}"}
    dative = weak if weak[-1] in "ns" else f"{weak}n"
    return {"the": f"die {weak}", "of": f"der {weak}", "in": f"in den {dative}"}
