"""What if patients in whom a feature was not recorded have it more, or less, often than similar patients?

A delta is added to the log odds of the imputed values (van Buuren 2018, chapter 9), further and further from 0, until
the interval of the odds ratio changes its verdict on 1: the tipping point.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from compendium.stats.pooled_logistic import FittedSets, state_pooled
from press.rows import Key, Row, text

if TYPE_CHECKING:
    from compendium.stats.recorded import Floats

# Choice. At the ends the odds are twenty times higher or lower than in similar patients, which is much. The imputed
# values are not all alike even there (percent_present says how far); what follows once they are, the extreme fills say.
DELTAS = (-3, -2, -1, 1, 2, 3)
DELTA, TOGETHER = "delta", "delta_together"
_LIMITS = ("ci_low", "ci_high")
_SPAN = f"{text.number(min(DELTAS), 0)} to {text.number(max(DELTAS), 0)}"
# what is said where no delta changes the verdict, by whether the interval holds 1 without one
_NONE = {
    True: f"at no delta from {_SPAN} does the interval cease to hold 1",
    False: f"at no delta from {_SPAN} does the interval come to hold 1",
}


class Drawn(Protocol):
    """Patients whose missing features can be drawn under a delta, and the model fitted to each set."""

    def drawn(self, delta: Mapping[str, float]) -> Floats:
        """Return sets x patients x features."""

    def fitted(self, drawn: Floats) -> FittedSets:
        """Fit the model to each set."""

    def percent(self, drawn: Floats, key: Key) -> list[Row]:
        """State percent_present for each feature."""


def delta_level(by: int) -> str:
    """Return a delta as the level of a row.

    >>> delta_level(-3), delta_level(2)
    ('minus_3', 'plus_2')
    """
    return f"{'minus' if by < 0 else 'plus'}_{abs(by)}"


def delta_rows(at_random: Sequence[Row], sets: Drawn | None, key: Key) -> list[Row]:
    """State the pooled odds ratios under each delta, and the tipping point; without sets, `at_random` stands for all.

    at_random: or, ci_low, ci_high, p (with their reasons) of each feature. For each feature and each of DELTAS at level
    `plus_1` and so on: or, ci_low, ci_high, p and percent_present, at group `delta` (of this feature alone) and
    `delta_together`. There, without level: `tipping`, the delta nearest to 0 that changes the verdict on 1, or a note
    that none does, and percent_at_highest. At `key`, group `delta`: the lowest and
    highest delta, and the nearest `tipping` of all.
    """
    names = list(dict.fromkeys(row.variable for row in at_random if row.variable))
    alone = [row for name in names for row in _line([name], at_random, sets, key.at(group=DELTA))]
    together = _line(names, at_random, sets, key.at(group=TOGETHER))
    method = "chosen range of what is added to the log odds of the imputed values"
    ends = {"lowest": min(DELTAS), "highest": max(DELTAS)}
    rows = [*alone, *together, *(key.at(group=DELTA).row(end, by, method=method) for end, by in ends.items())]
    for group in (DELTA, TOGETHER):
        for name in names:
            own = [row for row in rows if (row.group, row.variable) == (group, name)]
            first = [row for row in at_random if row.variable == name]
            rows += [tipping(first, own, key.at(variable=name, group=group)), *_at_highest(own)]
    points = [row for row in rows if row.statistic == "tipping"]
    return [*rows, _nearest(points, key.at(group=DELTA))]


def _line(names: Sequence[str], at_random: Sequence[Row], sets: Drawn | None, key: Key) -> list[Row]:
    """State the features `names` when each of DELTAS is added to the log odds of them all."""
    rows: list[Row] = []
    for by in DELTAS:
        at = key.at(level=delta_level(by))
        if sets is None:
            stated = [
                replace(row, level=at.level, group=at.group)
                for row in at_random
                if row.statistic in ("or", *_LIMITS, "p", "percent_present")
            ]
        else:
            drawn = sets.drawn(dict.fromkeys(names, float(by)))
            stated = [*state_pooled(sets.fitted(drawn), at), *sets.percent(drawn, at)]
        rows += [row for row in stated if row.variable in names]
    return rows


def _nearest(points: Sequence[Row], key: Key) -> Row:
    """Return the tipping point nearest to 0 of all features, alone or together, or say that there is none."""
    method = "delta nearest to 0 at which the verdict on any feature changes"
    reached = [row.value for row in points if not math.isnan(row.value)]
    if reached:
        first = min(reached, key=abs)
        note = f"the first interval to change its verdict on 1 does so at a delta of {text.number(first, 0)}"
        return key.row("tipping", first, method=method, note=note)
    reasons = list(dict.fromkeys(row.note for row in points))
    if all(reason in _NONE.values() for reason in reasons):
        reasons = [f"no delta from {_SPAN}, for one feature or for all, changes whether an interval holds 1"]
    return key.row("tipping", None, method=method, note="; ".join(reasons))


def _at_highest(line: Sequence[Row]) -> list[Row]:
    """Repeat, without level, the percentage imputed as present under the highest delta: sentences ask for it."""
    return [
        replace(row, level="", statistic="percent_at_highest")
        for row in line
        if (row.level, row.statistic) == (delta_level(max(DELTAS)), "percent_present")
    ]


def tipping(at_random: Sequence[Row], line: Sequence[Row], key: Key) -> Row:
    """Return the delta nearest to 0 at which the interval of one feature changes its verdict on 1; the note says it.

    >>> rows = [Key("x", "skin").row(name, value) for name, value in (("ci_low", 0.2), ("ci_high", 0.9))]
    >>> line = [replace(row, level="plus_2", value=row.value * 2) for row in rows]
    >>> tipping(rows, line, Key("x", "skin")).note
    'the interval comes to hold 1 at a delta of 2'
    """
    method = "delta nearest to 0 at which the interval of the odds ratio comes to hold 1, or ceases to"
    holds = _holds_one(at_random)
    if holds is None:
        reason = next((row.note for row in at_random if row.note), "no interval")
        return key.row("tipping", None, method=method, note=reason)
    changing = "no longer holds" if holds else "comes to hold"
    for by in sorted(DELTAS, key=lambda by: (abs(by), by)):
        if _holds_one([row for row in line if row.level == delta_level(by)]) is (not holds):
            note = f"the interval {changing} 1 at a delta of {text.number(by, 0)}"
            return key.row("tipping", by, method=method, note=note)
    return key.row("tipping", None, method=method, note=_NONE[holds])


def _holds_one(rows: Sequence[Row]) -> bool | None:
    """Whether 1 lies in the interval of these rows; None where there is none."""
    limits = [row.value for name in _LIMITS for row in rows if row.statistic == name]
    if len(limits) < len(_LIMITS) or any(math.isnan(limit) for limit in limits):
        return None
    return limits[0] <= 1 <= limits[1]
