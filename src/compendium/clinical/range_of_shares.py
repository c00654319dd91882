"""The range of a share over centres or definitions: from the lowest that one of them allows to the highest."""

from __future__ import annotations

import math
from collections.abc import Sequence

from press.rows import Key, Row

LOWER, UPPER = "bound_low", "bound_high"
EXTREMES = ("lowest", "highest")


def extremes(
    stated: Sequence[tuple[str, Sequence[Row]]], key: Key, where: str, none: str = "nobody to count among"
) -> list[Row]:
    """State the lowest of several lower bounds and the highest of the upper ones, each with its name as its note.

    none: the reason where there is no bound.

    >>> bounds = {"A": (80.0, 84.0, 50), "B": (75.0, 75.0, 20)}
    >>> stated = [
    ...     (name, [Key("x").row(LOWER, low, n=n), Key("x").row(UPPER, high, n=n)])
    ...     for name, (low, high, n) in bounds.items()
    ... ]
    >>> [(row.id, row.value, row.n, row.note) for row in extremes(stated, Key("x"), "at any one centre")]
    [('x.lowest', 75.0, 20, 'B'), ('x.highest', 84.0, 50, 'A')]
    """
    rows = []
    lowest, highest = EXTREMES
    for statistic, bound, whom, place in ((lowest, LOWER, "no", 0), (highest, UPPER, "every", -1)):
        named = [(name, next(row for row in of_this if row.statistic == bound)) for name, of_this in stated]
        ordered = sorted((each for each in named if not math.isnan(each[1].value)), key=lambda each: each[1].value)
        method = f"the {statistic} percentage of responders {where}, if {whom} undecided patient responded"
        if ordered:
            name, row = ordered[place]
            rows.append(key.row(statistic, row.value, n=row.n, method=method, note=name))
        else:
            rows.append(key.row(statistic, None, n=0, method=method, note=none))
    return rows
