"""All 2 x 2 tables that two groups of known size allow, each with its odds ratio and the standard error of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from abstract_audit.whole_numbers import may_lack

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_MOST_TABLES = 700_000


class Tables(NamedTuple):
    """k tables: how many of the first group (`of_first`) and of the second have a feature; four arrays of length k."""

    first: Integers
    of_first: Integers
    second: Integers
    of_second: Integers

    def where(self, chosen: Flags | Integers | slice) -> Tables:
        """Return the tables chosen."""
        return Tables(*(each[chosen] for each in self))

    @property
    def cells(self) -> tuple[Floats, Floats, Floats, Floats]:
        """The counts of each table: with the feature and without, in the first group and in the second."""
        counts = self.first, self.of_first - self.first, self.second, self.of_second - self.second
        return tuple(each.astype(np.float64) for each in counts)  # type: ignore[return-value]


def joined(several: list[Tables]) -> Tables:
    """Return the tables of several, one after the other."""
    if not several:
        return Tables(*(np.zeros(0, dtype=np.int64) for _ in range(4)))
    return Tables(*(np.concatenate(each) for each in zip(*several, strict=True)))


def different(several: list[Tables]) -> Tables:
    """Return the tables of several, each of them once, in the order of their counts.

    >>> len(different([all_tables(2, 1), all_tables(2, 1)]).first)
    4
    """
    return Tables(*np.unique(np.stack(joined(several), axis=1), axis=0).T)


def all_tables(first: int, second: int) -> Tables:
    """Return every table of two groups of these sizes in which somebody has the feature and somebody has not.

    >>> len(all_tables(2, 1).first)
    4
    """
    one, other = np.indices((first + 1, second + 1)).reshape(2, -1).astype(np.int64)
    return with_both(Tables(one, np.full_like(one, first), other, np.full_like(other, second)))


def with_both(tables: Tables) -> Tables:
    """Return the tables in which somebody has the feature and somebody has not: others have no odds ratio."""
    have = tables.first + tables.second
    return tables.where((have > 0) & (have < tables.of_first + tables.of_second))


def with_unrecorded(first: int, second: int, unrecorded: int) -> Iterator[tuple[int, int]]:
    """Yield the sizes of both groups when the feature of so many patients in all was not recorded.

    >>> list(with_unrecorded(96, 27, 1))
    [(96, 26), (95, 27)]
    """
    for of_first in range(unrecorded + 1):
        sizes = first - of_first, second - (unrecorded - of_first)
        if min(sizes) > 0:
            yield sizes


def every_table(first: int, second: int, unrecorded: int) -> Tables:
    """Return every table of two groups, of all their patients and of all but up to so many.

    >>> len(every_table(2, 1, 1).first)
    6
    """
    sizes = [each for missing in range(unrecorded + 1) for each in with_unrecorded(first, second, missing)]
    return joined([all_tables(*each) for each in sizes])


def covered(first: int, second: int) -> int:
    """Return how many unrecorded patients are tried: a fifth, at least ten, as far as there is room; -1: not even none.

    >>> covered(96, 27), covered(5_000, 5_000)
    (24, -1)
    """
    wanted = may_lack(first + second)
    held, most = 0, -1
    for missing in range(wanted + 1):
        held += sum((one + 1) * (other + 1) for one, other in with_unrecorded(first, second, missing))
        if held > _MOST_TABLES:
            break
        most = missing
    return most


def odds_ratio(tables: Tables, add: float = 0.0) -> Floats:
    """Return the odds ratio of each table, `add` added to each cell (0.5: Haldane); 0 or infinite at an empty cell.

    >>> odds_ratio(all_tables(96, 27)).shape
    (2714,)
    """
    a, b, c, d = (each + add for each in tables.cells)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((a * d) / (b * c))


def log_error(tables: Tables, add: float = 0.0) -> Floats:
    """Return the standard error of the log odds ratio of each table (Woolf); infinite at an empty cell."""
    with np.errstate(divide="ignore"):
        return np.sqrt(sum(1 / (each + add) for each in tables.cells))
