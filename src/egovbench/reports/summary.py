"""A country's key facts on one screen, as a report hands them to the index of its run."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Fact:
    """A name with its value, both in words; `key` tells which fact it is in any language."""

    key: str
    name: str
    value: str


@dataclass(frozen=True)
class Notable:
    """An item that sets the country apart: its label, the country's code, how peers stand."""

    item: int
    section: str
    label: str
    code: str
    share: str


@dataclass(frozen=True)
class Scale:
    """A score and the peers' median with their bounds, from 0 to 100."""

    distinguishable: bool
    score: float
    lower: float
    upper: float
    median: float
    median_lower: float
    median_upper: float


@dataclass(frozen=True)
class Summary:
    """The key facts of one focal country, in words of the report's language.

    Attributes:
        country: its name.
        facts: score first, then what it rests on.
        scale: where the score stands; None where it or the median is not known.
        strengths: at most three items that it has and peers lack.
        gaps: at most three items that peers have and it lacks.
        nothing: what to say in place of strengths and gaps where there are none.
        unknown: sentences on what is not known.
    """

    country: str
    facts: tuple[Fact, ...]
    scale: Scale | None
    strengths: tuple[Notable, ...]
    gaps: tuple[Notable, ...]
    nothing: tuple[str, str]
    unknown: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the summary as what JSON can hold."""
        return asdict(self)


def summary_from(content: Mapping[str, Any]) -> Summary:
    """Return the summary that `as_json` gave.

    Raises:
        KeyError, TypeError, ValueError: `content` is something else.
    """
    scale = content["scale"]
    strengths, gaps = content["nothing"]
    return Summary(
        country=str(content["country"]),
        facts=tuple(Fact(**_texts(each)) for each in content["facts"]),
        scale=None if scale is None else _scale(scale),
        strengths=tuple(_notable(each) for each in content["strengths"]),
        gaps=tuple(_notable(each) for each in content["gaps"]),
        nothing=(str(strengths), str(gaps)),
        unknown=tuple(map(str, content["unknown"])),
    )


def _texts(content: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in content.items()}


def _scale(content: Mapping[str, Any]) -> Scale:
    numbers = {name: float(value) for name, value in content.items() if name != "distinguishable"}
    return Scale(distinguishable=bool(content["distinguishable"]), **numbers)


def _notable(content: Mapping[str, Any]) -> Notable:
    item = int(content["item"])
    return Notable(**{**_texts(content), "item": item})  # type: ignore[arg-type]
