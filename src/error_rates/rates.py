"""Coverage of each interval and size of each test as result rows, with their Monte Carlo error."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from compendium.stats.proportion import proportion
from compendium.stats.recorded import Floats, Integers
from error_rates.running import Judged
from error_rates.scenario import Interval, Measure, Outcome, Scenario
from press.rows import Key, Row

ERROR_RATES = Key("error_rates")
LIMITS = {"coverage": (94, 96), "size": (4, 6)}  # percent: what an interval of 95% and a test at 5% must keep within
SUMMARY = {"coverage": "intervals", "size": "tests"}
_SHARE = {
    "coverage": "percentage of simulated cohorts in which the interval holds the true value",
    "size": "percentage of simulated cohorts in which the test rejects the true hypothesis at 5%",
}
_MISSED = {
    "truth_below": (Outcome.ABOVE, "percentage of simulated cohorts in which the true value is below the interval"),
    "truth_above": (Outcome.BELOW, "percentage of simulated cohorts in which the true value is above the interval"),
}


def scenario_rows(scenario: Scenario, judged: Judged, seed: int) -> list[Row]:
    """State what a scenario showed. At its name: cohorts, whose note is what is drawn.

    For each measure, at its level, `truth` of an interval or `hypothesis` of a test (note: what it is; method: as the
    study states it), at group coverage or size count, total, percent, ci_low, ci_high (Monte Carlo error, Wilson),
    se and within (1 where it is as it must be), and not_computed (percent of cohorts). Of an interval also
    truth_below, truth_above (percent) and width (median; of a ratio upper by lower limit).
    """
    key, n = ERROR_RATES.at(variable=scenario.name), len(judged.outcomes)
    first = scenario.cohort(0, seed)
    rows = [key.row("cohorts", n, n=n, method=f"simulated cohorts (seed {seed})", note=scenario.words)]
    for measure, outcomes, widths in zip(scenario.measures, judged.outcomes.T, judged.widths.T, strict=True):
        at, method = key.at(level=measure.name), first[measure.stated_by].method
        if isinstance(measure, Interval):
            rows += [
                at.row("truth", measure.truth, n=n, method=method, note=measure.words),
                *_rate(at, "coverage", outcomes, Outcome.HOLDS, measure),
                *_missed(at, outcomes),
                _width(at, measure, widths),
            ]
        else:
            rows.append(at.row("hypothesis", 5, n=n, method=method, note=measure.words))
            rows += _rate(at, "size", outcomes, Outcome.REJECTS, measure)
        rows.append(_not_computed(at, outcomes))
    return rows


def _rate(key: Key, what: str, outcomes: Integers, wanted: Outcome, measure: Measure) -> list[Row]:
    """State a share of the cohorts in which there was an interval or a test, its Monte Carlo error and the verdict."""
    count, total = int(np.sum(outcomes == wanted)), int(np.sum(outcomes != Outcome.NOT_COMPUTED))
    low, high = LIMITS[what]
    within = total > 0 and low * total <= 100 * count <= high * total  # whole numbers: no rounding at the limit
    share, at = count / total if total else math.nan, key.at(group=what)
    error = 100 * math.sqrt(share * (1 - share) / total) if total else math.nan
    stated = proportion(count, total, at)
    note = "" if within else _why(measure, count * 100 < low * total, [row.value for row in stated[-2:]], (low, high))
    method = f"{_SHARE[what]}; Wilson interval of the Monte Carlo error"
    return [
        *(at.row(row.statistic, row.value, n=total, method=method, note=note) for row in stated),
        at.row("se", error, n=total, method="Monte Carlo standard error, in percentage points", note=note),
        at.row("within", float(within), n=total, method=f"1 where the percentage is from {low} to {high}", note=note),
    ]


def _why(measure: Measure, is_low: bool, error: Sequence[float], limits: tuple[int, int]) -> str:
    """Return the known reason, and whether the limit lies within the Monte Carlo error (NaN where it is nowhere)."""
    near = error[0] <= limits[1] and error[1] >= limits[0]
    chance = "not told apart from the limit, for Monte Carlo error" if near else ""
    reason = (measure.too_low if is_low else measure.too_high) or measure.why
    return "; ".join(filter(None, [reason, chance])) or "no reason is known"


def _missed(key: Key, outcomes: Integers) -> list[Row]:
    total = int(np.sum(outcomes != Outcome.NOT_COMPUTED))
    return [
        key.row(name, 100 * int(np.sum(outcomes == outcome)) / total if total else math.nan, n=total, method=method,
                note="" if total else "computed in no cohort")
        for name, (outcome, method) in _MISSED.items()
    ]  # fmt: skip


def _width(key: Key, measure: Interval, widths: Floats) -> Row:
    known = widths[~np.isnan(widths)]  # the median: an odds ratio without an upper limit has no mean width
    method = "median of upper by lower limit" if measure.ratio else "median of upper minus lower limit"
    value = float(np.median(known)) if known.size else math.nan
    note = "" if math.isfinite(value) else "most intervals have no end" if known.size else "computed in no cohort"
    return key.row("width", value if math.isfinite(value) else None, n=int(known.size), method=method, note=note)


def _not_computed(key: Key, outcomes: Integers) -> Row:
    n = int(outcomes.size)
    share = 100 * int(np.sum(outcomes == Outcome.NOT_COMPUTED)) / n if n else math.nan
    return key.row("not_computed", share, n=n, method="percentage of simulated cohorts that gave no interval or test")


def summary_rows(rows: Sequence[Row]) -> list[Row]:
    """State how many scenarios there are, the fewest cohorts of one, and how many measures are as they must be.

    At variable intervals and tests: total and within (counts), lowest and highest (the limits, percent), and
    se (the largest Monte Carlo standard error).
    """
    cohorts = [row.value for row in rows if row.statistic == "cohorts"]
    of_all = ERROR_RATES.row
    found = [
        of_all("scenarios", len(cohorts), n=len(cohorts), method="count of simulated situations"),
        of_all("cohorts", min(cohorts, default=0), n=len(cohorts), method="fewest cohorts of a situation"),
    ]
    for what, variable in SUMMARY.items():
        key = ERROR_RATES.at(variable=variable)
        verdicts = [row.value for row in rows if row.group == what and row.statistic == "within"]
        errors = [row.value for row in rows if row.group == what and row.statistic == "se"]
        found += _summary(key, what, verdicts, errors)
    return found


def _summary(key: Key, what: str, verdicts: Sequence[float], errors: Iterable[float]) -> list[Row]:
    total, within = len(verdicts), int(sum(verdicts))
    low, high = LIMITS[what]
    wanted = f"{SUMMARY[what]} whose {what} is from {low} to {high} percent"
    return [
        key.row("total", total, n=total, method=f"count of simulated {SUMMARY[what]}"),
        key.row("within", within, n=total, method=f"count of {wanted}"),
        key.row("lowest", low, n=total, method="least percentage that is as it must be"),
        key.row("highest", high, n=total, method="greatest percentage that is as it must be"),
        key.row("se", max(errors, default=math.nan), n=total, method="largest Monte Carlo standard error"),
    ]
