"""From the project's tables to a comparison of one focal country with its peers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from egovbench.benchmark.data import Data
from egovbench.codebook import Codebook
from egovbench.coding.fusion import as_codes, fuse_answers, source_of, usable_answers
from egovbench.compare.groups import resolve_peers
from egovbench.compare.items import compare_items
from egovbench.compare.like_for_like import (
    comparable_by_section,
    comparable_items,
    restricted_framework,
)
from egovbench.compare.sections import compare_pairs, compare_scores
from egovbench.errors import ParameterError
from egovbench.parameters import Parameters
from egovbench.schemas import HAND_RULE
from egovbench.scoring.bounds import rank_bounds
from egovbench.scoring.questionnaire import score_items


@dataclass(frozen=True)
class Benchmark:
    """A comparison; every frame is as its module documents it.

    `codes` holds a row for every compared country and scored item, and `doubtful_codes` the same
    with "no or unknown" of a source read as unknown. `answers` are what other sources say of the
    compared countries and `fused` the one that counts of each country and item. `comparable` says
    which items are compared; `scores` are like for like, `full_scores` stand on every item a
    country was asked; `ranks` is empty where no joint ranking is possible; `pairs` holds each peer
    on the items it shares with the focal country; `source_titles` names the source of each survey.
    """

    parameters: Parameters
    codebook: Codebook
    peers: tuple[str, ...]
    names: Mapping[str, str]
    responses: pd.DataFrame
    codes: pd.DataFrame
    doubtful_codes: pd.DataFrame
    answers: pd.DataFrame
    fused: pd.DataFrame
    comparable: pd.DataFrame
    by_section: pd.DataFrame
    scores: pd.DataFrame
    full_scores: pd.DataFrame
    overall: pd.DataFrame
    sections: pd.DataFrame
    indicators: pd.DataFrame
    items: pd.DataFrame
    ranks: pd.DataFrame
    pairs: pd.DataFrame
    indices: pd.DataFrame
    source_titles: Mapping[str, str]

    @property
    def focal(self) -> str:
        """The focal country's ISO3 code."""
        return self.parameters.focal

    @property
    def focal_name(self) -> str:
        """The focal country's name."""
        return self.names[self.focal]

    @property
    def compared_items(self) -> "pd.Series[int]":
        """The numbers of the items that are compared like for like."""
        items: pd.Series[int] = self.comparable.loc[self.comparable["included"], "item"]
        return items

    @property
    def focal_codes(self) -> pd.DataFrame:
        """The focal country's codes, one row a scored item, with the item table's columns."""
        own = self.codes[self.codes["iso3"] == self.focal]
        return own.merge(self.codebook.item_table(), on="item", how="left")

    @property
    def focal_has_form(self) -> bool:
        """Whether the focal country's codes come from its own questionnaire."""
        return not self.responses.empty

    @property
    def focal_basis(self) -> str:
        """What the focal country's codes rest on: its "form", coding by "hand", or "others"."""
        if self.focal_has_form:
            return "form"
        return "hand" if (self.focal_codes["rule"] == HAND_RULE).any() else "others"


def build_benchmark(data: Data, parameters: Parameters) -> Benchmark:
    """Return the benchmark that `parameters` ask for, computed from `data`.

    A country whose own questionnaire was read is compared by it, any other by the preferred answer
    of other sources; items that nothing answers are not_asked. Raises ParameterError when nothing
    is known of the focal country.
    """
    data = _of_survey(data, parameters.survey)
    focal = parameters.focal
    wanted = resolve_peers(parameters.peers, focal, data.countries, data.neighbours)
    _check_sources(data.answers, parameters)
    usable = _admitted(data, parameters, parameters.gtmi_zero)
    known = set(usable["iso3"]) | set(data.own_codes["iso3"])
    if focal not in known:
        raise ParameterError("focal", focal, "a country with answers in data/codes or data/peers")
    peers = tuple(iso3 for iso3 in wanted if iso3 in known)
    compared = [focal, *peers]
    items = data.codebook.item_table()
    answers = usable[usable["iso3"].isin(compared)].reset_index(drop=True)
    fused = fuse_answers(answers, parameters.fusion)
    codes = _complete(data.own_codes, fused, compared, items, parameters.survey)
    doubtful = _admitted(data, parameters, "unknown")
    doubtful = fuse_answers(doubtful[doubtful["iso3"].isin(compared)], parameters.fusion)
    doubtful_codes = _complete(data.own_codes, doubtful, compared, items, parameters.survey)
    framework = data.codebook.framework()

    joint = parameters.items == "common"
    min_share = parameters.min_share if joint else 0.0
    comparable = comparable_items(codes, items, focal, min_share)
    included = comparable.loc[comparable["included"], "item"]
    scores = score_codes(codes, doubtful_codes, restricted_framework(framework, included))
    names = dict(zip(data.countries["iso3"], data.countries["name"], strict=True))
    return Benchmark(
        parameters=parameters,
        codebook=data.codebook,
        peers=peers,
        names=names,
        responses=data.responses[data.responses["iso3"] == focal].reset_index(drop=True),
        codes=codes,
        doubtful_codes=doubtful_codes,
        answers=answers,
        fused=fused,
        comparable=comparable,
        by_section=_with_titles(comparable_by_section(comparable), "section", data.codebook),
        scores=scores,
        full_scores=score_codes(codes, doubtful_codes, framework),
        overall=compare_scores(scores, focal, "overall"),
        sections=_with_titles(compare_scores(scores, focal, "section"), "id", data.codebook),
        indicators=_with_names(compare_scores(scores, focal, "indicator"), data.codebook),
        items=compare_items(codes, comparable, focal),
        ranks=rank_bounds(scores) if joint else rank_bounds(scores).iloc[:0],
        pairs=compare_pairs(focal, _shared_scores(codes, doubtful_codes, framework, focal, peers)),
        indices=data.indices,
        source_titles=data.source_titles,
    )


def _of_survey(data: Data, survey: str) -> Data:
    """Return the data without the answers and codes of other waves of the questionnaire."""
    return replace(
        data,
        responses=data.responses[data.responses["survey"] == survey],
        own_codes=data.own_codes[data.own_codes["survey"] == survey],
    )


def _admitted(data: Data, parameters: Parameters, ambiguous_no: str) -> pd.DataFrame:
    earliest = data.codebook.year - parameters.max_age if parameters.max_age else 0
    return usable_answers(
        data.answers,
        parameters.fidelity,
        ambiguous_no,
        parameters.sources,
        parameters.answered_by,
        earliest,
    )


def _check_sources(answers: pd.DataFrame, parameters: Parameters) -> None:
    valid = sorted(set(source_of(answers["survey"])))
    for source in () if parameters.sources == "all" else parameters.sources:
        if source not in valid:
            raise ParameterError("sources", source, f"all, or some of {', '.join(valid)}")


def score_codes(
    codes: pd.DataFrame,
    doubtful_codes: pd.DataFrame,
    framework: pd.DataFrame,
    weights: str = "given",
) -> pd.DataFrame:
    """Return scores (SCORES_TABLE) on the items of `framework`, with honest upper bounds.

    A source that says "no or unknown" may hide a yes. The code is no (or unknown, as the run
    wants), but the upper bound counts it as unknown in either case.
    """
    items = framework.loc[framework["level"] == 1, "id"].astype("int64")
    scores, widest = (
        score_items(each[each["item"].isin(items)], framework, weights=weights)
        for each in (codes, doubtful_codes)
    )
    return scores.assign(upper=widest["upper"])


def _complete(
    own_codes: pd.DataFrame,
    fused: pd.DataFrame,
    compared: list[str],
    items: pd.DataFrame,
    survey: str,
) -> pd.DataFrame:
    """Give every compared country and scored item a code, not_asked where nothing answers."""
    own = own_codes[own_codes["iso3"].isin(compared) & (own_codes["survey"] == survey)]
    others = sorted(set(compared) - set(own["iso3"]))
    borrowed = as_codes(fused[fused["iso3"].isin(others)])
    codes = pd.concat([own, borrowed], ignore_index=True)
    every = pd.MultiIndex.from_product([compared, items["item"]], names=["iso3", "item"])
    complete = codes.set_index(["iso3", "item"]).reindex(every).reset_index()
    absent = complete["code"].isna()
    complete.loc[absent, ["code", "evidence"]] = ["not_asked", "none"]
    text = ["survey", "rule", "rationale", "coder", "source"]
    complete[text] = complete[text].fillna("")
    return complete[list(own_codes.columns)]


def _shared_scores(
    codes: pd.DataFrame,
    doubtful_codes: pd.DataFrame,
    framework: pd.DataFrame,
    focal: str,
    peers: tuple[str, ...],
) -> dict[str, pd.DataFrame]:
    """Score the focal country and each peer on what both were asked.

    Peers that share the same items are scored together.
    """
    asked = codes[codes["code"] != "not_asked"].groupby("iso3")["item"].agg(frozenset)
    own = asked.get(focal, frozenset())
    groups: dict[frozenset[int], list[str]] = {}
    for peer in peers:
        shared = own & asked.get(peer, frozenset())
        if shared:
            groups.setdefault(shared, []).append(peer)
    result: dict[str, pd.DataFrame] = {}
    for shared, members in groups.items():
        pair = [focal, *members]
        scores = score_codes(
            codes[codes["iso3"].isin(pair)],
            doubtful_codes[doubtful_codes["iso3"].isin(pair)],
            restricted_framework(framework, pd.Series(sorted(shared))),
        )
        result |= {peer: scores for peer in members}
    return {peer: result[peer] for peer in peers if peer in result}


def _with_titles(table: pd.DataFrame, column: str, codebook: Codebook) -> pd.DataFrame:
    return table.assign(title=table[column].map(codebook.section_title))


def _with_names(table: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    named = {indicator.id: indicator for indicator in codebook.indicators}
    return table.assign(
        name=table["id"].map(lambda each: named[each].name),
        section=table["id"].map(lambda each: named[each].section),
    )
