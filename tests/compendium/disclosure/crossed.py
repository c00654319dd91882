"""Tables of levels x response x centre, printed with all their margins, as a description by groups prints them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from compendium.disclosure.linked_counts import LinkedCounts, linked

Cells = NDArray[np.int64]


def crossed(cells: Cells) -> LinkedCounts:
    """Every level overall, by response and by centre, with the sizes of all groups known."""
    counts = []
    for level in (None, *range(cells.shape[0])):
        for axis, group in (
            (0, 0),
            *((1, each) for each in range(cells.shape[1])),
            *((2, each) for each in range(cells.shape[2])),
        ):
            mask = np.zeros(cells.shape, dtype=bool)
            at: list[slice | int] = [slice(None) if level is None else level, slice(None), slice(None)]
            if axis:
                at[axis] = group
            mask[tuple(at)] = True
            name = f"{level} in {('all', 'response', 'centre')[axis]} {group}"
            counts.append((name, mask.ravel(), int(cells[mask].sum()), True, level is None))
    return linked(counts)


def drawn(rng: np.random.Generator, levels: int, centres: int, patients: int) -> Cells:
    """A table drawn at random, 78 % of it responders."""
    shares = np.einsum("a,b,c->abc", rng.dirichlet(np.ones(levels)), [0.78, 0.22], rng.dirichlet(np.ones(centres) * 4))
    return rng.multinomial(patients, shares.ravel()).reshape(shares.shape)
