"""One answer from several imputed sets of patients: Rubin's rules with the degrees of freedom of Barnard and Rubin."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import stats

from compendium.stats.recorded import Floats

POOLED = "Rubin's rules over the imputed sets, t with Barnard-Rubin degrees of freedom"


class Pooled(NamedTuple):
    """What m imputed sets say together; one value each, or arrays of the shape before the axis of the sets.

    estimate: mean of the m estimates. within: mean of their variances. between: variance of the estimates.
    total: within + (1 + 1/m) between. increase: relative increase in variance, (1 + 1/m) between / within.
    df: degrees of freedom. fmi: fraction of missing information, (increase + 2/(df + 3)) / (1 + increase), with df
    those of Barnard and Rubin, as R's mice has it (Rubin's first formula leaves 2/(df + 3) out). low, high: 95%
    interval, p: two-sided test of 0, both by t.
    """

    estimate: Floats
    within: Floats
    between: Floats
    total: Floats
    increase: Floats
    df: Floats
    fmi: Floats
    low: Floats
    high: Floats
    p: Floats


def pool(estimates: Floats, variances: Floats, df_complete: float) -> Pooled:
    """Pool estimates and their variances (squared standard errors); the last axis is that of the m imputed sets.

    df_complete: degrees of freedom the analysis would have with nothing missing (patients less parameters). Rubin 1987;
    Barnard and Rubin 1999. NaN in one set makes the pooled values NaN. Raises ValueError with fewer than two sets,
    unequal shapes, or a variance or df_complete that is not positive.

    >>> found = pool(np.array([1.0, 2.0, 3.0]), np.array([1.0, 1.0, 1.0]), 10)
    >>> float(found.estimate), round(float(found.total), 4), round(float(found.df), 4)
    (2.0, 2.3333, 2.2778)
    """
    if estimates.shape != variances.shape or estimates.shape[-1] < 2:
        raise ValueError("pooling needs an estimate and a variance from each of two or more imputed sets")
    if (variances <= 0).any() or not df_complete > 0:
        raise ValueError("variances and the degrees of freedom of the complete data must be above 0")
    m = estimates.shape[-1]
    estimate, within = estimates.mean(axis=-1), variances.mean(axis=-1)
    between = estimates.var(axis=-1, ddof=1)
    missing = (1 + 1 / m) * between
    total, increase = within + missing, missing / within
    df = _degrees_of_freedom(missing / total, m, df_complete)
    fmi = (increase + 2 / (df + 3)) / (1 + increase)
    half = stats.t.ppf(0.975, df) * np.sqrt(total)
    p = 2 * stats.t.sf(np.abs(estimate) / np.sqrt(total), df)
    return Pooled(estimate, within, between, total, increase, df, fmi, estimate - half, estimate + half, np.asarray(p))


def _degrees_of_freedom(missing: Floats, m: int, complete: float) -> Floats:
    """Return Barnard and Rubin's degrees of freedom; missing: the share of the total variance due to missing values."""
    with np.errstate(divide="ignore"):  # nothing missing: as many as you like by the first term, which then drops out
        by_imputations = (m - 1) / np.square(missing)
    # (complete + 1) / (complete + 3) x complete, written so that it holds for infinitely many patients too
    by_patients = (1 - 2 / (complete + 3)) * complete * (1 - missing)
    return np.asarray(1 / (1 / by_imputations + 1 / by_patients))


def monte_carlo_errors(estimates: Floats, variances: Floats, df_complete: float) -> Pooled:
    """Return by how much each pooled value would vary were the imputation repeated: a jackknife over the m sets.

    One-dimensional input, three or more sets. White, Royston and Wood 2011; for the estimate it is the square root of
    between / m.

    >>> values, ones = np.array([1.0, 2.0, 3.0, 4.0]), np.ones(4)
    >>> error, between = monte_carlo_errors(values, ones, 10).estimate, pool(values, ones, 10).between
    >>> bool(np.isclose(error, np.sqrt(between / 4)))
    True
    """
    m = estimates.size
    if m < 3:
        raise ValueError("the jackknife needs three or more imputed sets")
    others = np.nonzero(~np.eye(m, dtype=bool))[1].reshape(m, m - 1)
    left_out = pool(estimates[others], variances[others], df_complete)
    return Pooled(*((np.sqrt((m - 1) * np.var(each))) for each in left_out))
