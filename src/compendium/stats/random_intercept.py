"""A linear mixed model with one mean per visit and a random intercept per patient, fitted by REML."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass, field

import numpy as np
import statsmodels.api as sm
from scipy import stats
from statsmodels.tools.sm_exceptions import ModelWarning

from compendium.stats.recorded import Floats, Integers
from compendium.stats.statement import NORMAL_QUANTILE, Estimate, not_computed

# Each is tried until one converges. The gradient searches stop short where the variance between patients is zero.
_SEARCHES = ["bfgs", "lbfgs", "powell"]
_ZERO = 1e-6  # of the total variance: below it a variance is estimated as none


@dataclass(frozen=True)
class Course:
    """Recorded values with patient and visit codes (0 ..), all of one length, and the visits in order."""

    values: Floats
    patients: Integers
    visits: Integers
    names: list[object]

    def counts(self) -> Floats:
        """Return how often each patient was seen at each visit, shape (patients, visits)."""
        table = np.zeros((int(self.patients.max(initial=-1)) + 1, len(self.names)))
        np.add.at(table, (self.patients, self.visits), 1)
        return table


@dataclass(frozen=True)
class FittedCourse:
    """Means and their covariance over the observed visits (codes), both standard deviations, and a warning."""

    observed: Integers = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    means: Floats = field(default_factory=lambda: np.empty(0))
    covariance: Floats = field(default_factory=lambda: np.empty((0, 0)))
    sd_patient: float = math.nan
    sd_residual: float = math.nan
    warning: str = ""

    def mean(self, visit: int) -> Estimate:
        """Return the mean of a visit with its Wald interval."""
        if visit not in self.observed:
            return not_computed("nothing recorded at this visit")
        return self._wald((self.observed == visit).astype(float))[0]

    def change(self, visit: int, reference: int) -> tuple[Estimate, float]:
        """Return the mean of a visit minus that of the reference visit, its Wald interval and two-sided p."""
        if visit not in self.observed or reference not in self.observed:
            return not_computed("nothing recorded at this visit or at the first"), math.nan
        return self._wald((self.observed == visit).astype(float) - (self.observed == reference))

    def _wald(self, weights: Floats) -> tuple[Estimate, float]:
        value = float(weights @ self.means)
        se = math.sqrt(float(weights @ self.covariance @ weights))
        half = NORMAL_QUANTILE * se
        return Estimate(value, value - half, value + half), float(2 * stats.norm.sf(abs(value) / se))


def why_no_course(course: Course) -> str:
    """Return in plain words why no model can be fitted, or an empty string."""
    seen = course.counts()
    if np.sum(seen.sum(axis=0) > 0) < 2:
        return "fewer than two visits with recorded values"
    if np.sum(seen.sum(axis=1) > 1) < 2:
        return "fewer than two patients seen more than once"
    if np.ptp(course.values) == 0:
        return "all values are equal"
    return ""


def fit(course: Course) -> FittedCourse | str:
    """Fit by REML, or return why that failed. Values are standardised: the library's limits are absolute."""
    observed = np.unique(course.visits)
    design = (course.visits[:, None] == observed).astype(float)
    centre, scale = course.values.mean(), course.values.std()
    with warnings.catch_warnings():
        # convergence and a variance at zero are read from the fit below and stated as a warning row
        warnings.simplefilter("ignore", ModelWarning)
        warnings.simplefilter("ignore", RuntimeWarning)
        try:
            model = sm.MixedLM((course.values - centre) / scale, design, groups=course.patients)
            found = model.fit(reml=True, method=_SEARCHES)
        except np.linalg.LinAlgError:
            return "the mixed model could not be fitted (singular matrix)"
    between, residual = float(np.asarray(found.cov_re)[0, 0]), float(found.scale)
    if not (between >= 0 and residual > _ZERO):
        return "the mixed model could not be fitted (no variation within patients)"
    return FittedCourse(
        observed,
        np.asarray(found.fe_params) * scale + centre,
        _covariance(course.counts()[:, observed], between, residual) * scale**2,
        math.sqrt(between) * scale,
        math.sqrt(residual) * scale,
        _warning(bool(found.converged), between),
    )


def _warning(converged: bool, between: float) -> str:
    if not converged:
        return "the mixed model did not converge"
    if between < _ZERO:
        return "the variance between patients is estimated as zero: repeated values look independent"
    return ""


def _covariance(seen: Floats, between: float, residual: float) -> Floats:
    """Return the covariance of the visit means by generalised least squares, given the two variances.

    The library's own comes from the joint Hessian with the variances and is up to 0.3 % off R's nlme.
    """
    weight = between / (residual + seen.sum(axis=1) * between)
    information = (np.diag(seen.sum(axis=0)) - (seen * weight[:, None]).T @ seen) / residual
    return np.asarray(np.linalg.inv(information))
