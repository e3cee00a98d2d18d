"""All compared countries by section, and the medians of their groups."""

from dataclasses import dataclass

import pandas as pd

from egovbench.comparison.benchmark import Benchmark
from egovbench.comparison.score_matrix import group_medians, like_for_like_scores, score_cells
from egovbench.comparison.sections import compare_scores

GROUPS = ("all", "region", "income_group")
"""What medians are given of: all compared countries, regions, the World Bank's income groups."""


@dataclass(frozen=True, eq=False)
class ScoreMatrix:
    """Scores of all compared countries by section; nothing in it is a rank.

    `cells` are those of score_cells, with every compared country. `sections` sets the focal
    country beside the others whose score of a section rests on all its compared items
    (compare_scores, with the sections' titles), and `medians` holds those of group_medians with
    `kind`, one of GROUPS.
    """

    focal: str
    countries: tuple[str, ...]
    cells: pd.DataFrame
    like_for_like: pd.DataFrame
    sections: pd.DataFrame
    medians: pd.DataFrame

    def compared_items(self) -> pd.DataFrame:
        """Return id and n_compared, overall first, then the sections in their order."""
        return self.cells[["id", "n_compared"]].drop_duplicates("id").reset_index(drop=True)


def score_matrix(benchmark: Benchmark) -> ScoreMatrix:
    """Return the scores of all compared countries by section, on the items compared in each.

    Shape: cells with a row a country and section; medians with a row a group and section.
    Scale: scores and bounds 0 to 100.
    Missing: a section without a comparable item has no score; unknown answers widen the bounds; a
        score on fewer items than its section compares enters no median.
    Source: `benchmark.scores` and `benchmark.by_section`.
    """
    countries = (benchmark.focal, *benchmark.peers)
    cells = score_cells(benchmark.scores, benchmark.by_section, countries)
    kept = like_for_like_scores(benchmark.scores, cells)
    sections = compare_scores(kept, benchmark.focal, "section")
    about = benchmark.data.countries
    groups = {
        "all": dict.fromkeys(countries, "all"),
        "region": {iso3: about[iso3].region for iso3 in countries},
        "income_group": {
            iso3: about[iso3].income_group for iso3 in countries if about[iso3].income_group
        },
    }
    medians = [group_medians(cells, groups[kind]).assign(kind=kind) for kind in GROUPS]
    return ScoreMatrix(
        focal=benchmark.focal,
        countries=countries,
        cells=cells,
        like_for_like=kept,
        sections=sections.assign(title=sections["id"].map(benchmark.codebook.section_title)),
        medians=pd.concat(medians, ignore_index=True),
    )
