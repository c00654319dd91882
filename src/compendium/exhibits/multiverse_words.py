"""What the exhibits of the many analyses share: their rows in order, and how decisions and questions are called."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from compendium.clinical.decisions import Multiverse, Specification
from compendium.clinical.decisions_file import multiverse
from compendium.clinical.multiverse import ANALYSIS, FEW, MEDIAN, place
from compendium.exhibits import labels
from compendium.stats.recorded import Floats
from press.exhibits import cells
from press.exhibits.figure.blank import all_hidden, rows_at
from press.exhibits.figure.style import COLOURS
from press.rows import Ledger, text

LIMITS = (0.02, 20.0)  # of every axis of odds ratios: beyond, an interval of a handful of patients tells nothing
CUT = f"Intervals are cut at the ends of the axis, {text.plain(LIMITS[0])} and {text.plain(LIMITS[1])}."
HOLLOW = f"Hollow: {FEW}."
AXIS = "Odds ratio, logarithmic scale\n(below 1: response less likely)"
LIST = "The list of specifications is {multiverse.frozen.definition:note}."
WARNING = (
    "The analyses show how much the answer hangs on the choices of this list, and do not remove what is wrong with all "
    "of them alike."
)


@dataclass(frozen=True)
class Curve:
    """Specifications that have an estimate, by its size: the odds ratios, their limits, and which rest on few."""

    of: tuple[Specification, ...]
    odds: Floats
    low: Floats
    high: Floats
    few: Floats

    def __len__(self) -> int:
        return len(self.of)


def nothing_shown(ledger: Ledger) -> bool:
    """Whether the specifications may not be shown."""
    questions = [ANALYSIS.at(variable=name) for name in multiverse().questions]
    return all_hidden(rows_at(ledger, questions, MEDIAN[0]))


def curve(ledger: Ledger, declared: Multiverse, question: str, response: str = "") -> Curve:
    """Return the specifications of a question, of one definition of response where it is named, smallest first."""
    found = []
    for each in declared.of(question):
        at = place(each, declared)
        values = cells.three(ledger, at, cells.OR_LIMITS)
        if not math.isnan(values[0]) and response in ("", each["response"]):
            found.append((values[0], each, *values[1:], ledger[cells.row_id(at, "or")].note == FEW))
    found.sort(key=lambda one: one[:2])
    numbers = np.array([(odds, low, high, few) for odds, _, low, high, few in found], dtype=float).reshape(-1, 4)
    odds, low, high, few = numbers.T
    return Curve(tuple(one[1] for one in found), odds, low, high, few)


def draw(axes: Axes, drawn: Curve, colour: str, size: float) -> None:
    """Draw the odds ratios in order, their intervals as a band; those that rest on few patients are hollow."""
    places = np.arange(1, len(drawn) + 1)
    low, high = (each.clip(*LIMITS) for each in (drawn.low, drawn.high))
    axes.fill_between(places, low, high, color=colour, alpha=0.22, linewidth=0, step="mid", zorder=1, rasterized=True)
    for few, face in ((True, "white"), (False, colour)):
        at = (drawn.few == 1) == few
        axes.scatter(
            places[at],
            drawn.odds[at],
            s=size,
            facecolors=face,
            edgecolors=colour,
            linewidths=0.35,
            zorder=2 + (not few),
            rasterized=True,
        )
    axes.axhline(1, color=COLOURS["neutral"], linewidth=0.7, linestyle=(0, (4, 2)), zorder=0)
    axes.set_yscale("log")
    axes.set_ylim(*LIMITS)
    axes.yaxis.set_major_locator(FixedLocator([0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20]))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _place: text.plain(value)))


def question_label(name: str) -> str:
    """Return how a feature is called, as the codebook has it."""
    return labels.label(name)
