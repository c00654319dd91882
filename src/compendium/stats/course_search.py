"""The covariance of a declared family that fits a course best, or in plain words why none of that family does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import optimize

from compendium.stats.course_likelihood import Patterns, deviance
from compendium.stats.covariance import Structure, correlations, unexplained
from compendium.stats.recorded import Floats

_SINGULAR = 1e-6  # share of a visit's variance below which it is called determined by the other visits
_STEP = 1e-4  # of a parameter, for differences of the gradient
_FLAT = 1e-4  # curvature of a parameter below which the values say nothing of it; that of a standard deviation is >= 1
_NEAR = 1e-9  # the search has ended where one more step would change minus the log-likelihood by less
_MOST_STEPS = 25
_MOST_PARAMETERS = 120


@dataclass(frozen=True)
class Found:
    """The best covariance (visits, visits) of a structure, minus the log-likelihood, and how well it is known.

    by_parameter: (parameters, visits, visits), derivative of the covariance. spread: (parameters, parameters),
    covariance of the estimated parameters, the inverse of the observed information.
    """

    structure: Structure
    covariance: Floats
    by_parameter: Floats
    spread: Floats
    value: float


@dataclass(frozen=True)
class _Objective:
    """Minus the restricted log-likelihood of a structure as a function of its parameters."""

    structure: Structure
    found: Patterns

    def stack(self, parameters: Floats) -> tuple[Floats, Floats]:
        """Return the values and slopes at several sets of parameters (sets, parameters)."""
        built = [self.structure.build(each, self.found.seen.shape[1]) for each in parameters]
        twice, slope = deviance(self.found, np.array([covariance for covariance, _ in built]))
        by_parameter = np.array([derivative for _, derivative in built])
        return twice / 2, np.einsum("spij,sij->sp", by_parameter, slope) / 2

    def __call__(self, parameters: Floats) -> tuple[float, Floats]:
        try:
            value, slope = self.stack(parameters[None])
        except np.linalg.LinAlgError:  # so far out that it is singular to the last digit
            return np.inf, np.zeros_like(parameters)
        return float(value[0]), slope[0]

    def information(self, parameters: Floats) -> Floats:
        """Return the second derivatives, from differences of the first."""
        steps = np.eye(parameters.size) * _STEP
        slopes = self.stack(np.concatenate([parameters + steps, parameters - steps]))[1]
        square = (slopes[: parameters.size] - slopes[parameters.size :]) / (2 * _STEP)
        return np.asarray((square + square.T) / 2)


def search(
    structure: Structure, found: Patterns, sd: Floats, correlation: Floats, names: Sequence[object]
) -> Found | str:
    """Maximise the restricted likelihood from a start near these moments, or return why there is no maximum."""
    visits = sd.size
    if structure.size(visits) > _MOST_PARAMETERS:
        return f"{structure.size(visits)} parameters are too many"
    if note := _unidentified(found, structure, names):
        return note
    objective = _Objective(structure, found)
    with np.errstate(all="ignore"):
        start, bounds = structure.start(sd, correlation), structure.bounds(visits)
        rough = _rough(objective, start, bounds, names)
        covariance, _ = structure.build(rough, visits)
        if note := _singular(covariance, names):
            return note
        try:
            parameters, information, ended = _polish(objective, rough)
        except np.linalg.LinAlgError:
            ended = False
        if not ended:
            return "the search for the best fit did not converge"
    covariance, by_parameter = structure.build(parameters, visits)
    if note := _singular(covariance, names):
        return note
    return Found(structure, covariance, by_parameter, np.asarray(np.linalg.inv(information)), objective(parameters)[0])


def _rough(
    objective: _Objective, start: Floats, bounds: Sequence[tuple[float | None, float | None]], names: Sequence[object]
) -> Floats:
    """Return parameters near the maximum, or where the covariance became singular on the way: no use to go on."""

    def stop_where_singular(parameters: Floats) -> None:
        covariance, _ = objective.structure.build(parameters, objective.found.seen.shape[1])
        if _singular(covariance, names):
            raise StopIteration

    rough = optimize.minimize(
        objective,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        callback=stop_where_singular,
        options={"maxcor": 20},
    )
    return np.asarray(rough.x)


def _polish(objective: _Objective, parameters: Floats) -> tuple[Floats, Floats, bool]:
    """Finish by Newton's method. Return the parameters, the observed information there and whether it is a maximum."""
    gain = np.inf
    for _ in range(_MOST_STEPS):
        information, slope = objective.information(parameters), objective(parameters)[1]
        if not _is_maximum(information):
            return parameters, information, False
        step = np.linalg.solve(information, slope)
        gain = float(slope @ step)
        if gain < _NEAR**2:
            break
        parameters = parameters - step
    return parameters, information, gain < _NEAR


def _is_maximum(information: Floats) -> bool:
    diagonal = np.diag(information)
    if not np.isfinite(information).all() or diagonal.min() < _FLAT:
        return False
    size = np.sqrt(diagonal)
    return bool(np.linalg.eigvalsh(information / np.outer(size, size)).min() > _FLAT**2)


def _unidentified(found: Patterns, structure: Structure, names: Sequence[object]) -> str:
    """A variance of its own needs two patients at that visit, a correlation of its own patients seen at both."""
    degrees = found.count @ found.seen - 1
    if structure.own_variances and degrees.min() < 1:
        return f"too few patients at {names[int(degrees.argmin())]} for a variance of its own"
    together = np.triu((found.seen * found.count[:, None]).T @ found.seen == 0, 1)
    if structure.own_correlations and together.any():
        first, second = np.argwhere(together)[0]
        return f"no patient has a value at both {names[first]} and {names[second]}"
    return ""


def _singular(covariance: Floats, names: Sequence[object]) -> str:
    if not np.isfinite(covariance).all() or np.diag(covariance).min() <= 0:
        return "a variance goes to zero"
    left = unexplained(covariance)
    if left.min() > _SINGULAR:
        return ""
    correlation = np.triu(np.abs(correlations(covariance)), 1)
    first, second = divmod(int(correlation.argmax()), len(correlation))
    if correlation[first, second] ** 2 > 1 - 10 * _SINGULAR:
        return f"{names[first]} and {names[second]} determine each other (singular)"
    return f"the other visits determine {names[int(left.argmin())]} (singular)"
