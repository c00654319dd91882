"""A p-value and an interval that stand in one line must say the same; where they do not, the line says why."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from press.rows import Row

LEVEL = 0.05  # of a test that goes with a 95% interval
APPROXIMATIONS = "test and interval are different approximations"  # the reason of rank tests with nothing left out


@dataclass(frozen=True)
class StatedInterval:
    """The statistics of an interval's limits, the value that stands for no difference, and what it is the interval of.

    `why` holds for each statistic of a test (p, p_t) the reason for which it may part from this interval. A test that
    is not named there is the interval's own, and agrees with it.
    """

    low: str
    high: str
    none: float
    of_what: str
    why: dict[str, str]


def contradict(p: float, low: float, high: float, none: float) -> bool:
    """Whether a p-value is below 0.05 and the interval holds the value of no difference, or the other way about.

    >>> contradict(0.065, 0.15, 0.99, 1), contradict(0.03, 0.15, 0.99, 1), contradict(math.nan, 0.15, 0.99, 1)
    (True, False, False)
    """
    if math.isnan(p) or math.isnan(low) or math.isnan(high):
        return False
    return (p < LEVEL) == (low <= none <= high)


def explained(rows: Sequence[Row], intervals: Sequence[StatedInterval]) -> list[Row]:
    """Return the rows of one key, each p-value that contradicts one of the intervals with the reason in its note.

    >>> from press.rows import Key
    >>> rows = [Key("x").row(name, value, n=9) for name, value in (("p", 0.065), ("low", 0.15), ("high", 0.99))]
    >>> explained(rows, [StatedInterval("low", "high", 1, "the odds ratio", {"p": "the test is conservative"})])[0].note
    'not below 0.05, although the interval of the odds ratio excludes 1: the test is conservative'
    """
    value = {row.statistic: row.value for row in rows}
    stated = [(each, value[each.low], value[each.high]) for each in intervals if each.low in value]
    return [with_reasons(row, stated) for row in rows]


def with_reasons(p: Row, stated: Sequence[tuple[StatedInterval, float, float]]) -> Row:
    """Return the row of a p-value; where it contradicts intervals, each with its limits, its note says why."""
    verdict, reach = ("", "includes") if p.value < LEVEL else ("not ", "excludes")
    among: dict[str, list[str]] = {}
    for interval, low, high in stated:
        if p.statistic in interval.why and contradict(p.value, low, high, interval.none):
            said = f"of {interval.of_what} {reach} {interval.none:g}"
            among.setdefault(interval.why[p.statistic], []).append(said)
    reasons = [
        f"{verdict}below {LEVEL:g}, although the interval {' and that '.join(said)}: {why}"
        for why, said in among.items()
    ]
    return replace(p, note="; ".join(filter(None, [p.note, *reasons])))
