"""How many patients have had an event by a given time, when follow-up differs: the Kaplan-Meier complement."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from statsmodels.duration.survfunc import SurvfuncRight

from compendium.results import Key, Row, slug
from compendium.stats.recorded import Floats, pairs
from compendium.stats.statement import NORMAL_QUANTILE, Estimate, not_computed, state, state_interval

if TYPE_CHECKING:
    from compendium.stats.recorded import Values

KAPLAN_MEIER = "cumulative incidence (Kaplan-Meier complement) with log-log 95% interval"


def cumulative_incidence(time: Values, event: Values, key: Key, *, at: Sequence[float], unit: str) -> list[Row]:
    """State, for each time of `at`, percent (0-100), ci_low, ci_high and at_risk at key.at(level=slug(time)).

    `time`: follow-up to the event or to its end, in `unit`; `event`: yes/no, aligned. Missing in either is left out.
    Raises ValueError if unaligned or for a negative time.

    >>> import pandas as pd
    >>> months, event = pd.Series([1.0, 2.0, 3.0, 4.0]), pd.Series([True, False, True, False])
    >>> rows = cumulative_incidence(months, event, Key("safety", "first_event"), at=[1, 3], unit="months")
    >>> {row.id: row.value for row in rows}["safety.first_event.3.percent"]
    62.5
    """
    times, events = pairs(time, event)
    if (times < 0).any():
        raise ValueError(f"a follow-up time is negative ({times.min():g} {unit})")
    rows = []
    for point in at:
        level, method = key.at(level=slug(f"{point:g}")), f"{KAPLAN_MEIER}, by {point:g} {unit}"
        at_risk, n = int(np.sum(times >= point)), int(times.size)
        rows += state_interval(level, _by(times, events, point), n=n, method=method, name="percent")
        rows += state(
            level, {"at_risk": at_risk}, n=n, method=f"followed for {point:g} {unit} without an earlier event"
        )
    return rows


def _by(times: Floats, events: Floats, point: float) -> Estimate:
    """Return the percentage with an event by `point`; none beyond the longest follow-up."""
    if times.size == 0:
        return not_computed("nobody has time and event recorded")
    if point > times.max():
        return not_computed("nobody was followed for so long")
    if not np.any(events[times <= point]):
        return Estimate(0.0, note="no event by then: the log-log interval does not exist")
    curve = SurvfuncRight(times, events)
    last = int(np.searchsorted(curve.surv_times, point, side="right")) - 1
    survival, se = float(curve.surv_prob[last]), float(curve.surv_prob_se[last])
    if survival <= 0:
        return Estimate(100.0, note="everyone at risk had the event by then: the log-log interval does not exist")
    return _log_log(survival, se)


def _log_log(survival: float, se: float) -> Estimate:
    """Return 1 - survival in percent; its interval on the log(-log) scale cannot leave 0-100."""
    half = NORMAL_QUANTILE * se / abs(survival * math.log(survival))
    low, high = survival ** math.exp(-half), survival ** math.exp(half)
    return Estimate(1 - survival, 1 - low, 1 - high).times(100)
