"""One drawing, recorded as shapes and painted by matplotlib."""

import math
from io import BytesIO

import matplotlib
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from egovbench.figures import style
from egovbench.figures.canvas import Canvas
from egovbench.figures.coverage import coverage_bars
from egovbench.figures.drawing import Boxes, Line, Marks, Wedge, Words
from egovbench.figures.paint import paint


@pytest.fixture
def drawing():
    canvas = Canvas(4, 2)
    canvas.text(1, 0.5, "upright", align="center")
    canvas.text(3, 1.5, "upwards", size=style.SMALL, rotation=90)
    canvas.line([0, 4], [1, 1], style.RULE, 0.8)
    canvas.marks([(1, 1), (2, 1)], face=style.FOCAL, size=7.2)
    canvas.boxes([(0, 0, 1, 0.5), (2, 0, 1, 0.5)], face="#e3e3e3", hatch_colour="#b5b5b5")
    canvas.wedge([(3, 1), (3, 1.2), (3.2, 1.1)], style.FOCAL)
    return canvas.drawing


def test_shapes_stand_in_the_order_they_were_drawn(drawing):
    kinds = [type(shape) for shape in drawing.shapes]
    assert kinds == [Words, Words, Line, Marks, Boxes, Wedge]
    assert drawing.texts == ["upright", "upwards"]


def test_what_has_no_known_place_is_not_drawn():
    canvas = Canvas(4, 2)
    canvas.text(math.nan, 1, "nowhere")
    canvas.line([0, math.nan], [1, 1], style.INK)
    canvas.marks([(math.nan, 1)])
    canvas.boxes([(0, 0, math.nan, 1)])
    assert canvas.drawing.shapes == ()
    canvas.marks([(math.nan, 1), (1, 1)])
    assert canvas.drawing.shapes[0].places == ((1, 1),)


def test_a_painted_figure_holds_every_shape_at_its_place_and_layer(drawing):
    figure = paint(drawing)
    axes = figure.axes[0]
    assert tuple(figure.get_size_inches()) == (4, 2)
    upright, upwards = axes.texts
    drop = style.baseline_drop()
    assert upright.get_position() == pytest.approx((1, 0.5 + drop))
    assert upwards.get_position() == pytest.approx((3 + style.baseline_drop(style.SMALL), 1.5))
    line, marks = axes.lines
    assert list(line.get_xdata()) == [0, 4]
    assert (marks.get_marker(), marks.get_markersize()) == ("o", 7.2)
    boxes, wedge = axes.patches
    assert boxes.get_hatch() == "////"
    assert boxes.get_path().vertices[:3].tolist() == [[0, 0], [1, 0], [1, 0.5]]
    layers = [each.get_zorder() for each in (upright, upwards, line, marks, boxes, wedge)]
    assert layers == sorted(layers)


def test_the_middle_of_a_line_of_text_is_halfway_between_its_highest_and_lowest_letter():
    figure = paint(Canvas(4, 2).drawing)
    drop = style.baseline_drop()
    text = figure.axes[0].text(1, 1 + drop, "lp", fontsize=style.TEXT, va="baseline")
    box = text.get_window_extent(FigureCanvasAgg(figure).get_renderer())
    middle = 2 - (box.y0 + box.y1) / 2 / figure.dpi
    assert middle == pytest.approx(1, abs=1.5 / figure.dpi)


def test_a_charts_figure_can_be_saved_in_other_formats():
    counts = pd.DataFrame({"section": ["A"], "n_known": [3], "n_unknown": [1], "n_not_asked": [2]})
    chart = coverage_bars(counts, title="Message", of="Aland")
    with matplotlib.rc_context({"font.size": 30, "text.color": "red"}):
        assert [text.get_text() for text in chart.figure.axes[0].texts] == chart.drawing.texts
    buffer = BytesIO()
    chart.figure.savefig(buffer, format="pdf")
    assert buffer.getvalue().startswith(b"%PDF")
