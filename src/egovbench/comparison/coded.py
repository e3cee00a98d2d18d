"""Codes and scores of countries, the same whichever of them is the focal one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from egovbench.base.errors import ParameterError
from egovbench.base.parameters import DECLARED, Parameters, closest, split
from egovbench.base.paths import PROJECT_ROOT
from egovbench.base.plain_tables import read_weights
from egovbench.comparison.data import Data
from egovbench.comparison.like_for_like import restricted_framework
from egovbench.others.fusion import as_codes, fuse_answers, source_of, usable_answers
from egovbench.scoring.answers import Answers, answer_matrix
from egovbench.scoring.framework import Framework, read_framework
from egovbench.scoring.missing import Mask
from egovbench.scoring.scores import score_answers
from egovbench.scoring.weights import check_ids, weighted


@dataclass(frozen=True)
class Choice:
    """Which answers are used and how they become codes; the parameters of the same names."""

    survey: str
    fidelity: str
    gtmi_zero: str
    sources: str
    answered_by: str
    max_age: int
    fusion: str
    weights: str | tuple[tuple[str, float], ...]

    @classmethod
    def of(cls, parameters: Parameters) -> "Choice":
        """Return the choice that `parameters` make; weights of a file by its content."""
        weights = parameters.weights
        by_name = weights in DECLARED["weights"].choices
        return cls(
            parameters.survey,
            parameters.fidelity,
            parameters.gtmi_zero,
            parameters.sources,
            parameters.answered_by,
            parameters.max_age,
            parameters.fusion,
            weights if by_name else tuple(read_weights(PROJECT_ROOT / weights).items()),
        )


@dataclass(frozen=True, eq=False)
class CodedCountries:
    """Every country of which anything is known, coded; a country's rows rest on its own answers.

    `answers` are what other sources say (OTHERS_TABLE), `fused` the one that counts of each country
    and item. `codes` has a row for every country (sorted) and scored item, and `doubtful_codes` the
    same with "no or unknown" of a source read as unknown. `matrix` and
    `doubtful_matrix` hold the two for the items of `framework`, made from the table `nodes`.
    """

    countries: tuple[str, ...]
    answers: pd.DataFrame
    fused: pd.DataFrame
    codes: pd.DataFrame
    doubtful_codes: pd.DataFrame
    matrix: Answers
    doubtful_matrix: Answers
    framework: Framework
    nodes: pd.DataFrame
    weights: str | tuple[tuple[str, float], ...]

    @cached_property
    def full_scores(self) -> pd.DataFrame:
        """Scores (SCORES_TABLE) on every item a country was asked."""
        return score_answers(self.matrix, self.framework, doubted=self.doubtful_matrix)

    @cached_property
    def _scores(self) -> dict[tuple[str, ...], pd.DataFrame]:
        return {}

    def scores_on(self, framework: Framework) -> pd.DataFrame:
        """Return scores (SCORES_TABLE) on the items of another framework, a part of our own."""
        items = framework.indicators
        if items not in self._scores:
            answers, doubted = self.on(framework)
            self._scores[items] = score_answers(answers, framework, doubted=doubted)
        return self._scores[items]

    def framework_of(self, items: Iterable[int]) -> Framework:
        """Return the framework of some items. Raises MethodError where there are none."""
        nodes = restricted_framework(self.nodes, pd.Series(list(items), dtype="int64"))
        return weighted(read_framework(nodes), self.weights)

    def on(self, framework: Framework) -> tuple[Answers, Answers]:
        """Return both matrices with the items of another framework, a part of our own."""
        place = {item: at for at, item in enumerate(self.framework.indicators)}
        columns = [place[item] for item in framework.indicators]
        return self.matrix.on(columns), self.doubtful_matrix.on(columns)

    def pair_scores(self, focal: str, peers: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return scores on what one country shares with each of its peers: its own, and theirs.

        Both (SCORES_TABLE) have a row a peer and node; iso3 is the peer in either.
        """
        shared = self.matrix.among([focal]).asked & self.matrix.among(peers).asked
        own, theirs = (
            score_answers(
                _asked_only(self.matrix.among(units), shared, peers),
                self.framework,
                doubted=_asked_only(self.doubtful_matrix.among(units), shared, peers),
            )
            for units in ([focal] * len(peers), peers)
        )
        return own, theirs


@lru_cache(maxsize=16)
def coded_countries(data: Data, choice: Choice) -> CodedCountries:
    """Return every country of `data` coded by a choice of answers.

    A country whose own questionnaire was read is coded by it, any other by the preferred answer of
    other sources; items that nothing answers are not_asked. Raises ParameterError for a source that
    does not exist.
    """
    _check_sources(data.source_titles, choice)
    answers = _admitted(data, choice, choice.gtmi_zero)
    own = data.own_codes[data.own_codes["survey"] == choice.survey]
    countries = sorted(set(answers["iso3"]) | set(own["iso3"]))
    fused = fuse_answers(answers, choice.fusion)
    codes = _complete(data, fused, countries, choice.survey)
    doubted = fuse_answers(_admitted(data, choice, "unknown"), choice.fusion)
    doubtful_codes = _complete(data, doubted, countries, choice.survey)
    nodes = data.codebook.framework()
    framework = read_framework(nodes)
    check_ids(framework, choice.weights)
    return CodedCountries(
        countries=tuple(countries),
        answers=answers.reset_index(drop=True),
        fused=fused,
        codes=codes,
        doubtful_codes=doubtful_codes,
        matrix=answer_matrix(codes, framework, countries),
        doubtful_matrix=answer_matrix(doubtful_codes, framework, countries),
        framework=weighted(framework, choice.weights),
        nodes=nodes,
        weights=choice.weights,
    )


def score_codes(
    codes: pd.DataFrame,
    doubtful_codes: pd.DataFrame,
    framework: Framework,
) -> pd.DataFrame:
    """Return scores (SCORES_TABLE) on the items of `framework`, with honest upper bounds.

    A source that says "no or unknown" may hide a yes. The code is no (or unknown, as the run
    wants), but the upper bound counts it as unknown in either case.
    """
    answers, doubted = (answer_matrix(each, framework) for each in (codes, doubtful_codes))
    return score_answers(answers, framework, doubted=doubted)


def _admitted(data: Data, choice: Choice, ambiguous_no: str) -> pd.DataFrame:
    return usable_answers(
        data.answers,
        choice.fidelity,
        ambiguous_no,
        "all" if choice.sources == "all" else split(choice.sources),
        choice.answered_by,
        data.codebook.year - choice.max_age if choice.max_age else 0,
    )


def _check_sources(titles: Mapping[str, str], choice: Choice) -> None:
    valid = sorted(set(source_of(pd.Series(list(titles), dtype="str"))))
    for source in split(choice.sources):
        if source not in ("all", *valid):
            raise ParameterError(
                "sources", source, f"all, or some of {', '.join(valid)}{closest(source, valid)}"
            )


def _complete(data: Data, fused: pd.DataFrame, countries: list[str], survey: str) -> pd.DataFrame:
    """Give every country and scored item a code, not_asked where nothing answers."""
    own = data.own_codes[data.own_codes["survey"] == survey]
    borrowed = as_codes(fused[~fused["iso3"].isin(own["iso3"])])
    codes = pd.concat([own, borrowed], ignore_index=True)
    items = data.codebook.item_table()["item"]
    every = pd.MultiIndex.from_product([countries, items], names=["iso3", "item"])
    complete = codes.set_index(["iso3", "item"]).reindex(every).reset_index()
    absent = complete["code"].isna()
    complete.loc[absent, ["code", "evidence"]] = ["not_asked", "none"]
    text = ["survey", "rule", "rationale", "coder", "source"]
    complete[text] = complete[text].fillna("")
    return complete[list(data.own_codes.columns)]


def _asked_only(answers: Answers, asked: Mask, units: Sequence[str]) -> Answers:
    """Return the answers under other names of their units, with fewer questions asked."""
    return Answers(tuple(units), np.where(asked, answers.values, np.nan), asked)
