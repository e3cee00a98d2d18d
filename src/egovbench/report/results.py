"""Writes the tables of a benchmark for readers who want the numbers."""

import pandas as pd

from egovbench.benchmark import Benchmark
from egovbench.compare.distances import distance_matrix
from egovbench.ingest.tables import write_text
from egovbench.paths import PROJECT_ROOT
from egovbench.spreadsheet_text import to_cells


def save_tables(benchmark: Benchmark, output_dir: str) -> None:
    """Write every table of the benchmark as CSV below `output_dir`/tables.

    A relative `output_dir` counts from the project's root, wherever the notebook runs.
    Cells that a spreadsheet would take for a formula are written with a leading apostrophe.
    """
    for name, table in result_tables(benchmark).items():
        save_table(name, table, output_dir)


def save_table(name: str, frame: pd.DataFrame, output_dir: str) -> None:
    """Write one table as `output_dir`/tables/`name`.csv, as `save_tables` does."""
    path = PROJECT_ROOT / output_dir / "tables" / f"{name}.csv"
    write_text(path, to_cells(frame).to_csv(index=False, lineterminator="\n"))


def result_tables(benchmark: Benchmark) -> dict[str, pd.DataFrame]:
    """Return the tables of a benchmark by name; every table of scores says on how many items."""
    tables = {
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
        "other_sources": benchmark.answers,
    }
    if benchmark.focal_has_form:
        tables["responses"] = benchmark.responses
    return tables
