"""Two printed means with their SDs and a p-value: what a t-test gives, in the same patients or in two groups."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

from scipy.stats import t as student

from abstract_audit.log_interval import Range
from abstract_audit.printed import Printed


@dataclass(frozen=True)
class Summary:
    """A printed mean with its SD, and of how many patients."""

    mean: Printed
    sd: Printed
    n: int


def correlation_that_fits(before: Summary, after: Summary, p: Printed) -> Range | None:
    """Return between which correlations of the two values of a patient a paired t-test gives the printed p-value.

    None where no correlation does. The SD of the change is not printed, so the correlation is free, and nearly any
    p-value fits some: that one is found shows little. Raises ValueError for fewer than two patients.

    >>> from abstract_audit.printed import read_printed as read
    >>> before, after = Summary(read("104.6"), read("24.2"), 123), Summary(read("127.0"), read("22.2"), 123)
    >>> correlation_that_fits(before, after, read("<.001"))
    Range(low=-1.0, high=1.0)
    >>> correlation_that_fits(before, after, read(".04")) is None
    True
    """
    if before.n < 2:
        raise ValueError(f"n = {before.n}: a t-test takes two")
    fits = [
        (one * one + other * other - (abs(change) * math.sqrt(before.n) / t) ** 2) / (2 * one * other)
        for one, other, change in _corners(before, after)
        for t in _t_values(p, before.n - 1)
        if one > 0 and other > 0
    ]
    if not fits or min(fits) > 1 or max(fits) < -1:
        return None
    return Range(max(min(fits), -1.0), min(max(fits), 1.0))


def _corners(before: Summary, after: Summary) -> Iterator[tuple[float, float, float]]:
    """Yield the ends of what was rounded: both SDs, and the difference of the means."""
    ones, others = ([float(each.sd.low), float(each.sd.high)] for each in (before, after))
    changes = [float(after.mean.low - before.mean.high), float(after.mean.high - before.mean.low)]
    if changes[0] < 0 < changes[1]:
        changes.append(0.0)
    yield from itertools.product(ones, others, changes)


def _t_values(p: Printed, freedom: int) -> list[float]:
    """The |t| at both ends of a printed p-value; the greatest stands for p-values too small to be told from none."""
    ends = [min(max(float(end), 1e-300), 1.0) for end in (p.low, p.high)]
    return [max(float(student.isf(end / 2, freedom)), 1e-9) for end in ends]


def p_of_t_tests(one: Summary, other: Summary) -> dict[str, Range]:
    """Return the p-values that Student's and Welch's t-test of two groups give, over all roundings, by the test's name.

    Raises ValueError for fewer than two patients in a group.

    >>> from abstract_audit.printed import read_printed as read
    >>> found = p_of_t_tests(Summary(read("5.0"), read("2.0"), 20), Summary(read("6.5"), read("2.0"), 20))
    >>> {name: (round(p.low, 3), round(p.high, 3)) for name, p in found.items()}
    {"Student's t-test": (0.013, 0.037), "Welch's t-test": (0.013, 0.037)}
    """
    if min(one.n, other.n) < 2:
        raise ValueError("a t-test takes two patients in each group")
    found: dict[str, list[float]] = {}
    for a, b, change in _corners(one, other):
        shares = a * a / one.n, b * b / other.n
        pooled = ((one.n - 1) * a * a + (other.n - 1) * b * b) / (one.n + other.n - 2)
        welch = sum(shares) ** 2 / (shares[0] ** 2 / (one.n - 1) + shares[1] ** 2 / (other.n - 1)) if sum(shares) else 1
        tests = {
            "Student's t-test": (math.sqrt(pooled * (1 / one.n + 1 / other.n)), one.n + other.n - 2),
            "Welch's t-test": (math.sqrt(sum(shares)), welch),
        }
        for name, (error, freedom) in tests.items():
            p = float(2 * student.sf(abs(change) / error, freedom)) if error else 0.0 if change else 1.0
            found.setdefault(name, []).append(p)
    return {name: Range(min(values), max(values)) for name, values in found.items()}
