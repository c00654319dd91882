"""A table as it was handed over: every cell as text, and the file, sheet, row and column in which it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from compendium.sources.identifiers import masked
from compendium.sources.texts import as_in_file
from press.ground.fault import FaultRecord


@dataclass(frozen=True)
class Cells:
    """`rows` holds as many texts a row as `header` has names; "" is an empty cell. Nothing in it was given a type.

    What the program that wrote a cell keeps as a number is a NumberText.

    name: of the sheet, form, table or file, as a mapping names it. file: as the reader knows it, from the folder handed
    over; sheet: of a workbook, "" where the file is one table. header: as written, so two columns may have one name.
    numbers: of each row, as the program that wrote the file counts them. labels: what the source itself says of a
    column; codes: by column, the words behind its codes. positions: where in the sheet each column stands, counted from
    0, for who writes into a copy of it; empty where there is no sheet.

    >>> cells = Cells("Visite", "ours.xlsx", "Visite", ("ID", "CK (U/L)"), [["P1", "1240"]], [3])
    >>> cells.place, cells.column("CK (U/L)")
    ('ours.xlsx, sheet Visite', ['1240'])
    """

    name: str
    file: str
    sheet: str
    header: tuple[str, ...]
    rows: list[list[str]]
    numbers: list[int]
    labels: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    positions: tuple[int, ...] = ()

    @property
    def place(self) -> str:
        """How messages name the table: its file, and its sheet where there are several."""
        return f"{self.file}, sheet {self.sheet}" if self.sheet else self.file

    def named(self, name: str) -> Cells:
        """Return the same table under another name."""
        return replace(self, name=name)

    def column(self, name: str) -> list[str]:
        """Return the texts of the first column of this name. Raises ValueError where there is none."""
        at = self.header.index(name)
        return [row[at] for row in self.rows]

    def fault(self, row: int, column: str, rule: str, action: str) -> FaultRecord:
        """Return the record of a rule broken in the row at this position, counted from 0; "" is the row as a whole.

        What tells who a patient is is not repeated.
        """
        value = masked(as_in_file(self.rows[row][self.header.index(column)]).strip())[:60] if column else ""
        return FaultRecord(self.place, self.numbers[row], column, value, rule, action)
