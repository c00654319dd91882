"""All that one source holds: its tables, and what in it was seen and not read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from compendium.sources.cells import Cells
from press.ground.fault import FaultRecord, SpreadsheetFault

Note = tuple[str, int, str, str, str]  # file, row (0: as a whole), column, value, what is to be known of it


class SourceFault(SpreadsheetFault):
    """Why a source cannot be read, all of it at once; `records` hold file, row, column, value, rule and what to do."""


@dataclass(frozen=True)
class Handed:
    """`tables` by their names, in the order of the source; `notes` are for the reader to look at: nothing vanishes.

    kind: "csv", "workbook", "redcap", "parquet", "statistics" (SPSS, Stata, SAS) or "sql". reads: every file that was
    opened, by its full path.
    """

    kind: str
    tables: dict[str, Cells]
    notes: list[Note] = field(default_factory=list)
    reads: tuple[str, ...] = ()


def refuse(records: Iterable[FaultRecord]) -> None:
    """Raise one SourceFault with every record; do nothing where there is none."""
    if found := sorted(records):
        raise SourceFault(found)
