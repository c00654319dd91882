"""Which counts to hide so that another table exists: the cheapest choice in whole numbers, or nearly so and faster."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_array, diags_array, hstack

from compendium.disclosure.linked_counts import Flags, LinkedCounts
from compendium.disclosure.solving import Floats, Rows, minimise


def cheapest(
    counts: LinkedCounts, free: Flags, known: Sequence[Rows], least: int, most: float, *, whole: bool
) -> Floats | None:
    """Return the counts of the table that moves the cheapest of the `free` ones, or None where there is no such table.

    known: rows over the atoms that the table must meet; the first block has a row for each printed count, of which
    those of the free are taken out. A free count that moves is at least `least`. whole: every count pays its price
    once, if it moves at all, and the table is in whole numbers; else it pays for every patient by whom it moves.
    """
    places = np.flatnonzero(free)
    parts, values = counts.parts[places], counts.values[places].astype(float)
    (shown, low, high), *others = known
    stays = ~free[counts.printed]
    rows = [_wider(each, len(places)) for each in [(shown[stays], low[stays], high[stays]), *others]]
    rows += _switched(parts, values, least, most) if whole else _by_distance(parts, values, least)
    top = np.r_[np.full(counts.atoms, most), np.full(len(places), 1.0 if whole else most)]
    found = minimise(np.r_[np.zeros(counts.atoms), counts.price[places]], rows, top, whole=whole)
    return None if found is None else counts.parts @ found[: counts.atoms]


def _wider(rows: Rows, extra: int) -> Rows:
    """Return rows with room for so many more unknowns."""
    matrix, low, high = rows
    return hstack([matrix, csr_array((matrix.shape[0], extra))], format="csr"), low, high


def _switched(parts: Any, values: Floats, least: int, most: float) -> list[Rows]:
    """A free count is what it is unless its switch is on; then it lies between `least` and `most`."""
    nothing, anything = np.full_like(values, -np.inf), np.full_like(values, np.inf)
    up = hstack([parts, -diags_array(most - values)], format="csr")
    down = hstack([parts, diags_array(values - least)], format="csr")
    return [(up, nothing, values), (down, values, anything)]


def _by_distance(parts: Any, values: Floats, least: int) -> list[Rows]:
    """The further unknown of a free count is at least the distance by which it moves."""
    nothing, anything = np.full_like(values, -np.inf), np.full_like(values, np.inf)
    one = diags_array(np.ones(len(values)))
    over, under = hstack([parts, -one], format="csr"), hstack([parts, one], format="csr")
    return [
        (over, nothing, values),
        (under, values, anything),
        _wider((parts, np.full_like(values, least), anything), len(values)),
    ]
