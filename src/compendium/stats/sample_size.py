"""How many patients a prediction model of a yes/no outcome needs, by the criteria of Riley (BMJ 2020;368:m441)."""

from __future__ import annotations

import math

from compendium.stats.contract import whole_count
from compendium.stats.statement import NORMAL_QUANTILE
from press.rows import Key, Row

CRITERIA = ("n_precision", "n_error", "n_shrinkage", "n_optimism")
STATISTICS = ("parameters", "r2", *CRITERIA, "n_needed")
SHRINKAGE = 0.9
OPTIMISM = 0.05
MARGIN = 0.05
ERROR = 0.05  # mean absolute error of the predicted probabilities
SHARE_OF_MAXIMUM = 0.15  # of the Cox-Snell R2 possible, where nothing is known of the model (Riley et al.)
_MOST_PARAMETERS = 30  # up to which the formula of the error was derived (van Smeden et al.)
TOO_MANY = f"the formula of this criterion holds for {_MOST_PARAMETERS} parameters or fewer"


def highest_r2(prevalence: float) -> float:
    """Return the highest Cox-Snell R2 that a model can have, of an outcome this frequent (0-1, ends excluded).

    >>> round(highest_r2(0.174), 3)
    0.603
    """
    half = prevalence * math.log(prevalence) + (1 - prevalence) * math.log(1 - prevalence)
    return 1 - math.exp(2 * half)


def required_patients(parameters: int, prevalence: float, r2: float) -> dict[str, float]:
    """Return the patients each criterion asks for, and `n_needed`, the most of them.

    n_precision: the overall share is known to 0.05 either way; n_error: predicted probabilities are off by 0.05 or
    less on average (van Smeden et al., Stat Methods Med Res 2019;28:2455-74), NaN above 30 parameters;
    n_shrinkage: coefficients shrink by a tenth or less; n_optimism: Nagelkerke's R2 is too high by 0.05 or less.
    parameters: all that were candidates. r2: Cox-Snell, expected in new patients. Raises ValueError for a prevalence
    that is not between 0 and 1, an r2 that is not between 0 and the highest possible, or parameters that are no count
    of 1 or more.

    >>> required_patients(24, 0.174, 0.288)
    {'n_precision': 221, 'n_error': 801, 'n_shrinkage': 623, 'n_optimism': 662, 'n_needed': 801}
    """
    if whole_count(parameters, "parameters") == 0:
        raise ValueError("a model without a parameter needs no patients")
    if not 0 < prevalence < 1:
        raise ValueError(f"a prevalence of {prevalence} is not between 0 and 1")
    most = highest_r2(prevalence)
    if not 0 < r2 < most:
        raise ValueError(f"a Cox-Snell R2 of {r2} is not between 0 and {most:.3f}, the highest possible")
    found = (
        math.ceil((NORMAL_QUANTILE / MARGIN) ** 2 * prevalence * (1 - prevalence)),
        _for_error(parameters, prevalence),
        _for_shrinkage(parameters, r2, SHRINKAGE) if r2 < SHRINKAGE else parameters,
        _for_shrinkage(parameters, r2, r2 / (r2 + OPTIMISM * most)),
    )
    return dict(zip((*CRITERIA, "n_needed"), (*found, max(n for n in found if not math.isnan(n))), strict=True))


def _for_error(parameters: int, prevalence: float) -> float:
    if parameters > _MOST_PARAMETERS:
        return math.nan
    rarer = min(prevalence, 1 - prevalence)
    line = -0.508 + 0.259 * math.log(rarer) + 0.504 * math.log(parameters) - math.log(ERROR)
    return math.ceil(math.exp(line / 0.544))


def _for_shrinkage(parameters: int, r2: float, shrinkage: float) -> int:
    return math.ceil(parameters / ((shrinkage - 1) * math.log(1 - r2 / shrinkage)))


def sample_size(parameters: int, prevalence: float, r2: float, key: Key, *, n: int, basis: str) -> list[Row]:
    """State the parameters, the R2 and the patients asked for by each criterion.

    `basis` says in words where the R2 is from, `n` how many patients are behind it.

    >>> rows = sample_size(24, 0.174, 0.288, Key("x"), n=500, basis="published")
    >>> [row.id for row in rows][-1], rows[-1].value
    ('x.n_needed', 801.0)
    """
    method = f"Riley et al. 2020, {parameters} parameters, Cox-Snell R2 {basis}"
    values = {"parameters": parameters, "r2": r2, **required_patients(parameters, prevalence, r2)}
    return [
        key.row(name, value, n=n, method=method, note=TOO_MANY if math.isnan(value) else "")
        for name, value in values.items()
    ]
