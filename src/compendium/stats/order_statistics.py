"""The k-th smallest of all pairwise differences or means, without writing the pairs down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from compendium.stats.recorded import Floats, Integers


@dataclass(frozen=True)
class Pairs:
    """All pairs of a table whose rows rise from left to right; only a pair that is asked for is calculated.

    `value` returns the pairs at given rows and columns; row i has the columns from `begin[i]` up to, without, `end[i]`.
    """

    value: Callable[[Integers, Integers], Floats]
    begin: Integers
    end: Integers

    @property
    def size(self) -> int:
        """Return the number of pairs."""
        return int((self.end - self.begin).sum())

    def smallest(self, k: int) -> float:
        """Return the k-th smallest pair, the very smallest being k = 0, as sorting all pairs would give it.

        Selection by weighted medians (Johnson and Mizoguchi 1978; for means, Monahan 1984): each round sets aside at
        least a quarter of the pairs left, so time grows as n log(n)^2 and memory as n. Raises IndexError for a k
        outside the pairs.

        >>> differences(np.array([3.0, 5.0]), np.array([1.0, 2.0])).smallest(1)
        2.0
        """
        if not 0 <= k < self.size:
            raise IndexError(f"no order statistic {k} among {self.size} pairs")
        few = int(self.end.max()) + self.end.size
        rows, low, high = np.arange(self.begin.size), self.begin, self.end
        while int((high - low).sum()) > few:
            pivot = _weighted_median(self.value(rows, (low + high) // 2), high - low)
            smaller = self._boundary(rows, low, high, np.less, pivot)
            if k < (count := int((smaller - low).sum())):
                high = smaller
            else:
                not_larger = self._boundary(rows, smaller, high, np.less_equal, pivot)
                if k < count + int((not_larger - smaller).sum()):
                    return pivot
                k, low = k - int((not_larger - low).sum()), not_larger
            left = low < high
            rows, low, high = rows[left], low[left], high[left]
        return float(np.partition(self._written_down(rows, low, high), k)[k])

    def _boundary(self, rows: Integers, low: Integers, high: Integers, before: np.ufunc, pivot: float) -> Integers:
        """Return the first column of each row, from `low` to `high`, whose pair is not `before` the pivot.

        By halving, on the pairs as calculated: they rise along a row even after rounding. To look up the pivot plus or
        minus the row's number among the columns would round elsewhere, and count wrongly in the last digit.
        """
        last = int(self.end.max()) - 1
        for _ in range(int((high - low).max()).bit_length()):
            middle = (low + high) // 2
            passed = before(self.value(rows, np.minimum(middle, last)), pivot) & (low < high)
            low, high = np.where(passed, middle + 1, low), np.where(passed, high, middle)
        return low

    def _written_down(self, rows: Integers, low: Integers, high: Integers) -> Floats:
        widths = high - low
        columns = np.arange(int(widths.sum())) + np.repeat(low - (np.cumsum(widths) - widths), widths)
        return self.value(np.repeat(rows, widths), columns)


def differences(first: Floats, second: Floats) -> Pairs:
    """Return all differences first - second. Raises ValueError for a value that is missing or infinite.

    >>> differences(np.array([3.0, 5.0]), np.array([1.0])).size
    2
    """
    x, falling = _sorted(first), _sorted(second)[::-1].copy()
    begin = np.zeros(x.size, dtype=np.int64)
    return Pairs(lambda rows, columns: x[rows] - falling[columns], begin, begin + falling.size)


def means(values: Floats) -> Pairs:
    """Return the means of all pairs of values, each with itself, too. Raises ValueError for a missing or infinite one.

    >>> means(np.array([0.0, 2.0, 4.0])).size
    6
    """
    x = _sorted(values)
    begin = np.arange(x.size, dtype=np.int64)
    return Pairs(lambda rows, columns: (x[rows] + x[columns]) / 2, begin, np.full_like(begin, x.size))


def _sorted(values: Floats) -> Floats:
    if not np.all(np.isfinite(values)):
        raise ValueError("pairs cannot be put in order: a value is missing or infinite")
    return np.sort(values)


def _weighted_median(values: Floats, weights: Integers) -> float:
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    return float(values[order[np.searchsorted(2 * reached, reached[-1])]])
