"""Many logistic models at once, by maximum likelihood or Firth's penalised likelihood, on counts of equal patients."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from compendium.stats.complete_cases import CompleteCases
from compendium.stats.recorded import Floats, Integers

FIRTH_PENALTY = 0.5  # times the log determinant of the information (Firth 1993); 0 is maximum likelihood
_STEP = 5.0  # longest change of a coefficient in one iteration
_CLOSE = 1e-10  # the step at which a model is done
_FOUND = 1e-7  # and that at which rounding may leave it
_UNBOUNDED = 30.0  # log odds at which a separated model stops for want of digits, beyond any that has a finite maximum
_ITERATIONS = 200


class Grouped(NamedTuple):
    """Distinct predictor patterns (m x k, sorted) with the patients of each who had the outcome and who had not."""

    patterns: Floats
    events: Floats
    others: Floats


class Fits(NamedTuple):
    """Coefficients (b x k) and covariances (b x k x k) of b models; both NaN where there is no finite maximum."""

    coefficients: Floats
    covariances: Floats


def grouped(cases: CompleteCases) -> Grouped:
    """Count the patients of each pattern; the order of the patients does not matter.

    >>> cases = CompleteCases(np.array([1.0, 0.0, 1.0]), np.array([[1.0], [0.0], [0.0]]), ("raynaud",))
    >>> grouped(cases).events.tolist(), grouped(cases).others.tolist()
    ([1.0, 1.0], [1.0, 0.0])
    """
    patterns, place = np.unique(cases.predictors, axis=0, return_inverse=True)
    place = place.reshape(-1)
    events, everybody = (
        np.bincount(place, weights=weights, minlength=len(patterns)).astype(np.float64)
        for weights in (cases.outcome, np.ones(cases.n))
    )
    return Grouped(patterns, events, everybody - events)


def with_constant(predictors: Floats) -> Floats:
    """Return the design of a model: a column of ones before the predictors (last axis)."""
    return np.concatenate([np.ones((*predictors.shape[:-1], 1)), predictors], axis=-1)


def fit(design: Floats, events: Floats, others: Floats, *, penalty: float, offset: Floats | float = 0.0) -> Fits:
    """Fit b models by Fisher scoring with step halving.

    design: 1 or b x m x k. events, others: b x m counts. offset: added to the linear predictor, b x m.
    The covariance is the inverse of the information at the estimate.

    >>> two = np.array([[[1.0, 0.0], [1.0, 1.0]]])
    >>> found = fit(two, np.array([[10.0, 30.0]]), np.array([[30.0, 30.0]]), penalty=0.0)
    >>> np.exp(found.coefficients).round(4).tolist()
    [[0.3333, 3.0]]
    """
    beta, length = np.zeros((len(events), design.shape[-1])), np.ones(len(events))
    shift = np.atleast_2d(np.asarray(offset, dtype=np.float64))
    height, step, covariance = _climb(design, events, others, penalty, shift, beta)
    for _ in range(_ITERATIONS):
        # a model that is done, or without a step (NaN), stays where it is while the others go on
        on = np.flatnonzero((np.abs(step) > _CLOSE).any(axis=1))
        if not on.size:
            break
        trial = beta[on] + length[on, None] * step[on].clip(-_STEP, _STEP)
        there = _climb(_of(design, on), events[on], others[on], penalty, _of(shift, on), trial)
        # a step that loses likelihood (beyond what rounding does) is taken half as long
        better = there[0] >= height[on] - 1e-9 * np.abs(height[on])
        length[on] = np.where(better, np.minimum(1.0, 2 * length[on]), length[on] / 2)
        up, over = on[better], trial[better]
        beta[up], height[up], step[up], covariance[up] = over, *(each[better] for each in there)
    bounded = np.abs((design @ beta[:, :, None])[..., 0]).max(axis=1) < _UNBOUNDED
    found = (np.abs(step).max(axis=1) <= _FOUND)[:, None] & bounded[:, None]
    return Fits(np.where(found, beta, np.nan), np.where(found[..., None], covariance, np.nan))


def _of(each: Floats, models: Integers) -> Floats:
    """The part of these models, unless one serves them all."""
    return each[models] if len(each) > 1 else each


def _climb(
    design: Floats, events: Floats, others: Floats, penalty: float, offset: Floats, beta: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return the (penalised) log likelihood at beta, the step of Fisher scoring from there, and the covariance."""
    total, line = events + others, (design @ beta[:, :, None])[..., 0] + offset
    chance = probability(line)
    spread = chance * (1 - chance)
    information = np.swapaxes(design * (total * spread)[..., None], 1, 2) @ design
    # without an inverse (a separated model that runs away) there is no step: NaN, hence not converged
    sign, log_determinant = np.linalg.slogdet(information)
    regular = (sign > 0) & (log_determinant > -200)
    covariance = np.full_like(information, np.nan)
    covariance[regular] = np.linalg.inv(information[regular])
    hat = spread * np.einsum(
        "bmi,bmi->bm", design @ covariance, np.broadcast_to(design, (len(beta), *design.shape[1:]))
    )
    score = events - total * chance + 2 * penalty * total * hat * (0.5 - chance)
    gradient = (np.swapaxes(design, 1, 2) @ score[..., None])[..., 0]
    likelihood = -(events * np.logaddexp(0, -line) + others * np.logaddexp(0, line)).sum(axis=1)
    height = np.where(regular, likelihood + penalty * np.where(regular, log_determinant, 0.0), -np.inf)
    return height, (covariance @ gradient[..., None])[..., 0], covariance


def probability(line: Floats) -> Floats:
    """Return the probability whose log odds are `line`.

    >>> probability(np.array([0.0, np.log(3)])).round(2).tolist()
    [0.5, 0.75]
    """
    return np.asarray(0.5 * (1 + np.tanh(line / 2)))
