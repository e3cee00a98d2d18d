"""Charts as pictures for slides and papers, where inline SVG cannot go."""

from io import BytesIO

from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from egovbench.figures import style
from egovbench.figures.caption import captioned
from egovbench.figures.chart import Chart

_PIXELS_AN_INCH = 96
# More would take longer for some hundredths of the size.
_COMPRESSION = 3


def chart_png(chart: Chart, sources: str = "", scale: float = 2.0) -> bytes:
    """Return the chart as a PNG on white, at `scale` times 96 pixels an inch.

    Title, subtitle, note and sources stand around it, and in the file's own fields with the
    alternative text, since a picture is passed on without its page. The same chart gives the same
    bytes.
    """
    dots = _PIXELS_AN_INCH * scale
    with style.house_style():
        figure = chart.figure
        figure.set_dpi(dots)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()  # type: ignore[no-untyped-call]
        size = canvas.get_width_height()
        pixels = canvas.buffer_rgba()  # type: ignore[no-untyped-call]
        picture = Image.frombuffer("RGBA", size, pixels, "raw", "RGBA", 0, 1)
    sheet = captioned(
        picture.convert("RGB"), chart.title, chart.subtitle, (chart.note, sources), dots
    )
    buffer = BytesIO()
    _in_few_colours(sheet).save(
        buffer,
        format="png",
        dpi=(dots, dots),
        pnginfo=_fields(chart, sources),
        compress_level=_COMPRESSION,
    )
    return buffer.getvalue()


def _in_few_colours(picture: Image.Image) -> Image.Image:
    """Return the picture in 256 colours, which takes half the time and a third of the bytes.

    Only shades at the edges of letters and lines move, by some hundredths; the ground stays white.
    """
    few = picture.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    ground, palette = few.tobytes()[0], few.getpalette()
    assert palette is not None
    palette[3 * ground : 3 * ground + 3] = [255, 255, 255]
    few.putpalette(palette)
    return few


def _fields(chart: Chart, sources: str) -> PngInfo:
    fields = PngInfo()
    for name, words in (
        ("Title", chart.title),
        ("Description", chart.alternative_text),
        ("Source", sources),
    ):
        if words:
            fields.add_itxt(name, words)
    return fields
