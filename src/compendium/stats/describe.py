"""One variable described: mean and SD, median and quartiles, or the count and percentage of each level."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from compendium.stats.contract import require_names
from compendium.stats.recorded import Floats, level_codes, recorded_numbers
from press.rows import Key, Row, slug

if TYPE_CHECKING:
    from compendium.stats.recorded import Values

_QUARTILE = "quantile, type 7 (linear interpolation)"
_METHODS = {
    "mean": "arithmetic mean",
    "sd": "standard deviation (n - 1)",
    "median": "median",
    "q1": f"first quartile ({_QUARTILE})",
    "q3": f"third quartile ({_QUARTILE})",
}


def summaries(recorded: Floats) -> dict[str, float]:
    """Return mean, sd, median, q1 and q3 of recorded numbers; NaN where there are too few.

    >>> summaries(np.array([1.0, 2.0, 3.0, 4.0]))["q1"]
    1.75
    """
    if recorded.size == 0:
        return dict.fromkeys(_METHODS, math.nan)
    q1, median, q3 = np.quantile(recorded, [0.25, 0.5, 0.75], method="linear")
    sd = float(np.std(recorded, ddof=1)) if recorded.size > 1 else math.nan
    return {"mean": float(recorded.mean()), "sd": sd, "median": float(median), "q1": float(q1), "q3": float(q3)}


def summary_rows(recorded: Floats, key: Key) -> list[Row]:
    """State mean, sd, median, q1 and q3 of recorded numbers at `key`, each with its method."""
    n = int(recorded.size)
    rows = []
    for statistic, value in summaries(recorded).items():
        note = "" if not math.isnan(value) else "no value recorded" if n == 0 else "one value only: no spread"
        rows.append(key.row(statistic, value, n=n, method=_METHODS[statistic], note=note))
    return rows


def describe_numbers(values: Values, key: Key) -> list[Row]:
    """Describe a numeric series: n, missing, mean, sd, median, q1, q3 (quartiles of R's type 7), in its own unit.

    >>> import pandas as pd
    >>> rows = describe_numbers(pd.Series([10.0, 20.0, None]), Key("cohort", "age"))
    >>> [(row.statistic, row.value) for row in rows][:3]
    [('n', 2.0), ('missing', 1.0), ('mean', 15.0)]
    """
    recorded = recorded_numbers(values)
    n, total = int(recorded.size), len(values)
    return [
        key.row("n", n, n=n, method="number recorded"),
        key.row("missing", total - n, n=total, method="number not recorded"),
        *summary_rows(recorded, key),
    ]


def describe_levels(values: Values, key: Key) -> list[Row]:
    """Describe a yes/no series at `key`, or each category of a categorical one at `key.at(level=...)`.

    Statistics: count, total (recorded), percent (of the recorded, 0-100), and missing at `key`. Raises ValueError for
    any other dtype, or where two levels have one name.

    >>> import pandas as pd
    >>> rows = describe_levels(pd.Series([True, False, False, None], dtype="boolean"), Key("cohort", "myalgia"))
    >>> [(row.statistic, round(row.value, 1)) for row in rows]
    [('count', 1.0), ('total', 3.0), ('percent', 33.3), ('missing', 1.0)]
    """
    codes, levels = level_codes(values)
    require_names(levels, "level")
    total = int((codes >= 0).sum())
    rows = []
    for code, level in enumerate(levels):
        if level is not False:  # the "no" of a yes/no variable is the complement of its "yes"
            at = key if level is True else key.at(level=slug(level))
            rows += _level_rows(int((codes == code).sum()), total, at)
    return [*rows, key.row("missing", len(codes) - total, n=len(codes), method="number not recorded")]


def _level_rows(count: int, total: int, key: Key) -> list[Row]:
    percent, note = (100 * count / total, "") if total else (math.nan, "no value recorded")
    return [
        key.row("count", count, n=total, method="count"),
        key.row("total", total, n=total, method="number recorded"),
        key.row("percent", percent, n=total, method="percentage of the recorded", note=note),
    ]
