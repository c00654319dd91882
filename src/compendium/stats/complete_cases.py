"""The patients who enter a logistic model, and whether the model can be fitted to them at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from firthmodels import detect_separation

from compendium.stats.contract import require_names
from compendium.stats.recorded import Floats, alike, numbers, require_aligned, yes_no

if TYPE_CHECKING:
    from compendium.stats.recorded import Values


@dataclass(frozen=True)
class CompleteCases:
    """Outcome (n, 0 or 1) and predictors (n x k, floats) of the patients in whom everything is recorded."""

    outcome: Floats
    predictors: Floats
    names: tuple[str, ...]

    @property
    def n(self) -> int:
        """Patients."""
        return int(self.outcome.size)

    @property
    def events(self) -> int:
        """Patients with the outcome."""
        return int(self.outcome.sum())

    def spread(self) -> Floats:
        """Return the standard deviation of each predictor."""
        return np.asarray(self.predictors.std(axis=0))

    def standardised(self) -> Floats:
        """Return predictors with mean 0 and SD 1: solvers stop by absolute tolerances, which units must not decide."""
        return np.asarray((self.predictors - self.predictors.mean(axis=0)) / self.spread())


def complete_cases(outcome: Values, predictors: pd.DataFrame) -> CompleteCases:
    """Keep the patients with outcome (yes/no) and every predictor (yes/no or number) recorded.

    Raises ValueError if unaligned, without predictors, where a column holds no numbers, or two have one name.

    >>> outcome = pd.Series([True, False, None], dtype="boolean")
    >>> cases = complete_cases(outcome, pd.DataFrame({"age": [50.0, 60.0, 70.0]}))
    >>> cases.n, cases.events
    (2, 1)
    """
    require_aligned(outcome, predictors)
    if predictors.shape[1] == 0:
        raise ValueError("a model needs at least one predictor")
    require_names(predictors, "predictor")
    columns = np.column_stack([numbers(predictors[name]) for name in predictors])
    answers = numbers(yes_no(outcome))
    complete = ~(np.isnan(answers) | np.isnan(columns).any(axis=1))
    return CompleteCases(answers[complete], columns[complete], tuple(str(name) for name in predictors))


def why_no_model(cases: CompleteCases) -> str:
    """Return in plain words why no model can be fitted, or an empty string."""
    if cases.n == 0:
        return "nobody has every variable of the model recorded"
    if cases.events in (0, cases.n):
        return "the outcome is the same in everyone"
    for name, column in zip(cases.names, cases.predictors.T, strict=True):
        if alike(column):
            return f"the predictor {name} is the same in everyone"
    if cases.n <= len(cases.names) + 1:
        return "no more patients than parameters"
    if np.linalg.matrix_rank(cases.standardised()) < len(cases.names):
        return "a predictor is determined by the others (collinear)"
    return ""


def separated(cases: CompleteCases) -> str:
    """Return which predictors separate the outcome, so that maximum likelihood has no finite estimate (Konis 2007).

    >>> split = pd.Series([True, True, False, False], dtype="boolean")
    >>> separated(complete_cases(split, pd.DataFrame({"marker": [4.0, 3.0, 2.0, 1.0]})))
    'separation: no finite maximum likelihood estimate for marker; see the Firth estimate'
    """
    found = detect_separation(cases.standardised(), cases.outcome)
    if not found.separation:
        return ""
    names = [name for name, finite in zip(cases.names, found.is_finite, strict=False) if not finite]
    return f"separation: no finite maximum likelihood estimate for {', '.join(names)}; see the Firth estimate"
