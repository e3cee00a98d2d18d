"""How far two codings of the same things agree."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Agreement:
    """Agreement of two coders: `n` pairs, `share` alike (0 to 1) and Cohen's kappa (-1 to 1).

    `share` is missing where nothing was compared; `kappa` also where it is not defined: both
    coders gave one and the same code throughout, so that chance alone would agree.
    """

    n: int
    share: float
    kappa: float
    table: pd.DataFrame


def agreement(first: pd.Series, second: pd.Series) -> Agreement:
    """Return share and kappa of two codings aligned by index; missing codes are left out.

    kappa = (share - expected) / (1 - expected), expected being the sum over codes of the product
    of both coders' shares (Cohen 1960, A coefficient of agreement for nominal scales, p. 40).
    `table` counts the pairs: rows first coder's codes, columns the second's.
    """
    pairs = pd.DataFrame({"first": first, "second": second}).dropna()
    table = pd.crosstab(pairs["first"], pairs["second"])
    n = len(pairs)
    if n == 0:
        return Agreement(0, float("nan"), float("nan"), table)
    share = float((pairs["first"] == pairs["second"]).mean())
    shares = [pairs[side].value_counts(normalize=True) for side in ("first", "second")]
    expected = float(shares[0].mul(shares[1], fill_value=0).sum())
    kappa = (share - expected) / (1 - expected) if expected < 1 else float("nan")
    return Agreement(n, share, kappa, table)
