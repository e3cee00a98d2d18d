"""Pictures of charts, which are passed on without the page they stood on."""

from dataclasses import replace
from io import BytesIO

import numpy as np
import pandas as pd
from PIL import Image

from egovbench.figures.bars import coverage_bars
from egovbench.figures.chart import Chart

SOURCES = "Sources: an invented publisher, an invented survey, 2023 (invented licence); " * 4
WHITE = 255


def chart(title: str = "Aland knows half of what it was asked") -> Chart:
    counts = pd.DataFrame({"section": ["A"], "n_known": [3], "n_unknown": [1], "n_not_asked": [2]})
    return coverage_bars(counts, title=title, of="Aland")


def picture(sources: str = SOURCES, title: str = "Message", scale: float = 1) -> Image.Image:
    return Image.open(BytesIO(replace(chart(title), sources=sources).png(scale)))


def dark_lines(shown: Image.Image) -> int:
    """Return how many lines of pixels hold ink."""
    return int((np.asarray(shown.convert("L")) < WHITE).any(axis=1).sum())


def test_the_same_chart_gives_the_same_bytes() -> None:
    assert chart().png() == chart().png()


def test_a_picture_at_twice_the_scale_has_twice_the_width() -> None:
    assert abs(picture(scale=2).width - 2 * picture().width) <= 2


def test_title_and_sources_go_with_the_picture_for_programs_and_readers() -> None:
    told, bare = picture(SOURCES), picture("")
    assert told.info["Title"] == "Message"
    assert told.info["Source"] == SOURCES
    assert told.info["Description"] == chart("Message").alternative_text
    assert "Source" not in bare.info
    # Four times 78 letters of 9.5 points take more than two lines of 6.2 inches.
    assert told.height - bare.height > 2 * 9.5 / 72 * 96
    assert dark_lines(told) > dark_lines(bare)


def test_a_long_title_is_wrapped_and_nothing_is_written_into_the_margin() -> None:
    short, long = picture(), picture(title="The message " * 30)
    assert long.width == short.width
    assert long.height > short.height
    ink = np.asarray(long.convert("L"))
    edge = 10
    for margin in (ink[:edge], ink[-edge:], ink[:, :edge], ink[:, -edge:]):
        assert (margin == WHITE).all()


def test_the_ground_is_white_and_colours_stay_within_some_hundredths() -> None:
    shown = np.asarray(picture(scale=2).convert("RGB")).reshape(-1, 3).astype(int)
    ground = (shown == WHITE).all(axis=1).mean()
    assert ground > 0.5
    strong = np.array([0x00, 0x5F, 0x94])  # of what is known
    assert np.abs(shown - strong).max(axis=1).min() <= 8
