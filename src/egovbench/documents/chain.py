"""Places where questions may stand in a text, and the best way to pick one a question."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Located:
    """A question found in a text: its wording and number begin at `start`, its answer at `end`.

    The number stands behind the wording, or before it (`number_first`). `again` marks a further
    place of a question that is located elsewhere, `reworded` that the number has another wording.
    """

    number: int
    start: int
    end: int
    number_first: bool = False
    again: bool = False
    reworded: bool = False


@dataclass(frozen=True)
class Candidate:
    """A place of a question, how much speaks for it, and whether every word is its own."""

    located: Located
    weight: float
    exact: bool = False


class Front:
    """The best chains so far, by where they end; weights grow along the front."""

    def __init__(self) -> None:
        self._ends: list[int] = [0]
        self._totals: list[float] = [0.0]
        self._chains: list[tuple[Located, object] | None] = [None]

    def extend(self, candidates: Sequence[Candidate]) -> None:
        """Let each chain go on with one of the next question's candidates, or with none."""
        longer = []
        for candidate in candidates:
            before = bisect_right(self._ends, candidate.located.start) - 1
            total = self._totals[before] + candidate.weight
            chain = (candidate.located, self._chains[before])
            longer.append((candidate.located.end, total, chain))
        for end, total, chain in longer:
            self._insert(end, total, chain)

    def _insert(self, end: int, total: float, chain: tuple[Located, object]) -> None:
        place = bisect_right(self._ends, end)
        if self._totals[place - 1] >= total:
            return
        stop = place
        while stop < len(self._ends) and self._totals[stop] <= total:
            stop += 1
        self._ends[place:stop] = [end]
        self._totals[place:stop] = [total]
        self._chains[place:stop] = [chain]

    def best(self) -> list[Located]:
        """Return the chain with the greatest total weight, in order."""
        found: list[Located] = []
        chain: object = self._chains[-1]
        while isinstance(chain, tuple):
            found.append(chain[0])
            chain = chain[1]
        return found[::-1]
