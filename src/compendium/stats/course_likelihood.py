"""How well a covariance over visits fits the values recorded: the restricted likelihood of the course of patients."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from compendium.stats.recorded import Floats, Integers


@dataclass(frozen=True)
class Patterns:
    """All that the likelihood needs: patients put together by group and by the visits at which they have a value.

    seen: (patterns, visits), 1 where there is a value. group: (patterns,) codes 0 ... count: (patterns,) patients.
    total: (patterns, visits) sums; product: (patterns, visits, visits) sums of products. Both are 0 where not seen.
    """

    seen: Floats
    group: Integers
    count: Floats
    total: Floats
    product: Floats
    n_groups: int

    @cached_property
    def member(self) -> Floats:
        """Return 1 where a pattern is of a group, shape (groups, patterns)."""
        return np.asarray(np.arange(self.n_groups)[:, None] == self.group, dtype=np.float64)

    @cached_property
    def present(self) -> Floats:
        """Return 1 where a group has a value at a visit, else 0, shape (groups, visits)."""
        return np.minimum(self.member @ self.seen, 1.0)

    @cached_property
    def degrees(self) -> float:
        """Return the number of values minus the number of means."""
        return float(self.count @ self.seen.sum(axis=1) - self.present.sum())

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
    """Generalised least squares at a stack of covariances: means and their covariance in each group, and the weights.

    means: (stack, groups, visits); covariance: (stack, groups, visits, visits); weight: (stack, patterns, visits,
    visits), the inverse of each pattern's covariance, 0 where not seen; log_determinant: (stack,), of all values and
    of the information on their means.
    """

    means: Floats
    covariance: Floats
    weight: Floats
    log_determinant: Floats


def patterns(table: Floats, groups: Integers, n_groups: int = 1) -> Patterns:
    """Put patients (rows; NaN where there is no value at a visit) together by group and visits seen.

    >>> patterns(np.array([[1.0, 2.0], [3.0, math.nan], [5.0, 4.0]]), np.zeros(3, dtype=int)).count.tolist()
    [1.0, 2.0]
    """
    seen = ~np.isnan(table)
    unique, inverse = np.unique(np.column_stack([groups, seen]), axis=0, return_inverse=True)
    inverse, filled = inverse.reshape(-1), np.where(seen, table, 0.0)
    count = np.bincount(inverse, minlength=len(unique))
    members = np.split(filled[np.argsort(inverse, kind="stable")], np.cumsum(count)[:-1])
    return Patterns(
        unique[:, 1:].astype(float),
        unique[:, 0].astype(np.int64),
        count.astype(float),
        np.array([rows.sum(axis=0) for rows in members]),
        np.array([rows.T @ rows for rows in members]),
        n_groups,
    )


def means(found: Patterns, covariances: Floats) -> Means:
    """Return the means by generalised least squares at each covariance of a stack (stack, visits, visits).

    Raises LinAlgError where one of them is singular.
    """
    padded = covariances[:, None] * found.both + found.unseen
    factor = np.linalg.cholesky(padded)
    weight = np.linalg.inv(padded) * found.both
    counted = found.member * found.count
    present = found.present[:, :, None] * found.present[:, None, :]
    information = (
        np.einsum("gk,skij->sgij", counted, weight) + np.eye(padded.shape[-1]) * (1 - found.present)[:, :, None]
    )
    right = np.einsum("gk,skij,kj->sgi", found.member, weight, found.total, optimize=True)
    inverse = np.linalg.inv(information)
    covariance = inverse * present
    of_values = 2 * np.log(np.diagonal(factor, axis1=-2, axis2=-1)).sum(axis=-1) @ found.count
    of_means = np.linalg.slogdet(information)[1].sum(axis=-1)
    return Means((covariance @ right[..., None])[..., 0], covariance, weight, of_values + of_means)


def deviance(found: Patterns, covariances: Floats) -> tuple[Floats, Floats]:
    """Return minus twice the restricted log-likelihood (stack,) and its derivative by the covariance, as the stack.

    The derivative G is symmetric: a small change D of the covariance adds the trace of G D. It leaves the means alone,
    which are the best at each covariance. Constant as in R's nlme. Raises LinAlgError where a covariance is singular.

    >>> two = patterns(np.array([[1.0], [3.0]]), np.zeros(2, dtype=int))
    >>> value, slope = deviance(two, np.array([[[2.0]]]))  # the variance of 1 and 3: the best there is
    >>> round(float(slope[0, 0, 0]), 12)
    0.0
    """
    at = means(found, covariances)
    mean, weight, count = at.means[:, found.group], at.weight, found.count[:, None, None]
    cross = found.total[:, :, None] * mean[:, :, None, :]
    residual = found.product - cross - cross.swapaxes(-1, -2) + count * mean[..., :, None] * mean[..., None, :]
    weighted = weight @ residual
    slope = count * (weight - weight @ at.covariance[:, found.group] @ weight) - weighted @ weight
    fit = np.trace(weighted, axis1=-2, axis2=-1).sum(axis=-1)
    return found.degrees * math.log(2 * math.pi) + at.log_determinant + fit, slope.sum(axis=1)


def variance_of(found: Patterns, at: Means, weights: Floats) -> tuple[float, Floats]:
    """Return the variance of a weighted sum of means (weights: groups, visits) and its derivative by the covariance.

    `at` holds the means at one covariance.
    """
    along = (at.covariance[0] @ weights[..., None])[..., 0]
    spread = (at.weight[0] @ along[found.group][..., None])[..., 0]
    return float((along * weights).sum()), np.einsum("k,ki,kj->ij", found.count, spread, spread)
