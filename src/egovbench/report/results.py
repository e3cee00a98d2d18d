"""The tables of each report, for readers who want the numbers; a table belongs to one report."""

from collections.abc import Mapping

import pandas as pd

from egovbench.benchmark import Benchmark
from egovbench.benchmark.score_matrix import ScoreMatrix
from egovbench.benchmark.structure import Structure
from egovbench.benchmark.trend import Trend
from egovbench.benchmark.uncertainty import Uncertainty
from egovbench.compare.distances import distance_matrix
from egovbench.files import write_text
from egovbench.parameters import check_section
from egovbench.paths import PROJECT_ROOT
from egovbench.spreadsheet_text import to_cells

Tables = dict[str, pd.DataFrame]


def save_tables(tables: Mapping[str, pd.DataFrame], output_dir: str) -> None:
    """Write each table as `output_dir`/`name`.csv.

    A relative `output_dir` counts from the project's root, wherever the notebook runs.
    Cells that a spreadsheet would take for a formula are written with a leading apostrophe.
    """
    for name, table in tables.items():
        path = PROJECT_ROOT / output_dir / f"{name}.csv"
        write_text(path, to_cells(table).to_csv(index=False, lineterminator="\n"))


def overview_tables(benchmark: Benchmark) -> Tables:
    """Return the tables of the comparison; every table of scores says on how many items."""
    return {
        "codes": benchmark.codes,
        "comparable_items": benchmark.comparable,
        "scores_like_for_like": benchmark.scores,
        "scores_all_items": benchmark.full_scores,
        "sections": benchmark.sections.merge(
            benchmark.by_section.rename(columns={"section": "id"}).drop(columns="title"), on="id"
        ),
        "indicators": benchmark.indicators,
        "items": benchmark.items,
        "ranks": benchmark.ranks,
        "pairs": benchmark.pairs,
        "distances": distance_matrix(benchmark.codes, benchmark.compared_items).reset_index(),
    }


def country_tables(benchmark: Benchmark) -> Tables:
    """Return the focal country's codes, and its section scores on every item it was asked."""
    sections = _own_scores(benchmark, "section")
    titles = sections["id"].map(benchmark.codebook.section_title)
    return {"items": benchmark.focal_codes, "sections": sections.assign(title=titles)}


def section_tables(benchmark: Benchmark, section: str) -> Tables:
    """Return a section's indicators and items: the focal country's, and beside its peers'.

    What compares like for like is empty for an indicator or item without comparable answers; the
    scores of a comparison are named `compared_score`, `compared_lower` and so on.
    """
    check_section("section", section)
    own = _own_scores(benchmark, "indicator")
    own = own[own["id"].map(_sections_of_indicators(benchmark)) == section]
    names = {each.id: each.name for each in benchmark.codebook.indicators}
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

    Without a questionnaire of its own there is no table `responses`.
    """
    tables = {"codes": benchmark.focal_codes, "other_sources": benchmark.answers}
    if benchmark.focal_has_form:
        tables["responses"] = benchmark.responses
    return tables


def robustness_tables(
    choices: pd.DataFrame,
    uncertainty: Uncertainty | None,
    structure: Structure | None,
    correlations: pd.DataFrame,
) -> Tables:
    """Return the tables of the robustness report, those that there are."""
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
    """Return what changed between two editions: by item, by country, and what is not followed."""
    return {
        "changes_by_item": trend.items,
        "changes_by_country": trend.countries,
        "not_followed": trend.left_out,
    }


def matrix_tables(matrix: ScoreMatrix) -> Tables:
    """Return every country's scores by section with what they rest on, and groups' medians."""
    return {"scores_by_section": matrix.cells, "medians_by_group": matrix.medians}


def _own_scores(benchmark: Benchmark, level: str) -> pd.DataFrame:
    rows = benchmark.full_scores
    return rows[(rows["iso3"] == benchmark.focal) & (rows["level"] == level)].reset_index(drop=True)


def _sections_of_indicators(benchmark: Benchmark) -> dict[str, str]:
    return {each.id: each.section for each in benchmark.codebook.indicators}
