"""Counts of adverse events while they are collected: sums of named atoms, and which sum is no more than which."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from compendium.disclosure.solving import Floats
from compendium.disclosure.stages import BY_CENTRE, BY_RESPONSE, OVERALL, Stated, Table
from press.rows.row import Row

_NONE = np.zeros(0, dtype=bool)  # until all atoms are known
_BESIDE_PATIENTS = 0.1  # what a number of events, a grade or a kind is worth beside the number of patients
SUMMARY, CLASSES, TERMS = OVERALL, BY_RESPONSE, BY_CENTRE  # in the order in which they are looked at


@dataclass
class EventCounts:
    """Atoms by name, counts as sums of them, and inequalities (the first sum is no more than the second)."""

    atoms: dict[str, int] = field(default_factory=dict)
    counts: list[tuple[Stated, tuple[str, ...]]] = field(default_factory=list)  # each with its atoms
    at_most: list[tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=list)

    def count(self, atoms: tuple[str, ...], row: Row | None, stage: int) -> None:
        """Keep a count that a row prints, if there is one."""
        if row is not None:
            worth = 1.0 if row.group == "patients" else _BESIDE_PATIENTS
            self._keep(Stated(row.id, _NONE, int(row.value), (row.id,), stage, worth=worth), atoms)
        for atom in atoms:
            self.atoms.setdefault(atom, len(self.atoms))

    def follows(
        self, name: str, atoms: tuple[str, ...], value: int, *, stage: int = SUMMARY, known: bool = False
    ) -> None:
        """Keep a count that no row prints."""
        self._keep(Stated(name, _NONE, value, (), stage, known), atoms)

    def apart(
        self, outer: Row | None, of: tuple[str, ...], inner: Row | None, those: tuple[str, ...], stage: int
    ) -> None:
        """Keep how many more the one count is than the other that it holds, which whoever sees both can work out."""
        if outer is None or inner is None:
            return
        rest = f"{outer.id} less {inner.id}"
        self.follows(rest, (rest,), int(outer.value) - int(inner.value), stage=stage)
        self.limit(of, (*those, rest))
        self.limit((*those, rest), of)

    def limit(self, first: tuple[str, ...], second: tuple[str, ...]) -> None:
        """A reader knows that the one is no more than the other."""
        self.at_most.append((first, second))

    def table(self) -> Table:
        """Return it all as a table."""
        counts = tuple(replace(count, mask=self._sum(atoms) > 0) for count, atoms in self.counts)
        limits = tuple(self._sum(first) - self._sum(second) for first, second in self.at_most)
        return Table("adverse events", counts, limits, {TERMS: frozenset({CLASSES, TERMS})})

    def _keep(self, count: Stated, atoms: tuple[str, ...]) -> None:
        for atom in atoms:
            self.atoms.setdefault(atom, len(self.atoms))
        self.counts.append((count, atoms))

    def _sum(self, atoms: tuple[str, ...]) -> Floats:
        return np.isin(np.arange(len(self.atoms)), [self.atoms[atom] for atom in atoms]).astype(float)
