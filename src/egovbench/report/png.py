"""Charts as pictures for slides and papers, where inline SVG cannot go."""

import zlib
from io import BytesIO

from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from egovbench.figures import style
from egovbench.figures.chart import Chart

_PIXELS_AN_INCH = 96
# More would take twice the time for some hundredths of the size, and without the hint that rows
# come filtered half as long again for none.
_COMPRESSION = {"compress_level": 3, "compress_type": zlib.Z_FILTERED}


def chart_png(chart: Chart, scale: float = 2.0) -> bytes:
    """Return the chart as a PNG on white, at `scale` times 96 pixels an inch.

    The same chart gives the same bytes.
    """
    with style.house_style():
        figure = chart.figure
        figure.set_dpi(_PIXELS_AN_INCH * scale)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()  # type: ignore[no-untyped-call]
        size = canvas.get_width_height()
        pixels = canvas.buffer_rgba()  # type: ignore[no-untyped-call]
        picture = Image.frombuffer("RGBA", size, pixels, "raw", "RGBA", 0, 1)
    dots = (_PIXELS_AN_INCH * scale,) * 2
    buffer = BytesIO()
    picture.convert("RGB").save(buffer, format="png", dpi=dots, **_COMPRESSION)
    return buffer.getvalue()
