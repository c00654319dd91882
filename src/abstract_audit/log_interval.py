"""A ratio, its 95% interval and its p-value, all of one test: each of them tells the third (Altman and Bland 2011)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.stats import norm

from abstract_audit.printed import Printed

_SLACK = 1 + 1e-9
Z95 = float(norm.ppf(0.975))


@dataclass(frozen=True)
class Range:
    """The least and the greatest value that something can have, given how numbers were rounded."""

    low: float
    high: float

    def meets(self, printed: Printed) -> bool:
        """Return whether some value between is printed so."""
        return self.low <= float(printed.high) and float(printed.low) <= self.high


def standard_error(low: Printed, high: Printed, level: float = 95) -> Range:
    """Return the standard error of the log ratio that a printed interval implies; `level` in percent.

    Raises ValueError for an upper limit that is not above 0, or is below the lower one.

    >>> from abstract_audit.printed import read_printed
    >>> found = standard_error(read_printed(".11"), read_printed(".72"))
    >>> round(found.low, 3), round(found.high, 3)
    (0.466, 0.493)
    """
    if not high.value > 0 or low.value > high.value:
        raise ValueError(f"{low.text} and {high.text} are no limits of a ratio")
    narrow = math.log(high.low / low.high) if 0 < low.high < high.low else 0.0
    wide = math.log(high.high / low.low) if low.low > 0 else math.inf
    reach = float(norm.ppf(0.5 + level / 200))
    return Range(narrow / (2 * reach), wide / (2 * reach))


def in_the_middle(value: Printed, low: Printed, high: Printed) -> bool:
    """Return whether the ratio can be the geometric mean of its limits, as with an interval by Wald or Woolf.

    >>> from abstract_audit.printed import read_printed
    >>> in_the_middle(*map(read_printed, (".28", ".11", ".72")))
    True
    """
    least = float(low.low * high.low) if low.low > 0 else 0.0
    most, near, far = float(low.high * high.high), max(float(value.low), 0.0), float(value.high)
    return near**2 <= most * _SLACK and least <= far**2 * _SLACK


def p_implied(value: Printed, low: Printed, high: Printed, level: float = 95) -> Range:
    """Return the two-sided p-value by Wald that a ratio and its interval imply, over all roundings; `level` in percent.

    >>> from abstract_audit.printed import read_printed
    >>> found = p_implied(*map(read_printed, (".28", ".11", ".72")))
    >>> round(found.low, 4), round(found.high, 4)
    (0.0056, 0.0109)
    """
    errors = standard_error(low, high, level)
    from_one = [_log(end) for end in (value.low, value.high)]
    nearest = 0.0 if value.holds(1) else min(map(abs, from_one))
    return Range(_p(max(map(abs, from_one)), errors.low), _p(nearest, errors.high))


def interval_implied(value: Printed, p: Printed) -> tuple[float, float]:
    """Return the 95% limits that a ratio and its p-value by Wald imply, each as printed taken for exact.

    (NaN, NaN) where p is a bound or 1: there are then many intervals.

    >>> from abstract_audit.printed import read_printed
    >>> [round(limit, 2) for limit in interval_implied(read_printed(".28"), read_printed(".023"))]
    [0.09, 0.84]
    """
    if p.bound or not 0 < p.value < 1 or value.value <= 0:
        return math.nan, math.nan
    centre = math.log(value.value)
    reach = Z95 * abs(centre) / float(norm.isf(float(p.value) / 2))
    return math.exp(centre - reach), math.exp(centre + reach)


def _p(distance: float, error: float) -> float:
    if error == 0:
        return 0.0 if distance else 1.0
    return float(2 * norm.sf(distance / error))


def _log(number: object) -> float:
    return math.log(number) if number > 0 else -math.inf  # type: ignore[operator, arg-type]
