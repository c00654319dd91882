"""The ledger: result rows in order, none stated twice, read and written as one CSV file."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator
from pathlib import Path

from press.ground.fault import FaultRecord, stop_at
from press.ground.nearest import nearest
from press.ground.spreadsheet import Line, inspect_spreadsheet
from press.rows.csv_text import as_csv, from_csv
from press.rows.provenance import running_cell
from press.rows.rounded import Rounded
from press.rows.row import KEY_PARTS, Row, broken_part, is_mark

COLUMNS = (*KEY_PARTS, "value", "n", "method", "note")
DECIMALS = "decimals"  # a further column, where a value was rounded before it was handed over
# Ten significant digits: more than any statement needs, fewer than the digits in which two processors differ.
_DIGITS = ".10g"
_NUMBERS = (
    ("value", float, "a number, or empty"),
    ("n", int, "a whole number, or empty"),
    (DECIMALS, int, "a whole number, or empty"),
)
_ANEW = "delete the file and run `make all`, which makes it anew"


class Ledger:
    """Result rows by id. `cell` is the number of the notebook's cell that last added rows, None outside a notebook.

    >>> from press.rows.row import Key
    >>> ledger = Ledger([Key("cohort").row("n", 123, n=123, method="count")])
    >>> ledger["cohort.n"].value
    123.0
    """

    def __init__(self, *groups: Iterable[Row]) -> None:
        self._rows: dict[str, Row] = {}
        self._of_variable: dict[str, list[Row]] = {}
        self.cell: int | None = None
        for group in groups:
            self.add(group)

    def add(self, rows: Iterable[Row]) -> None:
        """Append rows. Raises ValueError where an id is already taken: a statistic is stated once."""
        before = len(self)
        for row in rows:
            if row.id in self._rows:
                raise ValueError(f"the statistic {row.id} is stated twice; one of the two keys must say how it differs")
            self._rows[row.id] = row
            self._of_variable.setdefault(row.variable, []).append(row)
        if len(self) > before:
            self.cell = running_cell()

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows.values())

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, row_id: object) -> bool:
        return row_id in self._rows

    def __getitem__(self, row_id: str) -> Row:
        if row_id not in self._rows:
            raise KeyError(f"no result has the id {row_id}{nearest(row_id, self._rows)}")
        return self._rows[row_id]

    def value(self, row_id: str) -> float:
        """Return the value of one row, NaN where it could not be computed."""
        return self[row_id].value

    def find(self, **parts: str) -> list[Row]:
        """Return the rows whose named parts are as given, in order: `find(analysis="efficacy", statistic="p")`."""
        among = self._of_variable.get(parts["variable"], []) if "variable" in parts else self
        return [row for row in among if all(getattr(row, name) == part for name, part in parts.items())]

    def write(self, path: Path) -> None:
        """Write the rows as CSV (UTF-8, one line a row, values to ten significant digits, empty = not computed).

        What is not shown is written as what stands in its place: "<5" or "*". Where values were rounded before they
        were handed over, a last column tells to how many decimals each is known.
        """
        rounded = any(isinstance(row.value, Rounded) for row in self)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow((*COLUMNS, DECIMALS) if rounded else COLUMNS)
            for row in self:
                value = row.withheld if math.isnan(row.value) else format(row.value, _DIGITS)
                cells = [*row.key, value, "" if row.n is None else row.n, as_csv(row.method), as_csv(row.note)]
                known = row.value.decimals if isinstance(row.value, Rounded) else ""
                writer.writerow([*cells, known] if rounded else cells)

    @classmethod
    def read(cls, *paths: Path) -> Ledger:
        """Read one or more CSV files written by `write` into one ledger.

        Raises SpreadsheetFault with all that is wrong in a file, such as a value that is no number, and ValueError
        where a statistic is stated twice.
        """
        ledger = cls()
        for path in paths:
            lines, faults = inspect_spreadsheet(path, COLUMNS, made=True)
            stop_at([*faults, *(fault for line in lines for fault in _faults(line))])
            ledger.add(map(_row, lines))
        return ledger


def _faults(line: Line) -> Iterator[FaultRecord]:
    """Yield what keeps a line from being a row: it was changed by hand, as `write` writes no such line."""
    for column in KEY_PARTS:
        if rule := broken_part(column, line[column]):
            yield line.fault(column, rule, _ANEW)
    for column, kind, rule in _NUMBERS:
        try:
            kind(0 if column == "value" and is_mark(line[column]) else line.get(column) or 0)
        except ValueError:
            yield line.fault(column, rule, _ANEW)


def _row(line: Line) -> Row:
    withheld = line["value"] if is_mark(line["value"]) else ""
    value = float(line["value"]) if line["value"] and not withheld else math.nan
    value = Rounded(value, int(line[DECIMALS])) if line.get(DECIMALS) else value
    n = int(line["n"]) if line["n"] else None
    parts = {part: line[part] for part in KEY_PARTS}
    said = {column: from_csv(line[column]) for column in ("method", "note")}
    return Row(**parts, value=value, n=n, **said, withheld=withheld)
