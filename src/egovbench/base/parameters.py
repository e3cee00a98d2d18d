"""The parameters of notebooks, runs and commands: each is declared once, as a field of Parameters.

From a declaration come the check of a value, the option of the command line, the notebooks' cell
and its table, and what names and footers leave out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from math import inf
from pathlib import Path
from typing import Any

from egovbench.base.countries import Country
from egovbench.base.errors import ParameterError
from egovbench.base.plain_tables import read_rows, read_weights
from egovbench.base.vocabulary import (
    DEFAULT_LANGUAGE,
    FIDELITIES,
    FORMER_NAMES,
    LANGUAGES,
    SECTIONS,
)

GROUPS = ("eu27", "oecd", "neighbours", "region", "all")
OUTPUT = "output_dir"

_QUOTE = "; YAML reads NO, no, yes, on, off and bare digits as something else: put it in quotes"
_NO_GROUPS: Mapping[str, Sequence[str]] = {}


def _declared(default: Any, meaning: str, **more: Any) -> Any:
    return field(default=default, metadata={"meaning": meaning, **more})


@dataclass(frozen=True)
class Parameters:
    """Checked values of the parameters; the fields are their declarations (see Declaration)."""

    focal: str = _declared(
        "LUX",
        "ISO3 code of the country that the report is about",
        otherwise="an ISO3 country code such as 'LUX'",
    )
    peers: str = _declared(
        "eu27",
        "countries that it is compared with",
        choices=GROUPS,
        otherwise="ISO3 codes, or several of both, with commas",
        several=True,
    )
    survey: str = _declared("msq2024", "questionnaire that is compared", choices=("msq2024",))
    basis: str = _declared(
        "both",
        "whose answers compare the countries: others (every country by other bodies' data), own "
        "(countries by their own questionnaires), both (by other bodies' data, with the focal "
        "country's own answers beside them) or mixed (own where there are any, else other bodies')",
        choices=("both", "others", "own", "mixed"),
    )
    fidelity: str = _declared(
        "proxy", "least faithful link to other surveys that is used", choices=FIDELITIES
    )
    items: str = _declared(
        "common",
        "items that are compared: common to all compared countries, or pairwise those that each "
        "peer shares with the focal country, without a ranking",
        choices=("common", "pairwise"),
    )
    min_share: float = _declared(
        1.0,
        "with common items, share of the countries that must have been asked an item",
        above=0,
        most=1,
    )
    no_or_unknown: str = _declared(
        "no",
        'what the World Bank\'s "no or unknown" counts as',
        choices=("no", "unknown"),
    )
    sources: str = _declared(
        "all",
        "other bodies' data that are used",
        choices=("all",),
        otherwise="ids of sources with commas, such as gtmi,odm",
        several=True,
    )
    answered_by: str = _declared(
        "any",
        "whose answers are used",
        choices=("any", "government", "researchers", "desk"),
    )
    max_age: int = _declared(
        0,
        "most years between an answer and the questionnaire, before or after it, 0 for no limit",
        least=0,
        unit="years",
    )
    fusion: str = _declared(
        "preferred",
        "how several sources on one item become a code, preferred being the most faithful, then "
        "the latest",
        choices=("preferred", "agreeing-only", "majority"),
    )
    weights: str = _declared(
        "sections",
        "how items weigh: sections, indicators and items alike within what holds them, every "
        "compared item alike, or as a file with the columns id and weight says",
        choices=("sections", "items"),
        otherwise="the path of a CSV file with the columns id and weight",
        file=read_weights,
        implied=True,
    )
    lang: str = _declared(DEFAULT_LANGUAGE, "language of what is written", choices=LANGUAGES)
    output_dir: str = _declared(
        "outputs/notebooks",
        "folder for the tables that the notebook writes, from the project's root",
        otherwise="a text that is not empty",
    )
    section: str = _declared(
        "A", "section of the questionnaire", choices=SECTIONS, notebook="section"
    )
    replications: int = _declared(
        1000,
        "variants of the method that are drawn",
        least=20,
        most=100_000,
        notebook="robustness",
    )
    seed: int = _declared(
        20240101,
        "start of the random draws: the same seed, the same result",
        least=0,
        notebook="robustness",
    )
    choices: str = _declared(
        "",
        "choices to use in place of drawn ones; empty: draw them",
        otherwise="the path of a CSV file, or an empty text",
        file=read_rows,
        implied=True,
        notebook="robustness",
    )


@dataclass(frozen=True)
class Declaration:
    """What is known of a parameter.

    Attributes:
        name: as notebooks, run files and options call it (options with hyphens).
        kind: type of its value: str, int or float.
        default: the value where none is given.
        meaning: what it is, a part of a sentence in English.
        choices: the words that are valid; empty where it has none.
        otherwise: what else is valid, in words; empty where only the choices are.
        several: whether it may be several values in one text with commas.
        least: the lowest valid number; `above` excludes it.
        above: what a number must lie above.
        most: the highest valid number.
        unit: of a number, in the plural.
        file: what reads the file that a value names which is no choice, from the project's root;
            None where the value is no file.
        implied: whether names, footers and citations leave the default unsaid.
        notebook: the one notebook that declares it; empty where all do.
    """

    name: str
    kind: type
    default: str | int | float
    meaning: str
    choices: tuple[str, ...] = ()
    otherwise: str = ""
    several: bool = False
    least: float = -inf
    above: float = -inf
    most: float = inf
    unit: str = ""
    file: Callable[[Path], object] | None = None
    implied: bool = False
    notebook: str = ""

    @property
    def valid(self) -> str:
        """What is valid, in words: "one of no, unknown", "a whole number from 0"."""
        if self.kind is str:
            words = ", ".join(self.choices)
            if not self.otherwise:
                return f"one of {words}" if len(self.choices) > 1 else words
            return f"{words} or {self.otherwise}" if words else self.otherwise
        words = "a whole number" if self.kind is int else "a number"
        words += f" of {self.unit}" if self.unit else ""
        words += f" above {self.above:g}" if self.above > -inf else f" from {self.least:g}"
        end = " and up to" if self.above > -inf else " to"
        return words + (f"{end} {self.most:.0f}" if self.most < inf else "")

    def is_said(self, value: object) -> bool:
        """Whether names, footers and citations say the parameter when it has this value."""
        return self.name != OUTPUT and not (self.implied and value == self.default)

    def read(self, text: str) -> str | int | float:
        """Return a text of the command line as a number where the parameter is one.

        What is no number stays text, for the check to refuse.
        """
        try:
            value: str | int | float = self.kind(text)
        except ValueError:
            return text
        return value


DECLARED: Mapping[str, Declaration] = {
    each.name: Declaration(each.name, type(default), default, **each.metadata)
    for each, default in zip(fields(Parameters), vars(Parameters()).values(), strict=True)
}
"""The declarations by name, in order."""

COMMON = tuple(name for name, each in DECLARED.items() if not each.notebook)
"""Names of the parameters that every notebook declares."""

DEFAULTS = Parameters()


def check_parameters(
    *,
    countries: Mapping[str, Country],
    groups: Mapping[str, Sequence[str]] = _NO_GROUPS,
    **values: object,
) -> Parameters:
    """Return the parameters in their checked form; those not among `values` have their default.

    `countries` are those there are, by ISO3 code; `groups` a user's own groups of them by name.
    A list of codes and groups becomes one text with commas, a user's own group its codes; other
    groups are not looked up here. Raises ParameterError that names the parameter,
    what was found, what is valid, and what of that is closest.
    """
    for name in values:
        if name not in DECLARED:
            expected = f"one of the parameters {', '.join(DECLARED)}{closest(name, DECLARED)}"
            raise ParameterError(name, values[name], expected)
    given: dict[str, Any] = {"focal": DEFAULTS.focal, "peers": DEFAULTS.peers, **values}
    focal = check_country("focal", given.pop("focal"), countries)
    peers = check_countries("peers", given.pop("peers"), countries, groups)
    if peers == focal:
        raise ParameterError("peers", peers, f"at least one country besides the focal {focal}")
    checked = {name: check_value(name, value) for name, value in given.items()}
    return Parameters(focal=focal, peers=peers, **checked)


def check_value(name: str, value: object) -> Any:
    """Return a parameter's value if its declaration admits it, else raise ParameterError."""
    declared = DECLARED[name]
    if declared.kind is str:
        return _check_text(declared, value)
    if isinstance(value, bool) or not isinstance(
        value, int if declared.kind is int else int | float
    ):
        raise ParameterError(name, value, declared.valid)
    assert isinstance(value, int | float)
    if not (declared.least <= value <= declared.most and value > declared.above):
        raise ParameterError(name, value, declared.valid)
    return declared.kind(value)


def check_country(name: str, value: object, countries: Mapping[str, Country]) -> str:
    """Return the ISO3 code `value` if it is in `countries`, else raise ParameterError."""
    if not isinstance(value, str):
        raise ParameterError(name, value, f"{DECLARED['focal'].otherwise}{_QUOTE}")
    if value in countries:
        return value
    expected = (
        f"one of the {len(countries)} ISO3 country codes{_closest_countries(value, countries)}"
    )
    raise ParameterError(name, value, expected)


def check_countries(
    name: str,
    value: object,
    countries: Mapping[str, Country],
    groups: Mapping[str, Sequence[str]] = _NO_GROUPS,
) -> str:
    """Return groups and ISO3 codes in one text with commas, a user's own groups as their codes.

    Takes a list of them, or such a text. Raises ParameterError for what is neither, and for nothing
    at all.
    """
    known = (*GROUPS, *groups)
    valid = f"a group ({', '.join(known)}) or {DECLARED['peers'].otherwise}"
    text = _joined(name, value, valid)
    if not isinstance(text, str):
        raise ParameterError(name, value, valid + _QUOTE)
    for each in split(text):
        if each not in known and each not in countries:
            raise ParameterError(name, each, valid + _closest_countries(each, countries, known))
    if not text:
        raise ParameterError(name, value, valid)
    codes = [code for each in split(text) for code in groups.get(each, (each,))]
    return ",".join(dict.fromkeys(codes))


def check_sections(value: object) -> tuple[str, ...]:
    """Return section letters in the questionnaire's order, each once.

    Takes a list, or letters in one text with commas; "all" stands for A to G. Raises
    ParameterError for anything that is not a section.
    """
    if value == "all":
        return SECTIONS
    given = split(value) if isinstance(value, str) else value
    if not isinstance(given, Sequence) or not given:
        raise ParameterError("sections", value, f"all, or some of {', '.join(SECTIONS)}")
    for section in given:
        if section not in SECTIONS:
            raise ParameterError("sections", section, DECLARED["section"].valid)
    return tuple(section for section in SECTIONS if section in given)


def split(text: str) -> list[str]:
    """Return the values in a text with commas, each once."""
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def closest(name: str, known: Iterable[str]) -> str:
    """Return the known name most like `name` for the end of a message; "" where none is like it."""
    if name in FORMER_NAMES and FORMER_NAMES[name] in known:
        return f"; it is now called {FORMER_NAMES[name]}"
    found = get_close_matches(name.casefold(), known, n=1)
    return f"; closest: {found[0]}" if found else ""


def _check_text(declared: Declaration, value: object) -> str:
    if declared.several:
        value = _joined(declared.name, value, declared.valid)
    if not isinstance(value, str):
        hint = _QUOTE if value is None or isinstance(value, bool | int | float) else ""
        raise ParameterError(declared.name, value, f"{declared.valid}{hint}")
    if value in declared.choices or (value == declared.default):
        return value
    text = value.strip()
    if not declared.otherwise or (not text and declared.default != ""):
        expected = f"{declared.valid}{closest(value, declared.choices)}"
        raise ParameterError(declared.name, value, expected)
    return text


def _joined(name: str, value: object, valid: str) -> object:
    """Return several texts, or a text with commas, as a text with commas and no blanks."""
    if isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping):
        value = list(value)
        for each in value:
            if not isinstance(each, str):
                raise ParameterError(name, each, f"{valid}{_QUOTE}")
        value = ",".join(value)
    return ",".join(split(value)) if isinstance(value, str) else value


def _closest_countries(
    value: str, countries: Mapping[str, Country], groups: Sequence[str] = ()
) -> str:
    from egovbench.base.country_names import suggest_countries

    close = [*suggest_countries(value, countries), *get_close_matches(value.lower(), groups, n=1)]
    return f"; closest: {', '.join(close)}" if close else ""
