"""Can a small count be told from what leaves? For each, other tables in whole numbers that would have left the same.

A count is safe once a table was found, by integer programme, that agrees with all that is shown and in which it is far
enough away. The solver is asked for the least and the greatest value only where no such table was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from compendium.disclosure.policy import Policy
from compendium.disclosure.solving import Floats, Rows, minimise, smallest
from compendium.leaving.stranger import Read


@dataclass(frozen=True)
class Told:
    """A count that whoever reads what leaves can tell: the rows that print it, or its name, and its limits."""

    where: str
    low: float
    high: float
    why: str

    def __str__(self) -> str:
        value = f"{self.low:g}" if self.low == self.high else f"{self.low:g} to {self.high:g}"
        return f"{self.where}: it can be told to be {value} ({self.why})"


@dataclass(frozen=True)
class Contradiction:
    """A table whose numbers cannot all be true: nothing can be proved of it."""

    table: str

    def __str__(self) -> str:
        return f"{self.table}: the counts that are shown contradict each other, so nothing can be proved of the others"


@dataclass
class Proved:
    """How many counts were judged, those marked as small among them, in how many tables, and how many in none."""

    tables: int = 0
    counts: int = 0
    small: int = 0
    alone: int = 0


def prove(tables: Iterable[Read], policy: Policy, proved: Proved | None = None) -> Iterator[Told | Contradiction]:
    """Yield every count that can be told to be a small one more closely than the policy allows.

    A count marked as small must be left an interval of the policy's width that reaches the smallest printed count, and
    with all that the marks of others say more than one value. Any other must not be known to be small and not none.
    Its number is not there to be looked at, so one that is small and lies in a narrow interval beyond that is not seen
    here; that is ruled out where counts are hidden (compendium.disclosure.protecting). `proved` counts along.
    """
    proved = proved or Proved()
    for table in tables:
        secret = [place for place in range(len(table.counts)) if table.secret(place)]
        proved.tables += 1
        proved.counts += len(secret)
        proved.small += sum(table.small[place] for place in secret)
        if secret:
            yield from _Searched(table, policy).told(secret)


class _Searched:
    """The tables found so far that would have left the same, by the least and most that each count is in them."""

    def __init__(self, table: Read, policy: Policy) -> None:
        self.table, self.policy = table, policy
        self.parts = csr_array(table.parts)
        shown = table.low[table.low == table.high]
        most = float(shown.max(initial=0.0)) + 2.0 * (policy.fewest + policy.width)
        self.top = np.full(self.parts.shape[1], max(most, 1.0))
        self.unmarked = self._rows(table.high)
        self.before, self.after = self._pool(self.unmarked), self._pool(self._rows(table.marked))

    def told(self, secret: list[int]) -> Iterator[Told | Contradiction]:
        if self.before is None or self.after is None:
            yield Contradiction(self.table.name)
            return
        for place in secret:
            found = self._narrow(place) if self.table.small[place] else self._small(place)
            found = found or self._alone(place)
            if found:
                yield Told(" and ".join(self.table.rows_of(place)), *found)

    def _rows(self, high: Floats) -> list[Rows]:
        return [(self.parts, self.table.low, high), *self.table.also]

    def _without_mark(self, place: int) -> list[Rows]:
        """What the marks of all others say."""
        high = self.table.marked.copy()
        high[place] = self.table.high[place]
        return self._rows(high)

    def _pool(self, rows: list[Rows]) -> tuple[Floats, Floats] | None:
        found = self._solve(rows)
        return None if found is None else (found.copy(), found.copy())

    def _solve(self, rows: list[Rows]) -> Floats | None:
        found = minimise(np.zeros(len(self.top)), rows, self.top, whole=True)
        return None if found is None else np.round(self.parts @ found)

    def _reach(self, place: int, low: float, high: float, pool: tuple[Floats, Floats], rows: list[Rows]) -> bool:
        """Whether a table is found in which the count lies there; it is kept for the counts that follow."""
        found = self._solve([*rows, (self.parts[[place]], np.array([low]), np.array([high]))])
        if found is None:
            return False
        np.minimum(pool[0], found, out=pool[0])
        np.maximum(pool[1], found, out=pool[1])
        return True

    def _limits(self, place: int, rows: list[Rows]) -> tuple[float, float]:
        form = self.table.parts[place]
        return smallest(form, rows, self.top, whole=True), -smallest(-form, rows, self.top, whole=True) + 0.0

    def _narrow(self, place: int) -> tuple[float, float, str] | None:
        """Of a count marked as small, before anything is made of the marks."""
        assert self.before is not None
        least, most = self.before
        fewest, width = self.policy.fewest, self.policy.width
        wanted = max(float(fewest), least[place] + width)
        if most[place] >= wanted or self._reach(place, wanted, np.inf, self.before, self.unmarked):
            return None
        low, high = self._limits(place, self.unmarked)
        if high - low >= width and high >= fewest:
            return None
        return low, high, f"at least {width} wide, and up to {fewest}, is asked"

    def _small(self, place: int) -> tuple[float, float, str] | None:
        """Of a count that nothing says to be small: is it known to be, and not none?"""
        assert self.before is not None
        least, most = self.before
        fewest = self.policy.fewest
        if least[place] == 0 or most[place] >= fewest:
            return None
        if self._reach(place, fewest, np.inf, self.before, self.unmarked):
            return None
        low, high = self._limits(place, self.unmarked)
        return (low, high, f"fewer than {fewest}, and somebody") if low > 0 and high < fewest else None

    def _alone(self, place: int) -> tuple[float, float, str] | None:
        """Whether what the marks of other counts say leaves one value only, and that a small one."""
        assert self.after is not None
        least, most = self.after
        if least[place] < most[place]:
            return None
        rows, value = self._without_mark(place), least[place]
        # without its own mark, a table that is found need not agree with it: it is no witness for the others
        pool = (least.copy(), most.copy()) if self.table.small[place] else self.after
        if self._reach(place, value + 1, np.inf, pool, rows) or self._reach(place, 0, value - 1, pool, rows):
            return None
        low, high = self._limits(place, rows)
        return (low, high, "with what the other marks say") if low == high and self.policy.small(low) else None
