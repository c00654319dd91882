"""The six IMACS core-set measures of every patient, at baseline and at the end, and how far each improved."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from compendium.clinical.definition_review import Review
from compendium.registry.codebook import Variable, load_codebook
from press.ground.spreadsheet import Line

MEASURES = ("mmt8", "physician_global", "patient_global", "haq_di", "extramuscular", "enzyme")


@dataclass(frozen=True)
class Measure:
    """One line of data/definitions/core_set.csv: a variable, its range and which direction is better."""

    measure: str
    variable: str
    range: float
    higher_is_better: bool


@dataclass(frozen=True)
class Improvement:
    """How far each core-set measure improved (columns: MEASURES; index: patient; NaN: not recorded).

    relative: percent of the baseline value; absolute: percent of the measure's range. Positive is better.
    """

    relative: pd.DataFrame
    absolute: pd.DataFrame


def read_measures(folder: Path | None = None) -> tuple[Measure, ...]:
    """Return the core-set measures as data/definitions/core_set.csv gives them, enzymes in multiples of ULN.

    Raises SpreadsheetFault with all that is wrong.

    >>> [measure.variable for measure in read_measures() if measure.higher_is_better]
    ['mmt8']
    """
    review = Review.of("core_set", folder)
    recorded = {variable.name: variable for variable in load_codebook().table("visits")}
    for line in review.lines:
        _check(review, line, recorded)
    review.finish()  # a measure that is misspelt is not reported as missing too
    named = [line["measure"] for line in review.lines]
    for measure in MEASURES:
        if measure not in named:
            review.whole("measure", "", f"each of the six measures has a row; {measure} has none", "add it")
    review.finish()
    return tuple(
        Measure(line["measure"], line["variable"], float(line["range"]), line["better"] == "higher")
        for line in review.lines
    )


def _check(review: Review, line: Line, recorded: dict[str, Variable]) -> None:
    enzyme = line["measure"] == "enzyme"
    if not review.choice(line, "measure", MEASURES):
        return
    if not enzyme and next(other for other in review.lines if other["measure"] == line["measure"]) is not line:
        review.fault(line, "measure", "one row, but for the enzyme", "remove one of the two")
    review.choice(line, "better", ("lower",) if enzyme else ("higher", "lower"))
    review.choice(line, "range_unit", ("x ULN",) if enzyme else ("points",))
    variable = recorded.get(line["variable"])
    if variable is None or variable.kind not in ("integer", "number"):
        rule = "a variable of visits that is a number in data/codebook.csv"
        review.fault(line, "variable", rule, "correct it, or add it to the codebook")
    elif enzyme and f"{variable.name}_uln" not in recorded:
        rule = f"an enzyme with its upper limit of normal; data/codebook.csv has no {variable.name}_uln for visits"
        review.fault(line, "variable", rule, "correct it, or remove the row")
    _check_range(review, line, None if enzyme else variable)


def _check_range(review: Review, line: Line, scale: Variable | None) -> None:
    span = review.number(line, "range")
    if span <= 0:
        review.fault(line, "range", "a number above 0", "write the width of the scale, such as 10")
    elif scale and scale.low is not None and scale.high is not None and abs(span - (scale.high - scale.low)) > 0:
        # a range that is no number (NaN) is noted already and is not compared
        rule = f"the width of the scale in data/codebook.csv, which is {scale.high - scale.low:g}"
        review.fault(line, "range", rule, "correct it here or there")


def multiple_of_uln(visits: pd.DataFrame, enzyme: str) -> pd.Series:
    """Return an enzyme as a multiple of its laboratory's upper limit of normal.

    >>> multiple_of_uln(pd.DataFrame({"ck": [950.0], "ck_uln": [190.0]}), "ck").tolist()
    [5.0]
    """
    return visits[enzyme] / visits[f"{enzyme}_uln"]


def at_visit(visits: pd.DataFrame, visit: str) -> pd.DataFrame:
    """Return the rows of one visit, indexed by patient."""
    return visits[visits["visit"] == visit].set_index("patient_id")


def improvement(visits: pd.DataFrame, measures: tuple[Measure, ...] | None = None) -> Improvement:
    """Return the improvement of every patient who has a baseline and an end visit.

    The enzyme is the one most abnormal at baseline: the highest multiple of ULN among those recorded. One that was not
    measured could have been higher; the criteria leave open what then holds.
    """
    baseline, end = at_visit(visits, "baseline"), at_visit(visits, "end")
    patients = baseline.index.intersection(end.index).sort_values()
    baseline, end = baseline.loc[patients], end.loc[patients]
    relative, absolute = pd.DataFrame(index=patients), pd.DataFrame(index=patients)
    measures = measures or read_measures()
    for measure in measures:
        if measure.measure != "enzyme":
            gain = _gain(baseline[measure.variable], end[measure.variable], measure.higher_is_better)
            relative[measure.measure] = _percent_of(gain, baseline[measure.variable])
            absolute[measure.measure] = 100 * gain / measure.range
    enzymes = [measure for measure in measures if measure.measure == "enzyme"]
    relative["enzyme"], absolute["enzyme"] = _enzyme(baseline, end, enzymes)
    return Improvement(relative[list(MEASURES)], absolute[list(MEASURES)])


def _gain(before: pd.Series, after: pd.Series, higher_is_better: bool) -> pd.Series:
    return after - before if higher_is_better else before - after


def _percent_of(gain: pd.Series, baseline: pd.Series) -> pd.Series:
    """Percent of baseline; from a baseline of 0 no change is 0 % and any change is beyond every threshold."""
    change = 100 * gain / baseline.where(baseline != 0)
    from_zero = np.sign(gain).map({0.0: 0.0, 1.0: np.inf, -1.0: -np.inf})
    return change.where(baseline != 0, from_zero)


def _enzyme(baseline: pd.DataFrame, end: pd.DataFrame, enzymes: list[Measure]) -> tuple[pd.Series, pd.Series]:
    before = pd.DataFrame({enzyme.variable: multiple_of_uln(baseline, enzyme.variable) for enzyme in enzymes})
    after = pd.DataFrame({enzyme.variable: multiple_of_uln(end, enzyme.variable) for enzyme in enzymes})
    ranges = pd.Series({enzyme.variable: enzyme.range for enzyme in enzymes})
    recorded = before.notna().any(axis=1)
    chosen = before[recorded].idxmax(axis=1)
    of_chosen = np.flatnonzero(recorded), before.columns.get_indexer(pd.Index(chosen))
    first, last = (pd.Series(values.to_numpy()[of_chosen], chosen.index) for values in (before, after))
    gain = (first - last).reindex(baseline.index)
    span = chosen.map(ranges).reindex(baseline.index).astype(float)
    return _percent_of(gain, first.reindex(baseline.index)), 100 * gain / span
