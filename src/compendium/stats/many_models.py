"""Many logistic models of the same patients at once: groups of them, imputed sets, and outcomes dealt out anew."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from compendium.stats.grouped_logistic import FIRTH_PENALTY, fit, with_constant
from compendium.stats.pooled_logistic import FittedSets
from compendium.stats.recorded import Floats
from compendium.stats.rubin import POOLED


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
    found = fit(with_constant(centred.values), events, others, penalty=FIRTH_PENALTY if firth else 0.0)
    variances = np.diagonal(found.covariances, axis1=1, axis2=2)[:, 1:]
    return LogOdds(found.coefficients[:, 1:] / centred.spread, variances / np.square(centred.spread))


class _Standard(NamedTuple):
    values: Floats
    spread: Floats


def _standard(predictors: Floats, known: Floats) -> _Standard:
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
    note = f"no estimate in {without} of {len(sets)} imputed sets (separated, or a predictor alike in all)"
    method = f"{'Firth' if firth else 'maximum likelihood'} in each of {len(sets)} imputed sets; {POOLED}"
    names = tuple(map(str, range(sets.shape[2])))
    return FittedSets(names, int(complete.sum()), found.estimates.T, found.variances.T, method, note if without else "")
