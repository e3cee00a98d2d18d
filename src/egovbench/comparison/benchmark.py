"""From the project's tables to a comparison of one focal country with its peers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from egovbench.base.errors import ParameterError
from egovbench.base.groups import resolve_peers
from egovbench.base.parameters import Parameters
from egovbench.base.schemas import HAND_RULE
from egovbench.comparison.coded import Choice, CodedCountries, coded_countries
from egovbench.comparison.data import Data, narrowed
from egovbench.comparison.items import compare_items
from egovbench.comparison.like_for_like import comparable_by_section, comparable_items
from egovbench.comparison.sections import compare_pairs, compare_scores
from egovbench.comparison.shared import shared_frame
from egovbench.comparison.translation import country_names, translated_codebook
from egovbench.questionnaire import Codebook
from egovbench.scoring.framework import Framework
from egovbench.scoring.ranks import rank_bounds


@dataclass(frozen=True, eq=False)
class Benchmark:
    """A comparison; every frame is as its module documents it.

    `data` holds the rows of the focal country and of the group of peers that was asked for, and
    `coded` what they come to: nothing here depends on any other country. `peers` are those of the
    group of which anything is known. Frames are worked out when first asked for.
    Names of countries, titles and labels are in the language of the parameters.
    """

    parameters: Parameters
    data: Data
    coded: CodedCountries
    peers: tuple[str, ...]

    @property
    def focal(self) -> str:
        """The focal country's ISO3 code."""
        return self.parameters.focal

    @property
    def focal_name(self) -> str:
        """The focal country's name."""
        return self.names[self.focal]

    @cached_property
    def codebook(self) -> Codebook:
        """The questionnaire."""
        return translated_codebook(self.data.codebook, self.parameters.lang)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names of all countries by ISO3 code."""
        return country_names(self.data.countries, self.parameters.lang)

    @property
    def source_titles(self) -> Mapping[str, str]:
        """The name of the source of each survey."""
        return self.data.source_titles

    @shared_frame
    def responses(self) -> pd.DataFrame:
        """What the focal country wrote (RESPONSES_TABLE); no rows without a questionnaire."""
        table = self.data.responses
        own = (table["iso3"] == self.focal) & (table["survey"] == self.parameters.survey)
        return table[own].reset_index(drop=True)

    @shared_frame
    def codes(self) -> pd.DataFrame:
        """A row for every compared country, the focal one first, and scored item (CODES_TABLE)."""
        return self._focal_first(self.coded.codes)

    @shared_frame
    def doubtful_codes(self) -> pd.DataFrame:
        """`codes` with "no or unknown" of a source read as unknown."""
        return self._focal_first(self.coded.doubtful_codes)

    @shared_frame
    def answers(self) -> pd.DataFrame:
        """What other sources say of the compared countries (OTHERS_TABLE)."""
        return self.coded.answers

    @shared_frame
    def fused(self) -> pd.DataFrame:
        """The answer that counts of each country and item, with `witnesses` (see fuse_answers)."""
        return self.coded.fused

    @shared_frame
    def indices(self) -> pd.DataFrame:
        """Published indices of the compared countries (INDICES_TABLE)."""
        return self.data.indices

    @shared_frame
    def comparable(self) -> pd.DataFrame:
        """Which items are compared, and how many countries were asked each."""
        joint = self.parameters.items == "common"
        return comparable_items(
            self.coded.codes,
            self.codebook.item_table(),
            self.focal,
            self.parameters.min_share if joint else 0.0,
        )

    @shared_frame
    def by_section(self) -> pd.DataFrame:
        """How many items of each section are compared."""
        return self._with_titles(comparable_by_section(self.comparable), "section")

    @shared_frame
    def scores(self) -> pd.DataFrame:
        """Scores of all compared countries, like for like (SCORES_TABLE)."""
        return self.coded.scores_on(self.framework)

    @shared_frame
    def full_scores(self) -> pd.DataFrame:
        """Scores of all compared countries on every item each was asked (SCORES_TABLE)."""
        return self.coded.full_scores

    @shared_frame
    def overall(self) -> pd.DataFrame:
        """The focal country's overall score beside its peers'."""
        return compare_scores(self.scores, self.focal, "overall")

    @shared_frame
    def sections(self) -> pd.DataFrame:
        """The focal country's section scores beside its peers', with the sections' titles."""
        return self._with_titles(compare_scores(self.scores, self.focal, "section"), "id")

    @shared_frame
    def indicators(self) -> pd.DataFrame:
        """The focal country's indicator scores beside its peers', with name and section."""
        table = compare_scores(self.scores, self.focal, "indicator")
        named = {indicator.id: indicator for indicator in self.codebook.indicators}
        return table.assign(
            name=table["id"].map(lambda each: named[each].name),
            section=table["id"].map(lambda each: named[each].section),
        )

    @shared_frame
    def items(self) -> pd.DataFrame:
        """The focal country's codes of the compared items beside its peers'."""
        return compare_items(self.coded.codes, self.comparable, self.focal)

    @shared_frame
    def ranks(self) -> pd.DataFrame:
        """Rank and possible ranks of every compared country; no rows without a joint ranking."""
        ranks = rank_bounds(self.scores)
        return ranks if self.parameters.items == "common" else ranks.iloc[:0]

    @shared_frame
    def pairs(self) -> pd.DataFrame:
        """Each peer beside the focal country on the items that both were asked."""
        return compare_pairs(*self.coded.pair_scores(self.focal, self.peers))

    @cached_property
    def framework(self) -> Framework:
        """The framework of the compared items."""
        return self.coded.framework_of(self.compared_items)

    @property
    def compared_items(self) -> "pd.Series[int]":
        """The numbers of the items that are compared like for like."""
        comparable = self.comparable
        items: pd.Series[int] = comparable.loc[comparable["included"], "item"]
        return items

    @shared_frame
    def focal_codes(self) -> pd.DataFrame:
        """The focal country's codes, one row a scored item, with the item table's columns."""
        codes = self.coded.codes
        own = codes[codes["iso3"] == self.focal]
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

    def _focal_first(self, codes: pd.DataFrame) -> pd.DataFrame:
        """Return rows that stand country by country with the focal country's on top."""
        own = codes["iso3"] == self.focal
        return pd.concat([codes[own], codes[~own]], ignore_index=True)

    def _with_titles(self, table: pd.DataFrame, column: str) -> pd.DataFrame:
        return table.assign(title=table[column].map(self.codebook.section_title))


def build_benchmark(data: Data, parameters: Parameters) -> Benchmark:
    """Return the benchmark that `parameters` ask for, computed from `data`.

    Raises ParameterError when nothing is known of the focal country, and MethodError when no item
    can be compared.
    """
    focal = parameters.focal
    wanted = resolve_peers(parameters.peers, focal, data.countries, data.neighbours)
    compared = narrowed(data, frozenset([focal, *wanted]))
    coded = coded_countries(compared, Choice.of(parameters))
    if focal not in coded.countries:
        raise ParameterError("focal", focal, "a country with answers in data/codes or data/others")
    peers = tuple(iso3 for iso3 in coded.countries if iso3 != focal)
    benchmark = Benchmark(parameters, compared, coded, peers)
    coded.framework_of(benchmark.compared_items)
    return benchmark
