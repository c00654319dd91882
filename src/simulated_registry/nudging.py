"""Numbers made to meet a printed figure: a mean and SD met by single points, a p-value met by moving one group."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.floating[Any]]
Bools = NDArray[np.bool_]

_CLOSE = 0.02  # less than half of the last printed digit (0.1), so that rounding cannot undo it
_MOST_STEPS = 200_000


def meet_mean_and_sd(
    values: Floats,
    *,
    mean: float,
    sd: float,
    low: Floats,
    high: Floats,
    free: Bools,
    rng: np.random.Generator,
) -> Floats:
    """Return whole numbers near `values` whose mean and SD (n - 1) are within 0.02 of those asked for.

    Only the `free` ones move, one point at a time and within `low` to `high`: as a cap at 150 would distort a
    straight-line rescaling. Raises ValueError where that cannot be reached.

    >>> x = meet_mean_and_sd(np.arange(50.0), mean=30.0, sd=12.0, low=np.zeros(50), high=np.full(50, 60.0),
    ...                      free=np.ones(50, bool), rng=np.random.default_rng(1))
    >>> bool(abs(x.mean() - 30) < 0.03 and abs(x.std(ddof=1) - 12) < 0.03)
    True
    """
    values = np.clip(np.round(values), low, high)
    for _ in range(_MOST_STEPS):
        off_mean, off_sd = mean - values.mean(), sd - values.std(ddof=1)
        if abs(off_mean) <= _CLOSE and abs(off_sd) <= _CLOSE:
            return values
        deviation = values - values.mean()
        outward = off_sd > 0
        if abs(off_mean) > _CLOSE:
            step = 1.0 if off_mean > 0 else -1.0
            _move(values, step, deviation * step, outward, low, high, free, rng)
        else:
            # one up and one down: the mean stays, the spread changes
            for step in (1.0, -1.0):
                _move(values, step, deviation * step, outward, low, high, free, rng)
    raise ValueError(f"no whole numbers within the limits have mean {mean} and SD {sd}")


def _move(
    values: Floats,
    step: float,
    away: Floats,
    outward: bool,
    low: Floats,
    high: Floats,
    free: Bools,
    rng: np.random.Generator,
) -> None:
    """Move one value by `step`: one that goes away from the mean if `outward`, towards it if not, else any."""
    room = free & (values + step <= high) & (values + step >= low)
    wanted = room & ((away > 0) if outward else (away < 0))
    among = np.flatnonzero(wanted if wanted.any() else room)
    if among.size:
        values[rng.choice(among)] += step


def moved_to_p(
    moved: Callable[[float], Floats], p_of: Callable[[Floats], float], target: float, *, low: float, high: float
) -> Floats:
    """Return the values as `moved` by the shift between `low` and `high` at which their p-value reaches `target`.

    The p-value must fall with the shift.

    >>> moved_to_p(lambda shift: np.round([shift], 1), lambda values: 10 ** -values[0], 0.0011, low=0, high=8).tolist()
    [3.0]
    """
    above: dict[bytes, bool] = {}  # near the end most shifts move nobody by a whole step, and a test takes its time
    for _ in range(50):
        middle = (low + high) / 2
        values = moved(middle)
        if (key := values.tobytes()) not in above:
            above[key] = p_of(values) > target
        low, high = (middle, high) if above[key] else (low, middle)
    return moved(high)


def target_p(rng: np.random.Generator) -> float:
    """Return a p-value below the printed limit such as so few patients would give, on the log scale even."""
    return float(10 ** rng.uniform(-4.9, -3.4))


def mann_whitney_p(first: Floats, second: Floats) -> float:
    """Return the two-sided Mann-Whitney p-value (asymptotic, continuity-corrected), 1 where `first` is not the higher.

    It only says how far to move a group: whether the printed p-value is met, the study's own test decides.

    >>> mann_whitney_p(np.arange(10.0), np.arange(10.0))
    1.0
    """
    statistic, p = stats.mannwhitneyu(first, second, method="asymptotic", use_continuity=True)
    return float(p) if statistic > len(first) * len(second) / 2 else 1.0
