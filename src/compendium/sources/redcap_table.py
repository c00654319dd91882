"""A REDCap export by its columns, while it is brought into one form; rows keep their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from compendium.sources.cells import Cells
from compendium.sources.identifiers import masked
from press.ground.fault import FaultRecord


@dataclass(frozen=True)
class Table:
    """`columns` by their raw names, in order; `file` as messages call it; `numbers` of the rows in that file.

    >>> table = Table("export.csv", {"dx": ["1", "2"]}, [2, 3])
    >>> table.replacing("dx", {"dx___1": ["1", "0"], "dx___2": ["0", "1"]}).columns
    {'dx___1': ['1', '0'], 'dx___2': ['0', '1']}
    """

    file: str
    columns: Mapping[str, list[str]]
    numbers: Sequence[int]

    @classmethod
    def of(cls, cells: Cells, header: Sequence[str]) -> Table:
        """Return the table with each cell stripped, under another header."""
        columns = {name: [row[at].strip() for row in cells.rows] for at, name in enumerate(header) if name}
        return cls(cells.place, columns, cells.numbers)

    def texts(self, name: str) -> list[str]:
        """Return a column; where there is none, an empty text for each row."""
        return self.columns.get(name) or [""] * len(self.numbers)

    def replacing(self, name: str, others: Mapping[str, list[str]]) -> Table:
        """Return the table with other columns, or none, in the place of one."""
        columns: dict[str, list[str]] = {}
        for each, texts in self.columns.items():
            columns |= others if each == name else {each: texts}
        return replace(self, columns=columns)

    def with_columns(self, changed: Mapping[str, list[str]]) -> Table:
        """Return the table with other texts in columns that it has."""
        return replace(self, columns={**self.columns, **changed})

    def fault(self, row: int, column: str, rule: str, action: str) -> FaultRecord:
        """Return the record of a rule broken in the row at this position, counted from 0; "" is the row as a whole."""
        value = masked(self.columns[column][row])[:60] if column else ""
        return FaultRecord(self.file, self.numbers[row], column, value, rule, action)
