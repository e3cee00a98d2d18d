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


def test_marks_are_alike_wherever_they_stand_and_on_any_background():
    assert place(DOTTED).mark.like(place(DOTTED, shift=3).mark)
    assert not place(DOTTED).mark.like(place(HOLLOW).mark)
    assert not place(GREY).mark.like(place(BLACK).mark)


def test_what_lies_under_the_label_or_belongs_to_a_neighbour_is_no_mark():
    picture = drawn(DOTTED)
    picture[2:4, :] = 0.0  # a line that goes on under the label
    picture[:6, 100:130] = 0.0  # the lower end of what stands above
    assert look_beside(picture, LINE).mark.like(place(DOTTED).mark)
    assert look_beside(drawn(), LINE).mark is None


def test_ink_that_is_no_mark_is_not_clear():
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


def test_a_pair_of_tones_is_decided_by_a_question_with_three_options():
    convention = learn([choice(GREY, GREY, BLACK), choice(GREY, BLACK)])
    assert decide(choice(GREY, BLACK), convention).ticked == (1,)
    assert decide(choice(GREY, GREY), convention).ticked == ()
    assert decide(choice(GREY, GREY), convention).doubt == ""
    assert decide(choice(BLACK, BLACK), convention).doubt


def test_all_boxes_ticked_are_sure_where_the_form_leaves_others_empty():
    boxes = choice(DOTTED, DOTTED, single=False)
    assert decide(boxes, learn([choice(HOLLOW, DOTTED)])).ticked == (0, 1)
    assert decide(boxes, learn([boxes])).doubt


def test_a_check_beside_one_option_counts_when_several_questions_have_it():
    one = choice(CHECK, None)
    assert decide(one, learn([one])).doubt
    convention = learn([one, choice(None, CHECK)])
    assert decide(one, convention).ticked == (0,)
    assert decide(choice(None, None), convention).doubt == ""


def test_a_form_that_seems_to_tick_all_but_one_is_not_trusted():
    convention = learn([choice(DOTTED, HOLLOW, DOTTED), choice(DOTTED, HOLLOW)])
    decision = decide(choice(DOTTED, HOLLOW), convention)
    assert decision.ticked == ()
    assert "several options of one choice" in decision.doubt


def test_empty_marks_with_another_background_or_style_are_in_doubt():
    places = (place(HOLLOW), place(HOLLOW, background=(0.75, 0.85, 0.95)))
    assert decide(OptionMarks(places, True, False), Convention()).doubt
    decision = decide(choice(HOLLOW, HOLLOW, styles_differ=True), Convention())
    assert "shown differently" in decision.doubt
