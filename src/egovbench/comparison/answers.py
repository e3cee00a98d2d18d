"""Countries' answers as codes, the items on which they compare, and scores on these."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from egovbench.base.comparing import above
from egovbench.base.errors import MethodError, ParameterError
from egovbench.base.groups import resolve_peers
from egovbench.base.parameters import (
    DECLARED,
    DEFAULTS,
    Parameters,
    check_parameters,
    check_value,
    closest,
    split,
)
from egovbench.base.paths import from_root
from egovbench.base.plain_tables import read_weights
from egovbench.base.schemas import HAND_RULE
from egovbench.comparison.data import Data, load_data
from egovbench.others.fusion import (
    as_codes,
    common_questions,
    fuse_answers,
    source_of,
    usable_answers,
)
from egovbench.questionnaire import Codebook
from egovbench.scoring.answers import answers_of_codes
from egovbench.scoring.framework import Framework, read_framework
from egovbench.scoring.scores import score_answers
from egovbench.scoring.weights import check_ids, weighted

ANSWERS = ("iso3", "item", "section", "code", "value", "lower", "upper", "evidence", "source",
           "rule", "rationale", "coder", "survey")  # fmt: skip
"""The columns of a table of answers, as `load_answers` describes them."""

Weights = str | Mapping[str, float] | Mapping[int, float] | pd.Series


@dataclass(frozen=True, eq=False)
class CodedCountries:
    """The focal country and its peers, coded as `parameters` say.

    `data` holds the rows of these countries, `others` the answers of other sources that the
    parameters admit (OTHERS_TABLE), `questions` those by which these compare the countries (see
    common_questions; None where they may be any), `fused` the answer that counts of each country
    and item with `witnesses` (see fuse_answers), `answers` the table of `load_answers`, by which
    the countries are compared, `own` the same table of what countries themselves answered, where
    their questionnaires were read, and `weights` those of the parameters, of a file by its content.
    """

    parameters: Parameters
    data: Data
    others: pd.DataFrame
    questions: pd.DataFrame | None
    fused: pd.DataFrame
    answers: pd.DataFrame
    own: pd.DataFrame
    weights: str | tuple[tuple[str, float], ...]

    @cached_property
    def whole_framework(self) -> Framework:
        """The framework of all scored items, weighted."""
        return weighted(read_framework(self.data.codebook.framework()), self.weights)

    def framework_of(self, items: Iterable[int]) -> Framework:
        """Return the weighted framework of some items. Raises MethodError where there are none."""
        nodes = restricted_framework(self.data.codebook.framework(), items)
        return weighted(read_framework(nodes), self.weights)


def load_answers(
    focal: str = DEFAULTS.focal, *, peers: str | Sequence[str] = DEFAULTS.peers, **parameters: Any
) -> pd.DataFrame:
    """Return the answers of a country and its peers to the questionnaire's scored items.

    By `basis` "others" and "both" every country is coded by other bodies' data, each item by one
    question of one source (see `compare`); by "own" the countries whose questionnaires were read by
    these, and the others are left out; by "mixed" these by their questionnaires and the others by
    other bodies' data. Parameters, and the errors they raise, are those of `compare`.

    >>> answers = load_answers("LUX", peers="eu27")
    >>> len(answers), answers["iso3"].nunique()
    (1890, 27)
    >>> answers.loc[answers["item"] == 37, ["iso3", "item", "section", "code", "value"]].head(2)
       iso3  item section code  value
    21  LUX    37       C  yes    1.0
    91  AUT    37       C  yes    1.0

    Shape: a row per country and item, the focal country first and the others by their codes; iso3,
        item (its number), section (A to G), code (yes, partly, no, unknown, not_asked), value,
        lower and upper (the least and the greatest value that the evidence leaves open), evidence
        (what the code rests on: selected, stated, described, related, reviewed, source or none),
        source (document or survey), rule, rationale, coder, survey.
    Scale: value is 1 for yes, 0.5 for partly, 0 for no, and lies between lower and upper.
    Missing: value is missing where the code is unknown, and the bounds are 0 and 1; all three are
        missing where it is not_asked: nothing answers the item.
    Source: the tables below data/, as data/README.md describes them.
    """
    data = load_data()
    require_other_peers(focal, peers)
    checked = check_parameters(focal=focal, peers=peers, **parameters, countries=data.countries)
    return code_countries(data, checked).answers


def require_other_peers(focal: str, peers: str | Sequence[str]) -> None:
    """Raise ParameterError for a list of peers that names the focal country.

    A text may: it can be a run's own group, which holds for each of its countries in turn.
    """
    if isinstance(peers, list | tuple) and focal in peers:
        raise ParameterError("peers", focal, f"countries besides the focal one, which is {focal}")


def like_for_like(answers: pd.DataFrame, *, min_share: float = DEFAULTS.min_share) -> pd.DataFrame:
    """Return the answers to the items on which the countries can be compared.

    These are the items that the first country of the table, and at least `min_share` of all its
    countries, were asked; an answer that is unknown was asked. Raises MethodError where there are
    none, and ParameterError for a share that is not above 0 and up to 1.

    >>> shared = like_for_like(load_answers("LUX", peers="eu27"))
    >>> shared["item"].nunique()
    18
    >>> bool((shared["code"] == "not_asked").any())
    False

    Shape: the rows of `answers` (see `load_answers`) on these items; its columns are kept.
    Scale: `min_share` is a share of the countries, above 0 up to 1.
    Missing: with a smaller `min_share` some answers are not_asked; they leave that country's score.
    Source: computed from `answers` alone.
    """
    check_value("min_share", min_share)
    _check_columns(answers)
    items = answers[["item"]].drop_duplicates()
    table = comparable_items(answers, items, answers["iso3"].iloc[0], min_share)
    included = table.loc[table["included"], "item"]
    _require_some(included)
    return answers[answers["item"].isin(included)].reset_index(drop=True)


def score(answers: pd.DataFrame, *, weights: Weights = "sections") -> pd.DataFrame:
    """Return the scores of countries on the items of a table of answers.

    `answers` has the columns iso3, item, code and value, and lower and upper where a known answer
    is not exact; scores compare where it comes from `like_for_like`. `weights`
    is "sections" (each section counts the same, and so does each indicator of a section and each
    item of an indicator), "items" (each item counts the same), or a mapping or Series of weights
    from 0 up by section (its letter), indicator or item (its number): relative to siblings, 1 where
    none is given. Raises ParameterError for other words, and MethodError for an item or id that is
    not in the questionnaire.

    >>> shared = like_for_like(load_answers("LUX", peers="eu27"))
    >>> scores = score(shared, weights="sections")
    >>> scores.loc[scores["level"] == "overall", ["iso3", "score", "lower", "upper"]].head(2)
       iso3  score  lower  upper
    34  AUT   97.0   97.0  100.0
    69  BEL   77.0   77.0  100.0
    >>> by_items = score(shared, weights="items")
    >>> by_items.loc[by_items["level"] == "overall", ["iso3", "score"]].head(2).round(1)
       iso3  score
    34  AUT   91.7
    69  BEL   83.3

    Shape: a row per country and node: iso3, level (item, indicator, section, overall), id, score,
        lower, upper, coverage, n_items, n_known.
    Scale: score and bounds 0 to 100, coverage (n_known / n_items) 0 to 1.
    Missing: unknown is never zero: it leaves the score, lowers coverage and widens the bounds;
        not_asked leaves all three. A node of which nothing is known has no score.
    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, steps 5 to 7.
    """
    _check_columns(answers)
    nodes = load_data().codebook.framework()
    whole = read_framework(nodes)
    for item in answers["item"].unique():
        if str(item) not in whole.indicators:
            raise MethodError(f"answers: item {item} is not a scored item of the questionnaire")
    words = DECLARED["weights"].choices
    chosen: str | tuple[tuple[str, float], ...]
    if isinstance(weights, Mapping | pd.Series):
        chosen = tuple((str(name), _weight(name, given)) for name, given in weights.items())
        for name, _ in chosen:
            if name not in whole.ids:
                raise ParameterError("weights", name, "a section, indicator or scored item")
    elif isinstance(weights, str) and weights in words:
        chosen = weights
    else:
        raise ParameterError("weights", weights, f"{' or '.join(words)}, or numbers by id")
    check_ids(whole, chosen)
    compared = restricted_framework(nodes, answers["item"].unique())
    return score_on(answers, weighted(read_framework(compared), chosen))


def code_countries(data: Data, parameters: Parameters) -> CodedCountries:
    """Return the focal country and its peers of which anything is known, coded.

    Raises ParameterError for a source that does not exist, for a group without another country,
    and where the data that `basis` asks for do not hold the focal country or, of questionnaires,
    any other.
    """
    focal, basis = parameters.focal, parameters.basis
    peers = resolve_peers(parameters.peers, focal, data.countries, data.neighbours)
    data = data.of({focal, *peers})
    others = _admitted(data, parameters)
    coded = data.own_codes[data.own_codes["survey"] == parameters.survey]
    # A row of a coding sheet that was left as another body's survey filled it in is no own answer.
    own = coded[(coded["evidence"] != "source") | (coded["rule"] == HAND_RULE)]
    answered = set(own.loc[own["value"].notna(), "iso3"])
    told = set(others["iso3"].unique())
    known = {"own": answered, "mixed": answered | told}.get(basis, told)
    if focal not in known:
        raise _nothing_known(parameters, focal in answered)
    countries = [focal, *sorted(known - {focal})]
    if basis == "own" and len(countries) == 1:
        expected = f"others or mixed: no peer of {focal} has a questionnaire in data/codes"
        raise ParameterError("basis", basis, expected)
    questions = None
    if basis in ("others", "both"):
        questions = common_questions(others, countries, parameters.min_share)
    fused = fuse_answers(others, parameters.fusion, questions)
    borrowed = as_codes(fused)
    codes = own[own["iso3"].isin(answered)] if basis == "own" else borrowed
    if basis == "mixed":
        parts = coded[coded["iso3"].isin(answered)], codes[~codes["iso3"].isin(answered)]
        codes = pd.concat(parts)
    weights = _weights(parameters.weights)
    check_ids(read_framework(data.codebook.framework()), weights)
    return CodedCountries(
        parameters=parameters,
        data=data,
        others=others.reset_index(drop=True),
        questions=questions,
        fused=fused,
        answers=complete(codes, countries, data.codebook),
        own=complete(own, [each for each in countries if each in answered], data.codebook),
        weights=weights,
    )


LIMITS = ("sources", "answered_by", "max_age", "fidelity")
"""The parameters that say which of other bodies' answers are used."""


def limits_set(parameters: Parameters) -> list[str]:
    """Return those of LIMITS that leave answers out, as "fidelity exact"."""
    values = {name: getattr(parameters, name) for name in LIMITS}
    return [f"{name} {value}" for name, value in values.items() if value != DECLARED[name].default]


def _nothing_known(parameters: Parameters, has_own: bool) -> ParameterError:
    focal, basis = parameters.focal, parameters.basis
    if basis == "own":
        expected = f"others or mixed: {focal} has no questionnaire of its own in data/codes"
        return ParameterError("basis", basis, expected)
    limits = limits_set(parameters)
    if limits:
        name = limits[0].split()[0]
        expected = f"what leaves an answer about {focal}; with {' and '.join(limits)} there is none"
        return ParameterError(name, getattr(parameters, name), expected)
    if has_own and basis != "mixed":
        expected = f"own or mixed: data/others has no answer about {focal}"
        return ParameterError("basis", basis, expected)
    return ParameterError("focal", focal, "a country with answers in data/codes or data/others")


def comparable_items(
    codes: pd.DataFrame, items: pd.DataFrame, focal: str, min_share: float
) -> pd.DataFrame:
    """Return the table of scored items with how many of the compared countries were asked each.

    `codes` (iso3, item, code) holds the compared countries, the focal one among them; `items` has a
    row per item. Added columns: `n_asked` countries, `share` of the compared countries (0 to 1),
    and `included`: whether the focal country and at least `min_share` of all compared countries
    were asked. An answer that is unknown was asked.
    """
    asked = codes[codes["code"] != "not_asked"]
    countries = codes["iso3"].nunique()
    n_asked = items["item"].map(asked.groupby("item")["iso3"].nunique()).fillna(0).astype("int64")
    share = n_asked / countries
    focal_asked = items["item"].isin(asked.loc[asked["iso3"] == focal, "item"])
    return items.assign(
        n_asked=n_asked,
        share=share,
        included=focal_asked & ~above(min_share, share) & (n_asked > 1),
    )


def comparable_by_section(comparable: pd.DataFrame) -> pd.DataFrame:
    """Return section, n_included, n_scored and share_included (0 to 1) of the comparable items."""
    grouped = comparable.groupby("section", sort=True)["included"]
    table = grouped.agg(n_included="sum", n_scored="count").reset_index()
    return table.assign(share_included=table["n_included"] / table["n_scored"])


def restricted_framework(framework: pd.DataFrame, items: Iterable[int]) -> pd.DataFrame:
    """Return the part of `framework` that the given items hold up, branches without items cut.

    Raises MethodError when no item is left, since nothing could then be compared.
    """
    keep = {str(item) for item in items}
    _require_some(keep)
    parents = dict(zip(framework["id"], framework["parent"], strict=True))
    for identifier in list(keep):
        while (parent := parents[identifier]) != "":
            keep.add(parent)
            identifier = parent
    return framework[framework["id"].isin(keep)].reset_index(drop=True)


def score_on(
    answers: pd.DataFrame, framework: Framework, units: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return scores (SCORES_TABLE) on the items of `framework`, of `units` or all countries."""
    return score_answers(answers_of_codes(answers, framework, units), framework)


def _check_columns(answers: pd.DataFrame) -> None:
    if not isinstance(answers, pd.DataFrame):
        raise ParameterError("answers", answers, "a frame as load_answers returns it")
    for column in ("iso3", "item", "code", "value"):
        if column not in answers:
            raise MethodError(f"answers: column {column!r} is missing")
    if answers.empty:
        raise MethodError("answers: found no rows")


def _weight(name: object, given: object) -> float:
    if isinstance(given, bool) or not isinstance(given, Real):
        raise ParameterError("weights", given, f"a number for {str(name)!r}")
    return float(given)


def _require_some(items: Iterable[object]) -> None:
    if not list(items):
        raise MethodError(
            "no item is comparable: none was asked of the focal country and of enough peers; "
            "allow a lower fidelity or a smaller min_share"
        )


def _weights(given: str) -> str | tuple[tuple[str, float], ...]:
    if given in DECLARED["weights"].choices:
        return given
    return tuple(read_weights(from_root(given)).items())


def _admitted(data: Data, parameters: Parameters) -> pd.DataFrame:
    valid = sorted(set(source_of(pd.Series(list(data.source_titles), dtype="str"))))
    for source in split(parameters.sources):
        if source not in ("all", *valid):
            raise ParameterError(
                "sources", source, f"all, or some of {', '.join(valid)}{closest(source, valid)}"
            )
    year, apart = data.codebook.year, parameters.max_age
    return usable_answers(
        data.others,
        parameters.fidelity,
        parameters.no_or_unknown,
        "all" if parameters.sources == "all" else split(parameters.sources),
        parameters.answered_by,
        (year - apart, year + apart) if apart else None,
    )


def complete(codes: pd.DataFrame, countries: Sequence[str], codebook: Codebook) -> pd.DataFrame:
    """Return an answer (ANSWERS) for every country and scored item, not_asked where nothing is."""
    items = codebook.item_table()
    number, country = pd.Index(items["item"]), pd.Index(list(countries), dtype="str")
    scored = codes[codes["item"].isin(number)].reset_index(drop=True)
    at = country.get_indexer(pd.Index(scored["iso3"])), number.get_indexer(pd.Index(scored["item"]))
    row = np.full((len(country), len(number)), -1)
    row[at] = scored.index
    text = ["survey", "rule", "rationale", "coder", "source"]
    absent = {"code": "not_asked", "evidence": "none", **dict.fromkeys(text, "")}
    complete = scored.reindex(row.ravel()).reset_index(drop=True).fillna(absent)
    every = np.tile(np.arange(len(number)), len(country))
    return complete.assign(
        iso3=country.repeat(len(number)),
        item=number[every],
        section=items["section"].take(every).array,
    )[list(ANSWERS)]
