"""What if the features that were not recorded had all been present, or all absent? The model under every such fill."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import pandas as pd

from compendium.stats.logistic import logistic
from press.rows import Key, Row, slug

FILLS = {"present": True, "absent": False}


def extreme_fills(response: pd.Series, features: pd.DataFrame, key: Key) -> list[Row]:
    """Fit the logistic model of yes/no features once for each way in which all missing values of each are the same.

    At group `filled`, for each feature: or, ci_low, ci_high and p at level = the fill, such as "present_absent" (one
    word for each feature, in order); or_lowest, or_highest and p_highest over all fills, each with its fill as note.
    At `key`, group `filled`: ways, and missing (patients with a response for whom a feature was filled).

    >>> features = pd.DataFrame({"raynaud": [True, False, None] * 20}, dtype="boolean")
    >>> response = pd.Series([True, False, True, True, True, False] * 10, dtype="boolean")
    >>> rows = extreme_fills(response, features, Key("predictors"))
    >>> [row.id for row in rows if row.statistic == "or"]
    ['predictors.raynaud.present.filled.or', 'predictors.raynaud.absent.filled.or']
    """
    at, rows = key.at(group="filled"), []
    for words in itertools.product(FILLS, repeat=features.shape[1]):
        filled = pd.DataFrame(
            {name: features[name].fillna(FILLS[word]) for name, word in zip(features, words, strict=True)}
        )
        level = at.at(level=slug("_".join(words)))
        rows += [row for row in logistic(response, filled, level) if row.variable in features]
    missing = int((features.isna().any(axis=1) & response.notna()).sum())
    ways = len(FILLS) ** features.shape[1]
    return [
        *rows,
        *(row for name in features for row in _extremes(rows, at.at(variable=str(name)))),
        at.row("ways", ways, method="ways to fill all missing values of each feature alike"),
        at.row("missing", missing, n=int(response.notna().sum()), method="count of patients with a feature filled"),
    ]


def _extremes(rows: Sequence[Row], key: Key) -> list[Row]:
    """State the lowest and highest odds ratio and the highest p over the fills of one feature."""
    found = []
    for name, statistic, choose in (("or_lowest", "or", min), ("or_highest", "or", max), ("p_highest", "p", max)):
        own = [row for row in rows if (row.variable, row.statistic) == (key.variable, statistic)]
        known = [row for row in own if not math.isnan(row.value)]
        method = f"{name.replace('_', ', ')} over all fills of the missing values"
        if known:
            row = choose(known, key=lambda each: each.value)
            found.append(key.row(name, row.value, n=row.n, method=method, note=row.level.replace("_", ", ")))
        else:
            found.append(key.row(name, None, method=method, note="no fill gives a model"))
    return found
