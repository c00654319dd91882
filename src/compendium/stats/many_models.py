"""Many logistic models of the same patients at once: groups of them, imputed sets, and outcomes dealt out anew."""

from __future__ import annotations

import warnings
from typing import NamedTuple

import numpy as np
from firthmodels import FirthLogisticRegression
from numpy.typing import NDArray

from compendium.stats.grouped_logistic import FIRTH_PENALTY, Fits, fit, probability, with_constant
from compendium.stats.pooled_logistic import FittedSets
from compendium.stats.recorded import Floats
from compendium.stats.rubin import POOLED

_ITERATIONS = 40  # of Newton's method, which doubles the digits at each; a separated model moves on for ever
_CLOSE = 1e-9  # the step at which a model is done
_NEAR = 1e-6  # and that at which firthmodels ends: closer, it compares likelihoods that differ by rounding
_LONGEST = 5.0  # change of a coefficient in one iteration
_UNBOUNDED = 30.0  # log odds beyond any that has a finite maximum
_SINGULAR = 1e-30  # determinant of the information below which there is no step


class LogOdds(NamedTuple):
    """Log odds ratios of b models and their variances (b x k); NaN where there is no maximum."""

    estimates: Floats
    variances: Floats


def log_odds(outcome: Floats, predictors: Floats, *, firth: bool) -> LogOdds:
    """Fit b models and return what each says of its predictors, with Wald's variance.

    outcome: b x n, 1 or 0, NaN for a patient who is not in the model. predictors: 1 or b x n x k; a patient with NaN
    is in no model. firth: by Firth's penalised likelihood instead of maximum likelihood.

    >>> outcome = np.array([[1.0] * 10 + [0.0] * 30 + [1.0] * 30 + [0.0] * 30])
    >>> exposed = np.array([1.0] * 40 + [0.0] * 60)[None, :, None]
    >>> np.exp(log_odds(outcome, exposed, firth=False).estimates).round(4).tolist()
    [[0.3333]]
    """
    known = ~np.isnan(outcome) & ~np.isnan(predictors).any(axis=-1)
    events, others = ((known & (outcome == answer)).astype(np.float64) for answer in (1, 0))
    centred = _standard(predictors, known)
    design = with_constant(centred.values)
    found = _firth(design, events, others) if firth else _maximum_likelihood(design, events, others)
    variances = np.diagonal(found.covariances, axis1=1, axis2=2)[:, 1:]
    return LogOdds(found.coefficients[:, 1:] / centred.spread, variances / np.square(centred.spread))


def _maximum_likelihood(design: Floats, events: Floats, others: Floats) -> Fits:
    """Fit by Newton's method as `fit` does without a penalty, several times as fast: b x m x k, b x m, b x m.

    A model whose step does not vanish has no finite maximum. One that is done stays where it is.
    """
    b, k = len(events), design.shape[-1]
    beta, covariance = np.zeros((b, k)), np.full((b, k, k), np.nan)
    on, done = np.arange(b), np.zeros(b, dtype=bool)
    for _ in range(_ITERATIONS):
        here = design[on] if len(design) > 1 else design
        chance = probability((here @ beta[on][..., None])[..., 0])
        total = events[on] + others[on]
        information = np.swapaxes(here * (total * chance * (1 - chance))[..., None], 1, 2) @ here
        regular = np.linalg.det(information) > _SINGULAR
        on, chance, total, information = on[regular], chance[regular], total[regular], information[regular]
        if not on.size:
            break
        here = here[regular] if len(here) > 1 else here
        gradient = np.swapaxes(here, 1, 2) @ (events[on] - total * chance)[..., None]
        covariance[on] = np.linalg.inv(information)
        step = (covariance[on] @ gradient)[..., 0]
        found = np.abs(step).max(axis=1) <= _CLOSE
        done[on[found]] = True
        beta[on] += np.where(found[:, None], 0.0, step.clip(-_LONGEST, _LONGEST))
        on = on[~found]
    done &= np.abs((design @ beta[..., None])[..., 0]).max(axis=1) < _UNBOUNDED
    return Fits(np.where(done[:, None], beta, np.nan), np.where(done[:, None, None], covariance, np.nan))


def _firth(design: Floats, events: Floats, others: Floats) -> Fits:
    """Fit by Firth's penalised likelihood, all at once; each that was not found so, by itself with firthmodels.

    In sparse data the common fit can go to and fro between two points for ever, where there is one maximum.
    """
    found = fit(design, events, others, penalty=FIRTH_PENALTY)
    for place in np.flatnonzero(np.isnan(found.coefficients).any(axis=1)):
        own = design[place if len(design) > 1 else 0]
        found.coefficients[place], found.covariances[place] = _firth_alone(own, events[place], others[place])
    return found


def _firth_alone(design: Floats, events: Floats, others: Floats) -> tuple[Floats, Floats]:
    """Fit one model of patients (m x k, constant first); NaN where it is not found, or a predictor is alike in all."""
    in_it, k = events + others > 0, design.shape[1]
    design, outcome = design[in_it], events[in_it]
    if np.linalg.matrix_rank(design) < k or np.unique(outcome).size < 2:
        return np.full(k, np.nan), np.full((k, k), np.nan)
    model = FirthLogisticRegression(backend="numpy", max_iter=1000, gtol=_NEAR, xtol=_NEAR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of a fit that did not converge, which is NaN below
        model.fit(design[:, 1:], outcome)
    if not model.converged_:
        return np.full(k, np.nan), np.full((k, k), np.nan)
    beta = np.array([model.intercept_, *model.coef_], dtype=np.float64)
    chance = probability(design @ beta)
    information = (design.T * (chance * (1 - chance))) @ design
    return beta, np.asarray(np.linalg.inv(information), dtype=np.float64)


class _Standard(NamedTuple):
    values: Floats
    spread: Floats


def _standard(predictors: Floats, known: NDArray[np.bool_]) -> _Standard:
    """Return predictors with mean 0 and SD 1 among those in each model, 0 in others; one alike in all stays 0."""
    weight = known[..., None] / np.maximum(known.sum(axis=1), 1)[:, None, None]
    values = np.nan_to_num(predictors)
    centre = (values * weight).sum(axis=1, keepdims=True)
    spread = np.sqrt((np.square(values - centre) * weight).sum(axis=1))
    spread = np.where(spread > 1e-9, spread, 1.0)  # then the information has no inverse, and the fit says so
    return _Standard((values - centre) / spread[:, None, :] * known[..., None], spread)


def imputed_models(outcome: Floats, sets: Floats, *, firth: bool) -> FittedSets:
    """Fit the outcome (n, 1 or 0) on the predictors of each imputed set (sets x n x k), a patient with NaN in none.

    >>> sets = np.stack([np.array([1.0] * 40 + [0.0] * 60)] * 2)[..., None]
    >>> found = imputed_models(np.array([1.0] * 10 + [0.0] * 30 + [1.0] * 30 + [0.0] * 30), sets, firth=False)
    >>> found.n, np.exp(found.coefficients).round(4).tolist()
    (100, [[0.3333, 0.3333]])
    """
    complete = ~np.isnan(sets).any(axis=(0, 2))
    found = log_odds(np.broadcast_to(outcome, (len(sets), outcome.size)), sets, firth=firth)
    without = int(np.isnan(found.estimates).any(axis=1).sum())
    why = "a predictor alike in all, or the fit did not converge" if firth else "separated, or a predictor alike in all"
    note = f"no estimate in {without} of {len(sets)} imputed sets ({why})"
    method = f"{'Firth' if firth else 'maximum likelihood'} in each of {len(sets)} imputed sets; {POOLED}"
    names = tuple(map(str, range(sets.shape[2])))
    return FittedSets(names, int(complete.sum()), found.estimates.T, found.variances.T, method, note if without else "")
