"""The figure of what regression to the mean alone would give, for every long-run mean that may be true."""

from __future__ import annotations

import math

from compendium.clinical.did_they_improve import ANALYSIS
from press.exhibits import cells
from press.exhibits.figure.blank import blank
from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.figure.interval_panel import NOT_ESTIMABLE, NOT_SHOWN
from press.exhibits.figure.style import COLOURS, TWO_COLUMNS, footnote, journal_style, new_figure, write_instead
from press.exhibits.passage import Passage
from press.rows import Ledger, say, text

REGRESSION = ANALYSIS.at(variable="regression_to_the_mean")
CAPTION = (
    "Change of MMT8 expected from regression to the mean alone, by the long-run mean of patients without treatment, "
    "which nobody knows; dashed, the mean change seen ({efficacy.mmt8.change.mean:d1} points, n = "
    "{efficacy.mmt8.change.mean:n})."
)
MODEL = (
    "(1 \N{MINUS SIGN} r) × (long-run mean \N{MINUS SIGN} baseline mean), "
    "r = {efficacy.regression_to_the_mean.correlation:d2}; "
    "n = {efficacy.regression_to_the_mean.correlation:n}."
)


@journal_style()
def regression(ledger: Ledger, origin: str) -> Exhibit:
    """The expected change as a line over long-run means, with the change seen beside it."""
    rows = [row for row in ledger.find(variable="regression_to_the_mean", statistic="expected_change") if row.level]
    points = [(float(row.level), row.value) for row in rows if not math.isnan(row.value)]
    seen = ledger[cells.row_id(ANALYSIS.at(variable="mmt8", group="change"), "mean")]
    why = NOT_SHOWN if any(map(cells.kept_back, (seen, *rows))) else NOT_ESTIMABLE
    title = "Regression to the mean over long-run means."
    if why == NOT_SHOWN and not (points and not math.isnan(seen.value)):
        return blank("regression", title, origin)
    figure = new_figure(TWO_COLUMNS * 0.72, 70)
    axes = figure.subplots()
    if points and not math.isnan(seen.value):
        axes.plot(*zip(*points, strict=True), "o-", color=COLOURS["patients"], markersize=4)
        axes.axhline(seen.value, color=COLOURS["neutral"], linestyle="--")
        axes.set_ylim(0, max(seen.value, *(value for _, value in points)) * 1.15)
    else:
        axes.set(xticks=[], yticks=[])
        write_instead(axes, why)
    axes.set_xlabel("Long-run mean of MMT8, points (0–150)")
    axes.set_ylabel("Expected change\nof MMT8, points")
    footnote(figure, say(MODEL, ledger), "Dashed: the mean change seen.", origin)
    caption = Passage.filled(CAPTION, ledger, origin)
    return Exhibit(
        "regression", figure, title, caption, f"{_explained(points, seen.value) or why.capitalize()}. {origin}"
    )


def _explained(points: list[tuple[float, float]], seen: float) -> str:
    """Say which change regression to the mean alone would give, at the least and at the most; "" if unknown."""
    if not points or math.isnan(seen):
        return ""
    (low, least), (high, most) = min(points, key=lambda point: point[1]), max(points, key=lambda point: point[1])
    return (
        f"Regression to the mean alone would change MMT8 by {text.number(least, 1)} points if the long-run mean were "
        f"{text.number(low, 0)}, and by {text.number(most, 1)} if it were {text.number(high, 0)}; seen were "
        f"{text.number(seen, 1)}"
    )
