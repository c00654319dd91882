"""How many patients have had an event by a given time, when follow-up differs and may end for good before the event."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight

from compendium.stats.contract import amount, require_amounts
from compendium.stats.recorded import Floats, numbers, pairs, require_aligned, yes_no
from compendium.stats.statement import NORMAL_QUANTILE, Estimate, not_computed, state, state_interval
from press.rows import Key, Row, slug

if TYPE_CHECKING:
    from compendium.stats.recorded import Values

KAPLAN_MEIER = "cumulative incidence (Kaplan-Meier complement) with log-log 95% interval"
AALEN_JOHANSEN = "cumulative incidence (Aalen-Johansen, competing events counted as such) with log-log 95% interval"
_EVENT, _COMPETING = 1, 2  # how follow-up ended; 0 = censored


def cumulative_incidence(
    time: Values, event: Values, key: Key, *, at: Sequence[float], unit: str, competing: Values | None = None
) -> list[Row]:
    """State, for each time of `at`, percent (0-100), ci_low, ci_high and at_risk at key.at(level=slug(time)).

    `time`: follow-up to the event or to its end, in `unit` (plural: "months"); `event`: yes/no, aligned; `competing`:
    yes/no, aligned, whether follow-up ended for good without the event, so that it can no longer happen. Neither is
    censored; with both, the event counts. Missing in any is left out, but that an event is known needs no `competing`.
    Without `competing`: the Kaplan-Meier complement; with it: Aalen-Johansen (Marubini and Valsecchi 1995).
    Raises ValueError if unaligned, for what is not yes/no, and for a time or an `at` that is negative or infinite
    (an `at` may not be missing either).

    >>> months, event = pd.Series([1.0, 2.0, 3.0, 4.0]), pd.Series([True, False, True, False])
    >>> rows = cumulative_incidence(months, event, Key("safety", "first_event"), at=[1, 3], unit="months")
    >>> {row.id: row.value for row in rows}["safety.first_event.3.percent"]
    62.5
    >>> stopped = pd.Series([False, True, False, False])
    >>> rows = cumulative_incidence(months, event, Key("first_event"), at=[3], unit="months", competing=stopped)
    >>> rows[0].value
    50.0
    """
    times, endings = pairs(time, _endings(event, competing))
    require_amounts(numbers(time), time.rename(f"a follow-up time ({unit})"))
    rows = []
    for point in [amount(point, f"a time of `at` ({unit})") for point in at]:
        level, n, moment = key.at(level=slug(f"{point:g}")), int(times.size), f"{unit.removesuffix('s')} {point:g}"
        words, at_risk = KAPLAN_MEIER if competing is None else AALEN_JOHANSEN, int(np.sum(times >= point))
        found = _by(times, endings, point, competing=competing is not None)
        rows += state_interval(level, found, n=n, method=f"{words}, by {moment}", name="percent")
        rows += state(level, {"at_risk": at_risk}, n=n, method=f"followed to {moment} without an earlier event")
    return rows


def _endings(event: Values, competing: Values | None) -> Values:
    """Return how follow-up ended (0, 1 or 2; NaN where that is not known)."""
    happened = numbers(yes_no(event))
    if competing is None:
        return pd.Series(happened, index=event.index)
    require_aligned(event, competing)
    ended = np.where(happened == 1, _EVENT, happened + _COMPETING * numbers(yes_no(competing)))
    return pd.Series(ended, index=event.index)


def _by(times: Floats, endings: Floats, point: float, *, competing: bool) -> Estimate:
    """Return the percentage with an event by `point`; beyond the longest follow-up only if nobody's is censored there.

    The exception is for competing events: when everyone's follow-up has ended for good, the share no longer changes.
    """
    if times.size == 0:
        return not_computed("nobody has time and event recorded")
    if point > times.max() and not (competing and endings[times == times.max()].all()):
        return not_computed("nobody was followed for so long")
    if not np.any(endings[times <= point] == _EVENT):
        return Estimate(0.0, note="no event by then: the log-log interval does not exist")
    return _aalen_johansen(times, endings, point) if competing else _kaplan_meier(times, endings, point)


def _kaplan_meier(times: Floats, events: Floats, point: float) -> Estimate:
    curve = SurvfuncRight(times, events)
    last = int(np.searchsorted(curve.surv_times, point, side="right")) - 1
    survival, se = float(curve.surv_prob[last]), float(curve.surv_prob_se[last])
    if survival <= 0:
        return Estimate(100.0, note="everyone at risk had the event by then: the log-log interval does not exist")
    low, high = _log_log(survival, se)
    return Estimate(1 - survival, 1 - high, 1 - low).times(100)


def _aalen_johansen(times: Floats, endings: Floats, point: float) -> Estimate:
    """Return the Aalen-Johansen estimate with the interval of R's `survfit(conf.type = "log-log")`."""
    last = min(point, float(times.max()))
    # Later endings say nothing of `last`, and a competing event at `last` changes neither the estimate nor its
    # standard error there; counted as censored, they leave somebody at risk, without whom the library divides 0 by 0.
    known = np.where((times > last) | ((times == last) & (endings == _COMPETING)), 0, endings)
    with np.errstate(divide="ignore", invalid="ignore"):  # everyone left has the event at `last`: said below
        curve = CumIncidenceRight(np.minimum(times, last), known)
    share, se = float(curve.cinc[0][-1]), float(curve.cinc_se[0][-1])
    if math.isnan(se):
        return Estimate(100 * share, note="everyone still at risk had the event by then: no standard error")
    low, high = _log_log(share, se)
    return Estimate(share, low, high).times(100)


def _log_log(share: float, se: float) -> tuple[float, float]:
    """Return the 95% limits of a share (0 < share < 1) on the log(-log) scale, which cannot leave 0-1."""
    half = NORMAL_QUANTILE * se / abs(share * math.log(share))
    return share ** math.exp(half), share ** math.exp(-half)
