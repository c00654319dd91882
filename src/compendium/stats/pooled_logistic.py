"""A logistic model of yes/no features fitted to each imputed set of patients, and the sets pooled into one answer."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from compendium.stats.grouped_logistic import FIRTH_PENALTY, fit, with_constant
from compendium.stats.recorded import Floats
from compendium.stats.rubin import POOLED, Pooled, monte_carlo_errors, pool
from compendium.stats.statement import Estimate, state, state_interval
from press.rows import Key, Row

ERRORS = ("mc_or", "mc_ci_low", "mc_ci_high", "mc_p")
PRECISION = ("df", "fmi", "relative_increase", "within", "between", "mc_percent_of_se", *ERRORS)
_MC = "Monte Carlo error (jackknife over the imputed sets)"
_METHODS = {
    "df": "degrees of freedom of Barnard and Rubin 1999",
    "fmi": "fraction of missing information, (r + 2 / (df + 3)) / (1 + r), r the relative increase in variance",
    "relative_increase": "relative increase in variance through missing values, (1 + 1/m) between / within",
    "within": "variance of the log odds ratio within the imputed sets",
    "between": "variance of the log odds ratio between the imputed sets",
    "mc_percent_of_se": f"{_MC} of the log odds ratio, in percent of its standard error",
    **{name: f"{_MC} of {name.removeprefix('mc_')}" for name in ERRORS},
}


@dataclass(frozen=True)
class FittedSets:
    """Log odds ratios and their variances (features x sets), and why there are none."""

    names: tuple[str, ...]
    n: int
    coefficients: Floats
    variances: Floats
    method: str
    note: str = ""

    @property
    def df_complete(self) -> int:
        """Degrees of freedom had everything been recorded: patients less parameters."""
        return self.n - len(self.names) - 1

    def pooled(self, feature: int) -> Pooled:
        """Pool one log odds ratio."""
        return pool(self.coefficients[feature], self.variances[feature], self.df_complete)

    def errors(self, feature: int) -> Pooled:
        """Return the Monte Carlo errors of one log odds ratio and what belongs to it."""
        return monte_carlo_errors(self.coefficients[feature], self.variances[feature], self.df_complete)


def fit_sets(outcome: Floats, features: Floats, names: Sequence[str], *, firth: bool) -> FittedSets:
    """Fit the outcome (n, 0 or 1) on yes/no features (sets x n x k), by maximum likelihood or Firth's likelihood.

    >>> outcome, feature = np.array([1.0] * 40 + [0.0] * 60), np.array(([1.0] * 10 + [0.0] * 30) * 2 + [1.0] * 20)
    >>> sets = fit_sets(outcome, np.stack([feature, feature])[..., None], ["skin"], firth=False)
    >>> np.exp(sets.coefficients).round(4).tolist()
    [[0.3333, 0.3333]]
    """
    sets, n, k = features.shape
    method = f"{'Firth' if firth else 'maximum likelihood'} in each of {sets} imputed sets; {POOLED}"
    if np.isnan(features).any():
        missing = np.full((k, sets), np.nan)
        return FittedSets(tuple(names), n, missing, missing, method, "no equation to impute a feature from")
    patterns = np.array(list(itertools.product((0.0, 1.0), repeat=k)))
    place = (features @ 2.0 ** np.arange(k - 1, -1, -1)).astype(int) + len(patterns) * np.arange(sets)[:, None]
    events, everybody = (
        np.bincount(place.ravel(), np.tile(weights, sets), sets * len(patterns)).reshape(sets, -1).astype(np.float64)
        for weights in (outcome, np.ones(n))
    )
    design = with_constant(patterns)[None]
    found = fit(design, events, everybody - events, penalty=FIRTH_PENALTY if firth else 0.0)
    variances = np.diagonal(found.covariances, axis1=1, axis2=2)
    without = int(np.isnan(variances).any(axis=1).sum())
    note = f"no estimate in {without} of {sets} imputed sets (separated, or a feature alike in all)" if without else ""
    return FittedSets(tuple(names), n, found.coefficients[:, 1:].T, variances[:, 1:].T, method, note)


def state_pooled(sets: FittedSets, key: Key) -> list[Row]:
    """State or, ci_low, ci_high and p of each feature at key.at(variable=feature), or why there are none.

    >>> state_pooled(FittedSets(("skin",), 9, np.zeros((1, 3)), np.ones((1, 3)), "Rubin"), Key("x"))[0].value
    1.0
    """
    rows = []
    for place, name in enumerate(sets.names):
        at, estimate, p = key.at(variable=name), Estimate(math.nan, note=sets.note), math.nan
        if not sets.note:
            found = sets.pooled(place)
            estimate, p = Estimate(float(found.estimate), float(found.low), float(found.high)), float(found.p)
        rows += state_interval(at, estimate.exponential(), n=sets.n, method=sets.method, name="or")
        rows += state(at, {"p": p}, n=sets.n, method=f"t test, {sets.method}", note=sets.note)
    return rows


def state_precision(sets: FittedSets, key: Key) -> list[Row]:
    """State what missing values and the number of imputations cost each estimate: the statistics of `PRECISION`.

    Monte Carlo errors are of the odds ratio and its limits, not of their logarithms.
    """
    rows = []
    for place, name in enumerate(sets.names):
        values = dict.fromkeys(PRECISION, math.nan) if sets.note else _precision(sets, place)
        rows += [
            key.at(variable=name).row(statistic, value, n=sets.n, method=_METHODS[statistic], note=sets.note)
            for statistic, value in values.items()
        ]
    return rows


def _precision(sets: FittedSets, place: int) -> dict[str, float]:
    found, error = sets.pooled(place), sets.errors(place)
    # the error of exp(x) is that of x times exp(x), as both are small
    limits = ((found.estimate, error.estimate), (found.low, error.low), (found.high, error.high))
    of_ratio = (math.exp(value) * float(wide) for value, wide in limits)
    percent = 100 * float(error.estimate) / math.sqrt(found.total)
    variances = (found.df, found.fmi, found.increase, found.within, found.between)
    values = [*map(float, variances), percent, *of_ratio, float(error.p)]
    return dict(zip(PRECISION, values, strict=True))
