"""How every figure looks: one font, one set of colours named by what they mean, journal widths in millimetres."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

import matplotlib as mpl
from cycler import cycler
from matplotlib.figure import Figure

ONE_COLUMN, TWO_COLUMNS = 85.0, 174.0  # mm, the widths of one and two columns of a journal page
SMALLEST = 7.0  # pt: nothing in a figure is smaller in print

# Okabe and Ito's colours, told apart with every kind of colour blindness (https://jfly.uni-koeln.de/color/).
# Responders and non-responders, and baseline and end, also differ in lightness, so that they survive a grey print.
COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "responder": "#0072B2",
        "non_responder": "#E69F00",
        "baseline": "#999999",
        "end": "#009E73",
        "warning": "#D55E00",
        "neutral": "#444444",
        "light": "#D9D9D9",
        "pisa": "#56B4E9",
        "brescia": "#CC79A7",
        "pavia": "#009E73",
    }
)
SERIES = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#999999")  # where a colour has no meaning

_STYLE: dict[str, Any] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same on every machine
    "font.size": 7.5,
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
    "figure.constrained_layout.use": True,
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

    >>> [round(side * 25.4) for side in new_figure(ONE_COLUMN, 60).get_size_inches()]
    [85, 60]
    """
    with journal_style():
        return Figure(figsize=(width / 25.4, height / 25.4), layout="constrained")


def footnote(figure: Figure, *texts: str) -> None:
    """Put general notes (n, method, where the data come from) below the panels, wrapped to the figure's width."""
    characters = int(figure.get_size_inches()[0] * 72 / (0.56 * SMALLEST))
    lines = [line for text in texts if text for line in textwrap.wrap(text, characters)]
    figure.supxlabel("\n".join(lines), x=0.01, ha="left", fontsize=SMALLEST, color=COLOURS["neutral"])
