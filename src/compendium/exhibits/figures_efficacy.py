"""The figures of whether patients improved: sizes of change, and response by definition."""

from __future__ import annotations

import math
from typing import Any

from matplotlib.axes import Axes

from compendium.clinical.definitions import read_definitions
from compendium.clinical.did_they_improve import ANALYSIS
from compendium.clinical.outcomes import enzymes, scales
from compendium.clinical.range_of_shares import LOWER, UPPER
from compendium.clinical.responses import SCORE, read_responses
from compendium.exhibits import labels
from press.exhibits import cells
from press.exhibits.alternative import estimates_in_words
from press.exhibits.figure.blank import all_hidden, blank, rows_at
from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.figure.interval_panel import (
    Lines,
    Point,
    beside,
    draw_points,
    explain,
    ratio_axis,
    ratio_limits,
)
from press.exhibits.figure.style import COLOURS, SMALLEST, TWO_COLUMNS, footnote, journal_style, new_figure
from press.exhibits.passage import Passage
from press.rows import Key, Ledger, text

NO_CONTROL = "No control group: a change is not an effect of treatment."
CHANGES_CAPTION = (
    "A: matched-pairs rank-biserial correlation. B: ratio of geometric means of multiples of ULN, logarithmic scale. "
    "Bars are 95% confidence intervals."
)
RESPONSES_CAPTION = (
    "Percentage of responders among those who could be decided, with 95% Wilson intervals. Bands: the bounds of the "
    "share among all patients, if no undecided patient responded and if every one did. Below the line, the ProDERM "
    "trial as published: other patients. The broken line is its placebo group, judged by a score of at least "
    "{efficacy.external.proderm_placebo.threshold:int}: heavy beside what was judged alike, thin beside the rest."
)
RANK = ("rank_biserial", "rank_biserial_low", "rank_biserial_high")
RATIO = ("ratio", "ci_low", "ci_high")
PERCENT = ("percent", "ci_low", "ci_high")


def _point(ledger: Ledger, key: Key, names: tuple[str, str, str], colour: str = "patients") -> Point:
    held = cells.kept_back(ledger[cells.row_id(key, names[0])])
    return Point(*cells.three(ledger, key, names), COLOURS[colour], withheld=held)


@journal_style()
def changes(ledger: Ledger, origin: str) -> Exhibit:
    """How far each scale moved, and by which factor each enzyme changed."""
    scaled = rows_at(ledger, (ANALYSIS.at(variable=name, group="change") for name in scales()), RANK[0])
    if all_hidden([*scaled, *rows_at(ledger, map(_ratio_key, enzymes()), RATIO[0])]):
        return blank("changes", "Changes from baseline to the end of treatment.", origin)
    figure = new_figure(TWO_COLUMNS, 12 + 10 * max(len(scales()), len(enzymes())))
    left, right = figure.subplots(1, 2)
    notes = dict.fromkeys((_scales(left, ledger), _enzymes(right, ledger)))
    footnote(figure, "Bars: 95% confidence intervals. n: pairs with both values.", *notes, NO_CONTROL, origin)
    caption = Passage.filled(CHANGES_CAPTION, ledger, NO_CONTROL, origin)
    alt = f"{_moved(ledger)} {origin}"
    return Exhibit("changes", figure, "Changes from baseline to the end of treatment.", caption, alt)


def _moved(ledger: Ledger) -> str:
    """Say of how many scales and enzymes the interval lies on one side of no change, and give one of each."""
    moved = [cells.three(ledger, ANALYSIS.at(variable=name, group="change"), RANK) for name in scales()]
    fell = [cells.three(ledger, _ratio_key(name), RATIO) for name in enzymes()]
    up, down = sum(low > 0 for _, low, _ in moved), sum(high < 0 for _, _, high in moved)
    lower = sum(high < 1 for _, _, high in fell)
    first, enzyme = scales()[0], enzymes()[0]
    one = [(labels.label(first), ANALYSIS.at(variable=first, group="change"))]
    other = [(labels.label(enzyme), _ratio_key(enzyme))]
    return (
        f"Of {len(moved)} scales {up} rose and {down} fell, and of {len(fell)} enzymes {lower} fell, with an interval "
        f"on that side of no change. Rank-biserial correlation of the change: {estimates_in_words(ledger, one, RANK)}. "
        f"Ratio of end to baseline: {estimates_in_words(ledger, other, RATIO)}."
    )


def _scales(axes: Axes, ledger: Ledger) -> str:
    """Draw the panel and return the note that it needs."""
    limits = (-1.08, 1.08)
    lines: Lines = [[_point(ledger, ANALYSIS.at(variable=name, group="change"), RANK)] for name in scales()]
    draw_points(axes, lines, _named(ledger, scales(), ""), limits, no_effect=0, narrow=True)
    axes.set_xticks([-1, -0.5, 0, 0.5, 1], [text.plain(tick) for tick in (-1, -0.5, 0, 0.5, 1)])
    axes.set_xlabel("Rank-biserial correlation of the change\n(−1: all fell, +1: all rose)")
    axes.set_title("A  Scales and prednisone")
    return explain(lines, limits)


def _enzymes(axes: Axes, ledger: Ledger) -> str:
    """Draw the panel and return the note that it needs."""
    lines: Lines = [[_point(ledger, _ratio_key(name), RATIO)] for name in enzymes()]
    limits = ratio_limits(lines)
    draw_points(axes, lines, _named(ledger, enzymes(), "ratio"), limits, no_effect=1, narrow=True)
    ratio_axis(axes)
    axes.set_xlabel("End ÷ baseline, geometric\nmeans of × ULN, logarithmic scale")
    axes.set_title("B  Muscle enzymes")
    return explain(lines, limits)


def _ratio_key(enzyme: str) -> Key:
    return ANALYSIS.at(variable=enzyme, level="ratio", group="change")


def _named(ledger: Ledger, names: tuple[str, ...], level: str) -> list[str]:
    said = []
    for name in names:
        pairs = cells.whole(ledger, ANALYSIS.at(variable=name, level=level, group="change"), "n_pairs")
        said.append(f"{short(labels.label(name))} (n = {pairs.text})")
    return said


def short(label: str) -> str:
    """'Creatine kinase (CK)' -> 'CK': an axis has room for the abbreviation only."""
    return label.split("(")[1].rstrip(")") if "(" in label and len(label.split("(")[1]) < 6 else label


@journal_style()
def responses(ledger: Ledger, origin: str) -> Exhibit:
    """The percentage of responders under every definition, with its bounds, beside the ProDERM trial."""
    own, trial = _definitions(), _trial_arms()
    every = [*own, *trial]
    lines = [
        [_point(ledger, key, PERCENT, _arm(key) if key.variable == "external" else "patients")] for _, key in every
    ]
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
    caption = Passage.filled(RESPONSES_CAPTION, ledger, origin)
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
