"""The probability of an outcome by kind of patient: Firth's logistic regression with an intercept that fits the mean.

Firth's penalty pulls the mean predicted probability towards one half; FLIC fits the intercept again by maximum
likelihood, the rest held (Puhr et al., Statistics in Medicine 2017;36:2302-17).
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from compendium.stats.complete_cases import CompleteCases, complete_cases, why_no_model
from compendium.stats.grouped_logistic import FIRTH_PENALTY, fit, grouped, probability, with_constant
from compendium.stats.proportion import proportion
from compendium.stats.recorded import Floats
from compendium.stats.statement import NORMAL_QUANTILE, Estimate, not_computed, state_interval, warn
from press.rows import Key, Row, slug

if TYPE_CHECKING:
    from compendium.stats.recorded import Values

FLIC = (
    "probability by Firth's penalised logistic regression with the intercept refitted by maximum likelihood (FLIC), "
    "Wald 95% interval on the log odds with the covariance of Firth's fit"
)
EMPTY = "nobody is of this kind"


class Flic(NamedTuple):
    """Coefficients of b models, the intercept first and refitted (b x k), and Firth's covariances (b x k x k)."""

    coefficients: Floats
    covariances: Floats


def fit_flic(patterns: Floats, events: Floats, others: Floats) -> Flic:
    """Fit b models to counts (b x m) on the same patterns (m x k): mean predicted = observed share in each.

    >>> found = fit_flic(np.array([[0.0], [1.0]]), np.array([[10.0, 30.0]]), np.array([[30.0, 30.0]]))
    >>> round(float(found.coefficients[0, 1]), 3)
    1.066
    """
    design = with_constant(patterns)[None]
    found = fit(design, events, others, penalty=FIRTH_PENALTY)
    slopes = found.coefficients[:, 1:]
    # a model without slopes is NaN as a whole below, whatever its intercept
    offset = np.nan_to_num(slopes) @ patterns.T
    intercept = fit(design[..., :1], events, others, penalty=0.0, offset=offset).coefficients
    return Flic(np.concatenate([intercept, slopes], axis=1), found.covariances)


def predicted_probability(cases: CompleteCases, patterns: Floats) -> list[Estimate]:
    """Return the probability of the outcome with its 95% interval for each pattern (rows, columns as in the cases).

    Without a value, and with the reason, where no model can be fitted. The refitted intercept moves the centre only.

    >>> cases = CompleteCases(np.array([1.0] * 3 + [0.0]), np.array([[0.0], [0.0], [1.0], [1.0]]), ("raynaud",))
    >>> [round(found.value, 2) for found in predicted_probability(cases, np.array([[0.0], [1.0]]))]
    [0.89, 0.61]
    """
    problem = why_no_model(cases)
    if problem:
        return [not_computed(problem) for _ in patterns]
    centre, spread, counts = cases.predictors.mean(axis=0), cases.spread(), grouped(cases)
    found = fit_flic((counts.patterns - centre) / spread, counts.events[None], counts.others[None])
    design = with_constant((patterns - centre) / spread)
    line = design @ found.coefficients[0]
    half = NORMAL_QUANTILE * np.sqrt(np.einsum("mi,ij,mj->m", design, found.covariances[0], design))
    if not np.isfinite(line).all():
        return [not_computed("the fit did not converge") for _ in patterns]
    limits = probability(np.stack([line, line - half, line + half], axis=1))
    return [Estimate(float(value), float(low), float(high)) for value, low, high in limits]


def kinds(names: tuple[str, ...]) -> list[tuple[str, tuple[bool, ...]]]:
    """Return every combination of yes/no features by the names of those present, none first.

    >>> [kind for kind, _ in kinds(("raynaud", "skin"))]
    ['none', 'raynaud', 'skin', 'raynaud_skin']
    """
    choices = sorted(
        itertools.product((False, True), repeat=len(names)), key=lambda has: (sum(has), [not x for x in has])
    )
    return [("_".join(itertools.compress(names, has)) or "none", has) for has in choices]


def by_kind(outcome: Values, features: pd.DataFrame, key: Key) -> list[Row]:
    """State for every combination of yes/no features, over complete cases, what was observed and what is predicted.

    At key.at(level=combination): count, total, percent, ci_low, ci_high (Wilson); predicted, predicted_low,
    predicted_high, in percent (FLIC); a combination that nobody has is not predicted. At `key`: `warning` where no
    model can be fitted. Raises ValueError if unaligned or where a feature is not yes/no.

    >>> features = pd.DataFrame({"raynaud": [False] * 40 + [True] * 20})
    >>> outcome = pd.Series([True] * 36 + [False] * 4 + [True] * 10 + [False] * 10)
    >>> rows = by_kind(outcome, features, Key("x"))
    >>> [(row.level, round(row.value, 1)) for row in rows if row.statistic in ("percent", "predicted")]
    [('none', 90.0), ('none', 89.4), ('raynaud', 50.0), ('raynaud', 51.1)]
    """
    cases = complete_cases(outcome, features)
    if not np.isin(cases.predictors, (0.0, 1.0)).all():
        raise ValueError("kinds of patient are combinations of yes/no features")
    every = kinds(cases.names)
    estimates = predicted_probability(cases, np.array([has for _, has in every], dtype=float))
    problem, rows = estimates[0].note, list[Row]()
    for (kind, has), predicted in zip(every, estimates, strict=True):
        members = cases.outcome[(cases.predictors == has).all(axis=1)]
        known = predicted if members.size or problem else not_computed(EMPTY)
        rows += _kind_rows(members, known.times(100), key.at(level=kind), cases.n)
    return [*rows, *warn(key, problem, n=cases.n, method=FLIC)]


def _kind_rows(members: Floats, predicted: Estimate, key: Key, n: int) -> list[Row]:
    names = {"name": "predicted", "low": "predicted_low", "high": "predicted_high"}
    return [
        *proportion(int(members.sum()), members.size, key),
        *state_interval(key, predicted, n=n, method=FLIC, **names),
    ]


def equation(outcome: Values, predictors: pd.DataFrame, key: Key) -> list[Row]:
    """State the model in full: `coefficient` (log odds) at group `equation`, level `intercept` or the predictor.

    The intercept is the refitted one, with which the model predicts. Over complete cases; where there is no model the
    note says why. Raises ValueError if unaligned.

    >>> features = pd.DataFrame({"raynaud": [False] * 40 + [True] * 20})
    >>> outcome = pd.Series([True] * 36 + [False] * 4 + [True] * 10 + [False] * 10)
    >>> [(row.id, round(row.value, 3)) for row in equation(outcome, features, Key("x"))]
    [('x.intercept.equation.coefficient', 2.137), ('x.raynaud.equation.coefficient', -2.093)]
    """
    cases = complete_cases(outcome, predictors)
    at = key.at(group="equation")
    problem, found = why_no_model(cases), np.full(len(cases.names) + 1, np.nan)
    if not problem:
        found = _in_own_units(cases)
        problem = "" if np.isfinite(found).all() else "the fit did not converge"
    method = "log odds, Firth's penalised logistic regression with the intercept refitted by maximum likelihood (FLIC)"
    return [
        at.at(level=slug(name)).row("coefficient", value, n=cases.n, method=method, note=problem)
        for name, value in zip(("intercept", *cases.names), found, strict=True)
    ]


def _in_own_units(cases: CompleteCases) -> Floats:
    """The intercept and the coefficients for predictors as they were given, not standardised."""
    centre, spread, counts = cases.predictors.mean(axis=0), cases.spread(), grouped(cases)
    fitted = fit_flic((counts.patterns - centre) / spread, counts.events[None], counts.others[None]).coefficients[0]
    slopes = fitted[1:] / spread
    return np.array([fitted[0] - slopes @ centre, *slopes])
