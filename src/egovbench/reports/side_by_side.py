"""A few countries beside each other: as worded tables, and as one page that stands alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from markupsafe import Markup

from egovbench import __version__
from egovbench.base.errors import ParameterError
from egovbench.base.schemas import CODE_VALUES
from egovbench.comparison import Benchmark
from egovbench.comparison.matrix import against_focal, differing_codes, scores_side_by_side
from egovbench.figures.chart import Chart
from egovbench.figures.intervals import caterpillar
from egovbench.figures.words import comparison_note, told_codes
from egovbench.language import say
from egovbench.language.lists import listed, set_apart
from egovbench.language.numbers import bounded
from egovbench.questionnaire.reviews import reviewed
from egovbench.reports.overview.sentences import named
from egovbench.reports.pages import render_page
from egovbench.reports.sources import source_notes
from egovbench.reports.tables import TableStyle, table_html, usual_heads, words
from egovbench.reports.wording import own_code_column, row_of, told_score


def side_by_side_headline(scores: pd.DataFrame, focal: str, names: Mapping[str, str]) -> str:
    """Return the focal country's score and who can be told apart from it.

    `scores` are rows of scores_side_by_side, `names` the countries' names by ISO3 code.
    """
    overall = scores[scores["level"] == "overall"]
    own = row_of(overall, focal)
    positions = against_focal(scores, focal)
    groups = {
        position: [names[iso3] for iso3, found in positions.items() if found == position]
        for position in ("above", "below", "open")
    }
    parts = [
        say(f"side_by_side.headline.{position}", n=len(group), names=named(group, "the"))
        for position, group in groups.items()
        if group
    ]
    return say(
        "side_by_side.headline.whole",
        focal=names[focal],
        score=told_score(own),
        n=int(own["n_items"]),
        of=len(positions) + 1,
        others=set_apart(parts),
    )


def differing_sentence(n_differing: int, n_compared: int) -> str:
    """Return on how many of the compared items codes differ."""
    return say("side_by_side.differing", n=n_differing, of=n_compared)


@dataclass(frozen=True)
class SideBySide:
    """Some countries on the items that all of them were asked, in the order they were named."""

    benchmark: Benchmark
    countries: tuple[str, ...]

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Scores as in scores_side_by_side."""
        return scores_side_by_side(self.benchmark.scores, self.benchmark.by_section, self.countries)

    @cached_property
    def differing(self) -> pd.DataFrame:
        """Items as in differing_codes."""
        return differing_codes(self.benchmark.codes, self.benchmark.comparable, self.countries)

    @cached_property
    def own_countries(self) -> tuple[str, ...]:
        """The countries whose own answers stand beside the codes that are compared."""
        answered = set(self.benchmark.own["iso3"])
        beside = self.benchmark.parameters.basis == "both"
        return tuple(iso3 for iso3 in self.countries if beside and iso3 in answered)

    @cached_property
    def own_scores(self) -> pd.DataFrame:
        """Scores by the countries' own answers to the same items, as in scores_side_by_side."""
        by_section = self.benchmark.by_section
        return scores_side_by_side(self.benchmark.own_scores, by_section, self.own_countries)

    @cached_property
    def own_items(self) -> pd.DataFrame:
        """Return the compared items: item, label, section, iso3, code, own_code and reviewed.

        A row per item and country of `own_countries`; the codes are those compared, and its own.
        """
        comparable = self.benchmark.comparable
        items = comparable.loc[comparable["included"], ["item", "label", "section"]]
        own = self.benchmark.own.assign(reviewed=reviewed(self.benchmark.own))
        own = own.rename(columns={"code": "own_code"})[["iso3", "item", "own_code", "reviewed"]]
        table = items.merge(own[own["iso3"].isin(self.own_countries)], on="item")
        return table.merge(self.benchmark.codes[["iso3", "item", "code"]], on=["iso3", "item"])

    @property
    def title(self) -> str:
        """What is compared."""
        names = [self.benchmark.names[iso3] for iso3 in self.countries]
        return say("side_by_side.title", names=listed(names, None))

    @property
    def headline(self) -> str:
        """The finding."""
        return side_by_side_headline(self.scores, self.benchmark.focal, self.benchmark.names)

    @property
    def difference(self) -> str:
        """On how many items codes differ."""
        return differing_sentence(len(self.differing), len(self.benchmark.compared_items))

    @property
    def notes(self) -> tuple[str, ...]:
        """What the numbers rest on."""
        return comparison_note(self.benchmark), say("page.bounds"), *source_notes(self.benchmark)

    def worded_scores(self, scores: pd.DataFrame) -> pd.DataFrame:
        """Return section, items, and one column per country: its score with bounds in words."""
        table = scores.assign(
            cell=[
                bounded(row["score"], row["lower"], row["upper"])
                if row["n_items"]
                else say("side_by_side.scores.not_compared")
                for row in scores.to_dict("records")
            ]
        )
        title = self.benchmark.codebook.section_title
        countries = table["iso3"].unique()
        rows = table[table["iso3"] == countries[0]]
        worded = pd.DataFrame(
            {
                "section": [
                    say("side_by_side.overall")
                    if row["level"] == "overall"
                    else say("side_by_side.section", section=row["id"], title=title(row["id"]))
                    for row in rows.to_dict("records")
                ],
                "items": rows["n_items"].to_numpy(),
            }
        )
        for iso3 in countries:
            worded[iso3] = table.loc[table["iso3"] == iso3, "cell"].to_numpy()
        return worded

    def worded_items(self) -> pd.DataFrame:
        """Return label, section, and one column per country: its code in words."""
        by_country = self._told_codes().pivot(index="item", columns="iso3", values="code")
        differing = self.differing.reset_index(drop=True)
        rows = by_country.loc[differing["item"]].reset_index(drop=True)
        codes = {iso3: words("code", rows[iso3]) for iso3 in self.countries}
        return differing[["label", "section"]].assign(**codes)

    def worded_own_items(self) -> pd.DataFrame:
        """Return country, label, the code compared and the country's own code, where both differ.

        Nothing differs from what is not known.
        """
        table = self.own_items
        known = table["code"].isin(list(CODE_VALUES)) & table["own_code"].isin(list(CODE_VALUES))
        table = table[known & (table["code"] != table["own_code"])]
        told = self._told_codes()[["iso3", "item", "code"]]
        table = table.drop(columns="code").merge(told, on=["iso3", "item"])
        codes = {"code": words("code", table["code"]), "own_code": own_code_column(table)}
        country = table["iso3"].map(self.benchmark.names)
        return table.assign(country=country, **codes)[["country", "label", "code", "own_code"]]

    def _told_codes(self) -> pd.DataFrame:
        codes = self.benchmark.codes
        return codes.assign(code=told_codes(codes))

    def headings(self, table: pd.DataFrame) -> dict[str, str]:
        """Return the headings of a worded table, countries by their names."""
        own = {**usual_heads(table.columns), **self.benchmark.names}
        return {str(column): own[column] for column in table.columns}

    def score_tables(self) -> list[tuple[str, pd.DataFrame]]:
        """Return the worded tables of scores with their captions, own answers after the others."""
        tables = [(say("side_by_side.scores.caption"), self.worded_scores(self.scores))]
        if self.own_countries:
            own = self.worded_scores(self.own_scores)
            tables.append((say("side_by_side.own.scores"), own))
        return tables

    def item_tables(self) -> list[tuple[str, pd.DataFrame]]:
        """Return the worded tables of items that differ, with their captions; some may be none."""
        tables = (
            (say("side_by_side.items.caption"), self.worded_items()),
            (say("side_by_side.own.items"), self.worded_own_items()),
        )
        return [(caption, table) for caption, table in tables if len(table)]

    def page(self) -> str:
        """Return a page that needs no other file: finding, scores, and where answers differ."""
        scores, items = (
            "".join(
                table_html(table, caption, TableStyle(self.headings(table)))
                for caption, table in tables
            )
            for tables in (self.score_tables(), self.item_tables())
        )
        return render_page(
            "side_by_side.html.j2",
            title=self.title,
            headline=self.headline,
            difference=self.difference,
            chart=Markup(self._chart().html),
            scores=Markup(scores),
            items=Markup(items),
            notes=self.notes,
            version=__version__,
        )

    def _chart(self) -> Chart:
        return caterpillar(
            self.scores,
            self.benchmark.focal,
            self.benchmark.names,
            title=say("side_by_side.scores.chart"),
        )


def side_by_side(benchmark: Benchmark, countries: Sequence[str]) -> SideBySide:
    """Return the countries of a benchmark side by side, in the order given.

    Raises ParameterError for a country of which nothing is known.
    """
    known = (benchmark.focal, *benchmark.peers)
    for iso3 in countries:
        if iso3 not in known:
            raise ParameterError(
                "countries", iso3, "a country with answers in data/codes or data/others"
            )
    return SideBySide(benchmark, tuple(dict.fromkeys(countries)))
