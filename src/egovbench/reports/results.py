"""The tables of each report, for readers who want the numbers; a table belongs to one report."""

from collections.abc import Mapping

import pandas as pd

from egovbench.base.parameters import check_value
from egovbench.base.paths import PROJECT_ROOT
from egovbench.base.tables import write_csv
from egovbench.comparison import Benchmark
from egovbench.comparison.against_peers import distance_matrix, open_answers
from egovbench.comparison.instruments import lacking, named_in
from egovbench.comparison.matrix import SectionScores, standing_in_groups
from egovbench.comparison.trend import Trend
from egovbench.others.fusion import disagreements, item_agreement
from egovbench.robustness.structure import Structure
from egovbench.robustness.uncertainty import Uncertainty

Tables = dict[str, pd.DataFrame]


def save_tables(tables: Mapping[str, pd.DataFrame], output_dir: str) -> None:
    """Write each table as `output_dir`/`name`.csv.

    A relative `output_dir` counts from the project's root, wherever the notebook runs. Cells that
    a spreadsheet would take for a formula are written with a leading apostrophe.

    Shape: one UTF-8 file per table, a header line and one line per row.
    Scale: as the tables have it; nothing is rounded.
    Missing: empty cells, never zero.
    Source: the function that made the tables, such as `overview_tables`.
    """
    for name, table in tables.items():
        path = PROJECT_ROOT / output_dir / f"{name}.csv"
        write_csv(table, path)


def overview_tables(benchmark: Benchmark) -> Tables:
    """Return the tables of the comparison; every table of scores says on how many items.

    Shape: frames by name, one row per country, section, item or pair, as each attribute of
        `Benchmark` says; `lacking`, one row per item and peer that has more.
    Scale: scores and bounds 0 to 100; coverage and distances 0 to 1; ranks from 1.
    Missing: missing numbers stay missing (NaN); unknown is a code.
    Source: the attributes of `benchmark` of the same names.
    """
    return {
        "codes": benchmark.codes,
        "comparable_items": benchmark.comparable,
        "scores_like_for_like": benchmark.scores,
        "scores_own_answers": benchmark.own_scores,
        "sections": benchmark.sections.merge(
            benchmark.by_section.rename(columns={"section": "id"}).drop(columns="title"), on="id"
        ),
        "indicators": benchmark.indicators,
        "items": benchmark.items,
        "ranks": benchmark.ranks,
        "pairs": benchmark.pairs,
        "lacking": lacking(benchmark, 3),
        "distances": distance_matrix(benchmark.codes, benchmark.compared_items).reset_index(),
    }


def country_tables(benchmark: Benchmark) -> Tables:
    """Return the focal country's codes, its section scores on every item, and how it stands.

    Shape: three frames: `items`, one row per scored item, `sections`, one row per section, and
        `groups`, one row per group of countries in which it is ranked.
    Scale: scores and bounds 0 to 100; coverage 0 to 1; an item's value 0, 0.5 or 1.
    Missing: missing numbers stay missing (NaN); unknown and not_asked are codes.
    Source: `benchmark.focal_codes`, `benchmark.focal_scores` and `standing_in_groups`.
    """
    sections = _own_scores(benchmark, "section")
    titles = sections["id"].map(benchmark.codebook.section_title)
    return {
        "items": benchmark.focal_codes,
        "sections": sections.assign(title=titles),
        "groups": standing_in_groups(benchmark),
    }


def section_tables(benchmark: Benchmark, section: str) -> Tables:
    """Return a section's indicators and items: the focal country's, and beside its peers'.

    What compares like for like is empty for an indicator or item without comparable answers; the
    scores of a comparison are named `compared_score`, `compared_lower` and so on.

    Shape: two frames: `indicators`, one row per indicator, and `items`, one row per scored item.
    Scale: scores and bounds 0 to 100; coverage 0 to 1; an item's value 0, 0.5 or 1.
    Missing: missing numbers stay missing (NaN); unknown and not_asked are codes.
    Source: `benchmark.focal_scores`, `indicators`, `focal_codes` and `items`.
    """
    check_value("section", section)
    own = _own_scores(benchmark, "indicator")
    names = {
        each.id: each.name for each in benchmark.codebook.indicators if each.section == section
    }
    own = own[own["id"].isin(list(names))]
    compared = benchmark.indicators.drop(columns=["name", "section"])
    codes = benchmark.focal_codes
    added = benchmark.items.columns.difference(codes.columns, sort=False)
    return {
        "indicators": own.assign(name=own["id"].map(names)).merge(
            compared.rename(columns={name: f"compared_{name}" for name in own.columns[3:]}),
            on="id",
            how="left",
        ),
        "items": codes[codes["section"] == section].merge(
            benchmark.items[["item", *added]], on="item", how="left"
        ),
    }


def evidence_tables(benchmark: Benchmark) -> Tables:
    """Return what codes rest on: the focal country's, other sources' answers, what it wrote.

    Shape: frames by name: `codes`, one row per scored item; `other_sources`, one row per answer;
        `responses`, one row per question; `instruments`, one row per country, item and instrument;
        `source_agreement`, one row per item and pair of sources; `source_disagreements`, one row
        per answer that differs from another; `open_answers`, one row per item that some lack.
    Scale: an item's value 0, 0.5 or 1; shares 0 to 1, Cohen's kappa -1 to 1.
    Missing: unknown and not_asked are codes; without a form there is no table `responses`.
    Source: `benchmark.focal_codes`, `others` and `responses`, as in schemas.py; `instruments`;
        `item_agreement` and `disagreements` in others/fusion.py.
    """
    tables = {
        "codes": benchmark.focal_codes,
        "other_sources": benchmark.others,
        "instruments": named_in(benchmark.data),
        "source_agreement": item_agreement(benchmark.others),
        "source_disagreements": disagreements(benchmark.others),
        "open_answers": open_answers(
            benchmark.codes, benchmark.codebook.item_table(), benchmark.focal
        ),
    }
    if benchmark.focal_has_form:
        tables["responses"] = benchmark.responses
    return tables


def robustness_tables(
    choices: pd.DataFrame,
    uncertainty: Uncertainty | None,
    structure: Structure | None,
    correlations: pd.DataFrame,
) -> Tables:
    """Return the tables of the robustness report, those that there are.

    Shape: frames by name, as `Uncertainty`, `Structure`, `compare_choices` and
        `external_validity` say.
    Scale: scores 0 to 100, ranks from 1, shares and weights 0 to 1, correlations -1 to 1.
    Missing: None for `uncertainty` or `structure` leaves their tables out; missing numbers stay
        missing (NaN).
    Source: the four analyses that are handed in.
    """
    tables = {"method_choices": choices, "index_correlations": correlations}
    if uncertainty is not None:
        tables |= uncertainty.tables()
    if structure is not None:
        tables |= {
            "left_out": structure.left_out,
            "peers_left_out": structure.peers_left_out,
            "weights": structure.weights,
            "coherence": structure.items,
            "section_correlations": structure.correlations,
        }
    return tables


def trend_tables(trend: Trend) -> Tables:
    """Return what changed between two editions: by item, by country, and what is not followed.

    Shape: three frames: one row per item, per country, and per variable that is left out.
    Scale: scores and bounds 0 to 100; changes in points; items as counts.
    Missing: a change with an unknown end is "unknown"; frames are empty where nothing is followed.
    Source: `find_trend`, see `compare.over_time`.
    """
    return {
        "changes_by_item": trend.items,
        "changes_by_country": trend.countries,
        "not_followed": trend.left_out,
    }


def matrix_tables(matrix: SectionScores) -> Tables:
    """Return every country's scores by section with what they rest on, and groups' medians.

    Shape: scores_by_section, one row per country and section; medians_by_group, one row per group
        and section.
    Scale: scores and bounds 0 to 100.
    Missing: empty where there is no comparable item or no median.
    Source: `section_scores`.
    """
    return {"scores_by_section": matrix.cells, "medians_by_group": matrix.medians}


def _own_scores(benchmark: Benchmark, level: str) -> pd.DataFrame:
    rows = benchmark.focal_scores
    return rows[rows["level"] == level].reset_index(drop=True)
