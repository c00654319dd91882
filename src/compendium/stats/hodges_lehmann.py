"""Hodges-Lehmann estimates: the typical difference between groups or within pairs, with 95% intervals by ranks."""

from __future__ import annotations

import math

import numpy as np

from compendium.stats import order_statistics
from compendium.stats.recorded import Floats
from compendium.stats.statement import NORMAL_QUANTILE, Estimate, not_computed

_TOO_FEW = "too few observations for a 95% interval by ranks"


def shift(first: Floats, second: Floats) -> Estimate:
    """Return the median of all differences first - second, and the interval that inverts the Mann-Whitney test.

    The interval is the one of R's `wilcox.test(exact = FALSE, conf.int = TRUE)` (normal approximation with ties
    and continuity correction), read from the ordered differences instead of searched for (Hodges and Lehmann 1963;
    Hollander, Wolfe and Chicken 2014, section 4.3).

    >>> shift(np.array([3.0, 5.0]), np.array([1.0])).value
    3.0
    """
    if first.size == 0 or second.size == 0:
        return not_computed("a group without recorded values")
    total, product = first.size + second.size, first.size * second.size
    ties = (_ties(first) + _ties(second)) / (total * (total - 1))
    sd = math.sqrt(product / 12 * (total + 1 - ties))
    return _from_pairs(order_statistics.differences(first, second), sd)


def pseudomedian(changes: Floats) -> Estimate:
    """Return the median of all pairwise means of the changes, and the interval that inverts the signed-rank test.

    Zero changes stay in: a patient who did not change counts as one (R's `wilcox.test` leaves them out of its
    estimate too, which overstates the change).

    >>> pseudomedian(np.array([0.0, 2.0, 4.0])).value
    2.0
    """
    n = changes.size
    if n == 0:
        return not_computed("no pair recorded")
    sd = math.sqrt(n * (n + 1) * (2 * n + 1) / 24 - _ties(changes) / 48)
    return _from_pairs(order_statistics.means(changes), sd)


def _ties(values: Floats) -> float:
    """Return the sum of t^3 - t over groups of t tied values."""
    sizes = np.unique(values, return_counts=True)[1].astype(float)
    return float((sizes**3 - sizes).sum())


def _from_pairs(pairs: order_statistics.Pairs, sd: float) -> Estimate:
    """Return the median and the interval of order statistics that lie the critical distance from the middle rank."""
    size = pairs.size
    rank = math.ceil(size / 2 + 0.5 + NORMAL_QUANTILE * sd)  # 0.5: continuity correction
    middle = pairs.smallest(size // 2)
    if size % 2 == 0:
        middle = (pairs.smallest(size // 2 - 1) + middle) / 2
    if rank > size:
        return Estimate(middle, note=_TOO_FEW)
    return Estimate(middle, pairs.smallest(size - rank), pairs.smallest(rank - 1))
