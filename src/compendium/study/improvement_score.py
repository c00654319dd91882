"""The 2016 ACR/EULAR Total Improvement Score (0-100), with its points read from a table a clinician can check."""

from __future__ import annotations

import pandas as pd

from compendium.study.core_set import MEASURES
from compendium.study.definitions import read_definitions, threshold

Points = dict[str, list[tuple[float, float]]]  # measure -> (above this percent of range, points), rising


def read_points() -> Points:
    """Return the points of data/definitions/improvement_points.csv; a band begins just above its percent.

    >>> read_points()["mmt8"][0]
    (2.0, 10.0)
    """
    points: Points = {measure: [] for measure in MEASURES}
    for line in read_definitions("improvement_points"):
        above = threshold(line, "above_percent", "improvement_points")
        points[line["measure"]].append((above, threshold(line, "points", "improvement_points")))
    return {measure: sorted(bands) for measure, bands in points.items()}


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
