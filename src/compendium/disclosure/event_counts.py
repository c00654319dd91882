"""Counts of adverse events while they are collected: sums of named atoms, and which sum is no more than which."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from compendium.disclosure.solving import Floats
from compendium.disclosure.stages import BY_CENTRE, BY_RESPONSE, OVERALL, Stated, Table
from press.rows.row import Row

SUMMARY, CLASSES, TERMS = OVERALL, BY_RESPONSE, BY_CENTRE  # in the order in which they are looked at


@dataclass
class EventCounts:
    """Atoms by name, counts as sums of them, and inequalities (the first sum is no more than the second)."""

    atoms: dict[str, int] = field(default_factory=dict)
    counts: list[tuple[str, tuple[str, ...], int, tuple[str, ...], int, bool]] = field(default_factory=list)
    at_most: list[tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=list)

    def count(self, atoms: tuple[str, ...], row: Row | None, stage: int) -> None:
        """Keep a count that a row prints, if there is one."""
        for atom in atoms:
            self.atoms.setdefault(atom, len(self.atoms))
        if row is not None:
            self.counts.append((row.id, atoms, int(row.value), (row.id,), stage, False))

    def follows(self, name: str, atoms: tuple[str, ...], value: int, *, known: bool = False) -> None:
        """Keep a count that no row prints."""
        for atom in atoms:
            self.atoms.setdefault(atom, len(self.atoms))
        self.counts.append((name, atoms, value, (), SUMMARY, known))

    def limit(self, first: tuple[str, ...], second: tuple[str, ...]) -> None:
        """A reader knows that the one is no more than the other."""
        self.at_most.append((first, second))

    def table(self) -> Table:
        """Return it all as a table."""
        counts = tuple(
            Stated(name, self._sum(atoms) > 0, value, rows, stage, known)
            for name, atoms, value, rows, stage, known in self.counts
        )
        limits = tuple(self._sum(first) - self._sum(second) for first, second in self.at_most)
        return Table("adverse events", counts, limits, {TERMS: frozenset({CLASSES, TERMS})})

    def _sum(self, atoms: tuple[str, ...]) -> Floats:
        return np.isin(np.arange(len(self.atoms)), [self.atoms[atom] for atom in atoms]).astype(float)
