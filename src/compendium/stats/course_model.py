"""The course of a value over visits: one mean for each visit (of each group), values of a patient vary together."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import stats

from compendium.stats.course_likelihood import Means, Patterns, means, patterns, variance_of
from compendium.stats.course_search import Found, search
from compendium.stats.covariance import STRUCTURES, correlations
from compendium.stats.recorded import Floats, Integers, alike
from compendium.stats.statement import Estimate, not_computed

_SAME = 1e-6  # difference of two AIC that is none
_ROUNDING = 8  # steps between neighbouring floats that a sum and a difference may leave


@dataclass(frozen=True)
class Course:
    """Values of patients (rows) at visits (columns), NaN if none, each patient's group (code), and visits."""

    table: Floats
    groups: Integers
    names: list[object]
    n_groups: int = 1

    @property
    def counts(self) -> Integers:
        """Return how many patients have a value, shape (groups, visits)."""
        found = np.zeros((self.n_groups, len(self.names)), dtype=np.int64)
        np.add.at(found, self.groups, ~np.isnan(self.table))
        return found


@dataclass(frozen=True)
class Contrast:
    """A weighted sum of means with its interval, standard error, degrees of freedom and p."""

    estimate: Estimate
    se: float = math.nan
    df: float = math.nan
    p: float = math.nan


@dataclass(frozen=True)
class FittedCourse:
    """The course with the best covariance. Its own unit is `scale`; `visits` are the codes of those with values."""

    best: Found
    patterns: Patterns
    visits: Integers
    offset: Floats
    scale: float
    refused: dict[str, str]
    aic: dict[str, float]

    @cached_property
    def at(self) -> Means:
        """Return the means, in units of `scale` from `offset`."""
        return means(self.patterns, self.best.covariance[None])

    @property
    def correlation(self) -> Floats:
        """Return the correlations between the visits with values."""
        return correlations(self.best.covariance)

    @property
    def sd(self) -> Floats:
        """Return the standard deviation at each visit with values."""
        return np.asarray(np.sqrt(np.diag(self.best.covariance)) * self.scale)

    @property
    def log_likelihood(self) -> float:
        """Return the restricted log-likelihood, of the values in their own unit."""
        return -self.best.value - self.patterns.degrees * math.log(self.scale)

    def contrast(self, weights: Floats) -> Contrast:
        """Return the sum of means with these weights (groups, all visits), with t limits by Satterthwaite's method.

        Degrees of freedom: twice the squared variance, divided by the variance of that estimated variance.
        """
        chosen = weights[:, self.visits]
        if np.any(np.delete(weights, self.visits, axis=1)) or np.any(chosen[self.patterns.present == 0]):
            return Contrast(not_computed("nothing recorded at one of the visits"))
        variance, slope = variance_of(self.patterns, self.at, chosen)
        by_parameter = np.einsum("pij,ij->p", self.best.by_parameter, slope)
        df = 2 * variance**2 / float(by_parameter @ self.best.spread @ by_parameter)
        value = float((chosen * (self.offset + self.at.means[0] * self.scale)).sum())
        se = math.sqrt(variance) * self.scale
        half = float(stats.t.ppf(0.975, df)) * se
        return Contrast(Estimate(value, value - half, value + half), se, df, float(2 * stats.t.sf(abs(value) / se, df)))


def why_no_course(course: Course) -> str:
    """Return in plain words why no model can be fitted, or an empty string."""
    seen = ~np.isnan(course.table)
    if np.sum(seen.any(axis=0)) < 2:
        return "fewer than two visits with recorded values"
    if np.sum(seen.sum(axis=1) > 1) < 2:
        return "fewer than two patients seen more than once"
    return "all values are equal" if alike(course.table[seen]) else ""


def fit(course: Course) -> FittedCourse | str:
    """Fit every declared covariance; return the course with the smallest AIC, or why each of them was refused."""
    visits = np.flatnonzero((~np.isnan(course.table)).any(axis=0))
    names, table = [course.names[visit] for visit in visits], course.table[:, visits]
    offset, scale = _centre(table, course.groups, course.n_groups)
    if scale <= _ROUNDING * np.spacing(np.nanmax(np.abs(table))):
        return "all patients have the same values"
    moved = (table - offset[course.groups]) / scale
    found = patterns(moved, course.groups, course.n_groups)
    sd, correlation = _moments(moved)
    tried = {each.name: search(each, found, sd, correlation, names) for each in STRUCTURES}
    refused = {name: why for name, why in tried.items() if isinstance(why, str)}
    fitted = [each for each in tried.values() if isinstance(each, Found)]
    if not fitted:
        return "no covariance could be fitted: " + "; ".join(f"{name}: {why}" for name, why in refused.items())
    parameters = float(found.present.sum())
    shift = 2 * found.degrees * math.log(scale)
    aic = {each.structure.name: 2 * each.value + shift + 2 * (parameters + len(each.spread)) for each in fitted}
    lowest = min(aic.values())
    best = next(each for each in fitted if aic[each.structure.name] < lowest + _SAME)
    return FittedCourse(best, found, visits, offset, scale, refused, aic)


def _centre(table: Floats, groups: Integers, n_groups: int) -> tuple[Floats, float]:
    """Return the mean of each group and visit, and the typical distance from it: the unit in which the fit is made."""
    offset = np.zeros((n_groups, table.shape[1]))
    for group in range(len(offset)):
        for visit, values in enumerate(table[groups == group].T):
            known = values[~np.isnan(values)]
            offset[group, visit] = known[0] + np.mean(known - known[0]) if known.size else 0.0
    distance = np.abs(table - offset[groups])
    largest = float(np.nanmax(distance))
    return offset, largest * math.sqrt(float(np.nanmean((distance / largest) ** 2))) if largest > 0 else 0.0


def _moments(moved: Floats) -> tuple[Floats, Floats]:
    """Return a standard deviation for each visit and correlations of patients seen twice, drawn in from the limits."""
    visits = moved.shape[1]
    seen, filled = ~np.isnan(moved), np.nan_to_num(moved)
    sd = np.maximum(np.sqrt((filled**2).sum(axis=0) / seen.sum(axis=0)), 1e-2)
    together = np.maximum(seen.T.astype(float) @ seen, 1)
    correlation = np.clip((filled.T @ filled) / together / np.outer(sd, sd), -0.95, 0.95)
    np.fill_diagonal(correlation, 1.0)
    lacking = max(0.0, 0.05 - float(np.linalg.eigvalsh(correlation).min()))
    return sd, (correlation + lacking * np.eye(visits)) / (1 + lacking)
