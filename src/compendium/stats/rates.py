"""Event rates per exposure with exact Poisson intervals, and with a bootstrap over patients when events cluster."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats
from statsmodels.stats.rates import confint_poisson

from compendium.stats.contract import amount, require_resampling, whole_count
from compendium.stats.recorded import Floats, exposed
from compendium.stats.statement import Estimate, not_computed, state, state_interval
from press.rows import Key, Row

if TYPE_CHECKING:
    from compendium.stats.recorded import Values

# Patients with an event below which resampling patients shows too few of the ways in which events may fall: the
# percentile interval then often is narrower than the Poisson interval, when clustering should make it wider.
FEWEST_WITH_EVENT = 10
_TOO_FEW = "fewer than ten patients with an event: a bootstrap interval may be falsely narrow"


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


def clustered_rate(
    events_per_patient: Values,
    exposure_per_patient: Values,
    key: Key,
    *,
    per: float,
    unit: str,
    seed: int,
    replicates: int,
) -> list[Row]:
    """State boot_low and boot_high of the rate: percentile bootstrap that draws whole patients (n = patients).

    Events of one patient are not independent, which the Poisson interval assumes. Patients without exposure or with
    a missing number are left out. No interval where fewer than ten have an event. Raises ValueError if unaligned, for
    events that are no counts and for negative or infinite exposure.

    >>> import pandas as pd
    >>> events, infusions = pd.Series([0, 3, 1, 0, 2] * 4), pd.Series([6, 12, 6, 5, 9] * 4)
    >>> rows = clustered_rate(events, infusions, Key("safety"), per=100, unit="infusions", seed=1, replicates=500)
    >>> [row.statistic for row in rows], rows[0].value < 100 * 6 / 38 < rows[1].value
    (['boot_low', 'boot_high'], True)
    """
    require_resampling(seed, replicates)
    events, exposure = exposed(events_per_patient, exposure_per_patient)
    method = f"events per {per:g} {unit}, percentile bootstrap over patients ({replicates} replicates, seed {seed})"
    few = int(np.count_nonzero(events)) < FEWEST_WITH_EVENT
    low, high = (math.nan, math.nan) if few else _bootstrap(events, exposure, seed, replicates)
    limits = {"boot_low": low * per, "boot_high": high * per}
    return state(key, limits, n=int(events.size), method=method, note=_TOO_FEW if few else "")


def _bootstrap(events: Floats, exposure: Floats, seed: int, replicates: int) -> tuple[float, float]:
    def ratio(drawn: Floats, exposed: Floats, axis: int) -> Floats:
        return np.asarray(drawn.sum(axis=axis) / exposed.sum(axis=axis))

    # sorted: what is drawn from a seed must not depend on the order in which the patients are listed
    order = np.lexsort((exposure, events))
    found = stats.bootstrap(
        (events[order], exposure[order]),
        ratio,
        paired=True,
        vectorized=True,
        n_resamples=replicates,
        method="percentile",
        rng=np.random.default_rng(seed),
    ).confidence_interval
    return float(found.low), float(found.high)
