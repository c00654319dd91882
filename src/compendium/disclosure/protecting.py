"""Which further counts must be hidden, so that no hidden small count can be worked out from those that are shown.

Complementary suppression by integer programmes (Fischetti and Salazar 2001 is the authority for the model): for each
small count, the cheapest counts that must be allowed to move so that another table exists in which it is as small as
can be, and one in which it is larger by the policy's width, while all that is shown stays the same. What has moved is
hidden, so protection is by construction. A third table has another count there although the reader knows what the
marks say, that "<5" is one to four: two of them that add up to eight would both be four.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np

from compendium.disclosure.audit import published
from compendium.disclosure.choosing import cheapest
from compendium.disclosure.linked_counts import Flags, LinkedCounts
from compendium.disclosure.policy import Policy
from compendium.disclosure.solving import Floats, Rows, minimise, smallest

MOST_IN_WHOLE_NUMBERS = 100  # counts that may be hidden; above, the choice is made by a linear programme
MOST_TO_TRY_AGAIN = 3000  # tables times complementary counts; above, what was chosen stays hidden
_MOVED = 1e-6
LOW, HIGH, OTHER = "as small as can be", "larger by the width", "another count in spite of the marks"


def protect(
    counts: LinkedCounts, policy: Policy, *, hidden: Collection[int] = (), may_hide: Collection[int] | None = None
) -> frozenset[int] | None:
    """Return the places of all counts to hide, those in `hidden` included; None where they cannot be protected.

    may_hide: the only counts that may be hidden besides those in `hidden`; all that are printed and not known where it
    is None. A printed zero stays, unless the policy hides zeros.

    >>> from compendium.disclosure.linked_counts import linked
    >>> from compendium.disclosure.policy import load_policy
    >>> a, b, c = np.eye(3, dtype=bool)
    >>> row = [("a", a, 2, True, False), ("b", b, 20, True, False), ("c", c, 40, True, False)]
    >>> counts = linked([*row, ("all", a | b | c, 62, True, True)])
    >>> sorted(counts.names[place] for place in protect(counts, load_policy("publish-5")))
    ['a', 'b']
    """
    search = _Search.of(counts, policy, hidden, may_hide)
    return None if search is None or not search.run() else frozenset(search.hidden)


@dataclass
class _Search:
    """What is hidden so far, and for each small count the tables that show it as small and as large as it must be."""

    counts: LinkedCounts
    policy: Policy
    free: Flags  # may be hidden, and is not yet
    hidden: set[int]
    kept: frozenset[int]  # hidden from the start, or for being small
    shown: dict[tuple[int, str], Floats] = field(default_factory=dict)
    floor: dict[int, int] = field(default_factory=dict)  # the least a count can be, where its parts keep it above one

    @classmethod
    def of(
        cls, counts: LinkedCounts, policy: Policy, hidden: Collection[int], may_hide: Collection[int] | None
    ) -> _Search | None:
        """Begin with the small counts; None where one of them may not be hidden."""
        places = np.arange(len(counts.names))
        small = np.array([policy.small(value) for value in counts.values], dtype=bool)
        free = counts.printed & ~counts.known
        if may_hide is not None:
            free &= np.isin(places, list(may_hide))
        already = np.isin(places, list(hidden))
        small &= ~counts.known
        if (small & counts.printed & ~free & ~already).any():
            return None
        start = frozenset(map(int, places[(small & counts.printed) | already]))
        zero = (counts.values == 0) & (not policy.hide_zeros)
        return cls(counts, policy, free & ~np.isin(places, list(start)) & ~zero, set(start), start)

    def run(self) -> bool:
        """Hide until every small count is protected; then show again what need not be hidden. False: it cannot be."""
        values = self.counts.values
        order = [int(place) for place in np.argsort(values, kind="stable")]
        targets = [place for place in order if self.policy.small(values[place]) and not self.counts.known[place]]
        for target in targets:
            for end in (LOW, HIGH, OTHER):
                table = self._cheapest(target, end)
                if table is None and end == LOW:
                    least = self._least(target)
                    if math.isnan(least):
                        return False
                    self.floor[target] = int(least)
                    table = self._cheapest(target, end)
                if table is None:
                    return False
                self._hide_moved(table)
                self.shown[target, end] = table
        if len(self.shown) * len(self.hidden - self.kept) > MOST_TO_TRY_AGAIN:
            return True
        for place in sorted(self.hidden - self.kept, key=lambda each: (-self.counts.price[each], each)):
            self._show_again(place)
        return True

    def _hide_moved(self, table: Floats) -> None:
        moved = np.abs(table - self.counts.values) > _MOVED
        for place in np.flatnonzero(moved & self.free):
            self.hidden.add(int(place))
            self.free[place] = False

    def _show_again(self, place: int) -> None:
        """Show a count again if every table that moved it can be replaced by one that does not."""
        self.hidden.remove(place)
        other: dict[tuple[int, str], Floats] = {}
        for (target, end), table in self.shown.items():
            if abs(table[place] - self.counts.values[place]) > _MOVED:
                found = self._whole(target, end)
                if found is None:
                    self.hidden.add(place)
                    return
                other[target, end] = found
        self.shown |= other

    def _cheapest(self, target: int, end: str) -> Floats | None:
        """Return the counts of another table in which the target is as far off as it must be, hiding the cheapest."""
        table = self._found_before(target, end)
        table = self._whole(target, end) if table is None else table
        if table is not None or not self.free.any():
            return table
        if self.free.sum() <= MOST_IN_WHOLE_NUMBERS:
            return self._choose(target, end, whole=True)
        moved = self._choose(target, end, whole=False)
        if moved is None:
            return None
        self._hide_moved(moved)
        table = self._whole(target, end)
        return self._choose(target, end, whole=True) if table is None else table

    def _choose(self, target: int, end: str, *, whole: bool) -> Floats | None:
        return cheapest(self.counts, self.free, self._known(target, end), self.policy.least, self._top, whole=whole)

    def _found_before(self, target: int, end: str) -> Floats | None:
        """Return a table found for another count, or the true one, if it does for this one: nothing need be solved."""
        low, high = self._wanted(target, end)
        tables = [self.counts.values.astype(float), *self.shown.values()]
        fits = (table for table in tables if low - _MOVED <= table[target] <= high + _MOVED)
        return next((table for table in fits if end != OTHER or self._in_marks(table, target)), None)

    def _in_marks(self, table: Floats, target: int) -> bool:
        """Whether a table agrees with the marks of all hidden counts but the target."""
        values = self.counts.values
        others = (each for each in self.hidden if each != target and self.policy.small(values[each]))
        return all(self.policy.least <= table[each] < self.policy.fewest for each in others)

    def _known(self, target: int, end: str) -> list[Rows]:
        """What a reader knows, the rows of the printed counts first, and where the target must be."""
        rows = published(self.counts, self.hidden, self.policy, target=target, marks=end == OTHER)
        low, high = self._wanted(target, end)
        return [*rows, (self.counts.parts[[target]], np.array([low]), np.array([high]))]

    def _wanted(self, target: int, end: str) -> tuple[float, float]:
        """Return between what the count must lie in a table of this kind."""
        value, floor = int(self.counts.values[target]), self._floor(target)
        if end == LOW:
            return 0.0, float(floor)
        if end == HIGH:
            return float(max(self.policy.fewest, floor + self.policy.width)), np.inf
        return (0.0, float(value - 1)) if value > floor else (float(value + 1), np.inf)

    def _floor(self, target: int) -> int:
        """A printed count is at least one, unless zeros are hidden too; one that nobody prints may be none."""
        return self.floor.get(target, self.policy.least if self.counts.printed[target] else 0)

    def _least(self, target: int) -> float:
        """Return the least that a count can be if all that may be hidden is: two parts of at least one make two.

        NaN where the counts contradict each other: then nothing can be proved of them.
        """
        hidden = {*self.hidden, *map(int, np.flatnonzero(self.free))}
        rows = published(self.counts, hidden, self.policy, target=target, marks=False)
        form = self.counts.parts[[target]].toarray().ravel()
        return smallest(form, rows, np.full(self.counts.atoms, self._top), whole=True)

    def _whole(self, target: int, end: str) -> Floats | None:
        """Return such a table in whole numbers without hiding anything more, if there is one."""
        price, top = np.zeros(self.counts.atoms), np.full(self.counts.atoms, self._top)
        found = minimise(price, self._known(target, end), top, whole=True)
        return None if found is None else self.counts.parts @ found

    @property
    def _top(self) -> float:
        return float(self.counts.values.max() + self.policy.width)
