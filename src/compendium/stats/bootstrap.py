"""Differences of medians between groups and within pairs, with percentile bootstrap intervals from a stated seed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from compendium.stats.changes import rounded_changes
from compendium.stats.contract import require_resampling
from compendium.stats.recorded import Floats, by_group, pairs
from compendium.stats.statement import Estimate, not_computed, state_interval
from press.rows import Key, Row

if TYPE_CHECKING:
    from compendium.stats.recorded import Values

_BATCH = 1000  # replicates held in memory at a time


def median_difference(values: Values, groups: Values, key: Key, *, seed: int, replicates: int) -> list[Row]:
    """State median_difference (first minus second category), boot_low and boot_high, in the variable's unit.

    `groups`: categorical with two categories, aligned; missing in either is left out. Raises ValueError otherwise.

    >>> import pandas as pd
    >>> groups = pd.Series(["a", "a", "a", "b", "b", "b"], dtype="category")
    >>> rows = median_difference(pd.Series([5.0, 6.0, 9.0, 1.0, 2.0, 7.0]), groups, Key("x"), seed=1, replicates=200)
    >>> [row.statistic for row in rows], rows[0].value
    (['median_difference', 'boot_low', 'boot_high'], 4.0)
    """
    samples = by_group(values, groups)
    if len(samples) != 2:
        raise ValueError(f"a difference of medians needs two groups, not {len(samples)}")
    first, second = samples.values()

    def difference(one: Floats, other: Floats, axis: int) -> Floats:
        return np.asarray(np.median(one, axis=axis) - np.median(other, axis=axis))

    found = _percentile((first, second), difference, seed, replicates)
    method = f"difference of medians, {' minus '.join(samples)}, {_words(seed, replicates)}"
    return _rows(key, "median_difference", found, int(first.size + second.size), method)


def median_change(before: Values, after: Values, key: Key, *, seed: int, replicates: int) -> list[Row]:
    """State median_change (median of after minus before), boot_low and boot_high, over the pairs recorded.

    Raises ValueError if unaligned.

    >>> import pandas as pd
    >>> before, after = pd.Series([1.0, 2.0, 3.0, 4.0]), pd.Series([2.0, 2.0, 5.0, 7.0])
    >>> median_change(before, after, Key("x"), seed=1, replicates=200)[0].value
    1.5
    """
    first, second = pairs(before, after)
    changes = rounded_changes(first, second)

    def middle(drawn: Floats, axis: int) -> Floats:
        return np.asarray(np.median(drawn, axis=axis))

    found = _percentile((changes,), middle, seed, replicates)
    method = f"median of the changes (after minus before), {_words(seed, replicates)}"
    return _rows(key, "median_change", found, int(changes.size), method)


def _words(seed: int, replicates: int) -> str:
    return f"with 95% percentile bootstrap interval ({replicates} replicates, seed {seed})"


def _rows(key: Key, name: str, found: Estimate, n: int, method: str) -> list[Row]:
    return state_interval(key, found, n=n, method=method, name=name, low="boot_low", high="boot_high")


def _percentile(samples: tuple[Floats, ...], statistic: Callable[..., Floats], seed: int, replicates: int) -> Estimate:
    """Return the statistic with its percentile interval (BCa fails on medians of rounded data: no acceleration)."""
    require_resampling(seed, replicates)
    if min(sample.size for sample in samples) == 0:
        return not_computed("no value recorded in a group" if len(samples) > 1 else "no pair recorded")
    value = float(statistic(*samples, axis=-1))
    if min(sample.size for sample in samples) == 1:
        return Estimate(value, note="one observation cannot be resampled")
    # sorted: what is drawn from a seed must not depend on the order in which the patients are listed
    interval = stats.bootstrap(
        tuple(np.sort(sample) for sample in samples),
        statistic,
        vectorized=True,
        n_resamples=replicates,
        batch=_BATCH,
        method="percentile",
        rng=np.random.default_rng(seed),
    ).confidence_interval
    return Estimate(value, float(interval.low), float(interval.high))
