"""Fisher's exact test: from a library for 2 x 2, by enumeration for k x 2, by seeded Monte Carlo for larger tables."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats
from scipy.special import gammaln

from compendium.stats.contract import require_resampling
from compendium.stats.recorded import Floats, Integers

_MOST_TABLES = 3_000_000  # enumerated in about a second and 100 MB; beyond it Monte Carlo is used
_TIE = 1e-7  # relative: tables as probable as the observed one but for rounding count as such (R's fisher.test)


@dataclass(frozen=True)
class ExactTest:
    """A p-value, the method in the paper's words, and a note where there is none."""

    p: float
    method: str
    note: str = ""


def fisher(counts: Integers, *, seed: int, replicates: int) -> ExactTest:
    """Test association in a table of counts with no empty row or column (at least 2 x 2), two-sided.

    Raises ValueError for a seed below 0 or replicates below 1.

    >>> round(fisher(np.array([[8, 2], [1, 5]]), seed=1, replicates=99).p, 4)
    0.035
    """
    require_resampling(seed, replicates)
    if counts.shape == (2, 2):
        return ExactTest(float(stats.fisher_exact(counts).pvalue), "Fisher's exact test")
    tall = counts if counts.shape[1] == 2 else counts.T
    if tall.shape[1] == 2 and count_tables(tall) <= _MOST_TABLES:
        return ExactTest(enumerate_tables(tall), "Fisher's exact test (Freeman-Halton, full enumeration)")
    return _monte_carlo(counts, seed, replicates)


def _monte_carlo(counts: Integers, seed: int, replicates: int) -> ExactTest:
    sampling = stats.MonteCarloMethod(n_resamples=replicates, rng=np.random.default_rng(seed))
    # item(): scipy 1.17 gives an array of one for a table with counts on its diagonal only
    p = float(np.asarray(stats.fisher_exact(counts, method=sampling).pvalue).item())
    # sqrt(p (1 - p) / replicates) is largest at p = 0.5: one bound for every p, so that a table needs one footnote
    most = 0.5 / math.sqrt(replicates)
    tables = f"{replicates} tables, seed {seed}, standard error of p at most {most:.2g}"
    return ExactTest(p, f"Fisher's exact test (Freeman-Halton, Monte Carlo, {tables})")


def count_tables(counts: Integers) -> float:
    """Return how many k x 2 tables share the margins of this one.

    >>> count_tables(np.array([[1, 1], [1, 1]]))
    3.0
    """
    column = int(counts[:, 0].sum())
    ways = np.ones(1)
    for size in counts.sum(axis=1):
        ways = np.convolve(ways, np.ones(size + 1))[: column + 1]
    return float(ways[column])


def enumerate_tables(counts: Integers) -> float:
    """Return the exact two-sided p of a k x 2 table: all tables of the same margins that are no more probable.

    The tables are built row by row; of each unfinished table only the sum of its first column and its log
    probability are kept, and those that can no longer reach the column total are dropped at once.

    >>> round(enumerate_tables(np.array([[3, 0], [1, 2], [0, 3]])), 6)
    0.142857
    """
    rare = counts[:, [int(np.argmin(counts.sum(axis=0)))]].ravel()
    sizes = counts.sum(axis=1)
    column, total = int(rare.sum()), int(sizes.sum())
    sums, logs = np.zeros(1, dtype=np.int64), np.zeros(1)
    for row, size in enumerate(sizes[:-1]):
        cells = np.arange(size + 1)
        sums = np.add.outer(sums, cells).ravel()
        logs = np.add.outer(logs, _log_choose(size, cells)).ravel()
        reachable = (sums <= column) & (sums + sizes[row + 1 :].sum() >= column)
        sums, logs = sums[reachable], logs[reachable]
    logs = logs + _log_choose(sizes[-1], column - sums)  # the last row is what remains
    observed = float(_log_choose(sizes, rare).sum())
    as_extreme = logs[logs <= observed + _TIE]
    return min(1.0, float(np.exp(as_extreme - _log_choose(total, np.array([column]))).sum()))


def _log_choose(n: Integers | int, k: Integers) -> Floats:
    """Return the log of the number of ways to choose k of n, elementwise."""
    return np.asarray(gammaln(np.asarray(n) + 1.0) - gammaln(k + 1.0) - gammaln(np.asarray(n) - k + 1.0))
