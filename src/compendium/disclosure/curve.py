"""A curve over time as it may be shown: it ends while enough patients are followed, and no step is a few patients."""

from __future__ import annotations

import math

from compendium.disclosure.policy import Policy
from press.rows import Ledger
from press.rows.row import FOLLOWS

_NONE = 0.5  # patients: shares of those followed are no exact counts of patients
_CURVE = ("percent", "ci_low", "ci_high", "at_risk")


def curve_marks(ledger: Ledger, policy: Policy, variable: str = "first_event") -> dict[str, str]:
    """Return the marks of the times of a curve that are not shown.

    A time is shown if at least `at_risk` patients are followed to it without an event, and if since the last time shown
    (or the beginning, when all are followed and nobody had the event) as many had the event as `events_per_step` at the
    least, or none, and of those lost without it as well (as far as the percentages tell).
    """
    rows = {row.level: row for row in ledger.find(variable=variable, statistic="at_risk")}
    marks: dict[str, str] = {}
    last: tuple[float, float] | None = None
    for level, row in sorted(rows.items(), key=lambda item: int(item[0])):
        key = f"{row.analysis}.{variable}.{level}"
        percent = ledger.value(f"{key}.percent")
        happened = 0.0 if math.isnan(percent) else percent * (row.n or 0) / 100
        last = last or (float(row.n or row.value), 0.0)
        if row.value >= policy.at_risk and _far(last, (row.value, happened), policy):
            last = (row.value, happened)
        else:
            marks |= {f"{key}.{name}": FOLLOWS for name in _CURVE if f"{key}.{name}" in ledger}
    return marks


def _far(last: tuple[float, float], now: tuple[float, float], policy: Policy) -> bool:
    lost, happened = last[0] - now[0], now[1] - last[1]
    return all(abs(each) < _NONE or each >= policy.events_per_step - _NONE for each in (happened, lost - happened))
