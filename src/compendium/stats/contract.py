"""What every statistic demands of what it is given; whatever breaks a rule is refused and never counted.

Numbers are finite, and not text, dates or categories. Yes/no is boolean, or numbers that are only 0 and 1. Counts are
whole and not negative; amounts (exposures, times) are not negative. A bootstrap or a simulation states a seed and at
least one replicate. Names under which results are stated differ as `slug` writes them. A missing value is no breach.
The rules hold for series, frames and single numbers; arrays between the functions here have passed them already.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from numbers import Integral, Real
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from press.rows import slug

if TYPE_CHECKING:
    from compendium.stats.recorded import Floats, Values


def require_number_type(values: Values, rule: str = "holds values that are not numbers") -> None:
    """Raise ValueError, naming `rule`, unless the series holds numbers or yes/no answers (text of digits is text)."""
    if values.dtype == object:
        fitting = all(isinstance(value, Real | np.bool_) for value in values.dropna())
    else:
        fitting = pd.api.types.is_numeric_dtype(values.dtype) and not pd.api.types.is_complex_dtype(values.dtype)
    if not fitting:
        raise ValueError(f"{_name(values)} {rule} ({values.dtype})")


def require_finite(found: Floats, values: Values) -> None:
    """Raise ValueError where a number of the series is infinite."""
    if np.isinf(found).any():
        raise ValueError(f"{_name(values)} holds an infinite value; record it as missing or correct it")


def require_yes_no(found: Floats, values: Values) -> None:
    """Raise ValueError where a recorded number is neither 0 nor 1: an event coded 2 would count twice."""
    strange = found[~np.isnan(found) & ~np.isin(found, (0.0, 1.0))]
    if strange.size:
        raise ValueError(f"{_name(values)} must be yes/no (boolean, or only 0 and 1); it holds {strange[0]:g}")


def require_counts(found: Floats, values: Values) -> None:
    """Raise ValueError where a recorded number of the series is no count."""
    for value in found[(found < 0) | (found % 1 > 0)][:1]:  # neither holds for a missing number
        whole_count(float(value), _name(values))


def require_amounts(found: Floats, values: Values) -> None:
    """Raise ValueError where a recorded number of the series is negative."""
    for value in found[found < 0][:1]:
        amount(float(value), _name(values))


def whole_count(value: object, what: str) -> int:
    """Return a count as a whole number. Raises ValueError for a fraction, a negative, infinite or missing number.

    >>> whole_count(5.0, "events")
    5
    """
    number = _number(value)
    if not math.isfinite(number) or number < 0 or number != int(number):
        raise ValueError(f"{what}: a count must be a whole number of 0 or more, not {value}")
    return int(number)


def share(count: object, total: object) -> tuple[int, int]:
    """Return how many of how many. Raises ValueError where one is no count, or the first exceeds the second.

    >>> share(2, 3)
    (2, 3)
    """
    part, whole = whole_count(count, "count"), whole_count(total, "total")
    if part > whole:
        raise ValueError(f"{part} of {whole} is not a proportion")
    return part, whole


def amount(value: object, what: str) -> float:
    """Return a number that may not be negative, infinite or missing. Raises ValueError where it is.

    >>> amount(12.5, "exposure")
    12.5
    """
    number = _number(value)
    if not math.isfinite(number) or number < 0:
        raise ValueError(f"{what} must be a number of 0 or more, not {value}")
    return number


def require_resampling(seed: object, replicates: object) -> None:
    """Raise ValueError unless the seed is a whole number of 0 or more and replicates one of 1 or more."""
    for what, value, least in (("seed", seed, 0), ("replicates", replicates, 1)):
        if isinstance(value, bool) or not isinstance(value, Integral) or int(value) < least:
            raise ValueError(f"{what} must be a whole number of {least} or more, not {value}")


def require_names(names: Iterable[object], what: str) -> None:
    """Raise ValueError where a name leaves nothing to name results by, or two give their results the same name.

    >>> require_names(["age", "Age"], "predictor")
    Traceback (most recent call last):
    ValueError: predictor 'Age' is named as another (age); their results could not be told apart
    """
    seen = set()
    for name in names:
        short = slug(name)
        if not short:
            raise ValueError(f"{what} {name!r} has no letter or digit to name its results by; rename it")
        if short in seen:
            raise ValueError(f"{what} {name!r} is named as another ({short}); their results could not be told apart")
        seen.add(short)


def _number(value: object) -> float:
    return float(value) if isinstance(value, Real) else math.nan


def _name(values: Values) -> str:
    return str(values.name) if values.name not in (None, "") else "the series"
