"""Two features together: odds ratios adjusted for each other in one logistic model, p-values of each by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from abstract_audit.log_interval import Z95
from abstract_audit.printed import Printed
from abstract_audit.table_tests import p_values
from abstract_audit.tables import Floats, Integers, Tables, all_tables, joined, with_unrecorded
from abstract_audit.two_by_two import PrintedRatio, holds

MOST_UNRECORDED = 7
_MOST_PROBABILITIES = 10_000_000  # of exact tests of all tables with nobody unrecorded
_MOST_COHORTS = 3_000_000  # that are tried: a minute
_PATTERNS = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 1], [1, 0, 0]], dtype=np.float64)  # constant, one, other
_PRODUCTS = (_PATTERNS[:, :, None] * _PATTERNS[:, None, :]).reshape(4, 9)
_FEW, _MANY = 5, 25  # steps of the iteration: to see whether an odds ratio may fit, and to find it
_NEAR = 0.1  # as a logarithm
_CLOSE = 1e-9
_LONGEST = 3.0
_AT_ONCE = 100_000


class Pairs(NamedTuple):
    """k cohorts: the table of each feature in both groups, and how many patients have both features."""

    one: Tables
    other: Tables
    both: Integers

    def where(self, chosen: np.ndarray) -> Pairs:
        """Return the cohorts chosen."""
        return Pairs(self.one.where(chosen), self.other.where(chosen), self.both[chosen])


class Together(NamedTuple):
    """The cohorts that fit, by the test of both p-values, and up to how many unrecorded all were tried; -1: not any."""

    found: dict[str, Pairs]
    unrecorded: int


def search_together(
    first: int, second: int, one: PrintedRatio, other: PrintedRatio, unrecorded: int = MOST_UNRECORDED
) -> Together:
    """Return, by the test of both p-values, every cohort that gives both odds ratios, their limits and both p-values.

    The odds ratios are of one model, response by both features, with Wald's intervals, in the patients in whom both are
    recorded, from all of them down to `unrecorded` fewer, or as far as there is time; the p-values are of each feature
    alone in the same patients. ValueError where a p-value is not printed: the search is of the tables that give it.
    """
    if one.p is None or other.p is None:
        raise ValueError("both p-values are needed")
    found: dict[str, list[Pairs]] = {}
    tried = 0
    if (first + 1) * (second + 1) * (second + 1) > _MOST_PROBABILITIES:
        return Together({}, -1)
    for missing in range(unrecorded + 1):
        here = [each for sizes in with_unrecorded(first, second, missing) for each in _with_p(*sizes, one.p, other.p)]
        tried += sum(len(a.first) * len(b.first) for _, a, b in here) * (first + second) // 4
        if tried > _MOST_COHORTS:
            return Together({test: _joined(parts) for test, parts in found.items()}, missing - 1)
        for test, a, b in here:
            pairs = _pairs(a, b)
            if len(pairs.both):
                found.setdefault(test, []).append(pairs.where(_fits(pairs, one, other)))
    return Together({test: _joined(parts) for test, parts in found.items()}, unrecorded)


def _with_p(first: int, second: int, one: Printed, other: Printed) -> Iterator[tuple[str, Tables, Tables]]:
    """Yield, of each test, the tables of two groups that give the one p-value, and those that give the other."""
    tables = all_tables(first, second)
    for test, values in p_values(tables).items():
        yield test, tables.where(holds(one, values)), tables.where(holds(other, values))


def _joined(parts: list[Pairs]) -> Pairs:
    return Pairs(
        joined([each.one for each in parts]),
        joined([each.other for each in parts]),
        np.concatenate([each.both for each in parts]),
    )


def _pairs(one: Tables, other: Tables) -> Pairs:
    """Every pair of tables with every number of patients that can have both features."""
    i, j = (each.ravel() for each in np.indices((len(one.first), len(other.first))))
    a, b = one.where(i), other.where(j)
    least = np.maximum(a.first + b.first - a.of_first, 0) + np.maximum(a.second + b.second - a.of_second, 0)
    most = np.minimum(a.first, b.first) + np.minimum(a.second, b.second)
    each = most - least + 1
    k = np.repeat(np.arange(len(i)), each)
    both = least[k] + np.arange(len(k)) - np.repeat(np.cumsum(each) - each, each)
    return Pairs(a.where(k), b.where(k), both)


def _fits(pairs: Pairs, one: PrintedRatio, other: PrintedRatio) -> np.ndarray:
    kept = np.zeros(len(pairs.both), dtype=bool)
    for k in range(0, len(pairs.both), _AT_ONCE):
        at = np.arange(k, min(k + _AT_ONCE, len(pairs.both)))
        at = at[_roughly(pairs.where(at), one, other)]
        kept[at] = _exactly(pairs.where(at), one, other)
    return kept


def _roughly(pairs: Pairs, one: PrintedRatio, other: PrintedRatio) -> np.ndarray:
    """Whether a few steps of the iteration lead near both odds ratios, or do not come to rest: most pairs end here."""
    coefficients, step = _Model.of(pairs).iterated(_FEW)
    kept = np.ones(len(pairs.both), dtype=bool)
    for at, printed in ((1, one), (2, other)):
        low, high = (np.log(max(float(end), 1e-12)) for end in (printed.value.low, printed.value.high))
        kept &= (coefficients[:, at] >= low - _NEAR) & (coefficients[:, at] <= high + _NEAR)
    return np.asarray(kept | ~(np.abs(step).max(axis=1, initial=0) < _NEAR / 10))


def _exactly(pairs: Pairs, one: PrintedRatio, other: PrintedRatio) -> np.ndarray:
    coefficients, errors = adjusted(pairs)
    kept = np.ones(len(pairs.both), dtype=bool)
    for at, printed in ((1, one), (2, other)):
        centre, reach = coefficients[:, at], Z95 * errors[:, at]
        for stated, side in ((printed.value, 0.0), (printed.low, -1.0), (printed.high, 1.0)):
            if stated is not None:
                with np.errstate(over="ignore"):  # a limit beyond all numbers is infinite, and printed nowhere
                    kept &= holds(stated, np.exp(centre + side * reach))
    return kept


def adjusted(pairs: Pairs) -> tuple[Floats, Floats]:
    """Return coefficients and standard errors (k x 3: constant, one, other) of each cohort's logistic model.

    What is sufficient for the model are the sums over responders, and how many patients have each pattern. NaN where
    there is no finite maximum.

    >>> table = lambda *counts: Tables(*np.array(counts)[:, None])
    >>> pairs = Pairs(table(29, 96, 15, 27), table(47, 96, 22, 27), np.array([23]))
    >>> [round(float(odds), 3) for odds in np.exp(adjusted(pairs)[0][0, 1:])]
    [0.282, 0.183]
    """
    model = _Model.of(pairs)
    coefficients, step = model.iterated(_MANY)
    with np.errstate(invalid="ignore"):  # where there is no finite maximum
        errors = np.sqrt(_inverse(model.information(coefficients))[:, [0, 1, 2], [0, 1, 2]])
    lost = ~(np.abs(step).max(axis=1, initial=0) < _CLOSE)
    coefficients[lost], errors[lost] = np.nan, np.nan
    return coefficients, errors


class _Model(NamedTuple):
    """What the models need: k x 4 counts of patients by pattern, and k x 3 sums over those with the outcome."""

    counts: Floats
    sums: Floats

    @classmethod
    def of(cls, pairs: Pairs) -> _Model:
        one, other, both = pairs
        have_one, have_other = one.first + one.second, other.first + other.second
        neither = one.of_first + one.of_second - have_one - have_other + both
        counts = np.stack([both, have_one - both, have_other - both, neither], axis=1)
        sums = np.stack([one.of_first, one.first, other.first], axis=1)
        return cls(counts.astype(np.float64), sums.astype(np.float64))

    def chances(self, coefficients: Floats) -> Floats:
        return np.asarray(1 / (1 + np.exp(-coefficients @ _PATTERNS.T)))

    def information(self, coefficients: Floats) -> Floats:
        chances = self.chances(coefficients)
        weights = self.counts * chances * (1 - chances)
        return np.asarray((weights @ _PRODUCTS).reshape(-1, 3, 3))

    def iterated(self, steps: int) -> tuple[Floats, Floats]:
        """Coefficients after so many steps of Fisher scoring from none, and the last step."""
        coefficients, step = np.zeros_like(self.sums), np.full_like(self.sums, np.inf)
        with np.errstate(all="ignore"):
            for _ in range(steps):
                gradient = self.sums - (self.counts * self.chances(coefficients)) @ _PATTERNS
                step = np.einsum("kij,kj->ki", _inverse(self.information(coefficients)), gradient)
                coefficients = coefficients + np.clip(step, -_LONGEST, _LONGEST)
        return coefficients, step


def _inverse(matrices: Floats) -> Floats:
    """The inverses of k symmetric 3 x 3 matrices by their cofactors; not finite where there is none."""
    (a, b, c), (_, d, e), (_, _, f) = (matrices[:, row, :].T for row in range(3))
    cofactors = np.array([d * f - e * e, c * e - b * f, b * e - c * d, a * f - c * c, b * c - a * e, a * d - b * b])
    with np.errstate(all="ignore"):
        x = cofactors / (a * cofactors[0] + b * cofactors[1] + c * cofactors[2])
    return np.stack([x[0], x[1], x[2], x[1], x[3], x[4], x[2], x[4], x[5]], axis=1).reshape(-1, 3, 3)
