"""The parameters that all notebooks share, and the checks of their values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import pandas as pd

from egovbench.errors import ParameterError
from egovbench.language import DEFAULT_LANGUAGE, LANGUAGES
from egovbench.schemas import FIDELITIES, SECTIONS

GROUPS = ("eu27", "oecd", "neighbours", "region", "all")
SURVEYS = ("msq2024",)
ITEM_SETS = ("common", "pairwise")
GTMI_ZEROS = ("no", "unknown")
ANSWERED_BY = ("any", "government", "researchers", "desk")
FUSIONS = ("preferred", "agreeing-only", "majority")

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


DEFAULTS = Parameters()


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
    countries: pd.DataFrame,
) -> Parameters:
    """Return the parameters in their checked form.

    `countries` needs the columns iso3, iso2 and name. Peers may be a group, a list of codes, or
    codes in one text with commas; a group's members are not looked up here. Raises ParameterError
    that names the parameter, what was found and what is valid.
    """
    code = check_country("focal", focal, countries)
    return Parameters(
        focal=code,
        peers=_check_peers(peers, code, countries),
        survey=_choice("survey", survey, SURVEYS),
        fidelity=_choice("fidelity", fidelity, FIDELITIES),
        items=_choice("items", items, ITEM_SETS),
        min_share=_check_share("min_share", min_share),
        gtmi_zero=_choice("gtmi_zero", gtmi_zero, GTMI_ZEROS),
        sources=_check_sources(sources),
        answered_by=_choice("answered_by", answered_by, ANSWERED_BY),
        max_age=_check_years("max_age", max_age),
        fusion=_choice("fusion", fusion, FUSIONS),
        lang=_choice("lang", lang, LANGUAGES),
        output_dir=_check_text("output_dir", output_dir),
    )


def check_country(name: str, value: object, countries: pd.DataFrame) -> str:
    """Return the ISO3 code `value` if it is in `countries`, else raise ParameterError."""
    if not isinstance(value, str):
        raise ParameterError(name, value, f"an ISO3 country code such as 'LUX'{_QUOTE}")
    if value in set(countries["iso3"]):
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


def _check_peers(value: object, focal: str, countries: pd.DataFrame) -> str | tuple[str, ...]:
    if isinstance(value, str) and value in GROUPS:
        return value
    given = _split(value) if isinstance(value, str) else value
    valid = f"a group ({', '.join(GROUPS)}) or a list of ISO3 country codes"
    if isinstance(given, bool | int | float):
        raise ParameterError("peers", value, valid + _QUOTE)
    if not isinstance(given, Sequence) or not given:
        raise ParameterError("peers", value, valid)
    if isinstance(value, str) and len(given) == 1 and value not in set(countries["iso3"]):
        close = _closest(value, countries) + get_close_matches(value.lower(), GROUPS, n=1)
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


def _check_years(name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ParameterError(name, value, "a whole number of years, 0 for no limit")
    return value


def _check_share(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise ParameterError(name, value, "a number above 0 and up to 1")
    return float(value)


def _check_text(name: str, value: object) -> str:
    if isinstance(value, str) and value.strip():
        return value
    raise ParameterError(name, value, "a text that is not empty")


def _closest(value: str, countries: pd.DataFrame) -> list[str]:
    """Return up to three countries as "LUX (Luxembourg)", by ISO2 code, name and likeness."""
    wanted = value.strip().casefold()
    names = dict(zip(countries["iso3"], countries["name"], strict=True))
    by_text: dict[str, str] = {}
    for code, short, name in zip(
        countries["iso3"], countries["iso2"], countries["name"], strict=True
    ):
        by_text.update({str(text).casefold(): str(code) for text in (name, short, code)})
    likely = [by_text[wanted]] if wanted in by_text else []
    likely += [by_text[text] for text in get_close_matches(wanted, by_text, n=6, cutoff=0.6)]
    return [f"{code} ({names[code]})" for code in list(dict.fromkeys(likely))[:3]]
