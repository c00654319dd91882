"""What if patients in whom a feature was not recorded have it more, or less, often than similar patients?

The log odds of the imputed values are shifted (the delta of a not-at-random analysis; van Buuren 2018, chapter 9) until
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

# Choice. At the ends the odds are twenty times higher or lower than in similar patients; beyond, the imputed values are
# nearly all alike, and the extreme fills say what follows.
SHIFTS = (-3, -2, -1, 1, 2, 3)
SHIFTED, TOGETHER = "shifted", "shifted_together"
_LIMITS = ("ci_low", "ci_high")


class Drawn(Protocol):
    """Patients whose missing features can be drawn under a shift, and the model fitted to each set."""

    def drawn(self, shift: Mapping[str, float]) -> Floats:
        """Return sets x patients x features."""

    def fitted(self, drawn: Floats) -> FittedSets:
        """Fit the model to each set."""

    def percent(self, drawn: Floats, key: Key) -> list[Row]:
        """State percent_present for each feature."""


def shift_level(by: int) -> str:
    """Return a shift as the level of a row.

    >>> shift_level(-3), shift_level(2)
    ('minus_3', 'plus_2')
    """
    return f"{'minus' if by < 0 else 'plus'}_{abs(by)}"


def shifted_rows(unshifted: Sequence[Row], sets: Drawn | None, key: Key) -> list[Row]:
    """State the pooled odds ratios under each shift, and the tipping point; without sets, `unshifted` stands for all.

    unshifted: or, ci_low, ci_high, p (with their reasons) of each feature. For each feature and each of SHIFTS at level
    `plus_1` and so on: or, ci_low, ci_high, p and percent_present, at group `shifted` (this feature alone) and
    `shifted_together`. At the feature without level: `tipping`, the smallest such shift, or a note that there is none.
    """
    names = list(dict.fromkeys(row.variable for row in unshifted if row.variable))
    alone = [row for name in names for row in _line([name], unshifted, sets, key.at(group=SHIFTED))]
    together = _line(names, unshifted, sets, key.at(group=TOGETHER))
    rows = [*alone, *together]
    for group in (SHIFTED, TOGETHER):
        for name in names:
            own = [row for row in rows if (row.group, row.variable) == (group, name)]
            first = [row for row in unshifted if row.variable == name]
            rows.append(tipping(first, own, key.at(variable=name, group=group)))
    return rows


def _line(names: Sequence[str], unshifted: Sequence[Row], sets: Drawn | None, key: Key) -> list[Row]:
    """State the features `names` when they are shifted together by each of SHIFTS."""
    rows: list[Row] = []
    for by in SHIFTS:
        at = key.at(level=shift_level(by))
        if sets is None:
            stated = [
                replace(row, level=at.level, group=at.group)
                for row in unshifted
                if row.statistic in ("or", *_LIMITS, "p", "percent_present")
            ]
        else:
            drawn = sets.drawn(dict.fromkeys(names, float(by)))
            stated = [*state_pooled(sets.fitted(drawn), at), *sets.percent(drawn, at)]
        rows += [row for row in stated if row.variable in names]
    return rows


def tipping(unshifted: Sequence[Row], line: Sequence[Row], key: Key) -> Row:
    """Return the smallest shift at which the interval of one feature changes its verdict on 1, in words in the note.

    >>> rows = [Key("x", "skin").row(name, value) for name, value in (("ci_low", 0.2), ("ci_high", 0.9))]
    >>> line = [replace(row, level="plus_2", value=row.value * 2) for row in rows]
    >>> tipping(rows, line, Key("x", "skin")).note
    'the interval comes to hold 1 at a shift of 2'
    """
    method = "smallest shift of the log odds of the imputed values at which the interval holds 1 or no longer holds it"
    holds = _holds_one(unshifted)
    if holds is None:
        reason = next((row.note for row in unshifted if row.note), "no interval without a shift")
        return key.row("tipping", None, method=method, note=reason)
    changing = "no longer holds" if holds else "comes to hold"
    for by in sorted(SHIFTS, key=lambda by: (abs(by), by)):
        if _holds_one([row for row in line if row.level == shift_level(by)]) is (not holds):
            note = f"the interval {changing} 1 at a shift of {text.number(by, 0)}"
            return key.row("tipping", by, method=method, note=note)
    span = f"{text.number(min(SHIFTS), 0)} to {text.number(max(SHIFTS), 0)}"
    note = f"at no shift from {span} does the interval {'cease' if holds else 'come'} to hold 1"
    return key.row("tipping", None, method=method, note=note)


def _holds_one(rows: Sequence[Row]) -> bool | None:
    """Whether 1 lies in the interval of these rows; None where there is none."""
    limits = [row.value for name in _LIMITS for row in rows if row.statistic == name]
    if len(limits) < len(_LIMITS) or any(math.isnan(limit) for limit in limits):
        return None
    return limits[0] <= 1 <= limits[1]
