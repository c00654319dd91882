"""A proportion in percent with its 95% confidence interval, Wilson or exact, also when nobody has the event."""

from __future__ import annotations

import math
from typing import Literal

from statsmodels.stats.proportion import proportion_confint

from compendium.stats.contract import share
from compendium.stats.statement import Estimate, not_computed, state_interval
from press.rows import Key, Row

_INTERVALS = {
    "wilson": ("wilson", "percentage with Wilson score interval"),
    "exact": ("beta", "percentage with Clopper-Pearson exact interval"),
}


def proportion(count: int, total: int, key: Key, *, interval: Literal["wilson", "exact"] = "wilson") -> list[Row]:
    """State count, total, percent, ci_low and ci_high (0-100); with `exact` and no event also rule_of_three.

    Raises ValueError for what is not a whole number of 0 or more, a count above total, or an unknown interval.

    >>> rows = proportion(81, 263, Key("x", "recovered"))
    >>> [round(row.value, 1) for row in rows]
    [81.0, 263.0, 30.8, 25.5, 36.6]
    """
    if interval not in _INTERVALS:
        raise ValueError(f"interval {interval!r} is not one of {', '.join(_INTERVALS)}")
    count, total = share(count, total)
    option, method = _INTERVALS[interval]
    rows = [
        key.row("count", count, n=total, method="count"),
        key.row("total", total, n=total, method="denominator"),
        *state_interval(key, _percent(count, total, option), n=total, method=method, name="percent"),
    ]
    if interval == "exact" and count == 0:
        rows.append(_rule_of_three(total, key))
    return rows


def _percent(count: int, total: int, option: str) -> Estimate:
    if total == 0:
        return not_computed("nobody to count among")
    low, high = proportion_confint(count, total, alpha=0.05, method=option)
    # at 0 and at all the limit itself is exact; the formula leaves -1e-17 or 0.9999999
    low = 0.0 if count == 0 else float(low)
    high = 1.0 if count == total else float(high)
    return Estimate(count / total, low, high).times(100)


def _rule_of_three(total: int, key: Key) -> Row:
    value = min(100.0, 300 / total) if total else math.nan
    note = "" if total else "nobody to count among"
    method = "rule of three: upper limit (one-sided, 95%) where no event was seen in n, 3/n"
    return key.row("rule_of_three", value, n=total, method=method, note=note)
