"""The figure of the profile: for each kind of patient, how many responded, and how likely the model calls response."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from compendium.clinical.candidates import ANALYSIS
from compendium.clinical.profile import ADJUSTED, PROFILE
from compendium.clinical.response_models import ADJUSTED_MODEL, DIAGNOSIS, PRINTED_MODEL
from compendium.exhibits import labels
from compendium.exhibits.tables_profile import PREDICTED, kind_label
from compendium.stats.flic import kinds
from press.exhibits import cells
from press.exhibits.alternative import estimates_in_words
from press.exhibits.figure.blank import all_hidden, blank, rows_at
from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.figure.interval_panel import NOT_ESTIMABLE, Point, draw_points
from press.exhibits.figure.style import (
    COLOURS,
    SERIES,
    SMALLEST,
    TWO_COLUMNS,
    footnote,
    journal_style,
    new_figure,
    write_instead,
)
from press.exhibits.passage import Passage
from press.rows import Key, Ledger

CAPTION = (
    "Probability of response of each kind of patient, by Firth's logistic regression with its intercept refitted, with "
    "95% confidence intervals. {?the share of responders among the patients of the model| Dashed: the share of "
    "responders in all {predictors.patient_profile.n:int} patients ({predictors.patient_profile.overall:percent0}). ?} "
    "It says to whom these figures point, and no treatment may be decided by it."
)
MARKS = "At the right: responders/patients."
TITLES = ("A  By the features", "B  With diagnosis in the model")
NO_KINDS = "a predictor is a number:\nthere are no kinds of patient"


class Series(NamedTuple):
    """What is drawn in one colour: the kinds of a model, with or without the diagnosis, in the order of the lines."""

    words: str
    key: Key
    colour: str
    marker: str
    levels: tuple[str, ...]


def _series() -> tuple[tuple[Series], tuple[Series, Series]]:
    """The series of panel A and those of panel B."""
    every = kinds(PRINTED_MODEL)
    with_diagnosis = {has: kind for kind, has in kinds(ADJUSTED_MODEL)}
    diagnosed, other = (tuple(with_diagnosis[(*has, which)] for _, has in every) for which in (True, False))
    return (
        (Series("Any diagnosis", PROFILE, SERIES[0], "o", tuple(kind for kind, _ in every)),),
        (
            Series(labels.label(DIAGNOSIS), ADJUSTED, SERIES[5], "s", diagnosed),
            Series("Another diagnosis", ADJUSTED, SERIES[4], "D", other),
        ),
    )


@journal_style()
def profile(ledger: Ledger, origin: str) -> Exhibit:
    """The kinds of patient by the features at the left; at the right with diagnosis in the model."""
    keys = [each.key.at(level=level) for panel in _series() for each in panel for level in each.levels]
    counted = cells.row_id(PROFILE.at(level="none"), "total") in ledger
    if counted and all_hidden([row for name in (PREDICTED[0], "count") for row in rows_at(ledger, keys, name)]):
        return blank("profile", "The profile of the patient.", origin)
    figure = new_figure(TWO_COLUMNS, 84)
    for axes, series, title in zip(figure.subplots(1, 2, sharey=True), _series(), TITLES, strict=True):
        axes.set_title(title)
        axes.set_xlabel("Probability of response, %")
        if counted:
            _panel(axes, ledger, series)
        else:
            write_instead(axes, NO_KINDS)
    if counted:
        _legend(figure)
    response = f"{labels.definition(ledger, ANALYSIS)}."
    footnote(figure, MARKS, origin)
    caption = Passage.filled(CAPTION, ledger, response, origin)
    said = ". ".join(_in_words(ledger)) if counted else NOT_ESTIMABLE.capitalize()
    return Exhibit("profile", figure, "The profile of the patient.", caption, f"{said}. {origin}")


def _panel(axes: Axes, ledger: Ledger, series: tuple[Series, ...]) -> None:
    """One line for each kind of patient, in it the series one below the other."""
    names = [kind_label(has).replace(" + ", "\n+ ") for _, has in kinds(PRINTED_MODEL)]
    lines = [[_point(ledger, each, place) for each in series] for place in range(len(names))]
    overall = cells.value(ledger, PROFILE, "overall")
    draw_points(axes, lines, names, (0.0, 100.0), no_effect=None if math.isnan(overall) else overall)
    for place in range(1, len(names)):
        axes.axhline(place - 0.5, color=COLOURS["light"], linewidth=0.5, zorder=0)
    for number, each in enumerate(series):
        offset = 0.0 if len(series) == 1 else 0.56 * (number / (len(series) - 1) - 0.5)
        for place, level in enumerate(each.levels):
            _observed(axes, ledger, each.key.at(level=level), place + offset)


def _point(ledger: Ledger, series: Series, place: int) -> Point:
    at = series.key.at(level=series.levels[place])
    held = cells.kept_back(ledger[cells.row_id(at, PREDICTED[0])])
    return Point(*cells.three(ledger, at, PREDICTED), series.colour, series.marker, held)


def _observed(axes: Axes, ledger: Ledger, at: Key, place: float) -> None:
    """The share observed as a cross below the interval, and the patients behind it at the right."""
    total, share = (cells.value(ledger, at, name) for name in ("total", "percent"))
    if not math.isnan(share):
        axes.plot([share], [place + 0.16], "x", color=COLOURS["neutral"], markersize=4, clip_on=False, zorder=4)
    words = "nobody" if total == 0 else cells.count_of(ledger, at).text
    axes.annotate(
        words, (1.03, place), xycoords=("axes fraction", "data"), va="center", fontsize=SMALLEST, annotation_clip=False
    )


def _legend(figure: Figure) -> None:
    of_models = [
        Line2D([], [], color=each.colour, marker=each.marker, label=each.words) for panel in _series() for each in panel
    ]
    observed = Line2D([], [], color=COLOURS["neutral"], marker="x", linestyle="", label="Share observed")
    figure.legend(handles=[*of_models, observed], loc="outside upper center", ncols=4)


def _in_words(ledger: Ledger) -> Iterator[str]:
    """The probabilities of each series by kind of patient, with who is behind them."""
    names = [kind_label(has) for _, has in kinds(PRINTED_MODEL)]
    for series in (each for panel in _series() for each in panel):
        keys = [(name, series.key.at(level=level)) for name, level in zip(names, series.levels, strict=True)]
        said = "; ".join(_kind_in_words(ledger, name, at) for name, at in keys)
        yield f"Predicted probability of response in percent, {series.words[0].lower()}{series.words[1:]}: {said}"


def _kind_in_words(ledger: Ledger, name: str, at: Key) -> str:
    if cells.value(ledger, at, "total") == 0:
        return f"{name}: nobody"
    total = cells.whole(ledger, at, "total").text
    return estimates_in_words(ledger, [(f"{name} (n = {total})", at)], PREDICTED, 0)
