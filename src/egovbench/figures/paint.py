"""A drawing as a figure of matplotlib, for PNG, PDF and whatever else it writes."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from egovbench.figures import style
from egovbench.figures.drawing import Boxes, Drawing, Line, Marks, Shape, Wedge, Words


def paint(drawing: Drawing) -> Figure:
    """Return the drawing as a figure of the same size, with one axes in inches."""
    with style.house_style():
        figure = Figure(figsize=(drawing.width, drawing.height))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, drawing.width)
        axes.set_ylim(drawing.height, 0)
        axes.axis("off")
        for place, shape in enumerate(drawing.shapes):
            _add(axes, shape, 1 + place / 1000)
    return figure


def _add(axes: Axes, shape: Shape, layer: float) -> None:
    match shape:
        case Words():
            _write(axes, shape, layer)
        case Line(points, colour, width):
            axes.plot(
                *zip(*points, strict=True),
                color=colour,
                linewidth=width,
                solid_capstyle="butt",
                clip_on=False,
                zorder=layer,
            )
        case Marks(places, face, edge, size, edge_width):
            axes.plot(
                *zip(*places, strict=True),
                linestyle="none",
                marker="o",
                markersize=size,
                markerfacecolor=face,
                markeredgecolor=edge or face,
                markeredgewidth=edge_width if edge else 0,
                clip_on=False,
                zorder=layer,
            )
        case Boxes():
            _add_boxes(axes, shape, layer)
        case Wedge(points, colour):
            path = Path([*points, points[0]], closed=True)
            axes.add_artist(
                PathPatch(path, facecolor=colour, linewidth=0, clip_on=False, zorder=layer)
            )


def _write(axes: Axes, shape: Words, layer: float) -> None:
    drop = style.baseline_drop(shape.size, shape.bold)
    upright = shape.rotation == 0
    axes.text(
        shape.x if upright else shape.x + drop,
        shape.y + drop if upright else shape.y,
        shape.words,
        fontsize=shape.size,
        color=shape.colour,
        ha=shape.align,
        va="baseline",
        fontweight="bold" if shape.bold else "normal",
        rotation=shape.rotation,
        rotation_mode="anchor",
        zorder=layer,
    )


def _add_boxes(axes: Axes, shape: Boxes, layer: float) -> None:
    corners = [
        Path([(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)], closed=True)
        for x, y, w, h in shape.boxes
    ]
    axes.add_artist(
        PathPatch(
            Path.make_compound_path(*corners),
            facecolor=shape.face or "none",
            edgecolor=shape.edge or "none",
            linewidth=shape.edge_width if shape.edge else 0,
            hatch="////" if shape.hatch_colour else None,
            hatchcolor=shape.hatch_colour,
            joinstyle="miter",
            clip_on=False,
            zorder=layer,
        )
    )
