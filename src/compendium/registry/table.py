"""One table of all centres, with the file and row that each of its lines came from."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from compendium.registry.codebook import Variable
from compendium.registry.kinds import parse
from compendium.registry.schema import breaches
from compendium.registry.sent import FILE, ROW, Origin, Sent
from press.ground.fault import FaultRecord


@dataclass(frozen=True)
class Table:
    """`frame` holds the values (index from 0), `text` the cells as sent, `files` and `rows` where each line stood.

    `lacking` holds (file, column) where a file has no such column although another has it. `damaged` names the files of
    which rows or columns could not be read: what is not in the table may be in them. `by_folder`: each centre has a
    folder of its own. `origin`: how the centre itself wrote the table, where that is not as in the codebook.
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
            return self.origin.fault(position, column, rule, action)
        return FaultRecord(self.files[position], self.rows[position], column, self.cell(position, column), rule, action)

    def centre_folder(self, position: int) -> str:
        """Return the folder of the centre that sent a line, "" where all centres share the files."""
        return self.files[position].split("/")[0] if self.by_folder else ""

    def cell(self, position: int, column: str) -> str:
        """Return a cell as it was sent, shortened if long."""
        return str(self.text.loc[position, column]).strip()[:60] if column in self.text else ""


def read_table(name: str, everything: Sent, variables: tuple[Variable, ...]) -> tuple[Table, list[FaultRecord]]:
    """Read the cells of a table and hold them against the codebook; return it, and every fault of a single cell."""
    sent = everything.tables[name].reset_index(drop=True)
    files, rows = sent[FILE].tolist(), sent[ROW].astype(int).tolist()
    present = tuple(variable for variable in variables if variable.name in sent)
    text = sent[[variable.name for variable in present]].fillna("")
    lacking = frozenset((files[position], str(name)) for name in text for position in sent.index[sent[name].isna()])
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
