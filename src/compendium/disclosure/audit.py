"""The least and the greatest that each hidden count can be, for somebody who sees all that is published."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from compendium.disclosure.linked_counts import LinkedCounts
from compendium.disclosure.policy import Policy
from compendium.disclosure.solving import Rows, smallest


def published(
    counts: LinkedCounts, hidden: Collection[int], policy: Policy, *, target: int = -1, marks: bool = True
) -> list[Rows]:
    """Return what a reader knows of the atoms, as rows of an integer programme.

    A count that is shown is itself. A hidden one is at least `policy.least`; if its mark says that it is small, it is
    below `policy.fewest`, but for the `target`, of which the question is what is known without its own mark. `marks`
    False leaves what the marks say out altogether.
    """
    held = np.isin(np.arange(len(counts.names)), list(hidden))
    least, most = counts.values.astype(float), counts.values.astype(float)
    least[held], most[held] = policy.least, np.inf
    if marks:
        small = held & np.array([policy.small(value) for value in counts.values], dtype=bool)
        small[target] = small[target] and target < 0
        most[small] = policy.fewest - 1
    rows = counts.printed
    known = [(counts.parts[rows], least[rows], most[rows])]
    ceiling = np.zeros(counts.limits.shape[0])
    return [*known, (counts.limits, np.full_like(ceiling, -np.inf), ceiling)]


def bounds(
    counts: LinkedCounts,
    hidden: Collection[int],
    target: int,
    policy: Policy,
    *,
    marks: bool = True,
    whole: bool = True,
) -> tuple[float, float]:
    """Return the least and greatest value of one count for a reader (inf: nothing limits it), in whole numbers.

    whole False gives the bounds of the linear programme, which are never narrower: a quick first look, no proof.
    NaN where what is published contradicts itself.
    """
    rows = published(counts, hidden, policy, target=target, marks=marks)
    form = counts.parts[[target]].toarray().ravel()
    top = np.full(counts.atoms, np.inf)
    low = smallest(form, rows, top, whole=whole)
    return low, -smallest(-form, rows, top, whole=whole) + 0.0


def too_narrow(counts: LinkedCounts, hidden: Collection[int], policy: Policy) -> Iterator[tuple[int, float, float]]:
    """Yield every small count, printed or implied, whose interval is short of the policy, with its bounds.

    The interval must be `policy.width` wide and reach `policy.fewest` before anything is made of the marks; with what
    the marks of other counts say, more than one value must be left. Group sizes that are known are judged where they
    are printed.
    """
    for target, value in enumerate(counts.values):
        if policy.small(value) and not counts.known[target]:
            low, high = bounds(counts, hidden, target, policy, marks=False)
            if not (high - low >= policy.width and high >= policy.fewest):
                yield target, low, high
            else:
                low, high = bounds(counts, hidden, target, policy)
                if not low < high:
                    yield target, low, high
