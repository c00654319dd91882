"""Logistic regression of a yes/no outcome: ordinary with Wald or profile intervals, and Firth's penalised version."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import statsmodels.api as sm
from firthmodels import FirthLogisticRegression

from compendium.stats.complete_cases import CompleteCases, complete_cases, separated, why_no_model
from compendium.stats.statement import NORMAL_QUANTILE, Estimate, not_computed, state, state_interval, warn
from press.rows import Key, Row

if TYPE_CHECKING:
    from compendium.stats.recorded import Values

WALD = "logistic regression (maximum likelihood), Wald 95% interval"
PROFILE = "logistic regression (maximum likelihood), profile likelihood 95% interval"
FIRTH = "Firth's penalised logistic regression, profile penalised likelihood 95% interval"
_P = {WALD: "Wald test", PROFILE: "likelihood ratio test", FIRTH: "penalised likelihood ratio test"}
_NOT_CONVERGED = "the fit did not converge"

# an estimate of the log odds ratio and its p for each predictor, and a warning
Fit = tuple[list[Estimate], list[float], str]


def logistic(outcome: Values, predictors: pd.DataFrame, key: Key) -> list[Row]:
    """Fit outcome (yes/no) on aligned predictors (yes/no or numbers) by maximum likelihood, over complete cases.

    Per predictor at key.at(variable=column): or (per unit), ci_low, ci_high (Wald), p. At `key`: n, events,
    non_events, parameters (without the intercept), epv, and `warning` where the outcome is separated or the fit failed.
    Raises ValueError if unaligned.

    >>> exposure = pd.Series([True] * 40 + [False] * 60, dtype="boolean")
    >>> outcome = pd.Series([True] * 10 + [False] * 30 + [True] * 30 + [False] * 30, dtype="boolean")
    >>> round(logistic(outcome, pd.DataFrame({"raynaud": exposure}), Key("predictors"))[0].value, 4)
    0.3333
    """
    cases = complete_cases(outcome, predictors)
    rows = _fitted(cases, key, _fit_wald, WALD, separable=False)
    return [*rows[: 4 * len(cases.names)], *_model_rows(cases, key), *rows[4 * len(cases.names) :]]


def profile(outcome: Values, predictors: pd.DataFrame, key: Key) -> list[Row]:
    """As `logistic`, with profile likelihood intervals and likelihood ratio p: rows per predictor, and `warning`."""
    return _fitted(complete_cases(outcome, predictors), key, _fit_profile, PROFILE, separable=False)


def firth(outcome: Values, predictors: pd.DataFrame, key: Key) -> list[Row]:
    """As `logistic`, by Firth's penalised likelihood (Heinze and Schemper 2002): finite also under separation.

    Per predictor: or, ci_low, ci_high (profile penalised likelihood), p (penalised likelihood ratio).
    At `key`: `warning` where the fit failed.

    >>> marker = pd.DataFrame({"marker": [0, 0, 0, 1, 1, 1]})
    >>> split = pd.Series([False, False, False, True, True, True], dtype="boolean")
    >>> round(firth(split, marker, Key("predictors"))[0].value, 1)
    49.0
    """
    return _fitted(complete_cases(outcome, predictors), key, _fit_firth, FIRTH, separable=True)


def _fitted(
    cases: CompleteCases, key: Key, fit: Callable[[CompleteCases], Fit], method: str, *, separable: bool
) -> list[Row]:
    """Fit if the data allow it; state every predictor either way, then the warning."""
    problem = why_no_model(cases) or ("" if separable else separated(cases))
    if problem:
        estimates, p, warning = _nothing(cases, problem)
    else:
        estimates, p, warning = fit(cases)
    rows = []
    for name, estimate, tail in zip(cases.names, estimates, p, strict=True):
        at = key.at(variable=name)
        note = estimate.note or warning if math.isnan(tail) else ""
        rows += state_interval(at, estimate.exponential(), n=cases.n, method=method, name="or")
        rows.append(at.row("p", tail, n=cases.n, method=f"{_P[method]} in {method.split(',')[0]}", note=note))
    return [*rows, *warn(key, warning, n=cases.n, method=method)]


def _nothing(cases: CompleteCases, why: str) -> Fit:
    return [not_computed(why) for _ in cases.names], [math.nan for _ in cases.names], why


def _fit_wald(cases: CompleteCases) -> Fit:
    design = sm.add_constant(cases.standardised(), prepend=False)
    # warn_convergence off: whether it converged is read from the fit and stated as a row
    found = sm.Logit(cases.outcome, design).fit(method="newton", maxiter=100, disp=False, warn_convergence=False)
    if not found.mle_retvals["converged"] or not np.isfinite(found.bse).all():
        return _nothing(cases, _NOT_CONVERGED)
    centre, half = found.params[:-1] / cases.spread(), NORMAL_QUANTILE * found.bse[:-1] / cases.spread()
    estimates = [Estimate(float(b), float(b - h), float(b + h)) for b, h in zip(centre, half, strict=True)]
    return estimates, [float(p) for p in found.pvalues[:-1]], ""


def _fit_profile(cases: CompleteCases) -> Fit:
    return _fit_likelihood(cases, 0.0)


def _fit_firth(cases: CompleteCases) -> Fit:
    return _fit_likelihood(cases, 0.5)


def _fit_likelihood(cases: CompleteCases, penalty: float) -> Fit:
    """Fit with `penalty` times the log determinant of the information (0.5 = Firth, 0 = none)."""
    design, k = cases.standardised(), len(cases.names)
    # backend given: with numba installed the first call would compile for a minute
    model = FirthLogisticRegression(backend="numpy", penalty_weight=penalty, max_iter=100)
    with warnings.catch_warnings():
        # a fit, bound or test that did not converge (a UserWarning there) is NaN below and stated as a warning row
        warnings.simplefilter("ignore", UserWarning)
        model.fit(design, cases.outcome)
        if not model.converged_:
            return _nothing(cases, _NOT_CONVERGED)
        p = model.lrt(list(range(k))).lrt_pvalues_[:k]
        bounds = model.conf_int(method="pl", features=list(range(k)), max_iter=100)[:k]
    scaled = np.column_stack([model.coef_, bounds]) / cases.spread()[:, None]
    complete = bool(np.isfinite(scaled).all() and np.isfinite(p).all())
    note = "" if complete else "a profile limit or test did not converge"
    estimates = [Estimate(float(b), float(low), float(high), note) for b, low, high in scaled]
    return estimates, [float(tail) for tail in p], note


def _model_rows(cases: CompleteCases, key: Key) -> list[Row]:
    """State what the model rests on: patients, events and events per variable."""
    non_events, k = cases.n - cases.events, len(cases.names)
    epv = min(cases.events, non_events) / k
    return [
        *state(key, {"n": cases.n}, n=cases.n, method="patients with every variable of the model recorded"),
        *state(key, {"events": cases.events}, n=cases.n, method="patients with the outcome"),
        *state(key, {"non_events": non_events}, n=cases.n, method="patients without the outcome"),
        *state(key, {"parameters": k}, n=cases.n, method="predictors, intercept not counted"),
        *state(key, {"epv": epv}, n=cases.n, method="the rarer outcome divided by the number of predictors"),
    ]
