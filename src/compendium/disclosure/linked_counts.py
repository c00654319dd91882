"""Counts that belong together: which of the finest cells each adds up, and which of them a reader is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
Matrix = Any  # scipy.sparse.csr_array: it carries no types


@dataclass(frozen=True)
class LinkedCounts:
    """The published counts of one or more tables that share margins.

    names: of the m counts. parts: m x k, 1 where a count includes one of the k finest cells (atoms), whose own counts
    nobody need know. values: the m counts. printed: False for a count that is printed nowhere and follows from those
    that are, such as "no" of a yes/no variable. known: printed and never hidden, as the size of a group in a title.
    price: what it costs to hide each. limits: rows L of what a reader knows besides, L @ atoms <= 0 (no more patients
    with an event of a class than events of it). Raises ValueError where the lengths disagree.
    """

    names: tuple[str, ...]
    parts: Matrix
    values: Whole
    printed: Flags
    known: Flags
    price: NDArray[np.float64]
    limits: Matrix

    def __post_init__(self) -> None:
        lengths = {len(self.names), self.parts.shape[0], *map(len, (self.values, self.printed, self.known, self.price))}
        if len(lengths) > 1 or self.limits.shape[1] != self.parts.shape[1]:
            raise ValueError(f"linked counts: one entry for each of the counts, not {sorted(lengths)}")

    @property
    def atoms(self) -> int:
        """How many finest cells there are."""
        return int(self.parts.shape[1])


def linked(
    counts: Sequence[tuple[str, Flags, int, bool, bool]],
    *,
    weight: dict[str, float] | None = None,
    limits: Sequence[Any] = (),
) -> LinkedCounts:
    """Return linked counts, each given as name, mask over the atoms, value, printed, known.

    The price of hiding a count is log(1 + count), times its `weight`, so that small inner cells go first.

    >>> yes, everybody = np.array([True, False]), np.array([True, True])
    >>> linked([("yes", yes, 3, True, False), ("all", everybody, 9, True, True)]).values.tolist()
    [3, 9]
    """
    names, masks, values, printed, known = zip(*counts, strict=True)
    weights = np.array([(weight or {}).get(name, 1.0) for name in names])
    parts = csr_array(np.array(masks, dtype=float))
    rows = csr_array(np.array(limits, dtype=float)) if len(limits) else csr_array((0, parts.shape[1]))
    held = np.array(values, dtype=np.int64)
    shown, fixed = np.array(printed, dtype=bool), np.array(known, dtype=bool)
    return LinkedCounts(tuple(names), parts, held, shown, fixed, weights * np.log1p(held) + 1e-3, rows)
