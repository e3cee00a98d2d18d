"""The parameters that notebooks share, and the checks of their values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from math import inf
from pathlib import Path

from egovbench.base.countries import Country
from egovbench.base.errors import ParameterError
from egovbench.base.paths import PROJECT_ROOT
from egovbench.base.vocabulary import DEFAULT_LANGUAGE, FIDELITIES, LANGUAGES, SECTIONS

GROUPS = ("eu27", "oecd", "neighbours", "region", "all")
SURVEYS = ("msq2024",)
ITEM_SETS = ("common", "pairwise")
GTMI_ZEROS = ("no", "unknown")
ANSWERED_BY = ("any", "government", "researchers", "desk")
FUSIONS = ("preferred", "agreeing-only", "majority")
REPLICATIONS = (20, 100_000)

_QUOTE = "; YAML reads NO, no, yes, on, off and bare digits as something else: put it in quotes"


@dataclass(frozen=True)
class Parameters:
    """Checked values of the common parameters.

    Attributes:
        focal: ISO3 code of the country that the reports are about.
        peers: name of a group (one of GROUPS), or the ISO3 codes of the peers as given.
        survey: id of the questionnaire.
        fidelity: lowest link quality between a peer source and an item that is used.
        items: common (items that all compared countries have) or pairwise.
        min_share: share of compared countries that must have an item, above 0 up to 1.
        gtmi_zero: what a 0 of the GovTech index that means "no or unknown" counts as.
        sources: all, or ids of the other bodies' data that are used.
        answered_by: whose answers are used: any, government, researchers or desk.
        max_age: most years between an answer and the questionnaire; 0 sets no limit.
        fusion: how several sources on one item become a code: preferred, agreeing-only, majority.
        lang: language of what is written: en, fr or de.
        output_dir: folder for what notebooks write.
    """

    focal: str = "LUX"
    peers: str | tuple[str, ...] = "eu27"
    survey: str = "msq2024"
    fidelity: str = "proxy"
    items: str = "common"
    min_share: float = 1.0
    gtmi_zero: str = "no"
    sources: str | tuple[str, ...] = "all"
    answered_by: str = "any"
    max_age: int = 0
    fusion: str = "preferred"
    lang: str = DEFAULT_LANGUAGE
    output_dir: str = "outputs/notebooks"


@dataclass(frozen=True)
class Settings:
    """Checked values of how the method is varied: replications and seed, or a file of choices."""

    replications: int = 1000
    seed: int = 20240101
    choices: Path | None = None


DEFAULTS = Parameters()
_NO_GROUPS: Mapping[str, tuple[str, ...]] = {}


def check_parameters(
    *,
    focal: object = DEFAULTS.focal,
    peers: object = DEFAULTS.peers,
    survey: object = DEFAULTS.survey,
    fidelity: object = DEFAULTS.fidelity,
    items: object = DEFAULTS.items,
    min_share: object = DEFAULTS.min_share,
    gtmi_zero: object = DEFAULTS.gtmi_zero,
    sources: object = DEFAULTS.sources,
    answered_by: object = DEFAULTS.answered_by,
    max_age: object = DEFAULTS.max_age,
    fusion: object = DEFAULTS.fusion,
    lang: object = DEFAULTS.lang,
    output_dir: object = DEFAULTS.output_dir,
    countries: Mapping[str, Country],
    groups: Mapping[str, tuple[str, ...]] = _NO_GROUPS,
) -> Parameters:
    """Return the parameters in their checked form.

    `countries` are those there are, by ISO3 code; `groups` a user's own groups of them by name.
    Peers may be a group, a list of codes, or codes in one text with commas; a user's own group
    becomes its members, those of the other groups are not looked up here. Raises ParameterError
    that names the parameter, what was found and what is valid.
    """
    code = check_country("focal", focal, countries)
    return Parameters(
        focal=code,
        peers=_check_peers(peers, code, countries, groups),
        survey=_choice("survey", survey, SURVEYS),
        fidelity=_choice("fidelity", fidelity, FIDELITIES),
        items=_choice("items", items, ITEM_SETS),
        min_share=_check_share("min_share", min_share),
        gtmi_zero=_choice("gtmi_zero", gtmi_zero, GTMI_ZEROS),
        sources=_check_sources(sources),
        answered_by=_choice("answered_by", answered_by, ANSWERED_BY),
        max_age=_check_whole("max_age", max_age, 0, "a whole number of years, 0 for no limit"),
        fusion=_choice("fusion", fusion, FUSIONS),
        lang=_choice("lang", lang, LANGUAGES),
        output_dir=_check_text("output_dir", output_dir),
    )


def check_settings(
    replications: object = Settings.replications,
    seed: object = Settings.seed,
    choices: object = "",
) -> Settings:
    """Return the settings in their checked form; an empty `choices` stands for none.

    A relative path counts from the project's root. Raises ParameterError that names the parameter,
    what was found and what is valid.

    Shape: a `Settings`, of three values.
    Scale: replications from 20 to 100000, seed from 0.
    Missing: an empty `choices` is None: choices are drawn.
    Source: the parameters of the robustness notebook.
    """
    fewest, most = REPLICATIONS
    drawn = _check_whole(
        "replications", replications, fewest, f"a whole number from {fewest} to {most}", most
    )
    start = _check_whole("seed", seed, 0, "a whole number from 0 up")
    if not isinstance(choices, str):
        raise ParameterError("choices", choices, "the path of a CSV file, or an empty text")
    path = PROJECT_ROOT / choices.strip() if choices.strip() else None
    return Settings(drawn, start, path)


def check_country(name: str, value: object, countries: Mapping[str, Country]) -> str:
    """Return the ISO3 code `value` if it is in `countries`, else raise ParameterError."""
    if not isinstance(value, str):
        raise ParameterError(name, value, f"an ISO3 country code such as 'LUX'{_QUOTE}")
    if value in countries:
        return value
    close = _closest(value, countries)
    hint = f"; closest: {', '.join(close)}" if close else ""
    raise ParameterError(name, value, f"one of the {len(countries)} ISO3 country codes{hint}")


def check_sections(value: object) -> tuple[str, ...]:
    """Return section letters in the questionnaire's order, each once.

    Takes a list, or letters in one text with commas; "all" stands for A to G. Raises
    ParameterError for anything that is not a section.
    """
    if value == "all":
        return SECTIONS
    given = _split(value) if isinstance(value, str) else value
    if not isinstance(given, Sequence) or not given:
        raise ParameterError("sections", value, f"all, or some of {', '.join(SECTIONS)}")
    for section in given:
        check_section("sections", section)
    return tuple(section for section in SECTIONS if section in given)


def check_section(name: str, value: object) -> str:
    """Return the section letter `value`, else raise ParameterError that lists A to G."""
    return _choice(name, value, SECTIONS)


def _check_peers(
    value: object,
    focal: str,
    countries: Mapping[str, Country],
    groups: Mapping[str, tuple[str, ...]],
) -> str | tuple[str, ...]:
    if isinstance(value, str) and value in GROUPS:
        return value
    if isinstance(value, str) and value in groups:
        value = groups[value]
    names = (*GROUPS, *groups)
    given = _split(value) if isinstance(value, str) else value
    valid = f"a group ({', '.join(names)}) or a list of ISO3 country codes"
    if isinstance(given, bool | int | float):
        raise ParameterError("peers", value, valid + _QUOTE)
    if not isinstance(given, Sequence) or not given:
        raise ParameterError("peers", value, valid)
    if isinstance(value, str) and len(given) == 1 and value not in countries:
        close = _closest(value, countries) + get_close_matches(value.lower(), names, n=1)
        raise ParameterError(
            "peers", value, valid + (f"; closest: {', '.join(close)}" * bool(close))
        )
    codes = dict.fromkeys(check_country("peers", code, countries) for code in given)
    if set(codes) == {focal}:
        raise ParameterError("peers", value, f"at least one country besides the focal {focal}")
    return tuple(codes)


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _choice(name: str, value: object, valid: Iterable[str]) -> str:
    choices = tuple(valid)
    if isinstance(value, str) and value in choices:
        return value
    quote = "" if isinstance(value, str) else _QUOTE
    raise ParameterError(name, value, f"one of {', '.join(choices)}{quote}")


def _check_sources(value: object) -> str | tuple[str, ...]:
    if value == "all":
        return "all"
    given = _split(value) if isinstance(value, str) else value
    if not isinstance(given, Sequence) or not all(isinstance(each, str) for each in given):
        raise ParameterError("sources", value, f"all, or a list of sources{_QUOTE}")
    return tuple(dict.fromkeys(given))


def _check_whole(name: str, value: object, least: int, expected: str, most: float = inf) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ParameterError(name, value, expected)
    return value


def _check_share(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise ParameterError(name, value, "a number above 0 and up to 1")
    return float(value)


def _check_text(name: str, value: object) -> str:
    if isinstance(value, str) and value.strip():
        return value
    raise ParameterError(name, value, "a text that is not empty")


def _closest(value: str, countries: Mapping[str, Country]) -> list[str]:
    """Return up to three countries as "LUX (Luxembourg)", by ISO2 code, name and likeness."""
    wanted = value.strip().casefold()
    by_text: dict[str, str] = {}
    for code, country in countries.items():
        by_text |= {text.casefold(): code for text in (country.name, country.iso2, code)}
    likely = [by_text[wanted]] if wanted in by_text else []
    likely += [by_text[text] for text in get_close_matches(wanted, by_text, n=6, cutoff=0.65)]
    return [f"{code} ({countries[code].name})" for code in list(dict.fromkeys(likely))[:3]]
