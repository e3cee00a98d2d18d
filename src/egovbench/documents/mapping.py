"""Maps the questions of another wave to the codebook's items, by wording alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from egovbench.documents.readings import Unmapped
from egovbench.documents.sheets.similarity import Likeness
from egovbench.questionnaire import Codebook, Question

SAME_WORDING = 95.0  # likeness from which on two wordings ask the same (0 to 100)


@dataclass(frozen=True)
class Mapped:
    """The codebook's item for each question of a wave that has one, and the questions without."""

    items: Mapping[int, int]
    unmapped: tuple[Unmapped, ...]


def map_questions(wordings: Sequence[tuple[int, str]], codebook: Codebook) -> Mapped:
    """Map a wave's questions, given as numbers with wordings in printed order, to items.

    A question is mapped where its wording is the item's: the same words, but for spelling, order
    of little words and the like (SAME_WORDING, see `Likeness`). A wording that several items share
    ("If yes, please provide link and detail.") is mapped only behind the question that it follows
    up. An item has one question: of several the likest, then the first.
    """
    if not wordings:
        return Mapped({}, ())
    questions = codebook.questions
    wanted = Likeness([each.wording for each in questions])
    scores = wanted.scores([each for _, each in wordings])
    own = (wanted.scores([each.wording for each in questions]) >= SAME_WORDING).sum(axis=0) == 1
    alone = np.where(own, scores, 0.0)
    taken: dict[int, int] = {}
    for row in sorted(range(len(wordings)), key=lambda row: (-alone[row].max(), row)):
        column = int(alone[row].argmax())
        if alone[row, column] >= SAME_WORDING and column not in taken.values():
            taken[row] = column
    for row in range(1, len(wordings)):
        if row not in taken and row - 1 in taken:
            same = np.flatnonzero((scores[row] >= SAME_WORDING) & ~own)
            before = questions[taken[row - 1]]
            follows = [int(each) for each in same if _follows(questions[int(each)], before)]
            if follows and follows[0] not in taken.values():
                taken[row] = follows[0]
    return Mapped(
        items={wordings[row][0]: questions[column].number for row, column in sorted(taken.items())},
        unmapped=tuple(
            Unmapped(
                number,
                wording,
                questions[int(scores[row].argmax())].number if scores[row].max() else 0,
                round(float(scores[row].max()) / 100, 2),
            )
            for row, (number, wording) in enumerate(wordings)
            if row not in taken
        ),
    )


def _follows(question: Question, before: Question) -> bool:
    """Whether a question stands behind another one in the codebook, or follows up the same."""
    return (
        before.number == question.number - 1
        or before.number == question.follows
        or (before.follows is not None and before.follows == question.follows)
    ) and before.number < question.number
