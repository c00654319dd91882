"""How many patients a prediction model of a yes/no outcome needs, by the criteria of Riley (BMJ 2020;368:m441)."""

from __future__ import annotations

import math

from compendium.stats.statement import NORMAL_QUANTILE
from press.rows import Key, Row

STATISTICS = ("n_shrinkage", "n_optimism", "n_precision", "n_needed")
SHRINKAGE = 0.9
OPTIMISM = 0.05
MARGIN = 0.05
SHARE_OF_MAXIMUM = 0.15  # of the Cox-Snell R2 possible, where nothing is known of the model (Riley et al.)


def highest_r2(prevalence: float) -> float:
    """Return the highest Cox-Snell R2 that a model can have, of an outcome this frequent (0-1, ends excluded).

    >>> round(highest_r2(0.174), 3)
    0.603
    """
    half = prevalence * math.log(prevalence) + (1 - prevalence) * math.log(1 - prevalence)
    return 1 - math.exp(2 * half)


def cox_snell(log_likelihood: float, log_likelihood_of_none: float, n: int) -> float:
    """Return the Cox-Snell R2 of a model from its log likelihood and that of the intercept alone.

    >>> round(cox_snell(-40.0, -50.0, 100), 3)
    0.181
    """
    return 1 - math.exp(-2 * (log_likelihood - log_likelihood_of_none) / n)


def required_patients(parameters: int, prevalence: float, r2: float) -> dict[str, int]:
    """Return the patients each criterion asks for, and `n_needed`, the most of them.

    n_shrinkage: coefficients shrink by a tenth or less; n_optimism: Nagelkerke's R2 is too high by 0.05 or less;
    n_precision: the overall share is known to 0.05 either way. r2: Cox-Snell. Raises ValueError for a prevalence
    that is not between 0 and 1, or an r2 that is not between 0 and the highest possible.

    >>> required_patients(24, 0.174, 0.288)
    {'n_shrinkage': 623, 'n_optimism': 662, 'n_precision': 221, 'n_needed': 662}
    """
    if not 0 < prevalence < 1:
        raise ValueError(f"a prevalence of {prevalence} is not between 0 and 1")
    most = highest_r2(prevalence)
    if not 0 < r2 < most:
        raise ValueError(f"a Cox-Snell R2 of {r2} is not between 0 and {most:.3f}, the highest possible")
    shrunk = _for_shrinkage(parameters, r2, SHRINKAGE) if r2 < SHRINKAGE else parameters
    found = (
        shrunk,
        _for_shrinkage(parameters, r2, r2 / (r2 + OPTIMISM * most)),
        math.ceil((NORMAL_QUANTILE / MARGIN) ** 2 * prevalence * (1 - prevalence)),
    )
    return dict(zip(STATISTICS, (*found, max(found)), strict=True))


def _for_shrinkage(parameters: int, r2: float, shrinkage: float) -> int:
    return math.ceil(parameters / ((shrinkage - 1) * math.log(1 - r2 / shrinkage)))


def sample_size(parameters: int, prevalence: float, r2: float, key: Key, *, n: int, basis: str) -> list[Row]:
    """State the patients asked for by each criterion; `basis` says in words where the R2 is from, `n` behind it.

    >>> rows = sample_size(24, 0.174, 0.288, Key("x"), n=500, basis="published")
    >>> [row.id for row in rows][-1], rows[-1].value
    ('x.n_needed', 662.0)
    """
    method = f"Riley et al. 2020, {parameters} parameters, Cox-Snell R2 {basis}"
    return [
        key.row(name, count, n=n, method=method)
        for name, count in required_patients(parameters, prevalence, r2).items()
    ]
