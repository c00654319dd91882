"""Where a mapping finds no row of patients, or of visits though there are patients, the source's own table is named."""

from __future__ import annotations

from collections.abc import Iterator

from compendium.mapping.mapped import MappedTable
from compendium.mapping.statement import Mapping
from compendium.registry.codebook import TABLES
from compendium.registry.rowless import rowless_faults
from compendium.sources.cells import Cells
from press.ground.fault import FaultRecord


def without_rows(
    mapping: Mapping, tables: dict[str, MappedTable], sources: dict[str, Cells]
) -> Iterator[tuple[str, FaultRecord]]:
    """Yield, with the table of the codebook, the fault of each source table that should have rows and has none.

    sources: the tables of the source by their names. A table all of whose rows the mapping leaves out has none either.
    """
    patients = bool(tables["patients"].files)
    for name in TABLES:
        read = [sources[part.source] for part in mapping.tables.get(name, ()) if part.source in sources]
        empty = [cells for cells in read if not cells.rows or not tables[name].files]
        for place in dict.fromkeys(cells.place for cells in empty):
            for fault in rowless_faults(name, place, patients=patients):
                yield name, fault
