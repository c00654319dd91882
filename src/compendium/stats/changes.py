"""Changes within patients: their mean with a t interval, Wilcoxon's signed-rank test, the paired t-test and d_z."""

from __future__ import annotations

import math

import numpy as np
from scipy import stats

from compendium.stats.recorded import Floats, alike
from compendium.stats.statement import Estimate, rough_below_ten
from press.rows import Key, Row

WILCOXON = "Wilcoxon signed-rank test (normal approximation, continuity-corrected, zero differences dropped)"
PAIRED_T = "paired t-test"
D_Z = "mean change divided by the SD of the changes (d_z)"
_STEPS = 16  # between neighbouring floats, at the largest value: what measuring in decimals may leave of a change


def rounded_changes(before: Floats, after: Floats) -> Floats:
    """Return after - before, rounded to what floats of this size can tell: 0.3 - (0.1 + 0.2) is no change.

    Equal changes are ties, whatever the unit.

    >>> rounded_changes(np.array([0.1 + 0.2]), np.array([0.3])).tolist() == [0.0]
    True
    """
    largest = float(max(np.abs(before).max(initial=0), np.abs(after).max(initial=0)))
    if largest == 0:
        return after - before
    return np.round(after - before, -math.ceil(math.log10(_STEPS * np.spacing(largest))))


def no_spread(changes: Floats) -> str:
    """Return why a t-test of the changes is not possible, or an empty string."""
    if changes.size < 2:
        return "fewer than two pairs" if changes.size else "no pair recorded"
    return "all changes are equal" if alike(changes) else ""


def mean_change(changes: Floats) -> Estimate:
    """Return the mean with the 95% interval of the t distribution (the paired t-test is the t-test of the changes).

    >>> mean_change(np.array([1.0, 2.0, 3.0])).value
    2.0
    """
    if note := no_spread(changes):
        return Estimate(float(changes.mean()) if changes.size else math.nan, note=note)
    interval = stats.ttest_1samp(changes, 0).confidence_interval(0.95)
    return Estimate(float(changes.mean()), float(interval.low), float(interval.high))


def signed_rank(changes: Floats) -> tuple[float, str]:
    """Return the p of Wilcoxon's signed-rank test of rounded changes, and why there is none or why it is rough.

    >>> p, note = signed_rank(np.array([1.0, 2.0, -3.0, 4.0, 5.0]))
    >>> round(p, 3), note
    (0.281, 'fewer than ten changes other than zero: the normal approximation is rough')
    """
    if not np.any(changes):
        return math.nan, "no pair with a change other than zero" if changes.size else "no pair recorded"
    # every option given: scipy's "auto" changes between exact, permutation and normal without continuity correction
    test = stats.wilcoxon(changes, zero_method="wilcox", correction=True, method="asymptotic")
    return float(test.pvalue), rough_below_ten(int(np.count_nonzero(changes)), "changes other than zero")


def wilcoxon_and_t(changes: Floats, key: Key, scale: str = "") -> list[Row]:
    """State p (Wilcoxon), p_t (paired t) and d_z of rounded changes; `scale` is appended to the methods."""
    n, note = int(changes.size), no_spread(changes)
    p, p_note = signed_rank(changes)
    p_t = math.nan if note else float(stats.ttest_1samp(changes, 0).pvalue)
    d_z = math.nan if note else float(changes.mean() / np.std(changes, ddof=1))
    return [
        key.row("p", p, n=n, method=WILCOXON + scale, note=p_note),
        key.row("p_t", p_t, n=n, method=PAIRED_T + scale, note=note),
        key.row("d_z", d_z, n=n, method=D_Z + scale, note=note),
    ]
