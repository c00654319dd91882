"""One table of all centres, with the file and row that each of its lines came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pandas as pd

from compendium.registry.codebook import KEYS, Variable
from compendium.registry.kinds import read_spelt
from compendium.registry.schema import NEVER_EMPTY, breaches
from compendium.registry.sent import FILE, ROW, Origin, Sent
from compendium.registry.spellings import Spelt, spelt
from compendium.sources.identifiers import masked
from press.ground.fault import FaultRecord

if TYPE_CHECKING:
    from numpy.typing import NDArray

Flag = tuple[str, int, str, str, str]  # file, row, column, value, rule: what is possible, but hardly true
Verdict = TypeVar("Verdict")


@dataclass(frozen=True)
class Table:
    """`frame` holds the values (index from 0), `files` and `rows` where each line stood.

    `written` holds the cells of each column as sent, without the blanks around them. `lacking` holds (file, column)
    where a file has no such column although another has it. `damaged` names the files, or tables, of which rows or
    columns could not be read: what is not in the table may be in them. `by_folder`: each centre has a folder of its
    own. `origin`: how the centre itself wrote the table, where that is not as in the codebook.
    """

    name: str
    variables: tuple[Variable, ...]
    frame: pd.DataFrame
    written: Mapping[str, Spelt]
    files: list[str]
    rows: list[int]
    lacking: frozenset[tuple[str, str]] = frozenset()
    damaged: frozenset[str] = frozenset()
    by_folder: bool = False
    origin: Origin | None = None

    def has(self, *columns: str) -> bool:
        """Return whether the table has all these columns."""
        return set(columns) <= set(self.frame.columns)

    def is_damaged(self, folder: str = "") -> bool:
        """Return whether the table, or the file of it in a centre's folder, could not be read whole."""
        return (f"{folder}/{self.name}.csv" if self.by_folder else self.name) in self.damaged

    def lacks(self, position: int, column: str) -> bool:
        """Return whether the file of the line at `position` has no such column: reported once, not in every row."""
        return (self.files[position], column) in self.lacking

    def of_patient(self, patients: Table, column: str) -> pd.Series:
        """Return a value of the patients' table for each line of this one; missing where nothing is known."""
        first = patients.frame["patient_id"].drop_duplicates()
        lines = np.append(first.index, -1)[pd.Index(first).get_indexer(self.frame["patient_id"])]  # -1: unknown
        return pd.Series(patients.frame[column].array.take(lines, allow_fill=True), self.frame.index)

    def by_patient(self, known: pd.Series) -> pd.Series:
        """Return for each line what is known of its patient; the index of `known` holds pseudonyms, each once."""
        return known.reindex(self.frame["patient_id"]).set_axis(self.frame.index)

    def fault(self, position: int, column: str, rule: str, action: str) -> FaultRecord:
        """Return the fault record of the value of `column` in the line at `position`."""
        if self.origin is not None:
            record = self.origin.fault(position, column, rule, action)
            return replace(record, value=masked(record.value)[:60])
        return FaultRecord(self.files[position], self.rows[position], column, self.cell(position, column), rule, action)

    def flag(self, position: int, column: str, rule: str) -> Flag:
        """Return the flag of a value that is kept: what about it is hardly true."""
        record = self.fault(position, column, rule, "")
        return record.file, record.row, record.column, record.value, rule

    def is_number(self, position: int, column: str) -> bool:
        """Return whether the centre's own program keeps a value as a number: what its point means is then known."""
        return self.origin is not None and self.origin.is_number(position, column)

    @cached_property
    def file_of(self) -> pd.Series:
        """The file of each line as a category, so that lines are grouped by file without comparing names."""
        return pd.Series(pd.Categorical(self.files, categories=list(dict.fromkeys(self.files))), self.frame.index)

    @cached_property
    def folders(self) -> list[str]:
        """The folder of the centre that sent each line, "" where all centres share the files."""
        folder = {file: file.split("/")[0] if self.by_folder else "" for file in dict.fromkeys(self.files)}
        return [folder[file] for file in self.files]

    def cells(self, column: str) -> list[str]:
        """Return the cells of a column as they were sent, without the blanks around them."""
        return self.written[column].cells()

    def spellings(self, column: str) -> tuple[str, ...]:
        """Return the different cells of a column in the order in which they are met, "" left out."""
        return self.written[column].spellings[:-1]

    def filled(self, column: str) -> NDArray[np.bool_]:
        """Return for each line whether the cell of a column was sent with something in it."""
        return self.written[column].filled()

    def where(self, column: str, judge: Callable[[str], Verdict | None]) -> Iterator[tuple[int, Verdict]]:
        """Yield the position of each cell of which `judge` says something, and what; a spelling is judged once."""
        return self.written[column].where(judge)

    def cell(self, position: int, column: str) -> str:
        """Return a cell as it was sent, shortened if long; what tells who a patient is is not repeated."""
        return masked(self.written[column].cell(position))[:60] if column in self.written else ""


def free_texts(tables: Mapping[str, Table]) -> Iterator[tuple[Table, Variable]]:
    """Yield each column in which a centre writes what it likes: pseudonyms and texts."""
    for table in tables.values():
        yield from ((table, variable) for variable in table.variables if variable.kind in ("id", "text"))


def read_table(name: str, everything: Sent, variables: tuple[Variable, ...]) -> tuple[Table, list[FaultRecord]]:
    """Read the cells of a table and hold them against the codebook; return it, and every fault of a single cell."""
    sent = everything.tables[name].reset_index(drop=True)
    files, rows = sent[FILE].to_numpy(object).tolist(), sent[ROW].astype(int).tolist()
    present = tuple(variable for variable in variables if variable.name in sent)
    names = [variable.name for variable in present]
    written = {name: spelt(sent[name]) for name in names}
    lacking = frozenset((files[line], name) for name, column in written.items() for line in column.absent)
    values, faults, reported = {}, [], set()
    about = everything.damaged, everything.by_folder, everything.origins.get(name)
    table = Table(name, present, pd.DataFrame(index=sent.index), written, files, rows, lacking, *about)
    for variable in present:
        values[variable.name], unread = read_spelt(written[variable.name], variable)
        for position, (rule, action) in unread.items():
            reported.add((position, variable.name))
            faults.append(table.fault(position, variable.name, rule, action))
    table = replace(table, frame=pd.DataFrame(values, index=sent.index))
    broken = list(breaches(table.frame, name, present))
    # of a row that is there twice it is told that it is, and not what it lacks beside the other
    again = {at for breach in broken if breach.first is not None for at in (breach.position, breach.first)}
    for breach in broken:
        if breach.first is not None and table.frame[list(KEYS[name])].iloc[breach.position].isna().any():
            continue  # a pseudonym that could not be read is told as that: it is the same as no other
        if breach.rule == NEVER_EMPTY and breach.position in again and breach.column not in KEYS[name]:
            continue
        if (breach.position, breach.column) not in reported and not table.lacks(breach.position, breach.column):
            action = breach.action
            if breach.first is not None:
                action += f"; the other is {files[breach.first]}, row {rows[breach.first]}"
            faults.append(table.fault(breach.position, breach.column, breach.rule, action))
    return table, faults
