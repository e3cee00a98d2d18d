"""The composite of a small table, worked by hand, and the faults it names."""

import numpy as np
import pandas as pd
import pytest

from egovbench.base import paths
from egovbench.base.errors import MethodError, ParameterError
from egovbench.base.schemas import INDICES_TABLE
from egovbench.base.tables import read_table
from egovbench.composite.composite import composite, declared_and_effective, effective_weights
from egovbench.scoring.framework import read_framework
from egovbench.scoring.weights import weighted

N = np.nan
NODES = pd.DataFrame(
    [
        ("a", 1, "g", 1, 1),
        ("b", 1, "g", 3, 1),
        ("c", 1, "h", 1, -1),
        ("g", 2, "t", 1, None),
        ("h", 2, "t", 1, None),
        ("t", 3, "", None, None),
    ],
    columns=["id", "level", "parent", "weight", "direction"],
)
FRAMEWORK = read_framework(NODES)
VALUES = pd.DataFrame(
    {"a": [0.0, 5.0, 10.0, N], "b": [4.0, 2.0, N, N], "c": [1.0, 3.0, 2.0, N]},
    index=["u1", "u2", "u3", "u4"],
)


def test_methods_by_hand():
    found = composite(VALUES, FRAMEWORK, normalisation="minmax:0:1")
    # a: 0, 1/2, 1; b: 1, 0, -; c turned: 1, 0, 1/2
    # g: (0 + 3) / 4, 1/2 / 4, 1; h: 1, 0, 1/2; t: mean
    np.testing.assert_allclose(found.scores["g"], [0.75, 0.125, 1.0, N])
    np.testing.assert_allclose(found.scores["h"], [1.0, 0.0, 0.5, N])
    np.testing.assert_allclose(found.scores["t"], [0.875, 0.0625, 0.75, N])
    assert found.scores.columns.tolist() == ["a", "b", "c", "g", "h", "t"]
    # a method a level
    found = composite(
        VALUES, FRAMEWORK, normalisation="minmax:1:2", aggregation="amean,gmean"
    ).scores
    np.testing.assert_allclose(found["t"], np.sqrt(found["g"] * found["h"]))
    assert found.loc["u1", "g"] == (1 + 3 * 2) / 4
    # a threshold of known children
    half = composite(VALUES, FRAMEWORK, normalisation="minmax", missing="skip:0.5").scores
    more = composite(VALUES, FRAMEWORK, normalisation="minmax", missing="skip:0.6").scores
    assert half.loc["u3", "g"] == 100
    assert np.isnan(more.loc["u3", "g"])
    # one of the two groups is known: less than 0.6 of them
    assert np.isnan(more.loc["u3", "t"])


def test_constants_zeros_and_unknown_methods_are_named():
    found = composite(VALUES.assign(b=7.0), FRAMEWORK, normalisation="minmax:0:1")
    assert found.constant == ("b",)
    np.testing.assert_allclose(found.scores["g"], [0, 0.5, 1, N])
    # geometric mean of zero says where and what to do
    with pytest.raises(
        MethodError, match=r"gmean of 'g' does not exist: 'a' is 0 for u1; .*minmax:1:100"
    ):
        composite(VALUES, FRAMEWORK, normalisation="minmax:0:1", aggregation="gmean")
    # an unknown method is named
    with pytest.raises(ParameterError, match="normalise: found 'best'"):
        composite(VALUES, FRAMEWORK, normalisation="best")


def test_effective_weights():
    values = pd.DataFrame(
        {"a": [0.0, 0.0, 1.0, 1.0], "b": [0.0, 0.0, 1.0, 1.0], "c": [1.0, 0.0, 1.0, 0.0]},
        index=list("wxyz"),
    )
    framework = read_framework(NODES.assign(direction=1))
    found = composite(values, framework, normalisation="minmax:0:1")
    table = declared_and_effective(found.scores, framework).set_index("id")
    assert table.loc[["a", "b"], "declared"].tolist() == [0.25, 0.75]
    # a and b are the same column: each explains all of g, whatever is declared
    assert table.loc[["a", "b"], "effective"].tolist() == [1.0, 1.0]
    assert table.loc[["a", "b"], "effective_share"].tolist() == [0.5, 0.5]
    # effective weights by hand
    first = np.array([0.0, 0.0, 1.0, 1.0])
    score = np.array([1.0, 3.0, 5.0, 7.0])
    # group means 2 and 6; within 2 + 2 = 4, total 20: 1 - (4 / 2) / (20 / 3) = 0.7
    found = effective_weights(np.stack([first, np.ones(4)], axis=1), score)
    assert found == pytest.approx([0.7, 0.0], abs=1e-12)
    assert np.isnan(effective_weights(first[:, None], np.ones(4))).all()
    # effective weights of many values use groups of equal size
    child = np.arange(240.0)
    exact = effective_weights(child[:, None], child**3)
    assert exact[0] > 0.95
    noise = np.random.default_rng(3).normal(size=240)
    assert effective_weights(noise[:, None], child)[0] < 0.1


INDICES = {
    "egdi": ("osi", "hci", "tii"),
    "gtmi": ("gtmi_cgsi", "gtmi_psdi", "gtmi_dcei", "gtmi_gtei"),
    "egbr": ("egbr_user_centricity", "egbr_transparency", "egbr_key_enablers", "egbr_cross_border"),
    "oecd_dgi": (
        "oecd_dgi_digital_by_design",
        "oecd_dgi_data_driven_public_sector",
        "oecd_dgi_government_as_a_platform",
        "oecd_dgi_open_by_default",
        "oecd_dgi_user_driven",
        "oecd_dgi_proactiveness",
    ),
}


@pytest.fixture(scope="module")
def indices():
    return read_table(paths.INDICES / "indices.csv", INDICES_TABLE)


@pytest.mark.parametrize(
    ("index", "year", "count", "tolerance"),
    [
        ("egdi", 2010, 183, 0.0001),
        ("egdi", 2012, 190, 0.0001),
        *(("egdi", year, 193, 0.0001) for year in range(2014, 2025, 2)),
        ("gtmi", 2020, 198, 1e-12),
        ("gtmi", 2022, 198, 1e-12),
        ("gtmi", 2025, 197, 1e-12),
        ("egbr", 2023, 35, 1e-12),
        # composite and dimensions are published to three decimals
        ("oecd_dgi", 2023, 38, 0.0005 + 1e-9),
    ],
)
def test_a_published_index_follows_from_its_published_components(
    indices, index, year, count, tolerance
):
    wide = indices[indices["year"] == year].pivot(index="iso3", columns="index", values="value")
    wide = wide[wide[index].notna()]
    parts = INDICES[index]
    rows = [(part, 1, index) for part in parts] + [(index, 2, "")]
    framework = read_framework(
        pd.DataFrame(rows, columns=["id", "level", "parent"]).assign(minimum=0.0, maximum=1.0)
    )
    # the weights of 2010 were found by fitting the published values; later editions use thirds
    weights = [("osi", 0.34), ("hci", 0.33), ("tii", 0.33)] if year == 2010 else []
    methods = {"normalisation": "scale:0:1", "missing": "skip:1"}
    found = composite(wide, weighted(framework, weights), **methods).scores[index]
    assert found.notna().sum() == len(wide) == count
    assert (found - wide[index]).abs().max() <= tolerance
    if year == 2010:
        thirds = composite(wide, framework, **methods)
        assert (thirds.scores[index] - wide[index]).abs().max() > 0.0001
