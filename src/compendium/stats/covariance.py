"""How the values of one patient at several visits may vary together: the covariances that a course is fitted with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from compendium.stats.recorded import Floats, Integers

_LARGEST = 12.0  # of a logarithm or logit in units of the data's own spread: further out lies only a singular matrix


@dataclass(frozen=True)
class Structure:
    """A family of covariances over visits, positive definite for every value of its parameters (without bounds).

    size: number of parameters for so many visits. start: parameters near given standard deviations and correlations.
    build: the matrix (visits, visits) and its derivative by each parameter (parameters, visits, visits).
    limited: which parameters are logarithms or logits, which run away where the matrix becomes singular.
    own_variances, own_correlations: whether each visit has a variance, each pair of visits a correlation, of its own.
    """

    name: str
    size: Callable[[int], int]
    start: Callable[[Floats, Floats], Floats]
    build: Callable[[Floats, int], tuple[Floats, Floats]]
    limited: Callable[[int], list[bool]]
    own_variances: bool
    own_correlations: bool

    def bounds(self, visits: int) -> list[tuple[float | None, float | None]]:
        """Return the limits within which the parameters are sought."""
        return [(-_LARGEST, _LARGEST) if limited else (None, None) for limited in self.limited(visits)]


def correlations(covariance: Floats) -> Floats:
    """Return the correlations of a covariance matrix.

    >>> correlations(np.array([[4.0, 3.0], [3.0, 9.0]]))
    array([[1. , 0.5],
           [0.5, 1. ]])
    """
    sd = np.sqrt(np.diag(covariance))
    return np.asarray(covariance / np.outer(sd, sd))


def unexplained(covariance: Floats) -> Floats:
    """Return the share of each visit's variance that the other visits leave unexplained (0: it follows from them).

    >>> unexplained(np.array([[4.0, 3.0], [3.0, 9.0]]))
    array([0.75, 0.75])
    """
    return np.asarray(1 / np.diag(np.linalg.pinv(correlations(covariance), hermitian=True, rcond=0)))


@cache
def _triangle(visits: int) -> tuple[Integers, Integers]:
    return np.tril_indices(visits)


def _cholesky_start(sd: Floats, correlation: Floats) -> Floats:
    lower = np.linalg.cholesky(correlation * np.outer(sd, sd))
    np.fill_diagonal(lower, np.log(np.diag(lower)))
    return np.asarray(lower[_triangle(sd.size)])


def _cholesky_build(parameters: Floats, visits: int) -> tuple[Floats, Floats]:
    """Log-Cholesky parameters (Pinheiro and Bates 1996): the logarithm of the diagonal, the rest as it is."""
    rows, columns = _triangle(visits)
    lower = np.zeros((visits, visits))
    lower[rows, columns] = parameters
    diagonal = np.exp(np.diag(lower))
    np.fill_diagonal(lower, diagonal)
    step = np.zeros((parameters.size, visits, visits))
    step[np.arange(parameters.size), rows, columns] = np.where(rows == columns, lower[rows, columns], 1.0)
    half = step @ lower.T
    return lower @ lower.T, half + half.transpose(0, 2, 1)


def _common_start(correlation: Floats) -> float:
    """Return the logit of the mean correlation between the lowest that so many visits can have in common and one."""
    visits = len(correlation)
    lowest = -1 / (visits - 1)
    mean = (correlation.sum() - visits) / (visits * (visits - 1))
    share = np.clip((mean - lowest) / (1 - lowest), 0.02, 0.98)
    return float(np.log(share / (1 - share)))


def _common(logit: float, visits: int) -> tuple[Floats, Floats]:
    """Return the matrix with one correlation for all pairs, and its derivative by the logit."""
    lowest = -1 / (visits - 1)
    share = 1 / (1 + np.exp(-logit))
    others = 1 - np.eye(visits)
    correlation = np.eye(visits) + (lowest + (1 - lowest) * share) * others
    return correlation, (1 - lowest) * share * (1 - share) * others


def _heterogeneous_build(parameters: Floats, visits: int) -> tuple[Floats, Floats]:
    sd = np.exp(parameters[:visits])
    correlation, by_logit = _common(float(parameters[visits]), visits)
    covariance = correlation * np.outer(sd, sd)
    by_sd = np.eye(visits)[:, :, None] * covariance + np.eye(visits)[:, None, :] * covariance
    return covariance, np.concatenate([by_sd, (by_logit * np.outer(sd, sd))[None]])


def _homogeneous_build(parameters: Floats, visits: int) -> tuple[Floats, Floats]:
    variance = float(np.exp(2 * parameters[0]))
    correlation, by_logit = _common(float(parameters[1]), visits)
    return variance * correlation, np.stack([2 * variance * correlation, variance * by_logit])


UNSTRUCTURED = Structure(
    "unstructured",
    lambda visits: visits * (visits + 1) // 2,
    _cholesky_start,
    _cholesky_build,
    lambda visits: [row == column for row, column in zip(*_triangle(visits), strict=True)],
    own_variances=True,
    own_correlations=True,
)
HETEROGENEOUS = Structure(
    "heterogeneous compound symmetry",
    lambda visits: visits + 1,
    lambda sd, correlation: np.append(np.log(sd), _common_start(correlation)),
    _heterogeneous_build,
    lambda visits: [True] * (visits + 1),
    own_variances=True,
    own_correlations=False,
)
COMPOUND_SYMMETRY = Structure(
    "compound symmetry",
    lambda _visits: 2,
    lambda sd, correlation: np.array([np.log(np.mean(sd**2)) / 2, _common_start(correlation)]),
    _homogeneous_build,
    lambda _visits: [True, True],
    own_variances=False,
    own_correlations=False,
)
# In this order, which decides a tie: each allows less than the one before. Compound symmetry is what a random
# intercept for each patient implies, and the correlation may be negative besides.
STRUCTURES = (UNSTRUCTURED, HETEROGENEOUS, COMPOUND_SYMMETRY)
