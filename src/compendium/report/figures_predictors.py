"""The figure of who responds: a forest plot of every model, method beside method."""

from __future__ import annotations

import math
from dataclasses import replace

from matplotlib.lines import Line2D

from compendium.report import cells
from compendium.report.figure.exhibit import Exhibit
from compendium.report.figure.interval_panel import MARKERS, Point, draw_points, ratio_axis
from compendium.report.figure.style import COLOURS, SERIES, TWO_COLUMNS, footnote, journal_style, new_figure
from compendium.report.tables_predictors import predictor_label
from compendium.results import Ledger, text
from compendium.study.who_responds import ANALYSIS, PRINTED_MODEL, SCALED, WIDER_MODEL

UNIVARIABLE = ("raynaud", "skin", "myalgia", "dysphagia", "arthritis", "ild", "any_msa", *SCALED)
METHODS = {
    "multivariable": "maximum likelihood, Wald",
    "profile": "maximum likelihood, profile",
    "firth": "Firth, profile",
    "wider": "with CK and duration, maximum likelihood",
    "wider_firth": "with CK and duration, Firth",
}
LIMITS = ("or", "ci_low", "ci_high")
ABSENT = Point(math.nan, math.nan, math.nan)
LOWEST, HIGHEST = 0.02, 20.0


@journal_style()
def forest(ledger: Ledger, origin: str) -> Exhibit:
    """Univariable odds ratios at the left, the models at the right."""
    figure = new_figure(TWO_COLUMNS, 96)
    left, right = figure.subplots(1, 2)
    singles = [[_point(ledger, name, "univariable", 0)] for name in UNIVARIABLE]
    draw_points(left, singles, [_with_n(ledger, name) for name in UNIVARIABLE], no_effect=1)
    left.set_title("A  One at a time")
    models = [
        [_point(ledger, name, group, place) if _has(group, name) else ABSENT for place, group in enumerate(METHODS)]
        for name in WIDER_MODEL
    ]
    named = [
        predictor_label(name).replace(", per doubling", ",\nper doubling").replace(", multiples of ULN", "")
        for name in WIDER_MODEL
    ]
    draw_points(right, models, named, no_effect=1)
    right.set_title("B  In one model")
    for axes in (left, right):
        ratio_axis(axes, (0.03, 0.1, 0.3, 1, 3, 10))
        axes.set_xlim(LOWEST, HIGHEST)
        axes.set_xlabel("Odds ratio of response\n← worse        better →")
    handles = [
        Line2D([], [], color=SERIES[place], marker=MARKERS[place], label=words)
        for place, words in enumerate(METHODS.values())
    ]
    figure.legend(handles=handles, loc="outside upper right", ncols=2)
    sizes = {name: text.number(ledger.value(f"predictors.{name}.n"), 0) for name in ("multivariable", "wider")}
    n = f"A: n in brackets. B: n = {sizes['multivariable']} with two predictors, {sizes['wider']} with four."
    footnote(figure, f"Bars: 95% confidence intervals. {n}", origin)
    said = "; ".join(
        f"{predictor_label(name)} {cells.ratio(ledger, ANALYSIS.at(variable=name, group='multivariable'), LIMITS)}"
        for name in PRINTED_MODEL
    )
    caption = f"Odds ratios of response with 95% confidence intervals, logistic scale. {n} {origin}"
    return Exhibit("forest", figure, "Predictors of response.", caption, f"Raynaud + skin model: {said}. {origin}")


def _with_n(ledger: Ledger, name: str) -> str:
    n = ledger[cells.row_id(ANALYSIS.at(variable=name, group="univariable"), "or")].n or 0
    return f"{predictor_label(name).replace(', multiples of ULN', '')} ({text.number(n, 0)})"


def _has(group: str, name: str) -> bool:
    return group.startswith("wider") or name in PRINTED_MODEL


def _point(ledger: Ledger, name: str, group: str, place: int) -> Point:
    key = ANALYSIS.at(variable=name, group=group)
    point = Point(*cells.three(ledger, key, LIMITS), SERIES[place], MARKERS[place])
    return replace(point, colour=COLOURS["neutral"]) if group == "univariable" else point
