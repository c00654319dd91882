"""The figure of response: the share of responders under every definition, with its bounds, beside a trial."""

from __future__ import annotations

import math
from typing import Any

from matplotlib.axes import Axes

from compendium.clinical.definitions import read_definitions
from compendium.clinical.did_they_improve import ANALYSIS
from compendium.clinical.range_of_shares import LOWER, UPPER
from compendium.clinical.responses import SCORE, read_responses
from compendium.exhibits.figures_efficacy import point
from press.exhibits import cells
from press.exhibits.alternative import estimates_in_words
from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.figure.interval_panel import beside, draw_points
from press.exhibits.figure.style import COLOURS, SMALLEST, TWO_COLUMNS, footnote, journal_style, new_figure
from press.exhibits.passage import Passage
from press.rows import Key, Ledger, text

CAPTION = (
    "Percentage of responders among those who could be decided, with 95% Wilson intervals. Bands: the bounds of the "
    "share among all patients, if no undecided patient responded and if every one did. Below the line, the ProDERM "
    "trial as published: other patients. The broken line is its placebo group, judged by a score of at least "
    "{efficacy.external.proderm_placebo.threshold:int}: heavy beside what was judged alike, thin beside the rest."
)
PERCENT = ("percent", "ci_low", "ci_high")


@journal_style()
def responses(ledger: Ledger, origin: str) -> Exhibit:
    """The percentage of responders under every definition, with its bounds, beside the ProDERM trial."""
    own, trial = _definitions(), _trial_arms()
    every = [*own, *trial]
    lines = [[point(ledger, key, PERCENT, _arm(key) if key.variable == "external" else "patients")] for _, key in every]
    figure = new_figure(TWO_COLUMNS, 86)
    axes = figure.subplots()
    draw_points(axes, lines, [label for label, _ in every], (0, 100), no_effect=None)
    _bands(axes, ledger, [key for _, key in own])
    _placebo(axes, ledger, [key for _, key in trial], len(own))
    beside(axes, [_counted(ledger, key) for _, key in every], heading="n/N (%)")
    beside(axes, [cells.whole(ledger, key, "undecided").text for _, key in own], 82, "Undecided")
    axes.axhline(len(own) - 0.5, color=COLOURS["light"], linewidth=0.8)
    axes.set_xlabel("Responders, %")
    footnote(figure, origin)
    caption = Passage.filled(CAPTION, ledger, origin)
    said = estimates_in_words(ledger, every, PERCENT, 1, text.percent)
    bounds = "; ".join(f"{label}: {cells.interval(ledger, key, (LOWER, UPPER), 1).text}" for label, key in own)
    alt = f"Responders by definition. {said}. Bounds among all patients, in percent. {bounds}. {origin}"
    return Exhibit("responses", figure, "Response under every definition.", caption, alt)


def _bands(axes: Axes, ledger: Ledger, keys: list[Key]) -> None:
    """Behind each interval, the share of all patients if nobody undecided responded, and if everybody did."""
    for place, key in enumerate(keys):
        low, high = (cells.value(ledger, key, bound) for bound in (LOWER, UPPER))
        if not math.isnan(low) and not math.isnan(high):
            axes.barh(place, high - low, left=low, height=0.62, color=COLOURS["light"], zorder=0)


def _placebo(axes: Axes, ledger: Ledger, keys: list[Key], own: int) -> None:
    """A line at the share of the trial's patients who improved on placebo: heavy only beside what was judged alike."""
    for key in keys:
        percent = cells.value(ledger, key, "percent")
        if _arm(key) == "placebo" and not math.isnan(percent):
            look: dict[str, Any] = {"color": COLOURS["placebo"], "linestyle": (0, (4, 2)), "zorder": 1}
            axes.axvline(percent, linewidth=0.5, **look)
            for first, last in [*_judged_alike(cells.value(ledger, key, "threshold")), (own, own + len(keys) - 1)]:
                axes.plot([percent, percent], [first - 0.5, last + 0.5], linewidth=1.6, **look)
            axes.annotate(
                f"Placebo in the trial, score ≥ {text.plain(cells.value(ledger, key, 'threshold'))}: "
                f"{text.percent(percent)}",
                (percent, 1.0),
                xycoords=("data", "axes fraction"),
                va="bottom",
                ha="center",
                fontsize=SMALLEST,
                fontweight="bold",
            )


def _judged_alike(threshold: float) -> list[tuple[int, int]]:
    """The lines of the definitions that judge by the trial's own score and threshold."""
    every = enumerate(read_responses().values())
    return [(line, line) for line, each in every if each.rule == SCORE and each.threshold == threshold]


def _counted(ledger: Ledger, key: Key) -> str:
    """n/N (%); without the percentage where there is none, as of patients who could be decided one way only."""
    percent = ledger[cells.row_id(key, "percent")]
    alone = math.isnan(percent.value) and not percent.withheld
    return (cells.count_of if alone else cells.count_percent)(ledger, key).text


def _definitions() -> list[tuple[str, Key]]:
    return [(each.label, ANALYSIS.at(variable="response", level=each.id)) for each in read_responses().values()]


def _trial_arms() -> list[tuple[str, Key]]:
    arms = [line for line in read_definitions("external") if line["count"]]
    return [(line["label"], ANALYSIS.at(variable="external", level=line["id"])) for line in arms]


def _arm(key: Key) -> str:
    return "placebo" if key.level.endswith("placebo") else "trial"
