"""An estimate with its 95% interval stated as result rows, with the reason where it has no value."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from press.rows import Key, Row

_FEW = 10  # observations below which the normal approximation of a rank test is called rough
NORMAL_QUANTILE = 1.959963984540054  # of 97.5 %, for two-sided 95% intervals


@dataclass(frozen=True)
class Estimate:
    """An estimate and its 95% interval; NaN where it could not be computed, and `note` says why.

    >>> Estimate(0.5, 0.2, 0.8).times(100).high
    80.0
    """

    value: float
    low: float = math.nan
    high: float = math.nan
    note: str = ""

    def times(self, factor: float) -> Estimate:
        """Return the same estimate in another unit (`factor` positive)."""
        return Estimate(self.value * factor, self.low * factor, self.high * factor, self.note)

    def exponential(self) -> Estimate:
        """Return exp() of a log odds ratio or log ratio and of its interval."""
        return Estimate(_exp(self.value), _exp(self.low), _exp(self.high), self.note)


def _exp(value: float) -> float:
    return math.inf if value > 709 else math.exp(value)  # a float ends near exp(709.8); NaN stays NaN


def not_computed(note: str) -> Estimate:
    """Return an estimate without a value: `note` is the reason in plain words."""
    return Estimate(math.nan, note=note)


def rough_below_ten(count: int, of_what: str) -> str:
    """Return the note of a p by normal approximation from few observations, or an empty string.

    >>> rough_below_ten(9, "patients in a group")
    'fewer than ten patients in a group: the normal approximation is rough'
    """
    return f"fewer than ten {of_what}: the normal approximation is rough" if count < _FEW else ""


def state(key: Key, values: Mapping[str, float | None], *, n: int, method: str, note: str = "") -> list[Row]:
    """State several statistics of one method and one n as rows, in the order given.

    >>> [row.id for row in state(Key("cohort", "age"), {"mean": 50.0, "sd": 12.0}, n=40, method="t")]
    ['cohort.age.mean', 'cohort.age.sd']
    """
    return [key.row(statistic, value, n=n, method=method, note=note) for statistic, value in values.items()]


def state_interval(
    key: Key, estimate: Estimate, *, n: int, method: str, name: str, low: str = "ci_low", high: str = "ci_high"
) -> list[Row]:
    """State an estimate and its interval as three rows: `name`, `low` and `high`.

    >>> rows = state_interval(Key("x"), not_computed("no patient"), n=0, method="Wald", name="or")
    >>> [(row.statistic, row.note) for row in rows]
    [('or', 'no patient'), ('ci_low', 'no patient'), ('ci_high', 'no patient')]
    """
    values = {name: estimate.value, low: estimate.low, high: estimate.high}
    return state(key, values, n=n, method=method, note=estimate.note)


def warn(key: Key, note: str, *, n: int, method: str) -> list[Row]:
    """State a warning as a row of its own (statistic `warning`, no value), or nothing where `note` is empty."""
    return [key.row("warning", None, n=n, method=method, note=note)] if note else []
