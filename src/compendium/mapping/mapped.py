"""A centre's tables under the codebook's names: every cell as text, and where it stands in the centre's own files."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from compendium.sources.handed import Note
from compendium.sources.identifiers import masked
from compendium.sources.texts import NumberText
from press.ground.fault import FaultRecord


@dataclass(frozen=True)
class MappedTable:
    """`frame` holds the texts of one table of the codebook, a column for each of its variables, "" where missing.

    sent, columns: frames of the same shape, with the cell as the centre wrote it and the name of its column there (""
    of a constant or an absent variable). files, rows: where each line stands. elsewhere: (line, variable) of cells that
    another row gave, with its file and row.
    """

    name: str
    frame: pd.DataFrame
    sent: pd.DataFrame
    columns: pd.DataFrame
    files: list[str]
    rows: list[int]
    elsewhere: dict[tuple[int, str], tuple[str, int]] = field(default_factory=dict)

    def put(self, position: int, variable: str, text: str, made_of: str) -> None:
        """Fill in a value that was made of another variable of the same line."""
        self.frame.at[position, variable] = text
        self.sent.at[position, variable] = str(self.sent.at[position, made_of])
        self.columns.at[position, variable] = str(self.columns.at[position, made_of])

    def place(self, position: int, variable: str) -> tuple[str, int]:
        """Return the file and row in which the value of a variable stands, of the line at `position`, from 0."""
        return self.elsewhere.get((position, variable), (self.files[position], self.rows[position]))

    def is_number(self, position: int, variable: str) -> bool:
        """Return whether the centre's own program keeps a value as a number, so that its point is no question."""
        return isinstance(self.sent.at[position, variable], NumberText)

    def shown(self, position: int, variable: str) -> str:
        """Return a cell as messages may show it: what tells who a patient is is not repeated."""
        return masked(str(self.sent.at[position, variable]).strip())[:60]

    def fault(self, position: int, variable: str, rule: str, action: str) -> FaultRecord:
        """Return the record of a rule broken by a value, naming the centre's own file, row, column and cell.

        >>> one = pd.DataFrame({"ck": ["138"]})
        >>> table = MappedTable("visits", one, one.replace("138", "2,3"), one.replace("138", "CPK"), ["a.xlsx"], [4])
        >>> print(table.fault(0, "ck", "a rule", "do this"))
        a.xlsx, row 4, column CPK: "2,3" - the rule: a rule. What to do: do this.
        """
        file, row = self.place(position, variable)
        column = str(self.columns.at[position, variable]) or variable
        return FaultRecord(file, row, column, self.shown(position, variable), rule, action)


@dataclass(frozen=True)
class Mapped:
    """The three `tables`, what could not be read (`faults`), and what was done or left out, counted (`notes`).

    dates_shifted: the source moved each patient's dates, so that calendar years mean nothing. absent: the tables that
    the source has not at all. unmade: those of which a block could not be read: what is not in them may be there.
    """

    tables: dict[str, MappedTable]
    faults: list[FaultRecord]
    notes: list[Note]
    dates_shifted: bool = False
    absent: frozenset[str] = frozenset()
    unmade: frozenset[str] = frozenset()
