"""Event rates per exposure, with the exact Poisson interval, which holds if events are independent."""

from __future__ import annotations

from scipy import stats
from statsmodels.stats.rates import confint_poisson

from compendium.stats.contract import amount, whole_count
from compendium.stats.statement import Estimate, not_computed, state_interval
from press.rows import Key, Row


def rate(events: int, exposure: float, key: Key, *, per: float, unit: str) -> list[Row]:
    """State events, exposure, rate, ci_low and ci_high: events per `per` `unit` of exposure (n = events).

    `exposure` is the total in `unit` (infusions, patient-years). Raises ValueError unless `events` is a count and
    `exposure` a finite number of 0 or more.

    >>> [round(row.value, 2) for row in rate(5, 200.0, Key("safety"), per=100, unit="infusions")]
    [5.0, 200.0, 2.5, 0.81, 5.83]
    """
    events, exposure = whole_count(events, "events"), amount(exposure, f"exposure in {unit}")
    method = f"events per {per:g} {unit}, exact Poisson interval"
    return [
        key.row("events", events, n=events, method="count of events"),
        key.row("exposure", exposure, n=events, method=f"total exposure in {unit}"),
        *state_interval(key, _poisson(events, exposure).times(per), n=events, method=method, name="rate"),
    ]


def _poisson(events: int, exposure: float) -> Estimate:
    if exposure == 0:
        return not_computed("no exposure")
    if events == 0:  # the lower limit is 0 itself; the chi-squared quantile with 0 degrees of freedom is undefined
        return Estimate(0.0, 0.0, float(stats.chi2.ppf(0.975, 2)) / 2 / exposure)
    low, high = confint_poisson(events, exposure, method="exact-c", alpha=0.05)
    return Estimate(events / exposure, float(low), float(high))
