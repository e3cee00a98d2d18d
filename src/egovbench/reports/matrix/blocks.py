"""The blocks of the matrix notebook."""

from math import isnan, nan

from egovbench.base.vocabulary import INCOME_GROUPS
from egovbench.comparison import Benchmark
from egovbench.comparison.matrix import GROUPS, OVERALL, SectionScores
from egovbench.comparison.verdicts import LEAST_ITEMS
from egovbench.figures.dots import section_dot_plot
from egovbench.figures.words import comparison_note
from egovbench.language import say, word
from egovbench.language.lists import in_order
from egovbench.reports.display import Parts, block, finding, heading, paragraphs
from egovbench.reports.matrix import sentences as narrative
from egovbench.reports.matrix.table import Cell, Matrix, MatrixRow, legend, shaded
from egovbench.reports.overview.sentences import own_sentence
from egovbench.reports.sources import source_numbers, surveys_behind
from egovbench.reports.wording import Row, unreviewed_sentence


@block
def matrix_finding(benchmark: Benchmark, matrix: SectionScores) -> Parts:
    """Show where the focal country stands in each section, and how to read the rest.

    Shape: a headline and sentences.
    Scale: scores 0 to 100.
    Missing: a section without a comparable item is named as such; unknown answers widen the bounds.
    Source: `matrix.sections` and `matrix.cells`, see `section_scores`.
    """
    yield heading(say("matrix.title", n=len(matrix.countries)), level=1)
    yield finding(
        narrative.matrix_headline(
            benchmark.focal_name, matrix.sections, _titles(benchmark), len(benchmark.peers)
        )
    )
    yield from paragraphs(
        comparison_note(benchmark),
        own_sentence(matrix.sections, benchmark.items),
        narrative.fewer_items_sentence(matrix.cells),
        unreviewed_sentence(benchmark, marked=False),
        say("matrix.no_rank"),
    )


@block
def matrix_countries(benchmark: Benchmark, matrix: SectionScores) -> Parts:
    """Show every country's scores by section, with fields to find countries.

    Shape: a table, one row per country, a column for all sections together and one for each.
    Scale: scores and bounds 0 to 100, with the number of items known.
    Missing: "not comparable" where there is no item, "too few items" where there are fewer than
        three; unknown answers widen the bounds.
    Source: `matrix.cells`, see `section_scores`.
    """
    yield heading(say("matrix.countries.title"))
    about = benchmark.data.countries
    by_country = {
        iso3: tuple(map(_cell, rows.to_dict("records")))
        for iso3, rows in matrix.cells.groupby("iso3", sort=False)
    }
    rows = tuple(
        MatrixRow(
            name=benchmark.names[iso3],
            cells=by_country[iso3],
            facts=(word("region", about[iso3].region), _income(about[iso3].income_group)),
            page=f"country-{iso3}.html",
            code=iso3,
            other_names=_other_names(benchmark, iso3),
            marked=iso3 == matrix.focal,
        )
        for iso3 in sorted(matrix.countries, key=lambda iso3: in_order(benchmark.names[iso3]))
    )
    facts = (say("matrix.countries.region"), say("matrix.countries.income"))
    incomes = {row.facts[1] for row in rows}
    columns = _columns(benchmark, matrix)
    yield legend()
    yield shaded(
        Matrix(
            caption=say("matrix.countries.caption"),
            heading=say("heads.country"),
            columns=columns,
            rows=rows,
            facts=facts,
        ),
        "countries",
        matrix.cells,
        choices=[
            (len(columns) + 1, facts[0], sorted({row.facts[0] for row in rows}, key=in_order)),
            (
                len(columns) + 2,
                facts[1],
                [name for name in map(_income, (*INCOME_GROUPS, "")) if name in incomes],
            ),
        ],
    )
    yield source_numbers(benchmark, surveys_behind(benchmark))


@block
def matrix_groups(benchmark: Benchmark, matrix: SectionScores) -> Parts:
    """Show the medians of all countries, of regions and of income groups, by section.

    Shape: a table, one row per group, one column per section.
    Scale: medians of scores, 0 to 100.
    Missing: a group of which fewer than half were asked all items is without a median.
    Source: `matrix.medians`.
    """
    medians = {
        (row["kind"], row["group"], row["id"]): row for row in matrix.medians.to_dict("records")
    }
    counts = dict(matrix.compared_items().itertuples(index=False, name=None))
    about = benchmark.data.countries
    members = {
        "all": ["all"],
        "region": sorted({about[iso3].region for iso3 in matrix.countries}),
        "income_group": [
            name for name in INCOME_GROUPS
            if name in {about[iso3].income_group for iso3 in matrix.countries}
        ],
    }  # fmt: skip
    rows = [
        MatrixRow(
            name=say("matrix.groups.all") if kind == "all" else word(kind, group),
            cells=tuple(
                _median_cell(medians[kind, group, identifier], n)
                for identifier, n in counts.items()
            ),
        )
        for kind in GROUPS
        for group in members[kind]
    ]
    yield heading(say("matrix.groups.title"))
    yield shaded(
        Matrix(
            caption=say("matrix.groups.caption"),
            heading=say("matrix.groups.heading"),
            columns=_columns(benchmark, matrix),
            rows=tuple(rows),
        ),
        "groups",
        matrix.medians,
        note=say("matrix.groups.note"),
    )


@block
def matrix_spread(benchmark: Benchmark, matrix: SectionScores) -> Parts:
    """Show how the countries' scores are spread in each section, as a chart.

    Shape: a chart, one row per section, one dot per country.
    Scale: scores 0 to 100.
    Missing: countries without a score on all items of a section are left out of its row, sections
        that compare fewer than three items altogether.
    Source: `matrix.like_for_like`.
    """
    titles = _titles(benchmark)
    yield heading(say("matrix.spread.title"))
    enough = matrix.sections[matrix.sections["n_items"] >= LEAST_ITEMS]
    if enough.empty:
        yield from paragraphs(say("matrix.spread.not_drawn"))
        return
    kept = matrix.cells["id"].isin(enough["id"])
    yield section_dot_plot(
        matrix.like_for_like,
        matrix.focal,
        benchmark.names,
        dict(zip(enough["id"], enough["n_items"], strict=True)),
        title=narrative.spread_message(matrix.cells[kept], titles),
        labels={letter: f"{letter} {title}" for letter, title in titles.items()},
        order=list(enough["id"]),
        note=say("matrix.spread.note"),
    )


def _columns(benchmark: Benchmark, matrix: SectionScores) -> tuple[tuple[str, str], ...]:
    titles = _titles(benchmark)
    counts = matrix.compared_items().itertuples(index=False, name=None)
    return tuple(
        (say("matrix.countries.overall"), say("matrix.countries.overall_column", n=n))
        if identifier == OVERALL
        else (identifier, say("matrix.countries.column", title=titles[identifier], n=n))
        for identifier, n in counts
    )


def _cell(row: Row) -> Cell:
    known, compared = int(row["n_known"]), int(row["n_compared"])
    if not compared:
        rests_on = say("matrix.countries.not_compared")
    elif compared < LEAST_ITEMS:
        return _without_score("few")
    elif not row["n_items"]:
        rests_on = say("matrix.countries.not_asked")
    elif not known:
        rests_on = say("matrix.countries.unknown", n=known, of=compared)
    else:
        rests_on = say("matrix.countries.known", n=known, of=compared)
    return Cell(row["score"], row["lower"], row["upper"], rests_on, bool(row["complete"]))


def _without_score(why: str) -> Cell:
    return Cell(nan, nan, nan, say(f"matrix.countries.{why}"), shaded=False)


def _median_cell(row: Row, compared: int) -> Cell:
    if 0 < compared < LEAST_ITEMS:
        return _without_score("few")
    rests_on = say("matrix.groups.cell", n=int(row["n_countries"]), of=int(row["n_group"]))
    if not compared:
        rests_on = say("matrix.countries.not_compared")
    elif isnan(row["median"]):
        rests_on = say("matrix.groups.few", n=int(row["n_countries"]), of=int(row["n_group"]))
    return Cell(row["median"], row["median_lower"], row["median_upper"], rests_on, shaded=True)


def _titles(benchmark: Benchmark) -> dict[str, str]:
    table = benchmark.by_section
    return dict(zip(table["section"], table["title"], strict=True))


def _income(group: str) -> str:
    return word("income_group", group) if group else say("numbers.unknown")


def _other_names(benchmark: Benchmark, iso3: str) -> tuple[str, ...]:
    country = benchmark.data.countries[iso3]
    names = (country.name, *country.aliases)
    return tuple(name for name in names if name != benchmark.names[iso3])
