"""Two event rates compared: their ratio with an exact interval and p, given how many events there were in all."""

from __future__ import annotations

import math

from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from compendium.stats.contract import amount, whole_count
from compendium.stats.statement import Estimate, not_computed, state_interval
from press.rows import Key, Row

CLUSTERED = "events of one patient are taken as independent: where they cluster, the interval is too narrow"
TEST = "exact conditional test of two Poisson rates (twice the smaller tail)"
_INFINITE = "no event in the group compared with: the ratio is infinite, with a lower limit alone"
Rate = tuple[int, float]  # events, and the exposure in which they were counted


def rate_ratio(one: Rate, other: Rate, key: Key, *, names: tuple[str, str]) -> list[Row]:
    """State rate_ratio (`one` by `other`), ci_low, ci_high and p (n = events of both).

    Given the total of events, those of `one` are binomial; Clopper-Pearson limits of their share give those of the
    ratio, and p is twice the smaller tail, so that both say the same. Without an event in `other` the ratio is
    infinite: it has no value, but a lower limit and p. Raises ValueError where events are no
    count, or an exposure is negative, infinite or missing.

    >>> rows = rate_ratio((2, 100.0), (8, 100.0), Key("safety"), names=("responders", "non-responders"))
    >>> [round(row.value, 3) for row in rows]  # binomial: 2 of 10 against one half, p = 112/1024
    [0.25, 0.026, 1.253, 0.109]
    """
    one, other = _checked(one, names[0]), _checked(other, names[1])
    n, found = one[0] + other[0], _conditional(one, other)
    words = f"rate ratio, {names[0]} to {names[1]}, exact given the number of events"
    note = found.note or CLUSTERED
    return [
        *state_interval(key, Estimate(found.value, found.low, found.high, note), n=n, method=words, name="rate_ratio"),
        key.row("p", _central_p(one, other), n=n, method=TEST, note=note),
    ]


def _checked(rate: Rate, name: str) -> Rate:
    return whole_count(rate[0], f"events of {name}"), amount(rate[1], f"exposure of {name}")


def _conditional(one: Rate, other: Rate) -> Estimate:
    (events, exposure), (others, other_exposure) = one, other
    if exposure == 0 or other_exposure == 0:
        return not_computed("no exposure in one of the groups")
    if events + others == 0:
        return not_computed("no event in either group")
    scale = other_exposure / exposure
    low, high = proportion_confint(events, events + others, alpha=0.05, method="beta")
    low = 0.0 if events == 0 else float(low)
    if others == 0:
        return Estimate(math.nan, scale * low / (1 - low), note=_INFINITE)
    return Estimate(events / others, low / (1 - low), float(high) / (1 - float(high))).times(scale)


def _central_p(one: Rate, other: Rate) -> float:
    """Return twice the smaller tail of the binomial: below 0.05 just where the Clopper-Pearson limits exclude 1."""
    n = int(one[0] + other[0])
    if n == 0 or 0 in (one[1], other[1]):
        return math.nan
    share = stats.binom(n, one[1] / (one[1] + other[1]))
    return float(min(1.0, 2 * min(share.cdf(one[0]), share.sf(one[0] - 1))))
