"""How far two codings of the same things agree."""

from dataclasses import dataclass

import pandas as pd

_SIDES = ("first", "second")


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
    shares = [pairs[side].value_counts(normalize=True) for side in _SIDES]
    expected = float(shares[0].mul(shares[1], fill_value=0).sum())
    kappa = (share - expected) / (1 - expected) if expected < 1 else float("nan")
    return Agreement(n, share, kappa, table)


def agreement_by(pairs: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return n, share and kappa (see `agreement`) of the pairs of each group, in sorted order.

    `pairs` has the columns `by`, and the codes `first` and `second`, none missing.
    """
    pairs = pairs.assign(alike=pairs["first"] == pairs["second"])
    table = pairs.groupby(by)["alike"].agg(n="count", share="mean")
    counts = [pairs.groupby([*by, side]).size().rename_axis([*by, "code"]) for side in _SIDES]
    products = (counts[0] * counts[1]).groupby(level=by).sum()
    expected = products / table["n"] ** 2
    table["kappa"] = ((table["share"] - expected) / (1 - expected)).where(expected < 1)
    return table.reset_index()
