"""Boxes with words in them and arrows between: what a flow chart is drawn with."""

from __future__ import annotations

import textwrap

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from press.exhibits.figure.style import COLOURS

BOX_WIDTH, BOX_HEIGHT = 42.0, 0.66  # of a chart 100 wide, with one step for each unit of height
_LETTERS = 46  # on one line of a box
Place = tuple[float, float]


def wrapped(words: str) -> str:
    """Return words in lines that fit into a box."""
    return "\n".join(textwrap.wrap(words, _LETTERS))


def box(axes: Axes, x: float, y: float, words: str, *, bold: bool = False, light: bool = False) -> None:
    """Draw a box around the middle (x, y); a light one is for those who leave."""
    axes.add_patch(
        Rectangle(
            (x - BOX_WIDTH / 2, y - BOX_HEIGHT / 2),
            BOX_WIDTH,
            BOX_HEIGHT,
            facecolor="white" if light else COLOURS["pale"],
            edgecolor=COLOURS["neutral"] if light else COLOURS["patients"],
            linewidth=0.7,
        )
    )
    axes.text(x, y, words, ha="center", va="center", fontweight="bold" if bold else "normal")


def arrow(axes: Axes, start: Place, stop: Place) -> None:
    """Draw an arrow from one place to another."""
    axes.annotate(
        "", stop, start, arrowprops={"arrowstyle": "-|>", "color": COLOURS["neutral"], "shrinkA": 0, "shrinkB": 0}
    )
