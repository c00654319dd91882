"""Rank-biserial correlation, the effect size of a rank test: -1 to 1, positive where the first (or later) is larger."""

from __future__ import annotations

import math

import numpy as np
import pingouin
from scipy.stats import rankdata

from compendium.stats.recorded import Floats
from compendium.stats.statement import NORMAL_QUANTILE, Estimate, not_computed

_ONE_WAY = "every comparison points the same way: the interval by Fisher's transformation does not exist"


def of_groups(first: Floats, second: Floats) -> Estimate:
    """Return the share of pairs (first, second) with first larger minus the share with first smaller.

    Interval: Fisher's transformation with the standard error of R's effectsize (Kerby 2014).

    >>> of_groups(np.array([1.0, 4.0]), np.array([2.0, 3.0])).value
    0.0
    """
    if first.size == 0 or second.size == 0:
        return not_computed("a group without recorded values")
    # from the ranks: pingouin's mwu has the same number, but compares every patient with every other for a second
    # effect size that is not used here, and 100,000 patients do not fit into memory so
    ranks = rankdata(np.concatenate([first, second]))
    pairs = first.size * second.size
    larger_second = pairs + first.size * (first.size + 1) / 2 - float(ranks[: first.size].sum())  # a tie is half a pair
    value = 1 - 2 * larger_second / pairs
    se = math.sqrt((first.size + second.size + 1) / (3 * first.size * second.size))
    return _with_interval(value, se)


def of_changes(changes: Floats) -> Estimate:
    """Return the matched-pairs rank-biserial correlation: (ranks up - ranks down) / all ranks; zero changes dropped.

    >>> round(of_changes(np.array([1.0, 2.0, -3.0, 4.0])).value, 3)
    0.4
    """
    n = int(np.count_nonzero(changes))
    if n == 0:
        return not_computed("no pair with a change other than zero")
    found = pingouin.wilcoxon(changes[changes != 0], method="asymptotic")
    se = math.sqrt((2 * n**3 + 3 * n**2 + n) / 6) / (n * (n + 1) / 2)
    return _with_interval(float(found["RBC"].iloc[0]), se)


def _with_interval(value: float, se: float) -> Estimate:
    if abs(value) >= 1:
        return Estimate(value, note=_ONE_WAY)
    centre = math.atanh(value)
    return Estimate(value, math.tanh(centre - NORMAL_QUANTILE * se), math.tanh(centre + NORMAL_QUANTILE * se))
