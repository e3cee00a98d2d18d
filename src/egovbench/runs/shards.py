"""Shards: parts of a run that several machines or jobs make side by side."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from egovbench.base.errors import ParameterError

_Item = TypeVar("_Item")
_TEXT = re.compile(r"([1-9][0-9]{0,6})/([1-9][0-9]{0,6})")


@dataclass(frozen=True)
class Shard:
    """Part `number`, from 1, of `count` parts."""

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> "Shard":
        """Return the shard that "3/16" stands for; raises ParameterError for anything else."""
        match = _TEXT.fullmatch(text)
        if match is None or int(match[1]) > int(match[2]):
            raise ParameterError("shard", text, "a part and their number, such as 3/16")
        return cls(int(match[1]), int(match[2]))

    def part(self, items: Sequence[_Item]) -> list[_Item]:
        """Return every `count`th item, beginning with number `number`.

        The shards 1 to `count` together hold each item once; their lengths differ by one at most.
        """
        return list(items[self.number - 1 :: self.count])
