"""By which word the improvement score calls a threshold - minimal, moderate, major - from a table to be checked."""

from __future__ import annotations

from pathlib import Path

from compendium.clinical.definition_review import Review
from compendium.clinical.improvement_score import MOST


def read_degrees(folder: Path | None = None) -> dict[float, str]:
    """Return the degrees of improvement of data/definitions/improvement_degrees.csv by their thresholds, in points.

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
