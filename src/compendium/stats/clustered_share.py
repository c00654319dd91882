"""The share of events with a property, with an interval that counts patients and not events as independent."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats
from scipy.special import expit

from compendium.stats.contract import require_counts
from compendium.stats.recorded import Floats, exposed, numbers
from compendium.stats.statement import Estimate, not_computed, state_interval
from press.rows import Key, Row

if TYPE_CHECKING:
    from compendium.stats.recorded import Values

METHOD = "percentage of events, interval with patients as clusters (ratio estimator, logit scale, t)"


def clustered_share(with_property: Values, events: Values, key: Key) -> list[Row]:
    """State count, total, percent, ci_low and ci_high (0-100): of all events, those with a property (n = events).

    One number of each per patient, aligned; patients without an event do not count. The standard error is that of a
    ratio of sums over patients (linearised); the limits are taken on the logit scale, with t of patients - 1. No
    limits where all or no events have the property, or one patient had them all. Raises ValueError if unaligned,
    for what is no count, and where a patient has more events with the property than events.

    >>> import pandas as pd
    >>> rows = clustered_share(pd.Series([1, 0, 3]), pd.Series([1, 2, 3]), Key("safety", "mild"))
    >>> [round(row.value, 1) for row in rows]
    [4.0, 6.0, 66.7, 0.2, 99.9]
    """
    require_counts(numbers(events), events)
    held, of = exposed(with_property, events)
    if over := np.flatnonzero(held > of).tolist():
        raise ValueError(f"{held[over[0]]:g} events with the property among {of[over[0]]:g} of one patient")
    count, total = int(held.sum()), int(of.sum())
    return [
        key.row("count", count, n=total, method="count of events"),
        key.row("total", total, n=total, method="all events"),
        *state_interval(key, _share(held, of).times(100), n=total, method=METHOD, name="percent"),
    ]


def _share(held: Floats, of: Floats) -> Estimate:
    if of.size == 0:
        return not_computed("no event to count among")
    share = float(held.sum() / of.sum())
    if share in (0.0, 1.0):
        return Estimate(share, note="all events are alike: no standard error")
    if of.size == 1:
        return Estimate(share, note="all events are of one patient: no standard error between patients")
    squares = float(np.sum((held - share * of) ** 2))
    se = math.sqrt(of.size / (of.size - 1) * squares) / float(of.sum())
    half = float(stats.t.ppf(0.975, of.size - 1)) * se / (share * (1 - share))
    middle = math.log(share / (1 - share))
    return Estimate(share, float(expit(middle - half)), float(expit(middle + half)))
