"""Printed p-values as steps of their last digit: which of them fit, how many would, and which is nearest."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from abstract_audit.finding import Repair
from abstract_audit.log_interval import Range
from abstract_audit.printed import Printed
from abstract_audit.repair import repairs
from abstract_audit.tables import Floats

_SMALL = 0.05
_MOST = 1000


def steps(p: Printed) -> tuple[int, int]:
    """Return how many steps of its last digit make 1, and how many of them are p-values of its kind: to 0.05, or all.

    >>> from abstract_audit.printed import read_printed
    >>> steps(read_printed(".023")), steps(read_printed("0.4"))
    ((1000, 50), (10, 10))
    """
    grid = 10**p.decimals
    return grid, max(grid // 20, 1) if p.value <= _SMALL else grid


def passing(p: Printed, *ranges: Range) -> float:
    """Return the share of p-values of its kind that lie in some of the ranges; 0 for a bound.

    >>> from abstract_audit.printed import read_printed
    >>> passing(read_printed(".008"), Range(0.0056, 0.0109))
    0.12
    """
    if p.bound:
        return 0.0
    grid, most = steps(p)
    within, reached = 0, 0  # steps counted, and up to which
    for each in sorted(ranges, key=lambda some: some.low):
        first = max(math.ceil(each.low * grid - 0.5), reached + 1)
        last = min(math.floor(each.high * grid + 0.5), most)
        within += max(last - first + 1, 0)
        reached = max(reached, last)
    return within / most


def attained(p: Printed, values: Iterable[Floats]) -> float:
    """Return the share of p-values of its kind that are among these, rounded as it is; 1 for a bound."""
    if p.bound:
        return 1.0
    grid, most = steps(p)
    rounded = {int(k) for each in values for k in np.round(each[np.isfinite(each)] * grid) if 1 <= k <= most}
    return len(rounded) / most


def p_repairs(p: Printed, within: Range, reading: str) -> list[Repair]:
    """Return the p-values of a range, printed as it is, that differ from it in the fewest digits; none for a bound."""
    if p.bound or not math.isfinite(within.low + within.high):
        return []
    grid, _ = steps(p)
    first, last = max(math.ceil(within.low * grid - 0.5), 0), math.floor(within.high * grid + 0.5)
    own = min(max(round(float(p.value) * grid), first), last)  # the nearest are looked at
    first, last = max(first, own - _MOST), min(last, own + _MOST)
    return repairs("p-value", p, [k / grid for k in range(first, last + 1)], reading)
