"""How far each of many 2 x 2 tables is from an odds ratio, and its p-value by every test in use."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import gammaln
from scipy.stats import chi2, norm

from abstract_audit.tables import Floats, Integers, Tables, log_error, odds_ratio

_TIE = 1e-7  # relative: tables as probable as the observed one but for rounding count as such (R's fisher.test)
_MOST_AT_ONCE = 4_000_000  # probabilities held at a time


def fitted_first(tables: Tables, ratio: float) -> Floats:
    """Return how many of the first group would have the feature at the same margins and this odds ratio, exactly.

    >>> float(fitted_first(Tables(*np.array([[3], [10], [5], [10]])), 1.0)[0])
    4.0
    """
    n1, n0 = tables.of_first.astype(np.float64), tables.of_second.astype(np.float64)
    m = (tables.first + tables.second).astype(np.float64)
    if abs(ratio - 1) < 1e-9:
        return m * n1 / (n1 + n0)
    return _root(n1, n0, m, ratio, 0.0)


def mean_first(tables: Tables, ratio: float) -> Floats:
    """Return nearly the mean of that number given the margins: within a quarter of it, at a small part of the cost.

    At an odds ratio r the mean of ad is r times that of bc, exactly; both products lie above those of the means by the
    variance, for which that of the fitted counts stands here.
    """
    fitted = _fitted_cells(tables, ratio)
    with np.errstate(divide="ignore"):
        variance = 1 / sum(1 / np.maximum(each, 0) for each in fitted)
    n1, n0 = tables.of_first.astype(np.float64), tables.of_second.astype(np.float64)
    m = (tables.first + tables.second).astype(np.float64)
    if abs(ratio - 1) < 1e-9:
        return fitted[0]
    return np.clip(_root(n1, n0, m, ratio, variance), np.maximum(m - n0, 0), np.minimum(n1, m))


def _root(n1: Floats, n0: Floats, m: Floats, ratio: float, variance: Floats | float) -> Floats:
    """Solve x (n0 - m + x) + variance = ratio ((n1 - x) (m - x) + variance)."""
    square, line = 1 - ratio, (n0 - m) + ratio * (n1 + m)
    constant = -ratio * n1 * m + (1 - ratio) * variance
    root = np.sqrt(np.maximum(line * line - 4 * square * constant, 0))
    return np.asarray(-2 * constant / (line + root))


def likelihood_ratio(tables: Tables, ratio: float = 1.0) -> Floats:
    """Return twice the log likelihood by which each table is above the best of this odds ratio."""
    fitted = _fitted_cells(tables, ratio)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [
            np.where(seen > 0, seen * np.log(seen / fits), 0.0) for seen, fits in zip(tables.cells, fitted, strict=True)
        ]
    return np.asarray(np.maximum(2 * np.sum(parts, axis=0), 0))


def chi_squared(tables: Tables, ratio: float = 1.0, correction: float = 0.0) -> Floats:
    """Return Pearson's chi-squared of each table against the one fitted at this odds ratio; correction 0.5: Yates."""
    fitted = _fitted_cells(tables, ratio)
    distance = np.abs(tables.first - fitted[0])
    apart = np.maximum(distance - np.minimum(correction, distance), 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(apart > 0, apart**2 * sum(1 / each for each in fitted), 0.0)


def _fitted_cells(tables: Tables, ratio: float) -> tuple[Floats, Floats, Floats, Floats]:
    first = fitted_first(tables, ratio)
    second = (tables.first + tables.second) - first
    return first, tables.of_first - first, second, tables.of_second - second


class Conditional(NamedTuple):
    """Of each table, given its margins: how probable its own count in the second group is, and less, and more of them.

    `two_sided`: all counts that are no more probable (Fisher); `mean`: the count expected in the second group.
    """

    own: Floats
    below: Floats
    above: Floats
    two_sided: Floats
    mean: Floats


def conditional(tables: Tables, ratio: float = 1.0) -> Conditional:
    """Return the probabilities of each table among those of its margins, at a true odds ratio.

    >>> table = Tables(*np.array([[8], [10], [1], [6]]))
    >>> round(float(conditional(table).two_sided[0]), 4)
    0.035
    """
    widest = int(tables.of_second.max(initial=0)) + 1
    step = max(1, _MOST_AT_ONCE // widest)
    parts = [_conditional(tables.where(slice(k, k + step)), ratio, widest) for k in range(0, len(tables.first), step)]
    if not parts:
        return Conditional(*(np.zeros(0) for _ in range(5)))
    return Conditional(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def _conditional(tables: Tables, ratio: float, widest: int) -> Conditional:
    n1, n0, second = tables.of_first[:, None], tables.of_second[:, None], tables.second[:, None]
    m = (tables.first + tables.second)[:, None]
    counts = np.arange(widest)[None, :]
    possible = (counts <= n0) & (counts <= m) & (m - counts <= n1)
    logs = _log_choose(n1, m - counts) + _log_choose(n0, counts) - counts * np.log(ratio)
    logs = np.where(possible, logs, -np.inf)
    weights = np.exp(logs - logs.max(axis=1, keepdims=True))
    chances = weights / weights.sum(axis=1, keepdims=True)
    own = np.take_along_axis(chances, second, axis=1)
    return Conditional(
        own[:, 0],
        (chances * (counts < second)).sum(axis=1),
        (chances * (counts > second)).sum(axis=1),
        np.minimum((chances * (chances <= own * (1 + _TIE))).sum(axis=1), 1),
        (chances * counts).sum(axis=1),
    )


def _log_choose(n: Integers, k: Integers) -> Floats:
    within = np.clip(k, 0, n)
    return np.asarray(gammaln(n + 1.0) - gammaln(within + 1.0) - gammaln(n - within + 1.0))


def p_values(tables: Tables) -> dict[str, Floats]:
    """Return the two-sided p-value of each table by every test in use, by the test's name.

    >>> table = Tables(*np.array([[29], [96], [15], [27]]))
    >>> found = {name: round(float(p[0]), 4) for name, p in p_values(table).items()}
    >>> [found[name] for name in ("Wald's test", "chi-squared test", "Fisher's exact test", "mid-p")]
    [0.0176, 0.0152, 0.0224, 0.0194]
    """
    exact = conditional(tables)
    one_side = np.minimum(exact.below, exact.above) + exact.own
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.abs(np.log(odds_ratio(tables))) / log_error(tables)
    return {
        "Wald's test": 2 * norm.sf(z),
        "chi-squared test": chi2.sf(chi_squared(tables), 1),
        "chi-squared test with Yates' correction": chi2.sf(chi_squared(tables, correction=0.5), 1),
        "likelihood-ratio test": chi2.sf(likelihood_ratio(tables), 1),
        "Fisher's exact test": exact.two_sided,
        "Fisher's exact test, one side doubled": np.minimum(2 * one_side, 1),
        "mid-p": np.minimum(2 * (one_side - exact.own / 2), 1),
        "Fisher's mid-p": exact.two_sided - exact.own / 2,
    }


def one_sided(tables: Tables) -> dict[str, Floats]:
    """Return the p-value of one side of each table, the one on which it lies, by the test's name.

    >>> table = Tables(*np.array([[9], [20], [3], [20]]))
    >>> round(float(one_sided(table)["Fisher's exact test"][0]), 3)
    0.041
    """
    exact = conditional(tables)
    both = p_values(tables)
    halved = {name: both[name] / 2 for name in ("Wald's test", "chi-squared test", "likelihood-ratio test")}
    return {**halved, "Fisher's exact test": np.minimum(exact.below, exact.above) + exact.own}
