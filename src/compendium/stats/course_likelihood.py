"""How well a covariance over visits fits the values recorded: the restricted likelihood of the course of patients."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from compendium.stats.recorded import Floats


@dataclass(frozen=True)
class Patterns:
    """All that the likelihood needs: patients put together by the visits at which they have a value.

    seen: (patterns, visits), 1 where there is a value. count: (patterns,) patients. total: (patterns, visits) sums;
    product: (patterns, visits, visits) sums of products. Both are 0 where not seen. At each visit somebody is seen.
    """

    seen: Floats
    count: Floats
    total: Floats
    product: Floats

    @cached_property
    def degrees(self) -> float:
        """Return the number of values minus the number of means."""
        return float(self.count @ self.seen.sum(axis=1) - self.seen.shape[1])

    @cached_property
    def both(self) -> Floats:
        """Return 1 where a pattern has values at two visits, shape (patterns, visits, visits)."""
        return np.asarray(self.seen[:, :, None] * self.seen[:, None, :])

    @cached_property
    def unseen(self) -> Floats:
        """Return 1 on the diagonal where a pattern has no value: put there, it leaves a determinant as it is."""
        return np.asarray(np.eye(self.seen.shape[1]) * (1 - self.seen)[:, :, None])


@dataclass(frozen=True)
class Means:
    """Generalised least squares at a stack of covariances: the means, their covariance, and the weights.

    means: (stack, visits); covariance: (stack, visits, visits); weight: (stack, patterns, visits, visits), the inverse
    of each pattern's covariance, 0 where not seen; log_determinant: (stack,), of all values and of the information on
    their means.
    """

    means: Floats
    covariance: Floats
    weight: Floats
    log_determinant: Floats


def patterns(table: Floats) -> Patterns:
    """Put patients (rows; NaN where there is no value at a visit) together by the visits at which they were seen.

    >>> patterns(np.array([[1.0, 2.0], [3.0, math.nan], [5.0, 4.0]])).count.tolist()
    [1.0, 2.0]
    """
    seen = ~np.isnan(table)
    unique, inverse = np.unique(seen, axis=0, return_inverse=True)
    inverse, filled = inverse.reshape(-1), np.where(seen, table, 0.0)
    count = np.bincount(inverse, minlength=len(unique))
    members = np.split(filled[np.argsort(inverse, kind="stable")], np.cumsum(count)[:-1])
    return Patterns(
        unique.astype(float),
        count.astype(float),
        np.array([rows.sum(axis=0) for rows in members]),
        np.array([rows.T @ rows for rows in members]),
    )


def means(found: Patterns, covariances: Floats) -> Means:
    """Return the means by generalised least squares at each covariance of a stack (stack, visits, visits).

    Raises LinAlgError where one of them is singular.
    """
    padded = covariances[:, None] * found.both + found.unseen
    factor = np.linalg.cholesky(padded)
    weight = np.linalg.inv(padded) * found.both
    information = np.einsum("k,skij->sij", found.count, weight)
    right = np.einsum("skij,kj->si", weight, found.total, optimize=True)
    covariance = np.linalg.inv(information)
    of_values = 2 * np.log(np.diagonal(factor, axis1=-2, axis2=-1)).sum(axis=-1) @ found.count
    of_means = np.linalg.slogdet(information)[1]
    return Means((covariance @ right[..., None])[..., 0], covariance, weight, of_values + of_means)


def deviance(found: Patterns, covariances: Floats) -> tuple[Floats, Floats]:
    """Return minus twice the restricted log-likelihood (stack,) and its derivative by the covariance, as the stack.

    The derivative G is symmetric: a small change D of the covariance adds the trace of G D. It leaves the means alone,
    which are the best at each covariance. Constant as in R's nlme. Raises LinAlgError where a covariance is singular.

    >>> two = patterns(np.array([[1.0], [3.0]]))
    >>> value, slope = deviance(two, np.array([[[2.0]]]))  # the variance of 1 and 3: the best there is
    >>> round(float(slope[0, 0, 0]), 12)
    0.0
    """
    at = means(found, covariances)
    mean, weight, count = at.means[:, None], at.weight, found.count[:, None, None]
    cross = found.total[:, :, None] * mean[:, :, None, :]
    residual = found.product - cross - cross.swapaxes(-1, -2) + count * mean[..., :, None] * mean[..., None, :]
    weighted = weight @ residual
    slope = count * (weight - weight @ at.covariance[:, None] @ weight) - weighted @ weight
    fit = np.trace(weighted, axis1=-2, axis2=-1).sum(axis=-1)
    return found.degrees * math.log(2 * math.pi) + at.log_determinant + fit, slope.sum(axis=1)


def variance_of(found: Patterns, at: Means, weights: Floats) -> tuple[float, Floats]:
    """Return the variance of a weighted sum of means (weights: visits) and its derivative by the covariance.

    `at` holds the means at one covariance.
    """
    along = at.covariance[0] @ weights
    spread = at.weight[0] @ along
    return float(along @ weights), np.einsum("k,ki,kj->ij", found.count, spread, spread)
