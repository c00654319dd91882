"""Event rates, and the ratio of two, with intervals that take patients and not their events as independent.

The standard error is that of the jackknife on the logarithm of the rate, each patient left out in turn (Efron and
Stein, Annals of Statistics 1981;9:586-96), but never less than if events were independent: that they spread more evenly
than chance would have it is not believed of a few patients. Patients without an event do not show how events cluster,
so t has one degree of freedom less than there are patients with one.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import stats

from compendium.stats.recorded import Floats, exposed
from compendium.stats.statement import state
from press.rows import Key, Row

if TYPE_CHECKING:
    from compendium.stats.recorded import Values

_HOW = "interval with patients as clusters (jackknife, log scale, t)"
_TEST = "Student's t-test of the log rate ratio, patients as clusters"
FEWEST = 5  # patients with an event: fewer hardly show how events cluster, and t with so few degrees of freedom is wide
_TOO_FEW = "fewer than five patients with an event show too little of how events cluster"
_NOT_IN_ONE = "fewer than five patients with an event in one of the groups show too little of how events cluster"
PatientsAndExposure = tuple["Values", "Values"]  # events of each patient, and the exposure in which they were counted


class _LogRate(NamedTuple):
    """The logarithm of a rate, its standard error, and the degrees of freedom of that; n patients."""

    value: float
    se: float
    df: int
    n: int


def clustered_rate(
    events_per_patient: Values, exposure_per_patient: Values, key: Key, *, per: float, unit: str
) -> list[Row]:
    """State clustered_low and clustered_high, limits of events per `per` `unit` of exposure (n = patients).

    Patients without exposure or with a missing number are left out. No limits where fewer than five have an event.
    Raises ValueError if unaligned, for events that are no counts and for negative or infinite exposure.

    >>> import pandas as pd
    >>> events, infusions = pd.Series([0, 3, 1, 0, 2] * 4), pd.Series([6, 12, 6, 5, 9] * 4)
    >>> rows = clustered_rate(events, infusions, Key("safety"), per=100, unit="infusions")
    >>> [(row.statistic, round(row.value, 1)) for row in rows]  # 24 events in 152 infusions: 15.8
    [('clustered_low', 10.1), ('clustered_high', 24.7)]
    """
    found = _log_rate(*exposed(events_per_patient, exposure_per_patient))
    low, high = _limits(found.value, found.se, found.df)
    method = f"events per {per:g} {unit}, {_HOW}"
    note = "" if found.df > 0 else _TOO_FEW
    return state(key, {"clustered_low": per * low, "clustered_high": per * high}, n=found.n, method=method, note=note)


def clustered_rate_ratio(
    one: PatientsAndExposure, other: PatientsAndExposure, key: Key, *, names: tuple[str, str]
) -> list[Row]:
    """State clustered_low, clustered_high and p_clustered of the rate of `one` by that of `other` (n = patients).

    p and limits say the same. Degrees of freedom by Satterthwaite. No value where one has fewer than five patients
    with an event. Raises ValueError as `clustered_rate` does.

    >>> import pandas as pd
    >>> one = pd.Series([0, 3, 1, 0, 2] * 4), pd.Series([6, 12, 6, 5, 9] * 4)
    >>> other = pd.Series([0, 1, 1, 0, 0] * 4), pd.Series([6, 12, 6, 5, 9] * 4)
    >>> rows = clustered_rate_ratio(one, other, Key("safety"), names=("responders", "non-responders"))
    >>> [(row.statistic, round(row.value, 3)) for row in rows]
    [('clustered_low', 1.229), ('clustered_high', 7.325), ('p_clustered', 0.02)]
    """
    first, second = (_log_rate(*exposed(*group)) for group in (one, other))
    n, known = first.n + second.n, min(first.df, second.df) > 0
    note = "" if known else _NOT_IN_ONE
    low = high = p = math.nan
    if known:
        value, variances = first.value - second.value, (first.se**2, second.se**2)
        se = math.sqrt(sum(variances))
        df = se**4 / (variances[0] ** 2 / first.df + variances[1] ** 2 / second.df)
        low, high = _limits(value, se, df)
        p = 2 * float(stats.t.sf(abs(value) / se, df))
    words = f"rate ratio, {names[0]} to {names[1]}, {_HOW}"
    limits = state(key, {"clustered_low": low, "clustered_high": high}, n=n, method=words, note=note)
    return [*limits, key.row("p_clustered", p, n=n, method=_TEST, note=note)]


def _log_rate(events: Floats, exposure: Floats) -> _LogRate:
    with_event, total = int(np.count_nonzero(events)), float(events.sum())
    if with_event < FEWEST:
        return _LogRate(math.nan, math.nan, 0, events.size)
    # in one order: a sum must not depend on that in which the patients are listed
    order, n = np.lexsort((exposure, events)), events.size
    in_all = float(exposure[order].sum())
    without = np.log((total - events[order]) / (in_all - exposure[order]))
    se = math.sqrt((n - 1) / n * float(np.sum((without - without.mean()) ** 2)))
    return _LogRate(math.log(total / in_all), max(se, 1 / math.sqrt(total)), with_event - 1, n)


def _limits(value: float, se: float, df: float) -> tuple[float, float]:
    half = float(stats.t.ppf(0.975, df)) * se if df > 0 else math.nan
    return math.exp(value - half), math.exp(value + half)
