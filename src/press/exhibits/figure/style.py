"""How every figure looks: one font, one set of colours named by what they mean, journal widths in millimetres."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

import matplotlib as mpl
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

TWO_COLUMNS = 174.0  # mm, the width of two columns of a journal page
SMALLEST = 7.0  # pt: nothing in a figure is smaller in print
PRINT = 300  # dots per inch, the least that journals ask for
_MARGIN = 4 / 72  # inch around every panel

# Okabe and Ito's colours, distinct with every kind of colour blindness (https://jfly.uni-koeln.de/color/).
# What is compared in one panel also differs in lightness, so that it survives a grey print.
COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "patients": "#0072B2",  # of this study, all of them
        "pale": "#E8F1F8",  # behind words about them
        "trial": "#009E73",  # of another study, treated
        "placebo": "#E69F00",  # of another study, not treated
        "neutral": "#444444",  # words, arrows and the line of no effect
        "light": "#D9D9D9",  # what is not the case, and lines between parts
    }
)
SERIES = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#999999")  # where a colour has no meaning

_STYLE: dict[str, Any] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same on every machine
    "font.size": 7.5,
    "text.hinting": "none",  # hinted, a word is up to 5 % wider at one number of dots per inch than at another
    "text.parse_math": False,  # "$" in a name is a dollar sign: names are data
    "axes.titlesize": 8,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 7.5,
    "xtick.labelsize": SMALLEST,
    "ytick.labelsize": SMALLEST,
    "legend.fontsize": SMALLEST,
    "legend.title_fontsize": SMALLEST,
    "legend.frameon": False,
    "figure.labelsize": SMALLEST,
    "figure.titlesize": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.6,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "grid.color": "#E3E3E3",
    "grid.linewidth": 0.5,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "lines.linewidth": 1.2,
    "lines.markersize": 4,
    "patch.linewidth": 0.6,
    "axes.prop_cycle": cycler(color=SERIES),
    "figure.facecolor": "white",
    "svg.fonttype": "path",  # letters as outlines: no font is asked for where the figure is opened
    "pdf.fonttype": 42,
}


@contextmanager
def journal_style() -> Iterator[None]:
    """Apply the style while a figure is drawn: `@journal_style()` above a function, or `with journal_style():`."""
    with mpl.rc_context():
        mpl.rcdefaults()  # whatever a notebook's backend set before must not show
        mpl.rcParams.update(_STYLE)  # type: ignore[arg-type]
        yield


def new_figure(width: float = TWO_COLUMNS, height: float = 80.0) -> Figure:
    """Return an empty figure, sizes in mm, which no notebook shows by itself; call its `subplots`.

    >>> [round(side * 25.4) for side in new_figure(TWO_COLUMNS, 60).get_size_inches()]
    [174, 60]
    """
    with journal_style():
        engine = ConstrainedLayoutEngine(w_pad=_MARGIN, h_pad=_MARGIN)
        return Figure(figsize=(width / 25.4, height / 25.4), dpi=PRINT, layout=engine)


def footnote(figure: Figure, *texts: str) -> None:
    """Put general notes (n, method, where the data come from) below the panels, wrapped to the figure's width."""
    characters = int(figure.get_size_inches()[0] * 72 / (0.56 * SMALLEST))
    lines = [line for text in texts if text for line in textwrap.wrap(text, characters)]
    figure.supxlabel("\n".join(lines), x=0.01, ha="left", fontsize=SMALLEST, color=COLOURS["neutral"])


def write_instead(axes: Axes, words: str, line: float | None = None) -> None:
    """Write why nothing is drawn: in the middle of an empty panel, or in the middle of one line of it."""
    place, transform = (0.5, axes.transAxes) if line is None else (line, axes.get_yaxis_transform())
    white = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
    axes.text(
        0.5,
        place,
        words,
        transform=transform,
        ha="center",
        va="center",
        style="italic",
        fontsize=SMALLEST,
        color=COLOURS["neutral"],
        bbox=white,
    )
