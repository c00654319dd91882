"""Standardised mean difference between two groups, for numbers and for levels (Yang and Dalton 2012)."""

from __future__ import annotations

import math

import numpy as np
from scipy import optimize
from scipy.special import fdtr, fdtri, ncfdtr

from compendium.stats.recorded import Floats, Integers, alike
from compendium.stats.statement import NORMAL_QUANTILE, Estimate, not_computed

_EMPTY = "fewer than two recorded values in a group"
_NO_LEVEL_SHARED = "the groups share no level: the difference cannot be standardised"
_ALL_ALIKE = "every value is the same: there is no interval"
_NO_SPREAD = "no spread within the groups: the difference cannot be standardised"


def of_numbers(first: Floats, second: Floats) -> Estimate:
    """Return |difference of means| over the root of the mean variance, with its interval.

    >>> round(of_numbers(np.array([1.0, 2.0, 3.0]), np.array([2.0, 3.0, 4.0])).value, 3)
    1.0
    """
    if min(first.size, second.size) < 2:
        return not_computed(_EMPTY)
    difference = abs(float(first.mean() - second.mean()))
    spread = math.sqrt((float(first.var(ddof=1)) + float(second.var(ddof=1))) / 2)
    if alike(first) and alike(second):  # the variance of equal floats may be 1e-32 instead of 0
        return Estimate(0.0, note=_ALL_ALIKE) if alike(np.concatenate([first, second])) else not_computed(_NO_SPREAD)
    return _with_interval(difference / spread, first.size, second.size)


def of_levels(first: Integers, second: Integers) -> Estimate:
    """Return the distance of two distributions over the same levels, given the counts of each (Mahalanobis).

    With two levels it is |p1 - p2| over the root of the mean of p(1 - p). There is none where no level is shared.
    The interval of more than two has on either side the wider limit of two methods. That of Reiser (Communications in
    Statistics - Simulation 2001;30:37-45) is right where the groups differ little: such a distance is never negative
    and chance alone makes it larger, so that an interval symmetrical about it most often leaves out the 0 of groups
    that do not differ. That of the delta method is better where they differ much, and their spreads as well.

    >>> round(of_levels(np.array([30, 70]), np.array([50, 50])).value, 4)
    0.417
    """
    if min(first.sum(), second.sum()) < 2:
        return not_computed(_EMPTY)
    if not np.any((first > 0) & (second > 0)):
        return not_computed(_NO_LEVEL_SHARED)
    # The shares of all levels sum to 1, so one says nothing new and would make the covariance singular, as would a
    # level that nobody has. What is left is singular only where the groups share no level.
    kept = np.flatnonzero(first + second)[:-1]
    p, q = first[kept] / first.sum(), second[kept] / second.sum()
    covariance = (np.diag(p) - np.outer(p, p) + np.diag(q) - np.outer(q, q)) / 2
    difference = p - q
    weights = np.linalg.solve(covariance, difference)
    value, sizes = math.sqrt(float(difference @ weights)), (int(first.sum()), int(second.sum()))
    if kept.size < 2:
        return _with_interval(value, *sizes)
    low, high = _by_reiser(value, *sizes, kept.size)
    half = NORMAL_QUANTILE * _se_by_delta(value, weights, (p, q), sizes)
    return Estimate(value, max(0.0, min(low, value - half)), max(high, value + half))


def _se_by_delta(value: float, weights: Floats, shares: tuple[Floats, Floats], sizes: tuple[int, int]) -> float:
    """Return the standard error of a distance from how it changes with each share, and the shares' own variances."""
    if value == 0:
        return 0.0
    variance = 0.0
    for share, n, sign in zip(shares, sizes, (1, -1), strict=True):
        # of the squared distance: by the difference itself, and by the covariance that standardises it
        slope = 2 * sign * weights - weights * (weights - 2 * (share @ weights)) / 2
        variance += float(slope**2 @ share - (slope @ share) ** 2) / n
    return math.sqrt(max(variance, 0.0)) / (2 * value)


def _by_reiser(value: float, n: int, of_others: int, shares: int) -> tuple[float, float]:
    """Return the distances at which one so large, or so small, has a chance of 2.5%; none where they are not found.

    For the upper limit a distance below the one that chance alone brings in half of studies is taken as that: groups
    that happen to be alike are not known to be alike.
    """
    # two patients at least are of one level, or none would be shared: so there are more patients than levels
    weight, df = n * of_others / (n + of_others), n + of_others - shares - 1
    found = weight * value**2 * df / ((n + of_others - 2) * shares)
    low = _noncentrality(found, shares, df, 0.975)
    high = _noncentrality(max(found, float(fdtri(shares, df, 0.5))), shares, df, 0.025)
    return min(value, math.sqrt(low / weight)), max(value, math.sqrt(high / weight))


def _noncentrality(found: float, shares: int, df: int, chance: float) -> float:
    """Return the noncentrality at which an F no larger than the one found has this chance; 0 where it has less.

    Where scipy cannot sum the distribution (tens of thousands of patients who hardly share a level), the one whose mean
    is found: the limit by the delta method is then the wider.
    """

    def beyond(at: float) -> float:
        return float(ncfdtr(shares, df, at, found) if at > 0 else fdtr(shares, df, found)) - chance

    if beyond(0.0) <= 0:
        return 0.0
    far = shares * found + 1.0
    while beyond(far) > 0:
        far *= 2
    try:
        return float(optimize.brentq(beyond, 0.0, far, xtol=1e-12, rtol=1e-14))
    except ValueError:  # what scipy could not sum is NaN, between the two or at the farther
        return shares * found


def _with_interval(value: float, n: int, of_others: int) -> Estimate:
    """Return the difference with the interval of Yang and Dalton, which does not go below 0 as it has no sign."""
    half = NORMAL_QUANTILE * math.sqrt((n + of_others) / (n * of_others) + value**2 / (2 * (n + of_others)))
    return Estimate(value, max(0.0, value - half), value + half)
