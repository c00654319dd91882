"""One table of all centres, with the file and row that each of its lines came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

import numpy as np
import pandas as pd

from compendium.registry.codebook import Variable
from compendium.registry.identifiers import masked
from compendium.registry.kinds import parse
from compendium.registry.schema import breaches
from compendium.registry.sent import FILE, ROW, Origin, Sent
from press.ground.fault import FaultRecord

Flag = tuple[str, int, str, str, str]  # file, row, column, value, rule: what is possible, but hardly true
Verdict = TypeVar("Verdict")


@dataclass(frozen=True)
class Table:
    """`frame` holds the values (index from 0), `files` and `rows` where each line stood.

    `text` holds the cells as sent, without the blanks around them. `lacking` holds (file, column) where a file has no
    such column although another has it. `damaged` names the files of which rows or columns could not be read: what is
    not in the table may be in them. `by_folder`: each centre has a folder of its own. `origin`: how the centre itself
    wrote the table, where that is not as in the codebook.
    """

    name: str
    variables: tuple[Variable, ...]
    frame: pd.DataFrame
    text: pd.DataFrame
    files: list[str]
    rows: list[int]
    lacking: frozenset[tuple[str, str]] = frozenset()
    damaged: frozenset[str] = frozenset()
    by_folder: bool = False
    origin: Origin | None = None

    def has(self, *columns: str) -> bool:
        """Return whether the table has all these columns."""
        return set(columns) <= set(self.frame.columns)

    def lacks(self, position: int, column: str) -> bool:
        """Return whether the file of the line at `position` has no such column: reported once, not in every row."""
        return (self.files[position], column) in self.lacking

    def date_of_patient(self, patients: Table, column: str) -> pd.Series:
        """Return a date of the patients' table for each line of this one; NaT where patient or date is unknown."""
        dates = patients.frame.drop_duplicates("patient_id").set_index("patient_id")[column]
        return pd.to_datetime(self.frame["patient_id"].map(dates.to_dict())).astype("datetime64[s]")

    def fault(self, position: int, column: str, rule: str, action: str) -> FaultRecord:
        """Return the fault record of the value of `column` in the line at `position`."""
        if self.origin is not None:
            record = self.origin.fault(position, column, rule, action)
            return replace(record, value=masked(record.value)[:60])
        return FaultRecord(self.files[position], self.rows[position], column, self.cell(position, column), rule, action)

    def centre_folder(self, position: int) -> str:
        """Return the folder of the centre that sent a line, "" where all centres share the files."""
        return self.files[position].split("/")[0] if self.by_folder else ""

    def flag(self, position: int, column: str, rule: str) -> Flag:
        """Return the flag of a value that is kept: what about it is hardly true."""
        record = self.fault(position, column, rule, "")
        return record.file, record.row, record.column, record.value, rule

    def cells(self, column: str) -> list[str]:
        """Return the cells of a column as they were sent, without the blanks around them."""
        return self.text[column].to_numpy(object).tolist()

    def spellings(self, column: str) -> frozenset[str]:
        """Return the different cells of a column, "" left out: of 50,000 patients most columns hold few."""
        if column not in self._spellings:
            self._spellings[column] = frozenset(self.cells(column)) - {""}
        return self._spellings[column]

    @cached_property
    def _spellings(self) -> dict[str, frozenset[str]]:
        return {}

    def where(self, column: str, judge: Callable[[str], Verdict | None]) -> Iterator[tuple[int, Verdict]]:
        """Yield the position of each cell of which `judge` says something, and what; a spelling is judged once."""
        told = {cell: verdict for cell in self.spellings(column) if (verdict := judge(cell))}
        if told:
            yield from ((at, told[cell]) for at, cell in enumerate(self.cells(column)) if cell in told)

    def cell(self, position: int, column: str) -> str:
        """Return a cell as it was sent, shortened if long; what tells who a patient is is not repeated."""
        return masked(str(self.text.loc[position, column]))[:60] if column in self.text else ""


def read_table(name: str, everything: Sent, variables: tuple[Variable, ...]) -> tuple[Table, list[FaultRecord]]:
    """Read the cells of a table and hold them against the codebook; return it, and every fault of a single cell."""
    sent = everything.tables[name].reset_index(drop=True)
    files, rows = sent[FILE].tolist(), sent[ROW].astype(int).tolist()
    present = tuple(variable for variable in variables if variable.name in sent)
    names = [variable.name for variable in present]
    lacking = frozenset((files[at], name) for name in names for at in np.flatnonzero(sent[name].isna()))
    text = pd.DataFrame({name: _stripped(sent[name]) for name in names}, index=sent.index)
    values, faults, reported = {}, [], set()
    about = everything.damaged, everything.by_folder, everything.origins.get(name)
    table = Table(name, present, text, text, files, rows, lacking, *about)
    for variable in present:
        values[variable.name], unread = parse(text[variable.name], variable)
        for position, (rule, action) in unread.items():
            reported.add((position, variable.name))
            faults.append(table.fault(position, variable.name, rule, action))
    table = replace(table, frame=pd.DataFrame(values, index=text.index))
    for breach in breaches(table.frame, name, present):
        if (breach.position, breach.column) not in reported and not table.lacks(breach.position, breach.column):
            action = breach.action
            if breach.first is not None:
                action += f"; the other is {files[breach.first]}, row {rows[breach.first]}"
            faults.append(table.fault(breach.position, breach.column, breach.rule, action))
    return table, faults


def _stripped(column: pd.Series) -> pd.Series:
    """Return cells without the blanks around them; of a column that a file lacks they are empty."""
    codes, spellings = pd.factorize(column.to_numpy(object))
    stripped = pd.Series([*(str(cell).strip() for cell in spellings), ""], dtype="str")  # the last is for code -1
    return stripped.take(codes).set_axis(column.index)
