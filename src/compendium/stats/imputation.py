"""Yes/no features that were not recorded, drawn several times from what similar patients have: multiple imputation."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from compendium.stats.contract import require_names, require_resampling
from compendium.stats.grouped_logistic import FIRTH_PENALTY, fit, probability, with_constant
from compendium.stats.recorded import Floats, Integers, numbers, require_aligned, yes_no

IMPUTATION = "chained equations, each yes/no value drawn from Firth's logistic regression on all the others"

# the columns that an equation uses, its coefficients and a root of their covariance, one or one for each chain
Equation = tuple[Integers, Floats, Floats]


class Imputer:
    """Draws yes/no features with gaps from each other and from what is known of everybody.

    features: yes/no; known: numbers without gaps, aligned. Each draw takes new coefficients from their normal
    approximation about Firth's estimate with its covariance (Rubin 1987, 5.3). It is finite also where a predictor
    separates the feature (a diagnosis in which everybody has it), where maximum likelihood would run away. Columns that
    those before them determine are left out, and the last ones where there is no fit with so many. Draws go by the
    order of the rows: sort them first.
    Raises ValueError if unaligned, where `known` has a gap, or a feature is no yes/no.

    >>> feature = pd.DataFrame({"skin": pd.Series([True, False, None] * 20, dtype="boolean")})
    >>> known = pd.DataFrame({"dm": pd.Series([1, 0, 1] * 20)})
    >>> drawn = Imputer(feature, known).draw(imputations=50, cycles=1, seed=1)
    >>> drawn.shape, bool(drawn[:, 2::3].mean() > 0.9)
    ((50, 60, 1), True)
    """

    def __init__(self, features: pd.DataFrame, known: pd.DataFrame) -> None:
        if features.shape[1] == 0 or known.shape[1] == 0:
            raise ValueError("something must be imputed, and from something: a frame has no column")
        require_aligned(features.iloc[:, 0], known)
        require_names(features, "feature")
        require_names(known, "column to impute from")
        self.names = [str(name) for name in features]
        self.recorded = np.column_stack([numbers(yes_no(features[name])) for name in features])
        columns = np.column_stack([numbers(known[name]) for name in known])
        if np.isnan(columns).any():
            raise ValueError("what features are imputed from must be recorded in everybody")
        spread = columns.std(axis=0)
        self.known = (columns - columns.mean(axis=0)) / np.where(spread > 0, spread, 1)
        self.gaps = np.isnan(self.recorded)
        self._shared: dict[int, Equation] = {}

    def draw(self, *, imputations: int, cycles: int, seed: int, delta: Mapping[str, float] | None = None) -> Floats:
        """Return `imputations` x patients x features, yes = 1: what was recorded as it was, the rest drawn.

        cycles: how often each feature is drawn anew, given the others, before a set is kept. delta: added to the log
        odds of the imputed values of a feature (values not missing at random). A seed draws the same numbers
        under every delta. NaN where an equation has no fit. Raises ValueError where a choice is no count.
        """
        require_resampling(seed, imputations)
        require_resampling(seed, cycles)
        for name, shift in (delta or {}).items():
            if name not in self.names or not np.isfinite(shift):
                raise ValueError(f"delta of {name!r} is {shift}: it must be a finite number for one of {self.names}")
        rng = np.random.default_rng(seed)
        values = self._started(imputations, rng)
        for _ in range(cycles):
            for feature in np.flatnonzero(self.gaps.any(axis=0)):
                self._redraw(values, int(feature), (delta or {}).get(self.names[feature], 0.0), rng)
        return values

    def _started(self, imputations: int, rng: np.random.Generator) -> Floats:
        """Return the sets with every gap drawn from those in whom the feature was recorded (NaN if in nobody)."""
        answers = (~self.gaps).sum(axis=0)
        share = np.nansum(self.recorded, axis=0) / np.where(answers > 0, answers, np.nan)
        drawn = rng.random((imputations, *self.recorded.shape)) < share
        return np.where(self.gaps, np.where(np.isnan(share), np.nan, drawn), self.recorded)

    def _redraw(self, values: Floats, feature: int, delta: float, rng: np.random.Generator) -> None:
        gap = self.gaps[:, feature]
        used, centre, root = self._equation(values, feature)
        design = with_constant(self._columns(values, feature, gap)[..., used])
        normal = rng.standard_normal((len(design), design.shape[-1], 1))
        line = (design @ (centre[..., None] + root @ normal))[..., 0]
        drawn = rng.random(line.shape) < probability(line + delta)
        values[:, gap, feature] = np.where(np.isnan(line), np.nan, drawn)

    def _columns(self, values: Floats, feature: int, among: Floats) -> Floats:
        """Return the other features and what is known, for these patients of every set."""
        others = np.delete(values[:, among], feature, axis=-1)
        known = np.broadcast_to(self.known[among], (*others.shape[:2], self.known.shape[1]))
        return np.concatenate([others, known], axis=-1)

    def _equation(self, values: Floats, feature: int) -> Equation:
        """Return the equation of a feature: one for all and kept where nothing in it is imputed, or one a chain."""
        if feature in self._shared:
            return self._shared[feature]
        among = ~self.gaps[:, feature]
        imputed = np.delete(self.gaps[among], feature, axis=1).any()
        chains = values if imputed else values[:1]
        found = _fitted(self._columns(chains, feature, among), chains[:, among, feature])
        if not imputed:
            self._shared[feature] = found
        return found


def _fitted(columns: Floats, answers: Floats) -> Equation:
    """Fit the answers (b x n) on columns (b x n x k); NaN where there is no fit, or nobody to fit it to."""
    if answers.shape[1] == 0:
        nothing = np.full((len(answers), 1), np.nan)
        return np.arange(0), nothing, nothing[..., None]
    used = independent(columns[0]) if columns.shape[1] else np.arange(0)
    # too few patients for so many columns: the last, one after the other, are left out until there is a fit
    while True:
        design = with_constant(np.nan_to_num(columns[..., used]))
        found = fit(design, answers, 1 - answers, penalty=FIRTH_PENALTY)
        if len(used) == 0 or np.isfinite(found.covariances).all():
            break
        used = used[:-1]
    usable = np.isfinite(found.covariances).all(axis=(1, 2), keepdims=True)
    root = np.linalg.cholesky(np.where(usable, found.covariances, np.eye(design.shape[-1])))
    return used, found.coefficients, np.where(usable, root, np.nan)


def independent(columns: Floats) -> Integers:
    """Return which columns (n x k) vary and are not determined, linearly, by columns before them.

    >>> independent(np.array([[1.0, 0.0, 1.0], [1.0, 1.0, 0.0], [1.0, 1.0, 0.0]])).tolist()
    [1]
    """
    spread = columns.std(axis=0)
    varying = np.flatnonzero(spread > 1e-9)
    standard = (columns[:, varying] - columns[:, varying].mean(axis=0)) / spread[varying]
    kept: list[int] = []
    for place in range(len(varying)):
        if np.linalg.matrix_rank(standard[:, [*kept, place]], tol=1e-6 * np.sqrt(len(columns))) > len(kept):
            kept.append(place)
    return np.asarray(varying[kept], dtype=np.int64)
