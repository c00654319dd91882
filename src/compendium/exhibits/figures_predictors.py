"""The figure of who responds: a forest plot of every model, method beside method."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from compendium.clinical.candidates import ANALYSIS
from compendium.clinical.response_models import PRINTED_MODEL, WIDER_MODEL, chosen_predictors
from compendium.exhibits.tables_predictors import predictor_label
from press.exhibits import cells
from press.exhibits.alternative import estimates_in_words
from press.exhibits.figure.blank import all_hidden, blank, rows_at
from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.figure.interval_panel import (
    MARKERS,
    NOT_ESTIMABLE,
    NOT_SHOWN,
    Lines,
    Point,
    draw_points,
    explain,
    ratio_axis,
    ratio_limits,
)
from press.exhibits.figure.style import COLOURS, SERIES, TWO_COLUMNS, footnote, journal_style, new_figure
from press.exhibits.passage import Passage
from press.rows import Ledger, say

# A choice, no list of the predictors: those for which there is room, by the columns of response_models.predictors.
UNIVARIABLE = (
    "raynaud",
    "skin",
    "myalgia",
    "dysphagia",
    "arthritis",
    "ild",
    "any_msa",
    "age_per_10_years",
    "mmt8_per_10_points",
    "ck_per_doubling",
    "duration_per_doubling",
)
METHODS = {
    "multivariable": "Raynaud + skin: maximum likelihood, Wald",
    "profile": "Raynaud + skin: maximum likelihood, profile",
    "firth": "Raynaud + skin: Firth, profile",
    "wider": "With CK and duration: maximum likelihood, Wald",
    "wider_firth": "With CK and duration: Firth, profile",
}
SIZES = (
    "A: n in brackets. B: n = {predictors.multivariable.n:int} with two predictors, {predictors.wider.n:int} with four."
)
LIMITS = ("or", "ci_low", "ci_high")


@journal_style()
def forest(ledger: Ledger, origin: str) -> Exhibit:
    """Univariable odds ratios at the left, the models at the right."""
    chosen = chosen_predictors(UNIVARIABLE, "UNIVARIABLE in src/compendium/exhibits/figures_predictors.py")
    asked = [(name, "univariable") for name in chosen]
    asked += [(name, group) for name in WIDER_MODEL for group in METHODS if _asked(name, group)]
    keys = [ANALYSIS.at(variable=name, group=group) for name, group in asked]
    if all_hidden(rows_at(ledger, keys, LIMITS[0])):
        return blank("forest", "Predictors of response.", origin)
    singles = [[_point(ledger, name, "univariable")] for name in chosen]
    models = [[_point(ledger, name, group) for group in METHODS] for name in WIDER_MODEL]
    figure = new_figure(TWO_COLUMNS, 100)
    left, right = figure.subplots(1, 2)
    limits = ratio_limits([*singles, *models])
    _panel(left, "A  One at a time", singles, [_with_n(ledger, name) for name in chosen], limits)
    _panel(right, "B  In one model", models, [_on_two_lines(name) for name in WIDER_MODEL], limits)
    _legend(figure)
    response = _response(ledger)
    beyond = explain([*singles, *models], limits)
    lacking = (_lacking(models, withheld=withheld) for withheld in (False, True))
    footnote(figure, f"Bars: 95% confidence intervals. {say(SIZES, ledger)}", beyond, *lacking, response, origin)
    methods = "Odds ratios of response with 95% confidence intervals, logarithmic scale."
    caption = Passage.filled(f"{methods} {SIZES}", ledger, response, origin)
    return Exhibit("forest", figure, "Predictors of response.", caption, f"{_in_words(ledger)} {origin}")


def _point(ledger: Ledger, name: str, group: str) -> Point | None:
    """The odds ratio of a predictor in a model; None where the model is not asked for it."""
    if not _asked(name, group):
        return None
    key = ANALYSIS.at(variable=name, group=group)
    odds, held = cells.three(ledger, key, LIMITS), cells.kept_back(ledger[cells.row_id(key, LIMITS[0])])
    if group == "univariable":
        return Point(*odds, COLOURS["neutral"], withheld=held)
    place = list(METHODS).index(group)
    return Point(*odds, SERIES[place], MARKERS[place], held)


def _asked(name: str, group: str) -> bool:
    return group == "univariable" or group.startswith("wider") or name in PRINTED_MODEL


def _panel(axes: Axes, title: str, lines: Lines, names: list[str], limits: tuple[float, float]) -> None:
    draw_points(axes, lines, names, limits, no_effect=1)
    ratio_axis(axes)
    axes.set_title(title)
    axes.set_xlabel("Odds ratio, logarithmic scale\n(below 1: response less likely)")


def _legend(figure: Figure) -> None:
    handles = [
        Line2D([], [], color=SERIES[place], marker=MARKERS[place], label=words)
        for place, words in enumerate(METHODS.values())
    ]
    figure.legend(handles=handles, loc="outside upper right", ncols=2)


def _with_n(ledger: Ledger, name: str) -> str:
    row = ledger[cells.row_id(ANALYSIS.at(variable=name, group="univariable"), "or")]
    return f"{_short(name)} ({cells.n_behind(row)})"


def _on_two_lines(name: str) -> str:
    return _short(name).replace(", per", ",\nper")


def _short(name: str) -> str:
    """'CK, per doubling, multiples of ULN' -> 'CK, per doubling': there is room for no more."""
    return predictor_label(name).replace(", multiples of ULN", "")


def _lacking(models: Lines, *, withheld: bool) -> str:
    """Name the estimates of panel B that there are not, or that are not shown, beside others of their line.

    A line without any says so itself.
    """
    said = []
    for place, (group, method) in enumerate(METHODS.items()):
        asked = [(name, points) for name, points in zip(WIDER_MODEL, models, strict=True) if _asked(name, group)]
        lacking = [name for name, points in asked if _alone(points, place, withheld)]
        which = "" if len(lacking) == len(asked) else f" ({', '.join(predictor_label(name) for name in lacking)})"
        said += [f"{method}{which}"] if lacking else []
    why = NOT_SHOWN if withheld else NOT_ESTIMABLE
    return f"{why.capitalize()}: {'; '.join(said)}." if said else ""


def _alone(points: Sequence[Point | None], place: int, withheld: bool) -> bool:
    """Whether the point at this place is missing, for this reason, and another of its line is not."""
    point = points[place]
    if point is None or point.estimable or point.withheld is not withheld:
        return False
    return any(other and other.estimable for other in points)


def _response(ledger: Ledger) -> str:
    row_id = "predictors.response.definition"
    return f"Response: {cells.sentence(ledger[row_id].note)}" if row_id in ledger else ""


def _in_words(ledger: Ledger) -> str:
    keys = [(predictor_label(name), ANALYSIS.at(variable=name, group="multivariable")) for name in PRINTED_MODEL]
    said = estimates_in_words(ledger, keys, LIMITS)
    return f"Odds ratios in the model of Raynaud + skin, maximum likelihood. {said}."
