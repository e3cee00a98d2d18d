"""The comparison of one focal country with its peers."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from egovbench.base import paths
from egovbench.base.comparing import equal
from egovbench.base.countries import read_countries
from egovbench.base.errors import MethodError, ParameterError
from egovbench.base.files import read_once
from egovbench.base.naming import filled
from egovbench.base.parameters import (
    DECLARED,
    DEFAULTS,
    GROUPS,
    Parameters,
    check_parameters,
    closest,
)
from egovbench.base.schemas import CODES_TABLE, HAND_RULE
from egovbench.comparison.against_peers import (
    add_gap_bounds,
    compare_differences,
    compare_items,
    compare_pairs,
    compare_scores,
    differing_items,
    pair_scores,
)
from egovbench.comparison.answers import (
    CodedCountries,
    code_countries,
    comparable_by_section,
    comparable_items,
    complete,
    limits_set,
    require_other_peers,
    score_on,
)
from egovbench.comparison.data import Data, load_data
from egovbench.comparison.verdicts import add_verdicts, moved_scores
from egovbench.language import DEFAULT_LANGUAGE, say, speaking, use_language
from egovbench.language.countries import country_name
from egovbench.language.numbers import bounded, span, whole
from egovbench.others.fusion import as_codes, fuse_answers, shared_questions
from egovbench.questionnaire import Codebook
from egovbench.questionnaire.reviews import if_unknown, reviewed
from egovbench.scoring.answers import Answers, answers_of_codes
from egovbench.scoring.framework import Framework
from egovbench.scoring.ranks import rank_bounds
from egovbench.scoring.scores import score_answers

_INJECTED = "# Parameters\n"
"""How the cell begins in which papermill sets what it was given."""


@dataclass(frozen=True, eq=False, repr=False)
class Benchmark(CodedCountries):
    """A comparison of one focal country with its peers; `compare` makes it.

    `answers`, `others` and `fused` hold what the compared countries answered (see CodedCountries).
    Every other attribute that is a frame is worked out when it is first asked for, and then kept:
    copy it before writing into it. Names of countries, titles and labels are in the language of the
    parameters. Nothing here depends on any country but the focal one and `peers`, those of the
    group asked for of which anything is known.
    """

    @property
    def focal(self) -> str:
        """The focal country's ISO3 code."""
        return self.parameters.focal

    @property
    def focal_name(self) -> str:
        """The focal country's name."""
        return self.names[self.focal]

    @cached_property
    def peers(self) -> tuple[str, ...]:
        """The peers' ISO3 codes in alphabetical order."""
        return tuple(iso3 for iso3 in self.answers["iso3"].unique() if iso3 != self.focal)

    @cached_property
    def codebook(self) -> Codebook:
        """The questionnaire."""
        return _translated(self.data.codebook, self.parameters.lang)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names of all countries by ISO3 code."""
        with speaking(self.parameters.lang):
            return {
                iso3: country_name(iso3, each.name) for iso3, each in self.data.countries.items()
            }

    @property
    def source_titles(self) -> Mapping[str, str]:
        """The name of the source of each survey."""
        return self.data.source_titles

    @cached_property
    def responses(self) -> pd.DataFrame:
        """What the focal country wrote (RESPONSES_TABLE); no rows without a questionnaire."""
        table = self.data.responses
        own = (table["iso3"] == self.focal) & (table["survey"] == self.parameters.survey)
        return table[own].reset_index(drop=True)

    @cached_property
    def codes(self) -> pd.DataFrame:
        """`answers` as a table of codes (CODES_TABLE)."""
        return self.answers[list(CODES_TABLE.columns)]

    @property
    def indices(self) -> pd.DataFrame:
        """Published indices of the compared countries (INDICES_TABLE)."""
        return self.data.indices

    @cached_property
    def comparable(self) -> pd.DataFrame:
        """Which items are compared, and how many countries were asked each."""
        return comparable_items(
            self.answers,
            self.codebook.item_table(),
            self.focal,
            self.parameters.min_share if self._joint else 0.0,
        )

    @cached_property
    def by_section(self) -> pd.DataFrame:
        """How many items of each section are compared."""
        return self._with_titles(comparable_by_section(self.comparable), "section")

    @property
    def compared_items(self) -> "pd.Series[int]":
        """The numbers of the items that are compared like for like."""
        comparable = self.comparable
        items: pd.Series[int] = comparable.loc[comparable["included"], "item"]
        return items

    @cached_property
    def framework(self) -> Framework:
        """The framework of the compared items. Raises MethodError where there are none."""
        return self.framework_of(self.compared_items)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Scores of all compared countries, like for like (SCORES_TABLE)."""
        return score_on(self.answers, self.framework)

    @cached_property
    def own_scores(self) -> pd.DataFrame:
        """Scores on the same items of the countries' own answers (SCORES_TABLE).

        Their own words are another instrument than other bodies' data: they stand beside `scores`,
        never among them. No rows where no compared country has a questionnaire of its own.
        """
        return score_on(self.own, self.framework) if len(self.own) else self.scores.iloc[:0]

    @cached_property
    def focal_scores(self) -> pd.DataFrame:
        """Scores of the focal country by `focal_codes`, on every item it was asked."""
        return score_on(self.focal_codes, self.whole_framework)

    @cached_property
    def unreviewed_scores(self) -> pd.DataFrame:
        """`focal_scores` if every code that nobody reviewed were unknown."""
        return score_on(if_unknown(self.focal_codes), self.whole_framework)

    @cached_property
    def overall(self) -> pd.DataFrame:
        """The focal country's overall score beside its peers', and by its own answers."""
        return self._compared("overall")

    @cached_property
    def sections(self) -> pd.DataFrame:
        """The focal country's section scores beside its peers', with the sections' titles."""
        return self._with_titles(self._compared("section"), "id")

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """The focal country's indicator scores beside its peers', with name and section."""
        table = self._compared("indicator")
        named = {indicator.id: indicator for indicator in self.codebook.indicators}
        return table.assign(
            name=table["id"].map(lambda each: named[each].name),
            section=table["id"].map(lambda each: named[each].section),
        )

    @cached_property
    def items(self) -> pd.DataFrame:
        """The focal country's codes of the compared items beside its peers'.

        To the columns of compare_items come own_code, own_value, own_lower and own_upper, what the
        country itself answered; contradicted, whether both are known and not the same; and
        reviewed, whether a person set or reviewed the code of its own answer, missing where it has
        none.
        """
        table = compare_items(self.codes, self.comparable, self.focal)
        beside = self._own_beside.set_index("item")
        table["own_code"] = beside["code"].reindex(table["item"], fill_value="").to_numpy()
        for name in ("value", "lower", "upper"):
            table[f"own_{name}"] = table["item"].map(beside[name])
        known = table["own_value"].notna() & table["focal_value"].notna()
        table["contradicted"] = known & ~equal(table["own_value"], table["focal_value"])
        by_item = self.focal_codes.set_index("item")["reviewed"]
        table["reviewed"] = by_item.reindex(table["item"]).array
        return table

    @cached_property
    def ranks(self) -> pd.DataFrame:
        """Rank and possible ranks of the countries that were asked every compared item.

        No rows without a joint ranking.
        """
        overall = self.scores[self.scores["level"] == "overall"]
        whole = overall["n_items"] == len(self.compared_items)
        ranks = rank_bounds(overall[whole])
        return ranks if self._joint else ranks.iloc[:0]

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """Each peer beside the focal country on the items that both were asked."""
        return compare_pairs(pair_scores(*self._scored(*self._pairs)))

    @cached_property
    def said_of_focal(self) -> pd.DataFrame:
        """What other bodies say of the focal country, by whichever question (see fuse_answers)."""
        own = self.others["iso3"] == self.focal
        return fuse_answers(self.others[own], self.parameters.fusion)

    @cached_property
    def focal_codes(self) -> pd.DataFrame:
        """What is known of the focal country by itself: a row per scored item, with its columns.

        Its own answers where its questionnaire was read, unless `basis` leaves these out; else what
        other bodies say of it. `reviewed` says whether a person set or reviewed the code of an own
        answer, and is missing of any other.
        """
        table = self.own if self.parameters.basis != "others" else self.own.iloc[:0]
        if not (table["iso3"] == self.focal).any():
            table = complete(as_codes(self.said_of_focal), [self.focal], self.data.codebook)
        own = table.loc[table["iso3"] == self.focal, list(CODES_TABLE.columns)]
        codes = own.merge(self.codebook.item_table(), on="item", how="left")
        return codes.assign(reviewed=reviewed(codes))

    @property
    def focal_has_form(self) -> bool:
        """Whether the focal country's own questionnaire is used."""
        return self.parameters.basis != "others" and not self.responses.empty

    @property
    def focal_basis(self) -> str:
        """What `focal_codes` rest on: the country's "form", coding by "hand", or "others"."""
        if self.focal_has_form:
            return "form"
        return "hand" if (self.focal_codes["rule"] == HAND_RULE).any() else "others"

    @cached_property
    def by_own(self) -> "Benchmark | None":
        """The comparison of the countries that have questionnaires of their own, by these alone.

        None where fewer than two of the compared countries have one, the focal one among them.
        """
        countries = set(self.own["iso3"])
        if self.parameters.basis != "both" or self.focal not in countries or len(countries) < 2:
            return None
        return build_benchmark(self.data, replace(self.parameters, basis="own"))

    def __repr__(self) -> str:
        title, *facts = self._in_words()
        return "\n  ".join([title, *facts])

    def _repr_html_(self) -> str:
        """Return a small card: what is compared, and the score overall and by section."""
        title, *facts = self._in_words()
        with speaking(self.parameters.lang):
            rows = [
                (
                    f"{row['id']} {row['title']}",
                    bounded(row["score"], row["lower"], row["upper"]),
                    bounded(row["median"], row["median_lower"], row["median_upper"]),
                )
                for row in self.sections.to_dict("records")
            ]
            heads = (say("heads.section"), say("heads.score"), say("comparison.peers"))
        head = "".join(f'<th scope="col">{escape(each)}</th>' for each in heads)
        body = "".join(
            f'<tr><th scope="row" style="text-align:left">{escape(name)}</th><td>{escape(own)}</td>'
            f"<td>{escape(peers)}</td></tr>"
            for name, own, peers in rows
        )
        return (
            f'<table lang="{self.parameters.lang}"><caption><strong>{escape(title)}</strong><br>'
            f"{'<br>'.join(map(escape, facts))}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )

    def _in_words(self) -> list[str]:
        """Return countries, items compared, score and rank, and what nobody reviewed, in words."""
        group = self.parameters.peers
        key = group if group in GROUPS else "chosen"
        own = self.overall.iloc[0]
        with speaking(self.parameters.lang):
            peers = say(f"page.peers.{key}", n=len(self.peers))
            score = bounded(own["score"], own["lower"], own["upper"])
            place = say("comparison.unranked", score=score)
            ranked = self.ranks.dropna(subset=["rank"]).to_dict("records")
            for row in (each for each in ranked if each["iso3"] == self.focal):
                rank = whole(int(row["rank"]))
                ranks = span(whole(int(row["best_rank"])), whole(int(row["worst_rank"])))
                possible = say("comparison.possible", ranks=ranks) if ranks != rank else ""
                n_ranked = whole(int(row["n_ranked"]))
                place = say(
                    "comparison.score", score=score, rank=rank, n=n_ranked, possible=possible
                )
            way = "joint" if self._joint else "pairwise"
            facts = [
                say("comparison.title", focal=f"{self.focal_name} ({self.focal})", peers=peers),
                say(f"comparison.items.{way}", n=len(self.compared_items)),
                place,
            ]
            own = self.focal_codes["reviewed"].dropna()
            if len(own):
                facts.append(say("comparison.not_reviewed", n=int((~own).sum()), of=len(own)))
            return facts

    @property
    def _joint(self) -> bool:
        return self.parameters.items == "common"

    @property
    def _own_beside(self) -> pd.DataFrame:
        """What the focal country itself answered, where it is compared by others' answers."""
        beside = self.parameters.basis == "both"
        return self.own[(self.own["iso3"] == self.focal) & beside]

    def _compared(self, level: str) -> pd.DataFrame:
        """Return the rows of a level of `_beside_peers_and_own`."""
        table = self._beside_peers_and_own
        return table[table["level"] == level].drop(columns="level").reset_index(drop=True)

    @cached_property
    def _beside_peers_and_own(self) -> pd.DataFrame:
        """The focal country beside its peers, by the answers compared and by its own.

        A row per node above the items, with level and id.
        The columns of compare_scores (compare_differences with pairwise items) and add_verdicts,
        then the focal country's own answers beside the same peers: own_score, own_lower, own_upper,
        own_n_known, own_position and own_hangs_on; missing and empty where they do not stand
        beside.
        """
        pairs = None if self._joint else self._pairs
        table = self._beside_peers(self.answers, self.scores, pairs)
        beside = self._own_beside
        rest = ["own_score", "own_lower", "own_upper", "own_n_known"]
        words = ["own_position", "own_hangs_on"]
        if beside.empty:
            return table.assign(**dict.fromkeys(rest, np.nan), **dict.fromkeys(words, ""))
        peers = self.answers[self.answers["iso3"] != self.focal]
        if pairs is not None:
            codes = answers_of_codes(beside, self.whole_framework)
            pairs = self._shared(codes.among([self.focal] * len(self.peers)), pairs[1])
        answers = pd.concat([beside, peers])
        scores = score_on(answers, self.framework)
        own = self._beside_peers(answers, scores, pairs).add_prefix("own_")
        kept = own[["own_id", *rest, *words]].rename(columns={"own_id": "id"})
        return table.merge(kept, on="id", how="left")

    @cached_property
    def _pairs(self) -> tuple[Answers, Answers]:
        """The focal country's answers and each peer's, a row per peer, on what both were asked."""
        framework = self.whole_framework
        if self.parameters.basis in ("others", "both"):
            own, theirs = (
                answers_of_codes(as_codes(each), framework, self.peers)
                for each in self._answers_to_shared_questions()
            )
        else:
            answers = answers_of_codes(self.answers, framework)
            own, theirs = answers.among([self.focal] * len(self.peers)), answers.among(self.peers)
        return self._shared(own, theirs)

    def _shared(self, own: Answers, theirs: Answers) -> tuple[Answers, Answers]:
        """Return both sides of the pairs on what both were asked, under the peers' codes."""
        shared = own.asked & theirs.asked
        return replace(own.where(shared), units=self.peers), theirs.where(shared)

    def _answers_to_shared_questions(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return the focal country's answers, under each peer's code, and the peers' own.

        Each pair is compared by the questions that were put to both.
        """
        questions = shared_questions(self.others, self.focal)
        own = self.others[self.others["iso3"] == self.focal].drop(columns="iso3")
        peers = pd.DataFrame({"iso3": questions["iso3"].unique()})
        fusion = self.parameters.fusion
        return (
            fuse_answers(peers.merge(own, how="cross"), fusion, questions),
            fuse_answers(self.others, fusion, questions),
        )

    def _scored(self, *answers: Answers) -> list[pd.DataFrame]:
        return [score_answers(each, self.whole_framework) for each in answers]

    def _beside_peers(
        self, answers: pd.DataFrame, scores: pd.DataFrame, pairs: tuple[Answers, Answers] | None
    ) -> pd.DataFrame:
        """Return the focal country beside its peers: all on the same items, or by `pairs`."""
        scores = scores[scores["level"] != "item"]
        if pairs is None:
            framework = self.framework
            table = compare_scores(scores, self.focal)
            focal = moved_scores(answers_of_codes(answers, framework, [self.focal]), framework)
            medians = table.set_index("id")
            moved = add_gap_bounds(
                focal,
                focal["id"].map(medians["median_lower"]),
                focal["id"].map(medians["median_upper"]),
            )
        else:
            framework = self.whole_framework
            own, theirs = self._scored(*pairs)
            table = compare_differences(scores, pair_scores(own, theirs), self.focal)
            ends = pair_scores(moved_scores(pairs[0], framework), theirs)
            nodes = ends.groupby(["id", "moved"], sort=False)[["gap_lower", "gap_upper"]]
            moved = nodes.median().reset_index()
        differing = frozenset(map(str, differing_items(answers, self.compared_items)))
        return add_verdicts(table, moved, framework, differing)

    def _with_titles(self, table: pd.DataFrame, column: str) -> pd.DataFrame:
        return table.assign(title=table[column].map(self.codebook.section_title))


def compare(
    focal: str = DEFAULTS.focal, *, peers: str | Sequence[str] = DEFAULTS.peers, **parameters: Any
) -> Benchmark:
    """Return the comparison of a focal country with its peers.

    `focal` is an ISO3 code; `peers` a group (eu27, oecd, neighbours, region, all), or such codes in
    a list without the focal one, or in one text with commas. The other parameters are those of the
    notebooks, by their names: `survey` (msq2024); `basis`, whose answers compare the countries:
    "others" (every country by other bodies' data, an item only where one question of one source was
    put to all), "own" (countries by their own questionnaires, without the others), "both" (as
    "others", with the focal
    country's own answers beside them) or "mixed" (own answers where there are any, else others');
    `fidelity`, the least faithful link used (exact, close, proxy);
    `items`, "common" (items that at least `min_share` of the compared countries were asked, 0 to 1)
    or "pairwise" (each peer on the items it shares with the focal country, without a joint
    ranking); `no_or_unknown`, whether "no or unknown" counts as no or as unknown; `sources`, which
    other bodies' data are used ("all", or ids as `peers` has codes); `answered_by`, whose answers
    (any, government, researchers, desk); `max_age`, how many years before or after the
    questionnaire they may lie (0: any); `fusion`, how several sources on one item become a code
    (preferred, agreeing-only, majority); `weights`, how items weigh (sections, items, or the path
    of a CSV file with the columns id and weight); and `lang`, the language (en, fr, de) of what is
    written from here on. Raises ParameterError for a name or value that is not valid, or a focal
    country of which the basis knows nothing, and MethodError where no item can be compared.

    >>> b = compare("LUX", peers="eu27", fidelity="close")
    >>> b
    Luxembourg (LUX) and the other 26 members of the EU27
      13 questions compared like for like
      Score 95 (95 to 100), rank 10 of 27 (possible ranks: 1 to 24)
      23 of 70 own codes not reviewed
    >>> b.sections[["id", "score", "median", "position"]].round(1)
      id  score  median             position
    0  A  100.0   100.0  not distinguishable
    1  C   85.0    80.0  not distinguishable
    2  D  100.0   100.0        too few items
    >>> b.items.loc[b.items["item"] == 9, ["label", "focal_code", "n_yes", "n_no"]]
                          label focal_code  n_yes  n_no
    1  9 E-participation portal        yes     20     6
    >>> b.ranks[["iso3", "score", "rank", "best_rank", "worst_rank"]].head(2)
      iso3  score  rank  best_rank  worst_rank
    0  GRC  100.0     1          1           1
    1  ITA  100.0     1          1           1

    Shape: a `Benchmark`; its frames have a row per country and node, item or pair (see there).
    Scale: scores and bounds 0 to 100, coverage 0 to 1, an item's value 0, 0.5 or 1.
    Missing: unknown is never zero: it leaves the score, lowers coverage and widens the bounds;
        not_asked leaves all three.
    Source: the tables below data/, as data/README.md describes them.
    """
    require_other_peers(focal, peers)
    countries = load_data().countries
    return benchmark_of(
        check_parameters(focal=focal, peers=peers, **parameters, countries=countries)
    )


def read_parameters(variables: Mapping[str, Any]) -> Parameters:
    """Return the checked parameters among a notebook's variables, as `globals()` has them.

    Raises ParameterError for a value that is not valid, and for one that papermill was given under
    a name that no cell before declares: papermill only warns of it. In `output_dir` the values of
    parameters stand in place of their names in braces.

    Shape: a `Parameters`; a parameter that the notebook does not declare has its default.
    Scale: as the table of the notebook's parameters says, in years, shares or words.
    Missing: nothing is missing; an empty `choices` stands for none.
    Source: the cells of parameters, the notebook's and papermill's.
    """
    cells = list(variables.get("In", ()))
    for at, cell in enumerate(cells):
        if cell.startswith(_INJECTED):
            declared = {name for earlier in cells[:at] for name in _assigned(earlier)}
            for name in _assigned(cell):
                if name not in declared:
                    known = [each for each in DECLARED if each in declared]
                    expected = f"one of {', '.join(known)}{closest(name, known)}"
                    raise ParameterError(name, variables.get(name), expected)
    given = {name: variables[name] for name in DECLARED if name in variables}
    countries = read_once(read_countries, paths.COUNTRIES)
    checked = check_parameters(**given, countries=countries)
    return replace(checked, output_dir=filled(checked.output_dir, vars(checked)))


def benchmark_of(parameters: Parameters) -> Benchmark:
    """Return the benchmark that checked parameters ask for; what is written is in their language.

    Shape: a `Benchmark` (see `compare`).
    Scale: scores and bounds 0 to 100, coverage 0 to 1, an item's value 0, 0.5 or 1.
    Missing: as in `compare`: unknown is never zero.
    Source: the tables below data/, as data/README.md describes them.
    """
    use_language(parameters.lang)
    return build_benchmark(load_data(), parameters)


def build_benchmark(data: Data, parameters: Parameters) -> Benchmark:
    """Return the benchmark that `parameters` ask for, computed from `data`.

    Raises ParameterError when nothing is known of the focal country, and MethodError when no item
    can be compared.
    """
    benchmark = Benchmark(**vars(code_countries(data, parameters)))
    limits = limits_set(parameters)
    if limits and benchmark.compared_items.empty:
        said = " and ".join(limits)
        raise MethodError(
            f"no item is comparable: with {said} none was asked of {parameters.focal} and of "
            "enough peers; expected a lower fidelity, more sources or a smaller min_share"
        )
    benchmark.framework  # noqa: B018 - fails here, not in some later frame
    return benchmark


def _assigned(cell: str) -> list[str]:
    """Return the names that a cell's own lines assign; none for a cell that is not Python."""
    try:
        statements = ast.parse(cell).body
    except SyntaxError:
        return []
    targets = [
        target
        for each in statements
        if isinstance(each, ast.Assign | ast.AnnAssign)
        for target in (each.targets if isinstance(each, ast.Assign) else [each.target])
    ]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _translated(codebook: Codebook, language: str) -> Codebook:
    """Return the codebook with titles, indicators and labels in `language`.

    What the form prints (wording, options, lead-ins) stays as it is.
    """
    if language == DEFAULT_LANGUAGE:
        return codebook
    with speaking(language):
        return replace(
            codebook,
            sections=tuple(
                replace(each, title=say(f"questionnaire.section.{each.id}"))
                for each in codebook.sections
            ),
            indicators=tuple(
                replace(
                    each,
                    name=say(f"questionnaire.indicator.{each.id}.name"),
                    rationale=say(f"questionnaire.indicator.{each.id}.rationale"),
                )
                for each in codebook.indicators
            ),
            questions=tuple(
                replace(each, label=say(f"questionnaire.item.{each.number}"))
                if each.scored
                else each
                for each in codebook.questions
            ),
        )
