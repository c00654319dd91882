"""How much better a model looks in its own patients than in new ones: Harrell's bootstrap of every step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from compendium.stats.calibration import intercept, slope
from compendium.stats.complete_cases import CompleteCases, complete_cases, why_no_model
from compendium.stats.contract import require_resampling
from compendium.stats.discrimination import brier, cox_snell, grouped_auc
from compendium.stats.flic import fit_flic
from compendium.stats.grouped_logistic import Grouped, fit, grouped, probability, with_constant
from compendium.stats.recorded import Floats
from compendium.stats.statement import warn
from press.rows import Key, Row

if TYPE_CHECKING:
    from compendium.stats.recorded import Values

MEASURES = ("auc", "brier", "slope", "intercept", "r2")
_BLOCK = 200  # replicates fitted at a time


class Fitting(NamedTuple):
    """How a model is fitted: in words, and from patterns (m x k) and counts (b x m) to coefficients (b x (1 + k))."""

    words: str
    coefficients: Callable[[Floats, Floats, Floats], Floats]


def _by_likelihood(patterns: Floats, events: Floats, others: Floats) -> Floats:
    return fit(with_constant(patterns)[None], events, others, penalty=0.0).coefficients


BY_FLIC = Fitting(
    "Firth's penalised logistic regression with refitted intercept (FLIC)",
    lambda patterns, events, others: fit_flic(patterns, events, others).coefficients,
)
BY_LIKELIHOOD = Fitting("logistic regression by maximum likelihood", _by_likelihood)


def optimism(
    outcome: Values,
    predictors: pd.DataFrame,
    key: Key,
    *,
    seed: int,
    replicates: int,
    fitting: Fitting = BY_FLIC,
) -> list[Row]:
    """State every one of MEASURES at key.at(group=...) apparent, optimism and corrected, over complete cases.

    auc; brier score; slope and intercept of calibration; r2 of Cox and Snell.

    Each replicate draws as many patients with replacement, fits the model anew and subtracts how it does in all
    patients from how it does in those drawn (Harrell et al., Statistics in Medicine 1996;15:361-87). Replicates in
    which a measure has no finite value are left out; the method says how many remain.
    `warning` at `key` where there is no model. Raises ValueError if unaligned, and for seed or replicates
    that are no counts.

    >>> table = pd.DataFrame({"raynaud": [False] * 40 + [True] * 20})
    >>> outcome = pd.Series([True] * 36 + [False] * 4 + [True] * 10 + [False] * 10)
    >>> rows = optimism(outcome, table, Key("x"), seed=1, replicates=50)
    >>> rows[0].id, round(rows[0].value, 3)
    ('x.apparent.auc', 0.748)
    """
    require_resampling(seed, replicates)
    cases = complete_cases(outcome, predictors)
    problem = why_no_model(cases)
    measured = np.full((3, len(MEASURES)), np.nan)
    used = 0
    if not problem:
        measured, used = _measured(cases, fitting, seed, replicates)
    words = f"{fitting.words}; bootstrap of {replicates} replicates, {used} of them with every measure, seed {seed}"
    methods = {"apparent": f"{fitting.words}; in the patients it was fitted to", "optimism": words, "corrected": words}
    rows = [
        key.at(group=group).row(name, value, n=cases.n, method=method, note=_note(problem, value))
        for (group, method), values in zip(methods.items(), measured, strict=True)
        for name, value in zip(MEASURES, values, strict=True)
    ]
    return [*rows, *warn(key, problem, n=cases.n, method=fitting.words)]


def _note(problem: str, value: float) -> str:
    return problem or ("no finite value" if np.isnan(value) else "")


def _measured(cases: CompleteCases, fitting: Fitting, seed: int, replicates: int) -> tuple[Floats, int]:
    """Return apparent, optimism and corrected (3 x measures), and how many replicates had every measure."""
    counts = grouped(cases)
    patterns = (counts.patterns - cases.predictors.mean(axis=0)) / cases.spread()
    standard = Grouped(patterns, counts.events[None], counts.others[None])
    coefficients = fitting.coefficients(*standard)
    apparent = performance(coefficients, standard)[0]
    differences = np.concatenate(list(_differences(standard, fitting, seed, replicates)))
    kept = differences[np.isfinite(differences).all(axis=1)]
    excess = kept.mean(axis=0) if len(kept) else np.full(len(MEASURES), np.nan)
    return np.stack([apparent, excess, apparent - excess]), len(kept)


def performance(coefficients: Floats, counts: Grouped) -> Floats:
    """Return the MEASURES (b x 5) of b models among patients counted by pattern (1 or b x m)."""
    line = np.nan_to_num(coefficients) @ with_constant(counts.patterns).T
    events, others = (np.broadcast_to(count, line.shape) for count in (counts.events, counts.others))
    found = [
        grouped_auc(line, events, others),
        brier(probability(line), events, others),
        slope(line, events, others),
        intercept(line, events, others),
        cox_snell(line, events, others),
    ]
    usable = np.isfinite(coefficients).all(axis=1, keepdims=True)
    return np.where(usable, np.stack(found, axis=1), np.nan)


def draw(counts: Grouped, n: int, seed: int, replicates: int) -> tuple[Floats, Floats]:
    """Return how many patients of each pattern, with and without the outcome, each replicate drew (replicates x m)."""
    cells = np.concatenate([counts.events.ravel(), counts.others.ravel()])
    drawn = np.random.default_rng(seed).multinomial(n, cells / n, size=replicates).astype(float)
    events, others = np.split(drawn, 2, axis=1)
    return events, others


def _differences(counts: Grouped, fitting: Fitting, seed: int, replicates: int) -> Iterator[Floats]:
    """Yield, block by block, performance in the patients drawn minus that in all patients (b x measures)."""
    n = int(counts.events.sum() + counts.others.sum())
    all_events, all_others = draw(counts, n, seed, replicates)
    for first in range(0, replicates, _BLOCK):
        drawn = Grouped(counts.patterns, *(each[first : first + _BLOCK] for each in (all_events, all_others)))
        coefficients = fitting.coefficients(*drawn)
        yield performance(coefficients, drawn) - performance(coefficients, counts)
