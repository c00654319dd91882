"""Tau-Argus as an outside oracle on two-way tables: about as many counts hidden, and none of ours too narrow.

Where its own environment is: TAU_ARGUS=/path/to/python (pip install pytauargus==0.6.0). It is no dependency.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

from compendium.disclosure.audit import too_narrow
from compendium.disclosure.linked_counts import LinkedCounts, linked
from compendium.disclosure.policy import load_policy
from compendium.disclosure.protecting import protect

FIVE = load_policy("publish-5")
PYTHON = os.environ.get("TAU_ARGUS", "")


def two_way(cells: np.ndarray) -> LinkedCounts:
    """Every cell and margin of a two-way table, named as Tau-Argus names them; only the grand total is known."""
    counts = []
    for row in (None, *range(cells.shape[0])):
        for column in (None, *range(cells.shape[1])):
            mask = np.zeros(cells.shape, dtype=bool)
            mask[slice(None) if row is None else row, slice(None) if column is None else column] = True
            names = ("Total" if row is None else f"r{row}", "Total" if column is None else f"c{column}")
            counts.append(("|".join(names), mask.ravel(), int(cells[mask].sum()), True, row is column is None))
    return linked(counts)


@pytest.mark.skipif(not PYTHON, reason="TAU_ARGUS names no Python that has pytauargus")
def test_as_few_counts_are_hidden_as_by_tau_argus() -> None:
    rng = np.random.default_rng(20)
    tables = [
        rng.multinomial(123, rng.dirichlet(np.full(12, 0.8))).reshape(4, 3) + (rng.random((4, 3)) < 0.5)
        for _ in range(24)
    ]
    script = Path(__file__).with_name("tau_argus.py")
    given = json.dumps([table.tolist() for table in tables])
    done = subprocess.run([PYTHON, script], input=given, capture_output=True, text=True, check=True)
    ours, theirs, narrow = [], [], 0
    for table, found in zip(tables, json.loads(done.stdout), strict=True):
        counts = two_way(table)
        hidden = protect(counts, FIVE)
        if hidden is None:
            continue
        assert list(too_narrow(counts, hidden, FIVE)) == []
        places = {counts.names.index("|".join(place)) for place in found}
        ours.append(len(hidden))
        theirs.append(len(places))
        narrow += len(list(too_narrow(counts, places, FIVE)))
    assert narrow > 0  # its safety width is a percentage of the cell, not ours
    assert len(ours) >= 15
    assert np.mean(ours) <= 1.5 * np.mean(theirs)
