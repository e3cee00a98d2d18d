"""Published indices recomputed from their published components by the engine."""

from dataclasses import dataclass

import pandas as pd

from egovbench.base.errors import MethodError
from egovbench.composite.composite import composite


@dataclass(frozen=True)
class Recipe:
    """How a publisher forms an index: the weighted mean of `components` on one scale.

    `weights` hold for every edition but those of `exceptions` (year -> weights).
    """

    index: str
    components: tuple[str, ...]
    weights: tuple[float, ...]
    exceptions: tuple[tuple[int, tuple[float, ...]], ...] = ()
    maximum: float = 1.0

    def weights_in(self, year: int) -> dict[str, float]:
        """Return component -> weight of an edition."""
        weights = dict(self.exceptions).get(year, self.weights)
        return dict(zip(self.components, weights, strict=True))


RECIPES = (
    # the weights of 2010 were found by fitting the published figures; later editions use thirds
    Recipe("egdi", ("osi", "hci", "tii"), (1.0, 1.0, 1.0), ((2010, (0.34, 0.33, 0.33)),)),
    Recipe("gtmi", ("gtmi_cgsi", "gtmi_psdi", "gtmi_dcei", "gtmi_gtei"), (1.0,) * 4),
    Recipe(
        "egbr",
        (
            "egbr_user_centricity",
            "egbr_transparency",
            "egbr_key_enablers",
            "egbr_cross_border",
        ),
        (1.0,) * 4,
        maximum=100.0,
    ),
    Recipe(
        "oecd_dgi",
        (
            "oecd_dgi_digital_by_design",
            "oecd_dgi_data_driven_public_sector",
            "oecd_dgi_government_as_a_platform",
            "oecd_dgi_open_by_default",
            "oecd_dgi_user_driven",
            "oecd_dgi_proactiveness",
        ),
        (1.0,) * 6,
    ),
)


def recipe(index: str) -> Recipe:
    """Return the recipe of an index. Raises MethodError for an index without one."""
    for each in RECIPES:
        if each.index == index:
            return each
    known = ", ".join(each.index for each in RECIPES)
    raise MethodError(f"no recipe for index {index!r}; there are {known}")


def recompute(indices: pd.DataFrame, index: str) -> pd.DataFrame:
    """Return iso3, year, published, recomputed, difference of one index, all editions.

    `indices` is the long table (iso3, index, year, value). One row for every published value;
    where a component is missing for a country nothing is recomputed (NaN), since publishers do not
    skip. `difference` is recomputed - published, in the index's unit. Raises MethodError for an
    index without a recipe and for one that the table does not hold.
    """
    made = recipe(index)
    framework = pd.DataFrame(
        {
            "id": [*made.components, index],
            "level": [1] * len(made.components) + [2],
            "parent": [index] * len(made.components) + [""],
            "minimum": 0.0,
            "maximum": made.maximum,
        }
    )
    published = indices[indices["index"] == index]
    if published.empty:
        raise MethodError(f"index {index!r} is not in the table of indices")
    parts = []
    for year, rows in published.groupby("year"):
        edition = indices[(indices["year"] == year) & indices["index"].isin(made.components)]
        components = edition.pivot(index="iso3", columns="index", values="value")
        components = components.reindex(index=rows["iso3"], columns=list(made.components))
        recomputed = composite(
            components,
            framework,
            normalisation=f"scale:0:{made.maximum:g}",
            weights=made.weights_in(int(str(year))),
            missing="skip:1",
        ).scores[index]
        part = rows[["iso3", "year", "value"]].rename(columns={"value": "published"})
        part["recomputed"] = recomputed.to_numpy()
        parts.append(part)
    table = pd.concat(parts, ignore_index=True)
    return table.assign(difference=table["recomputed"] - table["published"])


def agreement(indices: pd.DataFrame) -> pd.DataFrame:
    """Return, an index and year a row: index, year, n, n_recomputed, largest_difference.

    Over all recipes whose index the table holds; `largest_difference` is the largest absolute
    difference of the recomputed values.
    """
    held = set(indices["index"])
    rows = []
    for each in RECIPES:
        if each.index not in held:
            continue
        for year, part in recompute(indices, each.index).groupby("year"):
            rows.append(
                {
                    "index": each.index,
                    "year": int(str(year)),
                    "n": len(part),
                    "n_recomputed": int(part["recomputed"].notna().sum()),
                    "largest_difference": float(part["difference"].abs().max()),
                }
            )
    return pd.DataFrame(rows)
