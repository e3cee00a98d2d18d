"""Reads a source's crosswalk: which of its variables answers which item, how well, by what map."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from egovbench.base.errors import InputError
from egovbench.base.vocabulary import FIDELITIES
from egovbench.base.yaml_text import read_yaml

LINK_CODES = ("yes", "partly", "no", "unknown")
CAUSES = ("not_asked", "scale")
"""Why an answer that is used of one edition is left out of another."""


@dataclass(frozen=True)
class Edition:
    """An edition of the source: the survey id of its codes and the year its answers refer to."""

    id: str
    year: int


@dataclass(frozen=True)
class Choice:
    """How a cell that lists several options is coded: by whether `option` is among them."""

    option: str
    among: tuple[str, ...]
    chosen: str
    otherwise: str


@dataclass(frozen=True)
class Thresholds:
    """How a score or share is coded: by the highest of the thresholds that it reaches, else no.

    `lowest` holds the least value of each code, the best code first; `scale` the least and the
    greatest value that the source can give, on the source's own scale.
    """

    lowest: Mapping[str, float]
    scale: tuple[float, float]

    def code(self, value: str) -> str | None:
        """Return the code of a value as the source has it, None for one outside the scale."""
        try:
            number = float(value)
        except ValueError:
            return None
        if not self.scale[0] <= number <= self.scale[1]:
            return None
        return next((code for code, least in self.lowest.items() if number >= least), "no")


@dataclass(frozen=True)
class Link:
    """A variable that answers an item.

    `codes` maps each value of the source to a code and is empty where `choice` or `thresholds`
    do that. `where` names the values of other variables for which the question was put at all.
    """

    item: int
    variable: str
    editions: tuple[str, ...]
    fidelity: str
    rank: int
    where: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, str]
    choice: Choice | None
    thresholds: Thresholds | None
    reason: str

    @property
    def known_values(self) -> str:
        """What the source may answer, in words for a message."""
        if self.thresholds is not None:
            return "numbers from {:g} to {:g}".format(*self.thresholds.scale)
        return ", ".join(self.codes if self.choice is None else self.choice.among)


@dataclass(frozen=True)
class LeftOut:
    """A link that was considered and is not used; in all editions where `editions` is empty.

    `because` is one of CAUSES for a link that another edition has, else empty.
    """

    item: int
    variable: str
    editions: tuple[str, ...]
    reason: str
    because: str = ""


@dataclass(frozen=True)
class Crosswalk:
    """A source, its editions and its links; `no_or_unknown` are values that do not tell which."""

    id: str
    title: str
    publisher: str
    licence: str
    citation: str
    answered_by: str
    editions: tuple[Edition, ...]
    no_answer: frozenset[str]
    no_or_unknown: frozenset[str]
    links: tuple[Link, ...]
    left_out: tuple[LeftOut, ...]

    def variables(self, edition: str) -> frozenset[str]:
        """Return every variable that the links of an edition read."""
        used = [link for link in self.links if edition in link.editions]
        return frozenset(
            {link.variable for link in used} | {name for link in used for name in link.where}
        )


def read_crosswalk(path: Path) -> Crosswalk:
    """Return the crosswalk at `path`.

    Raises InputError, naming item and variable, when the file is no YAML, an entry is missing, a
    fidelity, code or edition does not exist, thresholds are no proxy, stand outside their scale
    or in the wrong order, or two links claim the same rank.
    """
    content = read_yaml(path, "crosswalk", as_text=True)
    try:
        crosswalk = _crosswalk(content)
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise InputError(path, f"an entry is missing or malformed ({fault})") from None
    _check(path, crosswalk)
    return crosswalk


def _crosswalk(content: Mapping[str, Any]) -> Crosswalk:
    return Crosswalk(
        id=content["id"],
        title=content["title"],
        publisher=content["publisher"],
        licence=content["licence"],
        citation=content["citation"],
        answered_by=content["answered_by"],
        editions=tuple(Edition(each["id"], int(each["year"])) for each in content["editions"]),
        no_answer=frozenset(content["no_answer"]),
        no_or_unknown=frozenset(content["no_or_unknown"]),
        links=tuple(_link(each) for each in content["links"]),
        left_out=tuple(
            LeftOut(
                int(each["item"]),
                each["variable"],
                tuple(each.get("editions", ())),
                each["reason"],
                each.get("because", ""),
            )
            for each in content["left_out"]
        ),
    )


def _link(entry: Mapping[str, Any]) -> Link:
    choice = entry.get("choice")
    return Link(
        item=int(entry["item"]),
        variable=entry["variable"],
        editions=tuple(entry["editions"]),
        fidelity=entry["fidelity"],
        rank=int(entry["rank"]),
        where={name: tuple(values) for name, values in entry.get("where", {}).items()},
        codes=dict(entry.get("codes", {})),
        choice=choice
        and Choice(choice["option"], tuple(choice["among"]), choice["chosen"], choice["otherwise"]),
        thresholds=_thresholds(entry),
        reason=entry["reason"],
    )


def _thresholds(entry: Mapping[str, Any]) -> Thresholds | None:
    if "thresholds" not in entry:
        return None
    least, greatest = (float(end) for end in entry["scale"])
    lowest = {code: float(value) for code, value in entry["thresholds"].items()}
    return Thresholds(lowest, (least, greatest))


def _check(path: Path, crosswalk: Crosswalk) -> None:
    known = {edition.id for edition in crosswalk.editions}
    for link in crosswalk.links:
        place = f"item {link.item}, {link.variable}"
        if link.fidelity not in FIDELITIES:
            expected = ", ".join(FIDELITIES)
            raise InputError(path, f"{place}: fidelity {link.fidelity!r}; expected {expected}")
        unknown = [edition for edition in link.editions if edition not in known]
        if unknown or not link.editions:
            found = unknown[0] if unknown else "none"
            expected = ", ".join(sorted(known))
            raise InputError(path, f"{place}: edition {found!r}; expected {expected}")
        if sum((bool(link.codes), link.choice is not None, link.thresholds is not None)) != 1:
            raise InputError(path, f"{place}: expected either codes, a choice or thresholds")
        used = set(link.codes.values())
        if link.choice is not None:
            used = {link.choice.chosen, link.choice.otherwise}
        if link.thresholds is not None:
            _check_thresholds(path, place, link.fidelity, link.thresholds)
            used = {*link.thresholds.lowest, "no"}
        if not used <= set(LINK_CODES):
            found = sorted(used - set(LINK_CODES))[0]
            raise InputError(path, f"{place}: code {found!r}; expected {', '.join(LINK_CODES)}")
        if not {"yes", "no"} <= used and not {"partly", "no"} <= used:
            raise InputError(path, f"{place}: expected a map that can say no as well as yes")
    for entry in crosswalk.left_out:
        if entry.because not in ("", *CAUSES):
            place, found = f"item {entry.item}, {entry.variable}", entry.because
            raise InputError(path, f"{place}: because {found!r}; expected {', '.join(CAUSES)}")
    _check_ranks(path, crosswalk)


def _check_thresholds(path: Path, place: str, fidelity: str, thresholds: Thresholds) -> None:
    if fidelity != "proxy":
        raise InputError(path, f"{place}: fidelity {fidelity!r}; thresholds give a proxy only")
    if tuple(thresholds.lowest) not in (("yes",), ("yes", "partly"), ("partly",)):
        found = ", ".join(thresholds.lowest) or "none"
        raise InputError(path, f"{place}: thresholds for {found}; expected yes, then partly")
    least, greatest = thresholds.scale
    values = list(thresholds.lowest.values())
    # The least value has to stay below every threshold, or the link could not say no.
    if not all(least < value <= greatest for value in values):
        message = f"thresholds outside the scale; expected above {least:g} and up to {greatest:g}"
        raise InputError(path, f"{place}: {message}")
    if values != sorted(set(values), reverse=True):
        raise InputError(path, f"{place}: expected a higher threshold for yes than for partly")


def _check_ranks(path: Path, crosswalk: Crosswalk) -> None:
    claimed = {
        (link.item, edition, link.fidelity, link.rank, link.variable)
        for link in crosswalk.links
        for edition in link.editions
    }
    places = Counter(claim[:4] for claim in claimed)
    for (item, edition, fidelity, rank), count in sorted(places.items()):
        if count > 1:
            raise InputError(
                path, f"item {item}, {edition}: several variables are {fidelity} with rank {rank}"
            )
