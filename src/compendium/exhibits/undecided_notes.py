"""What notes say of patients in whom response cannot be decided: how many, or that a handful were left out."""

from __future__ import annotations

import math

from compendium.clinical.left_out import LEFT_OUT
from compendium.exhibits import labels
from press.exhibits import cells
from press.exhibits.table.layout import Cell
from press.rows import Key, Ledger

BOUNDS = "Bounds: of all patients, if no undecided patient responded, and if every one did."
BEYOND = (
    "Fewer than {} patients in whom response cannot be decided were left out: they are in no bound and in no count, "
    "and with them the bounds would lie further apart."
)


def left_out(ledger: Ledger, key: Key) -> Cell | None:
    """Return the number than which fewer were left out; None where nobody was. `key` names the analysis."""
    row = ledger[cells.row_id(key.at(variable=LEFT_OUT), "threshold")]
    return None if math.isnan(row.value) else Cell(cells.count(row), rows=(row.id,))


def definition_and_undecided(ledger: Ledger, key: Key, undecided: Cell) -> Cell:
    """Return the note that names the definition in force, and how many it leaves undecided."""
    fewer = left_out(ledger, key)
    said = cells.phrase("fewer than {}, left out of all analyses", fewer) if fewer else undecided
    return cells.phrase("{}; undecided: {}.", labels.definition(ledger, key), said)


def bounds(ledger: Ledger, key: Key) -> Cell:
    """Return the note on the bounds of a share, and that they are not those of patients who were left out."""
    fewer = left_out(ledger, key)
    return cells.phrase(f"{BOUNDS} {BEYOND}", fewer) if fewer else Cell(BOUNDS)
