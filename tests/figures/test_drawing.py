"""One drawing, recorded as shapes and painted by matplotlib."""

import math
import xml.etree.ElementTree as ElementTree
from io import BytesIO

import matplotlib
import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from egovbench.figures import style
from egovbench.figures.bars import coverage_bars
from egovbench.figures.canvas import Boxes, Canvas, Line, Marks, Wedge, Words
from egovbench.figures.picture import paint


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


def painted(drawing, dots=100):
    """The drawing's pixels, row by row from the top."""
    figure = paint(drawing)
    figure.set_dpi(dots)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3]


def colour_at(pixels, x, y, dots=100):
    return "#{:02x}{:02x}{:02x}".format(*pixels[round(y * dots), round(x * dots)])


def test_a_painted_figure_has_every_shape_at_its_place_and_layer():
    # 4 by 2 inches at 100 dots an inch; y grows downwards
    canvas = Canvas(4, 2)
    canvas.boxes([(0, 0, 1, 0.5), (2, 0, 1, 0.5)], face="#e3e3e3")
    canvas.line([0, 4], [1, 1], "#123456", 7.2)
    canvas.marks([(1, 1), (2, 0.25)], face=style.FOCAL, size=14.4)
    canvas.wedge([(3, 1.2), (3, 1.8), (3.6, 1.2)], "#654321")
    pixels = painted(canvas.drawing)
    assert pixels.shape == (200, 400, 3)
    assert colour_at(pixels, 0.5, 0.25) == colour_at(pixels, 2.8, 0.4) == "#e3e3e3"
    assert colour_at(pixels, 1.5, 0.25) == "#ffffff"
    assert colour_at(pixels, 0.5, 1) == colour_at(pixels, 3.9, 1) == "#123456"
    assert colour_at(pixels, 1, 1) == colour_at(pixels, 2, 0.25) == style.FOCAL  # drawn later
    assert colour_at(pixels, 3.1, 1.3) == "#654321"
    assert colour_at(pixels, 3.5, 1.7) == "#ffffff"


def test_hatched_boxes_show_lines_and_ground():
    canvas = Canvas(2, 2)
    canvas.boxes([(0, 0, 2, 2)], face="#e3e3e3", hatch_colour="#303030")
    pixels = painted(canvas.drawing)[20:180, 20:180, 0]
    assert (pixels == 0xE3).mean() > 0.3
    assert (pixels < 0xA0).any()


@pytest.mark.parametrize("rotation", [0, 90])
def test_the_middle_of_a_line_of_text_is_halfway_between_its_highest_and_lowest_letter(rotation):
    canvas = Canvas(2, 2)
    canvas.text(1, 1, "lp", align="center", rotation=rotation)
    dots = 200
    dark = np.argwhere(painted(canvas.drawing, dots)[..., 0] < 128)
    middle = (dark.min(axis=0) + dark.max(axis=0) + 1) / 2 / dots
    assert middle == pytest.approx((1, 1), abs=2.5 / dots)


def test_a_charts_figure_can_be_saved_in_other_formats():
    counts = pd.DataFrame({"section": ["A"], "n_known": [3], "n_unknown": [1], "n_not_asked": [2]})
    chart = coverage_bars(counts, title="Message", of="Aland")
    with matplotlib.rc_context({"font.size": 30, "text.color": "red", "svg.fonttype": "none"}):
        drawing = BytesIO()
        chart.figure.savefig(drawing, format="svg")
    root = ElementTree.fromstring(drawing.getvalue())
    written = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text") if each.text]
    assert written == [words for words in chart.drawing.texts if words]
    buffer = BytesIO()
    chart.figure.savefig(buffer, format="pdf")
    assert buffer.getvalue().startswith(b"%PDF")
