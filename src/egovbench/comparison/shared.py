"""Work that several readers share, without one of them changing what the others see."""

from collections.abc import Callable
from typing import Any

import pandas as pd


class shared_frame:  # noqa: N801 - used as a decorator, as property is
    """A property that works a frame out once and hands out copies of it.

    A copy shares its numbers with the original until one of them is written to (copy-on-write), so
    it costs next to nothing, and what one reader writes no other sees.
    """

    def __init__(self, work_out: Callable[[Any], pd.DataFrame]) -> None:
        self._work_out = work_out
        self._key = f"shared {work_out.__name__}"
        self.__doc__ = work_out.__doc__

    def __get__(self, owner: object, kind: type) -> pd.DataFrame:
        """Return a copy of the owner's frame."""
        kept = owner.__dict__
        if self._key not in kept:
            kept[self._key] = self._work_out(owner)
        frame: pd.DataFrame = kept[self._key].copy(deep=False)
        return frame
