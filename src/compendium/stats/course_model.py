"""The course of a value over visits: one mean for each visit, and the values of a patient vary together."""

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
    """Values of patients (rows) at visits (columns), NaN if none, and the visits."""

    table: Floats
    names: list[object]

    @property
    def counts(self) -> Integers:
        """Return how many patients have a value at each visit."""
        return np.asarray((~np.isnan(self.table)).sum(axis=0), dtype=np.int64)


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
        """Return the sum of means with these weights (all visits), with t limits by Satterthwaite's method.

        Degrees of freedom: twice the squared variance, divided by the variance of that estimated variance.
        """
        chosen = weights[self.visits]
        if np.any(np.delete(weights, self.visits)):
            return Contrast(not_computed("nothing recorded at one of the visits"))
        variance, slope = variance_of(self.patterns, self.at, chosen)
        by_parameter = np.einsum("pij,ij->p", self.best.by_parameter, slope)
        df = 2 * variance**2 / float(by_parameter @ self.best.spread @ by_parameter)
        value = float(chosen @ (self.offset + self.at.means[0] * self.scale))
        return _by_t(value, math.sqrt(variance) * self.scale, df)


def difference(first: Contrast, second: Contrast) -> Contrast:
    """Return the difference of two independent contrasts; of two means with their samples' SDs it is Welch's t-test.

    The squared standard errors add up; degrees of freedom by Welch 1947 and Satterthwaite 1946.

    >>> one, other = (Contrast(Estimate(value), se=se, df=9) for value, se in ((5.0, 3.0), (1.0, 4.0)))
    >>> found = difference(one, other)
    >>> found.estimate.value, found.se, round(found.df, 2)
    (4.0, 5.0, 16.69)
    """
    se = math.hypot(first.se, second.se)
    df = 1 / ((first.se / se) ** 4 / first.df + (second.se / se) ** 4 / second.df)
    return _by_t(first.estimate.value - second.estimate.value, se, df)


def _by_t(value: float, se: float, df: float) -> Contrast:
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
    offset, scale = _centre(table)
    if scale <= _ROUNDING * np.spacing(np.nanmax(np.abs(table))):
        return "all patients have the same values"
    moved = (table - offset) / scale
    found = patterns(moved)
    sd, correlation = _moments(moved)
    tried = {each.name: search(each, found, sd, correlation, names) for each in STRUCTURES}
    refused = {name: why for name, why in tried.items() if isinstance(why, str)}
    fitted = [each for each in tried.values() if isinstance(each, Found)]
    if not fitted:
        return "no covariance could be fitted: " + "; ".join(f"{name}: {why}" for name, why in refused.items())
    shift = 2 * found.degrees * math.log(scale)
    aic = {each.structure.name: 2 * each.value + shift + 2 * (len(visits) + len(each.spread)) for each in fitted}
    lowest = min(aic.values())
    best = next(each for each in fitted if aic[each.structure.name] < lowest + _SAME)
    return FittedCourse(best, found, visits, offset, scale, refused, aic)


def _centre(table: Floats) -> tuple[Floats, float]:
    """Return the mean of each visit, and the typical distance from it: the unit in which the fit is made."""
    recorded = [values[~np.isnan(values)] for values in table.T]
    offset = np.array([known[0] + np.mean(known - known[0]) for known in recorded])
    distance = np.abs(table - offset)
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
