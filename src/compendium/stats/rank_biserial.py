"""Rank-biserial correlation, the effect size of a rank test: -1 to 1, positive where the first (or later) is larger.

Its interval rests on how the comparisons vary from patient to patient, whatever the difference: with the standard error
that the tests have where there is none, the interval of a large difference would be far too narrow.
"""

from __future__ import annotations

import math

import numpy as np
import pingouin
from scipy import stats

from compendium.stats.discrimination import placements
from compendium.stats.recorded import Floats
from compendium.stats.statement import Estimate, not_computed

_ONE_WAY = "every comparison points the same way: the interval by Fisher's transformation does not exist"
FEWEST = 5  # patients of a group, or pairs, below which how they vary is not known well enough
_TOO_FEW = "fewer than five patients show too little of how the comparisons vary"
_ALIKE = "every patient compares alike: there is no standard error"
_ROUNDING = 1e-12  # a standard error that is nothing but what is left of differences of equal numbers


def of_groups(first: Floats, second: Floats) -> Estimate:
    """Return the share of pairs (first, second) with first larger minus the share with first smaller.

    Interval: Fisher's transformation, DeLong's standard error and the degrees of freedom of Brunner and Munzel
    (Biometrical Journal 2000;42:17-25).

    >>> of_groups(np.array([1.0, 4.0]), np.array([2.0, 3.0])).value
    0.0
    """
    m, n = first.size, second.size
    if min(m, n) == 0:
        return not_computed("a group without recorded values")
    # in order, here and below: a sum must not depend on that in which the patients are listed
    above, below = placements(np.sort(first), np.sort(second))
    value = 2 * float(above.mean()) - 1
    if why := _why_no_interval(value, min(m, n)):
        return Estimate(value, note=why)
    parts = np.array([4 * above.var(ddof=1) / m, 4 * below.var(ddof=1) / n])
    variance = float(parts.sum())
    df = variance**2 / float((parts**2 / np.array([m - 1, n - 1])).sum()) if variance > 0 else math.nan
    return _with_interval(value, math.sqrt(variance), df)


def of_changes(changes: Floats) -> Estimate:
    """Return the matched-pairs rank-biserial correlation: (ranks up - ranks down) / all ranks; zero changes dropped.

    Interval: Fisher's transformation, the jackknife's standard error and t of pairs - 1.

    >>> round(of_changes(np.array([1.0, 2.0, -3.0, 4.0])).value, 3)
    0.4
    """
    kept = np.sort(changes[changes != 0])
    n = kept.size
    if n == 0:
        return not_computed("no pair with a change other than zero")
    value = float(pingouin.wilcoxon(kept, method="asymptotic")["RBC"].iloc[0])
    if why := _why_no_interval(value, n):
        return Estimate(value, note=why)
    # ranks up - ranks down is the sum, over pairs of patients and each with itself, of the sign of the two changes
    # together, so what a patient adds is known from where minus the change would stand among all
    added = n - np.searchsorted(kept, -kept, "right") - np.searchsorted(kept, -kept, "left")
    without = (value * n * (n + 1) / 2 - added) / (n * (n - 1) / 2)
    return _with_interval(value, math.sqrt((n - 1) / n * float(((without - without.mean()) ** 2).sum())), n - 1)


def _why_no_interval(value: float, patients: int) -> str:
    if abs(value) == 1:
        return _ONE_WAY
    return _TOO_FEW if patients < FEWEST else ""


def _with_interval(value: float, se: float, df: float) -> Estimate:
    if se < _ROUNDING:
        return Estimate(value, note=_ALIKE)
    centre, half = math.atanh(value), float(stats.t.ppf(0.975, df)) * se / (1 - value**2)
    return Estimate(value, math.tanh(centre - half), math.tanh(centre + half))
