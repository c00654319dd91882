"""The 2016 ACR/EULAR Total Improvement Score (0-100); its points and degrees from tables a clinician can check."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pandas as pd

from compendium.clinical.core_set import MEASURES
from compendium.clinical.definition_review import Review
from press.ground.spreadsheet import Line

Points = dict[str, list[tuple[float, float]]]  # measure -> (above this percent of range, points), rising
MOST = 100  # the score of a patient who improved most in every measure


def read_points(folder: Path | None = None) -> Points:
    """Return the points of data/definitions/improvement_points.csv; a band begins just above its percent.

    Raises SpreadsheetFault with all that is wrong.

    >>> read_points()["mmt8"][0]
    (2.0, 10.0)
    """
    review = Review.of("improvement_points", folder)
    for line in review.lines:
        review.choice(line, "measure", MEASURES)
        review.number(line, "above_percent", 0, 100)
        review.number(line, "points", 0, MOST)
        if line["up_to_percent"]:
            review.number(line, "up_to_percent", 0, 100)
    review.finish()  # what follows counts measures and compares numbers, which must be right
    for measure in MEASURES:
        if not any(line["measure"] == measure for line in review.lines):
            review.whole("measure", "", f"each of the six measures has its bands; {measure} has none", "add them")
    review.finish()
    bands = {measure: _bands(review.lines, measure) for measure in MEASURES}
    for of_measure in bands.values():
        _check_bands(review, of_measure)
    review.finish()
    points = {measure: [(_above(line), float(line["points"])) for line in lines] for measure, lines in bands.items()}
    most = round(sum(of_measure[-1][1] for of_measure in points.values()), 10)  # 0.1 + 0.2 is not quite 0.3
    if most != MOST:
        rule = f"the most points of the six measures add up to {MOST}"
        review.whole("points", f"{most:g}", rule, "compare the last band of each measure with its source")
    review.finish()
    return points


def _bands(lines: list[Line], measure: str) -> list[Line]:
    return sorted((line for line in lines if line["measure"] == measure), key=_above)


def _above(line: Line) -> float:
    return float(line["above_percent"])


def _check_bands(review: Review, bands: list[Line]) -> None:
    """Note where a band does not end at the beginning of the next, or brings fewer points than the one below it."""
    for below, line in pairwise(bands):
        begins = line["above_percent"]
        if not below["up_to_percent"] or float(below["up_to_percent"]) != float(begins):
            rule = f"{begins}, where the next band of {below['measure']} begins (row {line.row})"
            review.fault(below, "up_to_percent", rule, "make the bands join, without a gap or an overlap")
        if float(line["points"]) < float(below["points"]):
            rule = f"at least {below['points']}, as the band below has (row {below.row})"
            review.fault(line, "points", rule, "more improvement never earns fewer points")
    if bands[-1]["up_to_percent"]:
        rule = f"empty in the last band of {bands[-1]['measure']}, which has no end"
        review.fault(bands[-1], "up_to_percent", rule, "empty it, or add the band above")


def read_degrees(folder: Path | None = None) -> dict[float, str]:
    """Return by which word the score calls a threshold, from data/definitions/improvement_degrees.csv.

    The source, named in each row, is Aggarwal 2017. A threshold between two of them has no word of its own. Raises
    SpreadsheetFault with all that is wrong.

    >>> read_degrees()
    {20.0: 'minimal', 40.0: 'moderate', 60.0: 'major'}
    """
    review = Review.of("improvement_degrees", folder)
    for line in review.lines:
        review.number(line, "threshold", 1, MOST)
        review.filled(line, "degree", "source")
    review.finish()
    return {float(line["threshold"]): line["degree"] for line in review.lines}


def points_of(absolute: pd.Series, bands: list[tuple[float, float]]) -> pd.Series:
    """Return the points of one measure for its absolute change in percent of range (NaN stays NaN).

    Bands are open below and closed above, so exactly 15 % still earns the band that ends at 15.

    >>> points_of(pd.Series([-10.0, 5.0, 15.0, 15.1]), [(5, 2.5), (15, 5.0)]).tolist()
    [0.0, 0.0, 2.5, 5.0]
    """
    # Differences of decimals such as 5.8 - 4.3 carry noise in the 15th digit, which must not decide a band.
    change = absolute.round(10)
    points = change.where(change.isna(), 0.0)
    for above, value in bands:
        points = points.mask(change > above, value)
    return points


def score_bounds(absolute: pd.DataFrame, points: Points | None = None) -> pd.DataFrame:
    """Return, per patient, the score from recorded measures and what it could be at most, and how many were recorded.

    Columns: low (measures not recorded count 0), high (they count their maximum), recorded (0-6). Where all six
    were recorded, low equals high and is the score; otherwise the score is not known, only bounded.
    """
    table = points or read_points()
    earned = pd.DataFrame({measure: points_of(absolute[measure], table[measure]) for measure in MEASURES})
    most = pd.Series({measure: table[measure][-1][1] for measure in MEASURES})
    low = earned.sum(axis=1)
    high = low + earned.isna().mul(most, axis=1).sum(axis=1)
    return pd.DataFrame({"low": low, "high": high, "recorded": earned.notna().sum(axis=1)})


def complete_scores(absolute: pd.DataFrame) -> pd.Series:
    """Return the score of each patient with all six measures recorded, NaN for the others."""
    bounds = score_bounds(absolute)
    return bounds["low"].where(bounds["recorded"] == len(MEASURES))
