"""Outliers: flags by skewness and kurtosis, and treatments that are recorded step by step.

A treatment changes raw values before normalisation; missing stays missing. Every changed value
is a row of `STEPS`, so that a report can say what was done to which unit.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from egovbench.base.errors import MethodError, ParameterError
from egovbench.scoring.framework import Floats

STEPS = ("step", "indicator", "method", "unit", "before", "after")
FEWEST = 4


@dataclass(frozen=True)
class Treatment:
    """Treated values (as the input) and the steps taken, one row a changed value (`STEPS`)."""

    values: pd.DataFrame
    steps: pd.DataFrame


def skewness(column: Floats) -> float:
    """Return the sample skewness G1 of the known values; NaN below three or without spread.

    g1 * sqrt(n (n - 1)) / (n - 2), g1 = m3 / m2^1.5. Source: Joanes and Gill (1998), The
    Statistician 47(1), 183-189 (their G1; type 2 of R's e1071).
    """
    known = column[~np.isnan(column)]
    count = len(known)
    if count < 3 or np.ptp(known) == 0:
        return float("nan")
    centred = known - known.mean()
    ratio = (centred**3).mean() / (centred**2).mean() ** 1.5
    return float(ratio * np.sqrt(count * (count - 1)) / (count - 2))


def kurtosis(column: Floats) -> float:
    """Return the sample excess kurtosis G2 of the known values; NaN below four or without spread.

    ((n + 1) g2 + 6) (n - 1) / ((n - 2) (n - 3)), g2 = m4 / m2^2 - 3. Source: Joanes and Gill
    (1998), The Statistician 47(1), 183-189 (their G2; type 2 of R's e1071).
    """
    known = column[~np.isnan(column)]
    count = len(known)
    if count < FEWEST or np.ptp(known) == 0:
        return float("nan")
    centred = known - known.mean()
    excess = (centred**4).mean() / (centred**2).mean() ** 2 - 3
    return float(((count + 1) * excess + 6) * (count - 1) / ((count - 2) * (count - 3)))


def outlier_flags(
    values: pd.DataFrame, skewness_limit: float = 2.0, kurtosis_limit: float = 3.5
) -> pd.DataFrame:
    """Return, an indicator a row: indicator, n, skewness, kurtosis, flagged.

    Flagged is an indicator with |skewness| at or above its limit and kurtosis at or above its
    limit (both, as in the JRC's audits and COINr `check_SkewKurt`).
    """
    rows = []
    for name in values.columns:
        column = values[name].to_numpy(dtype=np.float64)
        skew, peak = skewness(column), kurtosis(column)
        rows.append(
            {
                "indicator": str(name),
                "n": int((~np.isnan(column)).sum()),
                "skewness": skew,
                "kurtosis": peak,
                "flagged": bool(abs(skew) >= skewness_limit and peak >= kurtosis_limit),
            }
        )
    return pd.DataFrame(rows, columns=["indicator", "n", "skewness", "kurtosis", "flagged"])


def winsorise(
    values: pd.DataFrame,
    most: int = 5,
    skewness_limit: float = 2.0,
    kurtosis_limit: float = 3.5,
) -> Treatment:
    """Return values with the outlying ends of flagged indicators drawn in.

    While an indicator is flagged, its highest value (lowest, where skewness is negative) takes
    the next one's value, with all its equals, until the flag is gone or a further step would
    change more than `most` values. Source: OECD/JRC (2008), Handbook, step 2; COINr `winsorise`.
    """
    if most < 1:
        raise ParameterError("most", most, "a whole number from 1 up")
    treated = values.astype("float64").copy()
    steps: list[tuple[object, ...]] = []
    for name in values.columns:
        column = treated[name].to_numpy(dtype=np.float64, copy=True)
        changed = np.zeros(len(column), dtype=np.bool_)
        step = 0
        while _flagged(column, skewness_limit, kurtosis_limit):
            extreme = np.nanmax(column) if skewness(column) >= 0 else np.nanmin(column)
            at = column == extreme
            if (changed | at).sum() > most:
                break
            step += 1
            rest = column[~at & ~np.isnan(column)]
            target = rest.max() if skewness(column) >= 0 else rest.min()
            method = "winsorised high" if skewness(column) >= 0 else "winsorised low"
            for row in np.flatnonzero(at):
                steps.append((step, str(name), method, values.index[int(row)], column[row], target))
            column[at] = target
            changed |= at
        treated[name] = column
    return Treatment(treated, pd.DataFrame(steps, columns=list(STEPS)))


def box_cox(values: pd.DataFrame, power: float = 0.0) -> Treatment:
    """Return every column as ((x - min + 1)^power - 1) / power, for power 0 as ln(x - min + 1).

    The shift makes every value 1 or more. The order of values is kept. Source: Box and Cox
    (1964), Journal of the Royal Statistical Society B 26(2), 211-252; shift as in COINr `boxcox`.
    Raises MethodError naming an indicator without known values.
    """
    treated = values.astype("float64").copy()
    steps: list[tuple[object, ...]] = []
    for name in values.columns:
        column = treated[name].to_numpy(dtype=np.float64)
        if np.isnan(column).all():
            raise MethodError(f"Box-Cox: indicator {str(name)!r} has no known value")
        shifted = column - np.nanmin(column) + 1.0
        after = np.log(shifted) if power == 0 else (shifted**power - 1.0) / power
        treated[name] = after
        for row in np.flatnonzero(~np.isnan(column)):
            method = f"Box-Cox, power {power:g}"
            steps.append((1, str(name), method, values.index[int(row)], column[row], after[row]))
    return Treatment(treated, pd.DataFrame(steps, columns=list(STEPS)))


def _flagged(column: Floats, skewness_limit: float, kurtosis_limit: float) -> bool:
    return abs(skewness(column)) >= skewness_limit and kurtosis(column) >= kurtosis_limit
