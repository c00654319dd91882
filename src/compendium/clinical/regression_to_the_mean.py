"""How much would MMT8 rise without any effect, if patients were treated when they happened to be weak?"""

from __future__ import annotations

import math

import pandas as pd

from compendium.clinical.definition_review import threshold
from compendium.clinical.definitions import read_definitions
from compendium.registry.codebook import load_codebook
from press.rows import Key, Row, slug

STEP = 5  # points of MMT8 between the long-run means for which the change is stated
_METHOD = "(1 - r) x (long-run mean - baseline mean)"


def regression_to_the_mean(before: pd.Series, after: pd.Series, key: Key) -> list[Row]:
    """State the change expected from regression to the mean alone, over a range of long-run means.

    `before`, `after`: MMT8 of the same patients (index: patient), missing values kept. At variable
    `regression_to_the_mean`: correlation r of the two visits; for the long-run mean of data/definitions/external.csv
    long_run_mean and expected_change; explains_all, the long-run mean at which regression alone would be enough;
    lowest and highest expected_change; and at each long-run mean from the baseline mean to the top of the scale
    (level) expected_change. Nobody knows the long-run mean, so one number alone would mislead (Barnett 2005).

    >>> before, after = pd.Series([90.0, 100.0, 110.0]), pd.Series([105.0, 100.0, 125.0])
    >>> rows = regression_to_the_mean(before, after, Key("efficacy"))
    >>> [(row.statistic, round(row.value, 2)) for row in rows][:3]
    [('correlation', 0.76), ('long_run_mean', 115.0), ('expected_change', 3.66)]
    """
    both = before.notna() & after.notna()
    n, at = int(both.sum()), key.at(variable="regression_to_the_mean")
    start, change = float(before[both].mean()), float((after - before)[both].mean())
    r = float(before[both].corr(after[both])) if n > 2 else math.nan
    assumed = next(line for line in read_definitions("external") if line["id"] == "long_run_mmt8")
    long_run = threshold(assumed, "value", "external")
    note = "" if math.isfinite(r) else "no correlation can be computed"
    return [
        at.row("correlation", r, n=n, method="Pearson correlation of MMT8 at baseline and at the end", note=note),
        at.row("long_run_mean", long_run, method="assumed", note=assumed["label"]),
        at.row("expected_change", (1 - r) * (long_run - start), n=n, method=_METHOD, note=note),
        *_over_a_range(r, start, n, at, note),
        *_explaining_all(r, start, change, n, at),
    ]


def long_run_means(start: float) -> list[float]:
    """Return the long-run means looked at: multiples of five from the baseline mean to the top of the scale.

    >>> long_run_means(138.2)
    [140.0, 145.0, 150.0]
    """
    top = load_codebook().variable("mmt8").high
    if top is None or math.isnan(start):
        return []
    first = STEP * math.ceil(start / STEP)
    return [float(mean) for mean in range(first, int(top) + 1, STEP)]


def _over_a_range(r: float, start: float, n: int, key: Key, note: str) -> list[Row]:
    means = long_run_means(start)
    rows = [
        key.at(level=slug(f"{mean:g}")).row("expected_change", (1 - r) * (mean - start), n=n, method=_METHOD, note=note)
        for mean in means
    ]
    none = "" if means else "no long-run mean above the baseline mean"
    for name, mean in zip(("lowest", "highest"), (means[0], means[-1]) if means else (math.nan,) * 2, strict=True):
        place = f"{name} of the long-run means looked at"
        rows.append(key.row(f"{name}_mean", mean, method=place, note=none))
        method = f"{_METHOD}, at the {place}"
        rows.append(key.row(name, (1 - r) * (mean - start), n=n, method=method, note=none or note))
    return rows


def _explaining_all(r: float, start: float, change: float, n: int, key: Key) -> list[Row]:
    """State the long-run mean at which the change seen is what regression to the mean alone would give."""
    possible = math.isfinite(r) and r < 1
    value = start + change / (1 - r) if possible else math.nan
    method = "baseline mean + mean change / (1 - r)"
    return [key.row("explains_all", value, n=n, method=method, note="" if possible else "no correlation below one")]
