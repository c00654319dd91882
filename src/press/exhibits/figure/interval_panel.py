"""Draw estimates with their confidence intervals, one line each: the panel that forest plots are made of."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from press.exhibits.figure.style import COLOURS, SMALLEST, write_instead
from press.rows import text

MARKERS = ("o", "s", "D", "^", "v")
GOES_ON = "Arrowhead: the interval goes on."
NO_BAR = "A mark without a bar: no interval could be computed."
NOT_ESTIMABLE = "not estimable"
NOT_SHOWN = "not shown"  # it was computed, and is kept back so that no patient is given away
Limits = tuple[float, float]


@dataclass(frozen=True)
class Point:
    """One estimate with its 95 % limits; a value that could not be computed, or is not shown (`withheld`), is NaN."""

    value: float
    low: float
    high: float
    colour: str = COLOURS["patients"]
    marker: str = "o"
    withheld: bool = False

    @property
    def estimable(self) -> bool:
        """Whether there is an estimate."""
        return not math.isnan(self.value)

    @property
    def bounded(self) -> bool:
        """Whether the estimate has an interval."""
        return self.estimable and not math.isnan(self.low) and not math.isnan(self.high)


Lines = Sequence[Sequence[Point | None]]  # the points of each line; None keeps the place of a point never asked for


def draw_points(
    axes: Axes, lines: Lines, labels: Sequence[str], limits: Limits, *, no_effect: float | None, narrow: bool = False
) -> None:
    """Draw one line of the plot for each label, its points one below the other; the first label is at the top.

    `limits` are those of the horizontal axis: where an interval goes on beyond, an arrowhead says so. A line none of
    whose points could be estimated, or may be shown, says that. `narrow`: intervals are no wider than a mark and are
    drawn over it.
    """
    for place, points in enumerate(lines):
        for number, point in enumerate(points):
            offset = 0.0 if len(points) == 1 else 0.56 * (number / (len(points) - 1) - 0.5)
            if point is not None and point.estimable:
                _draw(axes, point, place + offset, limits, narrow)
        if points and not any(point is not None and point.estimable for point in points):
            write_instead(axes, why_empty(points), place)
    axes.set_xlim(limits)
    for label, points in zip(axes.set_yticks(range(len(labels)), labels), lines, strict=True):
        label.label1.set_fontweight("normal" if points else "bold")
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0, pad=5)
    axes.spines["left"].set_visible(False)
    if no_effect is not None:
        axes.axvline(no_effect, color=COLOURS["neutral"], linewidth=0.7, linestyle=(0, (4, 2)), zorder=0)


def why_empty(points: Iterable[Point | None]) -> str:
    """Return why no estimate stands where these points would: one that is kept back was computed.

    >>> why_empty([None, Point(math.nan, math.nan, math.nan)])
    'not estimable'
    >>> why_empty([Point(math.nan, math.nan, math.nan, withheld=True)])
    'not shown'
    """
    return NOT_SHOWN if any(point is not None and point.withheld for point in points) else NOT_ESTIMABLE


def _draw(axes: Axes, point: Point, place: float, limits: Limits, narrow: bool) -> None:
    if limits[0] <= point.value <= limits[1]:
        edge = 0.0 if narrow else 0.4
        axes.plot(
            [point.value],
            [place],
            marker=point.marker,
            color=point.colour,
            markeredgecolor="white",
            markeredgewidth=edge,
            alpha=0.5 if narrow else 1.0,
            clip_on=False,
            zorder=3,
        )
    if point.bounded:
        _interval(axes, point, place, limits, narrow)


def _interval(axes: Axes, point: Point, place: float, limits: Limits, narrow: bool) -> None:
    """The part of the interval within the limits; where it ends there, an arrowhead."""
    low, high = max(point.low, limits[0]), min(point.high, limits[1])
    over = 4 if narrow else 2
    if low < high:
        axes.plot([low, high], [place, place], color=point.colour, linewidth=1.1, solid_capstyle="butt", zorder=over)
    ends = [(low, "<" if point.low < limits[0] else "|"), (high, ">" if point.high > limits[1] else "|")]
    if point.high < limits[0] or point.low > limits[1]:  # all of it beyond: one arrowhead
        ends = ends[:1] if point.high < limits[0] else ends[1:]
    for end, mark in ends:
        if mark != "|" or narrow:
            axes.plot([end], [place], marker=mark, markersize=4, color=point.colour, clip_on=False, zorder=over)


def explain(lines: Lines, limits: Limits) -> str:
    """Return what a footnote must say of these marks: intervals that go on beyond the limits, or that are missing."""
    bounded = [point for point in _points(lines) if point.bounded]
    beyond = any(point.low < limits[0] or point.high > limits[1] for point in bounded)
    lacking = any(point.estimable and not point.bounded for point in _points(lines))
    return " ".join(note for note, holds in ((GOES_ON, beyond), (NO_BAR, lacking)) if holds)


def ratio_limits(lines: Lines, widest: Limits = (0.02, 50.0)) -> Limits:
    """Return the limits of an axis of ratios that hold every interval, half and double, but are no wider than `widest`.

    >>> ratio_limits([[Point(0.3, 0.1, 0.8)], [Point(2, 0.0001, 1000)]], widest=(0.05, 20))
    (0.05, 20)
    """
    ends = [end for point in _points(lines) for end in (point.value, point.low, point.high) if not math.isnan(end)]
    return max(min([0.5, *ends]) / 1.2, widest[0]), min(max([2.0, *ends]) * 1.2, widest[1])


def _points(lines: Lines) -> Iterator[Point]:
    return (point for points in lines for point in points if point is not None)


def ratio_axis(axes: Axes) -> None:
    """Make the horizontal axis one of ratios: logarithmic within its limits, with ticks written as plain numbers."""
    low, high = axes.get_xlim()
    steps = (1, 2, 5) if high / low < 150 else (1, 3)
    ticks = [step * 10.0**decade for decade in range(-6, 7) for step in steps]
    axes.set_xscale("log")
    axes.set_xlim(low, high)
    axes.xaxis.set_major_locator(FixedLocator([tick for tick in ticks if low <= tick <= high]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _place: text.plain(value)))


def beside(axes: Axes, words: Sequence[str], at: float = 5, heading: str = "") -> None:
    """Write one text at the right of each line, outside the panel, and a heading above them.

    at: how far from the right side of the panel, in points.
    """
    for place, word in enumerate(words):
        if word:
            _at_right(axes, word, at, (1.0, place), ("axes fraction", "data"))
    if heading:
        _at_right(axes, heading, at, (1.0, 1.0), ("axes fraction", "axes fraction"), weight="bold")


def _at_right(axes: Axes, word: str, at: float, place: Limits, of: tuple[str, str], weight: str = "normal") -> None:
    axes.annotate(
        word,
        place,
        (at, 0),
        xycoords=of,
        textcoords="offset points",
        va="center",
        ha="left",
        fontsize=SMALLEST,
        fontweight=weight,
        annotation_clip=False,
    )
