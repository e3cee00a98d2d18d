"""Decides which options are ticked by comparing what is drawn beside them.

What is not sure is no selection: a wrong one would pass for what a government said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from egovbench.documents.pdf.marks import Mark, Place

_SAME_BACKGROUND = 0.03
_UNTICKED = frozenset(("empty", "missing"))


@dataclass(frozen=True)
class Choice:
    """What stands beside the options of a question, in their order.

    `single` says that one option can be ticked, `styles_differ` that the labels are written in
    different weights or colours.
    """

    places: tuple[Place, ...]
    single: bool
    styles_differ: bool

    @property
    def marks(self) -> list[Mark]:
        """The marks that are drawn."""
        return [place.mark for place in self.places if place.mark is not None]

    @property
    def looks(self) -> list[str]:
        """How each place looks: as its mark does, or "missing"."""
        return [place.mark.look if place.mark else "missing" for place in self.places]

    @property
    def inked(self) -> tuple[int, ...]:
        """The places whose mark is not empty."""
        return tuple(i for i, look in enumerate(self.looks) if look not in _UNTICKED)


@dataclass(frozen=True)
class Convention:
    """What a form shows of its own marks, learnt from all its questions.

    `pairs` are a ticked and an unticked mark of questions that leave no doubt. `hollow` says that
    an empty mark stands beside ticked ones, `bare` that several questions have the same mark beside
    one option and none beside another, and `contradicted` that a single choice has several marks
    that look ticked: then no mark of the form can be trusted.
    """

    pairs: tuple[tuple[Mark, Mark], ...] = ()
    hollow: bool = False
    bare: bool = False
    contradicted: bool = False


@dataclass(frozen=True)
class Decision:
    """The places of the ticked options, or why they are in doubt."""

    ticked: tuple[int, ...] = ()
    doubt: str = ""


def learn(choices: Sequence[Choice]) -> Convention:
    """Return what the choices that can be decided alone tell about the marks of their form."""
    pairs: list[tuple[Mark, Mark]] = []
    alone: list[Mark] = []
    contradicted = False
    for choice in choices:
        untouched = len(choice.places) - len(choice.inked)
        contradicted |= choice.single and untouched > 0 and len(choice.inked) > 1
        if choice.inked and "missing" in choice.looks and "empty" not in choice.looks:
            alone.append(choice.marks[0])
        ticked = decide(choice, Convention()).ticked
        others = [place.mark for i, place in enumerate(choice.places) if i not in ticked]
        mark = choice.places[ticked[0]].mark if ticked else None
        pairs += [(mark, other) for other in others[:1] if mark and other]
    return Convention(
        pairs=tuple(pairs),
        hollow=any(other.look == "empty" for _, other in pairs),
        bare=any(one.like(two) for one, two in combinations(alone, 2)),
        contradicted=contradicted,
    )


def decide(choice: Choice, convention: Convention) -> Decision:
    """Return the ticked options of `choice`, none of them where none is, or the doubt.

    In this order: where some marks are empty (or missing) and others are not, the others are
    ticked; empty marks that look the same are not ticked; of three or more marks of a single choice
    the only one that differs is ticked; else the marks must look like a pair of `convention`.
    """
    if not all(place.clear for place in choice.places):
        return Decision(doubt="what is drawn beside the options is no mark")
    if convention.contradicted:
        return Decision(doubt="marks that look ticked stand beside several options of one choice")
    if not choice.marks:
        return Decision(doubt="" if convention.bare else "nothing is drawn beside the options")
    looks = choice.looks
    if "missing" in looks and not convention.bare:
        return Decision(doubt="a mark is drawn beside some of the options only")
    if "unclear" in looks and not _UNTICKED.isdisjoint(looks):
        return Decision(doubt="a mark is neither empty nor ticked")
    if not choice.inked:
        return _none_ticked(choice)
    if len(choice.inked) < len(choice.places):
        return _apart(choice, choice.inked)
    return _by_comparison(choice, convention)


def _none_ticked(choice: Choice) -> Decision:
    if "missing" in choice.looks or not _alike(choice.marks):
        return Decision(doubt="the empty marks differ")
    if choice.styles_differ or _backgrounds_differ(choice.places):
        return Decision(doubt="the marks are all empty, but the options are shown differently")
    return Decision()


def _apart(choice: Choice, ticked: tuple[int, ...]) -> Decision:
    """Return `ticked` where its marks are alike, the others are, and there are not too many."""
    marks = [place.mark for place in choice.places]
    inside = [mark for index, mark in enumerate(marks) if mark and index in ticked]
    outside = [mark for index, mark in enumerate(marks) if mark and index not in ticked]
    if choice.single and len(ticked) > 1:
        return Decision(doubt="more than one option looks ticked")
    if not (_alike(inside) and _alike(outside)):
        return Decision(doubt="the marks differ in more than one way")
    return Decision(ticked)


def _by_comparison(choice: Choice, convention: Convention) -> Decision:
    """Decide where no mark is empty."""
    marks = choice.marks
    if choice.single and len(marks) > 2:
        odd = [i for i in range(len(marks)) if _alike(marks[:i] + marks[i + 1 :])]
        if len(odd) == 1:
            return Decision((odd[0],))
    for ticked, other in convention.pairs:
        if all(mark.like(ticked) != mark.like(other) for mark in marks):
            return _apart(choice, tuple(i for i, mark in enumerate(marks) if mark.like(ticked)))
    drawn = set(choice.looks) == {"drawn"} and _alike(marks)
    if drawn and not choice.single and (convention.hollow or convention.bare):
        return Decision(tuple(range(len(marks))))
    return Decision(doubt="the marks do not show which of them are ticked")


def _alike(marks: Sequence[Mark]) -> bool:
    return all(one.like(two) for one, two in combinations(marks, 2))


def _backgrounds_differ(places: Sequence[Place]) -> bool:
    colours = np.array([place.background for place in places])
    return bool((colours.max(axis=0) - colours.min(axis=0)).max() > _SAME_BACKGROUND)
