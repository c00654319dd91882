"""Draw estimates with their confidence intervals, one line each: the panel that forest plots are made of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from compendium.report.figure.style import COLOURS
from compendium.results import text

MARKERS = ("o", "s", "D", "^", "v")


@dataclass(frozen=True)
class Point:
    """One estimate with its 95 % limits; a value that was not computed is NaN and leaves its line empty."""

    value: float
    low: float
    high: float
    colour: str = COLOURS["responder"]
    marker: str = "o"


def draw_points(
    axes: Axes, lines: Sequence[Sequence[Point]], labels: Sequence[str], *, no_effect: float | None
) -> None:
    """Draw one line of the plot for each label, its points one below the other; the first label is at the top."""
    for place, points in enumerate(lines):
        for number, point in enumerate(points):
            offset = 0.0 if len(points) == 1 else 0.56 * (number / (len(points) - 1) - 0.5)
            _draw(axes, point, place + offset)
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    if no_effect is not None:
        axes.axvline(no_effect, color=COLOURS["neutral"], linewidth=0.7, linestyle=(0, (4, 2)), zorder=0)


def _draw(axes: Axes, point: Point, place: float) -> None:
    if math.isnan(point.value):
        return
    if math.isfinite(point.low) and math.isfinite(point.high):
        axes.plot([point.low, point.high], [place, place], color=point.colour, linewidth=1.1, solid_capstyle="butt")
    axes.plot(
        [point.value], [place], marker=point.marker, color=point.colour, markeredgecolor="white", markeredgewidth=0.4
    )


def ratio_axis(axes: Axes, ticks: Sequence[float]) -> None:
    """Make the horizontal axis one of ratios: logarithmic, with these ticks written as plain numbers."""
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(FixedLocator(list(ticks)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _place: text.plain(value)))


def beside(axes: Axes, words: Sequence[str]) -> None:
    """Write one text at the right of each line, outside the panel."""
    for place, word in enumerate(words):
        axes.annotate(
            word, (1.02, place), xycoords=("axes fraction", "data"), va="center", ha="left", annotation_clip=False
        )
