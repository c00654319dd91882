"""A situation of known truth, and whether one cohort drawn in it misleads: an interval misses, a test errs.

A scenario names what is drawn and what is read from the rows that the study's own statistics state of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from press.rows import Row


class Outcome(IntEnum):
    """What an interval or a test did in one cohort."""

    NOT_COMPUTED = 0
    HOLDS = 1  # the interval holds the true value
    ABOVE = 2  # the interval lies above the true value
    BELOW = 3  # the interval lies below it
    ACCEPTS = 4  # the test does not reject a hypothesis that is true
    REJECTS = 5  # the test rejects it


@dataclass(frozen=True)
class Interval:
    """A 95% interval: the ids of its estimate and limits among the rows, and the value that it should hold.

    name: short, for the key of its rows; words: for the reader. ratio: its width is upper by lower limit.
    too_low, too_high: the known reason, should it hold its truth less or more often than it must; why: either.
    """

    name: str
    words: str
    rows: tuple[str, str, str]
    truth: float
    ratio: bool = False
    why: str = ""
    too_low: str = ""
    too_high: str = ""

    @property
    def stated_by(self) -> str:
        """The id of the row whose method says how the interval is made."""
        return self.rows[1]

    def judge(self, found: dict[str, Row]) -> tuple[Outcome, float]:
        """Return what the interval did, and its width (NaN where it was not computed).

        >>> from press.rows import Key
        >>> rows = {row.id: row for row in (Key("x").row("ci_low", 2.0), Key("x").row("ci_high", 5.0))}
        >>> Interval("mean", "a mean", ("x.mean", "x.ci_low", "x.ci_high"), 6.0).judge(rows)
        (<Outcome.BELOW: 3>, 3.0)
        """
        low, high = found[self.rows[1]].value, found[self.rows[2]].value
        if math.isnan(low) or math.isnan(high):
            return Outcome.NOT_COMPUTED, math.nan
        width = (high / low if low else math.inf) if self.ratio else high - low
        return Outcome.ABOVE if self.truth < low else Outcome.BELOW if self.truth > high else Outcome.HOLDS, width


@dataclass(frozen=True)
class NullTest:
    """A test at 5% of a hypothesis that is true in the scenario: the id of its p among the rows.

    why, too_low, too_high: the known reason, should it reject less or more often than it must.
    """

    name: str
    words: str
    row: str
    why: str = ""
    too_low: str = ""
    too_high: str = ""

    @property
    def stated_by(self) -> str:
        """The id of the row whose method says which test it is."""
        return self.row

    def judge(self, found: dict[str, Row]) -> tuple[Outcome, float]:
        """Return what the test did; it has no width."""
        p = found[self.row].value
        outcome = Outcome.NOT_COMPUTED if math.isnan(p) else Outcome.REJECTS if p < 0.05 else Outcome.ACCEPTS
        return outcome, math.nan


Measure = Interval | NullTest


@dataclass(frozen=True)
class Scenario:
    """A situation of known truth.

    number: part of the seed of each of its cohorts, so it is its own and is never used again. states: draws one cohort
    and returns what the study's statistics say of it.
    """

    number: int
    name: str
    words: str
    states: Callable[[np.random.Generator], Sequence[Row]]
    measures: tuple[Measure, ...]

    def cohort(self, k: int, seed: int) -> dict[str, Row]:
        """Return the rows of cohort k by id. They depend on seed, number and k alone, not on who draws it and when."""
        rng = np.random.default_rng(np.random.SeedSequence([seed, self.number, k]))
        return {row.id: row for row in self.states(rng)}
