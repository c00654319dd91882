"""Which further counts must be hidden, so that no hidden small count can be worked out from those that are shown.

Complementary suppression by integer programmes (Fischetti and Salazar 2001 is the authority for the model): for each
small count, the cheapest counts that must be allowed to move so that another table exists in which it is as small as
can be, and one in which it is larger by the policy's width, while all that is shown stays the same. What has moved is
hidden, so protection is by construction. A third table has another count there although the reader knows what the
marks say, that "<5" is one to four: two of them that add up to eight would both be four.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array, diags_array, hstack

from compendium.disclosure.audit import published
from compendium.disclosure.linked_counts import Flags, LinkedCounts
from compendium.disclosure.policy import Policy
from compendium.disclosure.solving import Floats, Rows, minimise, smallest

MOST_IN_WHOLE_NUMBERS = 100  # counts that may be hidden; above, the choice is made by a linear programme
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
                    self.floor[target] = self._least(target)
                    table = self._cheapest(target, end)
                if table is None:
                    return False
                self._hide_moved(table)
                self.shown[target, end] = table
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
        table = self._whole(target, end)
        if table is not None or not self.free.any():
            return table
        if self.free.sum() <= MOST_IN_WHOLE_NUMBERS:
            return self._by_choice(target, end)
        moved = self._by_distance(target, end)
        if moved is None:
            return None
        self._hide_moved(moved)
        table = self._whole(target, end)
        return self._by_choice(target, end) if table is None else table

    def _known(self, target: int, end: str) -> list[Rows]:
        """What is shown to whoever sees all but the hidden, and where the target must be; without the free counts."""
        rows = published(self.counts, self.hidden, self.policy, target=target, marks=end == OTHER)
        value = int(self.counts.values[target])
        low, high = 0.0, np.inf
        if end == LOW:
            high = float(self._floor(target))
        elif end == HIGH:
            low = float(max(self.policy.fewest, self._floor(target) + self.policy.width))
        elif value > self._floor(target):
            high = float(value - 1)
        else:
            low = float(value + 1)
        return [*rows, (self.counts.parts[[target]], np.array([low]), np.array([high]))]

    def _floor(self, target: int) -> int:
        """A printed count is at least one, unless zeros are hidden too; one that nobody prints may be none."""
        return self.floor.get(target, self.policy.least if self.counts.printed[target] else 0)

    def _least(self, target: int) -> int:
        """Return the least that a count can be if all that may be hidden is: two parts of at least one make two."""
        hidden = {*self.hidden, *map(int, np.flatnonzero(self.free))}
        rows = published(self.counts, hidden, self.policy, target=target, marks=False)
        form = self.counts.parts[[target]].toarray().ravel()
        return int(smallest(form, rows, np.full(self.counts.atoms, self._top), whole=True))

    def _whole(self, target: int, end: str) -> Floats | None:
        """Return such a table in whole numbers without hiding anything more, if there is one."""
        price, top = np.zeros(self.counts.atoms), np.full(self.counts.atoms, self._top)
        found = minimise(price, self._known(target, end), top, whole=True)
        return None if found is None else self.counts.parts @ found

    @property
    def _top(self) -> float:
        return float(self.counts.values.max() + self.policy.width)

    def _with_free(self, target: int, end: str, extra: int) -> list[Rows]:
        """The rows of `_known`, with the free counts taken out and room for `extra` more unknowns."""
        (parts, low, high), *others = self._known(target, end)
        stays = ~self.free[self.counts.printed]
        rows = [(parts[stays], low[stays], high[stays]), *others]
        return [(hstack([matrix, csr_array((matrix.shape[0], extra))], format="csr"), low, high) for matrix, low, high in rows]

    def _by_choice(self, target: int, end: str) -> Floats | None:
        """Choose in whole numbers: a free count moves only if its switch is on, and every switch has its price."""
        places = np.flatnonzero(self.free)
        parts, values, price = self.counts.parts[places], self.counts.values[places].astype(float), self.counts.price[places]
        up = hstack([parts, -diags_array(self._top - values)], format="csr")
        down = hstack([parts, diags_array(values - self.policy.least)], format="csr")
        nothing, anything = np.full(len(places), -np.inf), np.full(len(places), np.inf)
        rows = [*self._with_free(target, end, len(places)), (up, nothing, values), (down, values, anything)]
        top = np.r_[np.full(self.counts.atoms, self._top), np.ones(len(places))]
        found = minimise(np.r_[np.zeros(self.counts.atoms), price], rows, top, whole=True)
        return None if found is None else self.counts.parts @ found[: self.counts.atoms]

    def _by_distance(self, target: int, end: str) -> Floats | None:
        """Choose by a linear programme: a free count pays its price for every patient by whom it moves."""
        places = np.flatnonzero(self.free)
        parts, values, price = self.counts.parts[places], self.counts.values[places].astype(float), self.counts.price[places]
        one = diags_array(np.ones(len(places)))
        over, under = hstack([parts, -one], format="csr"), hstack([parts, one], format="csr")
        nothing, anything = np.full(len(places), -np.inf), np.full(len(places), np.inf)
        least = hstack([parts, csr_array((len(places), len(places)))], format="csr")
        rows = [*self._with_free(target, end, len(places)), (over, nothing, values), (under, values, anything)]
        rows.append((least, np.full(len(places), float(self.policy.least)), anything))
        top = np.r_[np.full(self.counts.atoms, self._top), np.full(len(places), self._top)]
        found = minimise(np.r_[np.zeros(self.counts.atoms), price], rows, top, whole=False)
        return None if found is None else self.counts.parts @ found[: self.counts.atoms]
