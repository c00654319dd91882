"""Two yes/no judgements of the same patients: how often they agree, and beyond what chance would give (kappa)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from statsmodels.stats.inter_rater import cohens_kappa

from compendium.stats.recorded import Integers, cross_table
from compendium.stats.statement import Estimate, not_computed, state, state_interval
from press.rows import Key, Row

if TYPE_CHECKING:
    from compendium.stats.recorded import Values

KAPPA = "Cohen's kappa with the 95% interval of its large-sample standard error"
_CELLS = ("both", "only_first", "only_second", "neither")


def agreement(first: Values, second: Values, key: Key) -> list[Row]:
    """Compare two aligned yes/no judgements; missing in either is left out.

    Statistics: both, only_first, only_second, neither (counts), percent (in agreement, 0-100), kappa, ci_low, ci_high
    (Fleiss, Cohen and Everitt 1969). Raises ValueError if unaligned.

    >>> import pandas as pd
    >>> one = pd.Series([True] * 25 + [False] * 25, dtype="boolean")
    >>> other = pd.Series([True] * 20 + [False] * 5 + [True] * 10 + [False] * 15, dtype="boolean")
    >>> {row.statistic: row.value for row in agreement(one, other, Key("x"))}["percent"]
    70.0
    """
    counts = cross_table(first, second)
    n = int(counts.sum())
    percent = 100 * float(np.trace(counts)) / n if n else math.nan
    note = "" if n else "nobody is judged by both"
    return [
        *state(key, dict(zip(_CELLS, counts.ravel(), strict=True)), n=n, method="count of patients judged by both"),
        key.row("percent", percent, n=n, method="percentage of patients judged alike", note=note),
        *state_interval(key, _kappa(counts), n=n, method=KAPPA, name="kappa"),
    ]


def _kappa(counts: Integers) -> Estimate:
    if not counts.sum():
        return not_computed("nobody is judged by both")
    if max(counts.sum(axis=0).max(), counts.sum(axis=1).max()) == counts.sum():
        return not_computed("one of the two judges everybody alike, so chance alone would agree as often")
    found = cohens_kappa(counts.astype(float))
    return Estimate(float(found.kappa), float(found.kappa_low), min(1.0, float(found.kappa_upp)))
