"""Decisions on marks drawn here, pixel by pixel; a line is 40 pixels high."""

import numpy as np
import pytest

from egovbench.documents.pdf.marks import Convention, OptionMarks, decide, learn, look_beside

LINE = 40
HOLLOW, DOTTED, GREY, BLACK, CHECK = "hollow", "dotted", "grey", "black", "check"


def drawn(kind=None, background=1.0, shift=0):
    """The picture beside a label: a circle 36 pixels wide, or a check, or nothing."""
    picture = np.full((2 * LINE, 4 * LINE, 3), background)
    rows, columns = np.mgrid[0 : 2 * LINE, 0 : 4 * LINE]
    distance = np.hypot(rows - LINE + 0.5 - shift, columns - 3 * LINE + 0.5)
    if kind in (HOLLOW, DOTTED):
        picture[(distance < 18) & (distance > 16)] = 0.3
    if kind == DOTTED:
        picture[distance < 9] = (0.0, 0.5, 0.5)
    if kind in (GREY, BLACK):
        picture[distance < 18] = 0.75 if kind == GREY else 0.0
    if kind == CHECK:
        picture[(abs(rows - LINE) < 14) & (abs(rows - LINE + columns - 3 * LINE) < 3)] = 0.0
    return picture


def place(kind=None, background=1.0, shift=0):
    return look_beside(drawn(kind, background, shift), LINE)


def choice(*kinds, single=True, styles_differ=False):
    return OptionMarks(tuple(place(kind) for kind in kinds), single, styles_differ)


@pytest.mark.parametrize(
    ("kind", "look"),
    [(HOLLOW, "empty"), (DOTTED, "drawn"), (GREY, "full"), (BLACK, "full"), (CHECK, "drawn")],
)
def test_looks(kind, look):
    assert place(kind).mark.look == look


def test_what_is_a_mark():
    assert place(DOTTED).mark.like(place(DOTTED, shift=3).mark)
    assert not place(DOTTED).mark.like(place(HOLLOW).mark)
    assert not place(GREY).mark.like(place(BLACK).mark)
    # what lies under the label or belongs to a neighbour is no mark
    picture = drawn(DOTTED)
    picture[2:4, :] = 0.0  # a line that goes on under the label
    picture[:6, 100:130] = 0.0  # the lower end of what stands above
    assert look_beside(picture, LINE).mark.like(place(DOTTED).mark)
    assert look_beside(drawn(), LINE).mark is None
    # ink that is no mark is not clear
    picture = drawn()
    picture[20:60, 20:140] = 0.5
    assert not look_beside(picture, LINE).clear
    places = (look_beside(picture, LINE), place(HOLLOW))
    assert "no mark" in decide(OptionMarks(places, True, False), Convention()).doubt


@pytest.mark.parametrize(
    ("kinds", "single", "ticked"),
    [
        ((DOTTED, HOLLOW), True, (0,)),
        ((HOLLOW, DOTTED), True, (1,)),
        ((HOLLOW, BLACK, HOLLOW), True, (1,)),
        ((HOLLOW, HOLLOW), True, ()),
        ((DOTTED, HOLLOW, DOTTED), False, (0, 2)),
        ((GREY, GREY, BLACK), True, (2,)),
        ((BLACK, GREY, BLACK), True, (1,)),
    ],
)
def test_what_is_decided_by_the_marks_of_one_question(kinds, single, ticked):
    decision = decide(choice(*kinds, single=single), Convention())
    assert (decision.ticked, decision.doubt) == (ticked, "")


@pytest.mark.parametrize(
    ("kinds", "single", "doubt"),
    [
        ((None, None), True, "nothing is drawn"),
        ((CHECK, None), True, "beside some of the options only"),
        ((GREY, BLACK), True, "do not show which"),
        ((GREY, BLACK, GREY), False, "do not show which"),
        ((BLACK, BLACK), True, "do not show which"),
        ((DOTTED, DOTTED), False, "do not show which"),
        ((DOTTED, DOTTED, HOLLOW), True, "more than one option looks ticked"),
        ((DOTTED, BLACK, HOLLOW), False, "differ in more than one way"),
        ((HOLLOW, None), True, "beside some of the options only"),
    ],
)
def test_what_is_in_doubt(kinds, single, doubt):
    decision = decide(choice(*kinds, single=single), Convention())
    assert decision.ticked == ()
    assert doubt in decision.doubt


def test_what_other_questions_show_decides_a_doubt():
    convention = learn([choice(GREY, GREY, BLACK), choice(GREY, BLACK)])
    assert decide(choice(GREY, BLACK), convention).ticked == (1,)
    assert decide(choice(GREY, GREY), convention).ticked == ()
    assert decide(choice(GREY, GREY), convention).doubt == ""
    assert decide(choice(BLACK, BLACK), convention).doubt
    # all boxes ticked are sure where the form leaves others empty
    boxes = choice(DOTTED, DOTTED, single=False)
    assert decide(boxes, learn([choice(HOLLOW, DOTTED)])).ticked == (0, 1)
    assert decide(boxes, learn([boxes])).doubt
    # a check beside one option counts when several questions have it
    one = choice(CHECK, None)
    assert decide(one, learn([one])).doubt
    convention = learn([one, choice(None, CHECK)])
    assert decide(one, convention).ticked == (0,)
    assert decide(choice(None, None), convention).doubt == ""


def test_what_no_form_would_show_is_in_doubt():
    convention = learn([choice(DOTTED, HOLLOW, DOTTED), choice(DOTTED, HOLLOW)])
    decision = decide(choice(DOTTED, HOLLOW), convention)
    assert decision.ticked == ()
    assert "several options of one choice" in decision.doubt
    # empty marks with another background or style are in doubt
    places = (place(HOLLOW), place(HOLLOW, background=(0.75, 0.85, 0.95)))
    assert decide(OptionMarks(places, True, False), Convention()).doubt
    decision = decide(choice(HOLLOW, HOLLOW, styles_differ=True), Convention())
    assert "shown differently" in decision.doubt
