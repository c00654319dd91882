"""How well predicted probabilities tell patients with the outcome from those without: AUC, Brier score, R2."""

from __future__ import annotations

import numpy as np
from scipy.special import xlogy
from scipy.stats import rankdata

from compendium.stats.recorded import Floats
from compendium.stats.statement import NORMAL_QUANTILE, Estimate, not_computed


def auc(predicted: Floats, outcome: Floats) -> Estimate:
    """Return the area under the ROC curve with DeLong's 95% interval, cut at 0 and 1 (DeLong et al., Biometrics 1988).

    Ranks instead of pairs (Sun and Xu, IEEE Signal Processing Letters 2014). outcome: 0 or 1. Without a value where
    everybody has the same outcome; without an interval where only one patient has one of the two.

    >>> round(auc(np.array([0.1, 0.4, 0.35, 0.8]), np.array([0, 0, 1, 1])).value, 2)
    0.75
    """
    with_it, without = predicted[outcome == 1], predicted[outcome == 0]
    m, n = with_it.size, without.size
    if min(m, n) == 0:
        return not_computed("the outcome is the same in everyone")
    above, below = placements(with_it, without)
    value = float(above.mean())
    if min(m, n) == 1:
        return Estimate(value, note="one patient with one of the outcomes: no interval")
    half = NORMAL_QUANTILE * float(np.sqrt(above.var(ddof=1) / m + below.var(ddof=1) / n))
    return Estimate(value, max(0.0, value - half), min(1.0, value + half))


def placements(first: Floats, second: Floats) -> tuple[Floats, Floats]:
    """Return which share of the second each of the first exceeds, and by which share of the first each is exceeded.

    A tie is half. From ranks, so that it takes no longer than sorting.

    >>> placements(np.array([1.0, 4.0]), np.array([2.0, 3.0, 4.0]))
    (array([0.        , 0.83333333]), array([0.5 , 0.5 , 0.25]))
    """
    m, n = first.size, second.size
    among_all = rankdata(np.concatenate([first, second]))
    return (among_all[:m] - rankdata(first)) / n, 1 - (among_all[m:] - rankdata(second)) / m


def grouped_auc(line: Floats, events: Floats, others: Floats) -> Floats:
    """Return the AUC of b models from counts (b x m) with (events) and without (others) the outcome at each pattern.

    >>> grouped_auc(np.array([[1.0, 2.0, 2.0]]), np.array([[1.0, 1.0, 0.0]]), np.array([[1.0, 0.0, 1.0]])).tolist()
    [0.5]
    """
    # patterns of equal value: once sorted one way and once the other, which on average counts a tie as half
    rounded = line.round(10)
    found = [_sorted_area(*(array[:, ::way] for array in (rounded, events, others))) for way in (1, -1)]
    return np.asarray((found[0] + found[1]) / 2)


def _sorted_area(line: Floats, events: Floats, others: Floats) -> Floats:
    order = np.argsort(line, axis=1, kind="stable")
    events, others = np.take_along_axis(events, order, axis=1), np.take_along_axis(others, order, axis=1)
    below = np.cumsum(others, axis=1) - others / 2
    pairs = events.sum(axis=1) * others.sum(axis=1)
    return np.asarray((events * below).sum(axis=1) / np.where(pairs > 0, pairs, np.nan))


def brier(predicted: Floats, events: Floats, others: Floats) -> Floats:
    """Return the mean squared difference of probability and outcome (Brier 1950) from counts, over the last axis.

    >>> float(brier(np.array([0.5, 1.0]), np.array([1, 2]), np.array([1, 0])))
    0.125
    """
    squares = events * (1 - predicted) ** 2 + others * predicted**2
    return np.asarray(squares.sum(axis=-1) / (events + others).sum(axis=-1))


def cox_snell(line: Floats, events: Floats, others: Floats) -> Floats:
    """Return the R2 of Cox and Snell of predicted log odds, against the overall share alone, over the last axis.

    Below 0 where the overall share fits better (Cox and Snell, Analysis of Binary Data, 1989).

    >>> float(cox_snell(np.log(np.array([3.0, 1.0])), np.array([30.0, 20.0]), np.array([10.0, 20.0])).round(3))
    0.065
    """
    with_it, without = events.sum(axis=-1), others.sum(axis=-1)
    n = with_it + without
    of_none = xlogy(with_it, with_it / n) + xlogy(without, without / n)
    likelihood = -(events * np.logaddexp(0, -line) + others * np.logaddexp(0, line)).sum(axis=-1)
    return np.asarray(-np.expm1(-2 * (likelihood - of_none) / n))
