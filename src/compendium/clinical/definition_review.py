"""Check one definitions file cell by cell, and tell everything that is wrong with it at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from pathlib import Path

from compendium.clinical.definitions import file_name, inspect_definitions
from press.ground.fault import FaultRecord, stop_at
from press.ground.nearest import closest
from press.ground.spreadsheet import Line

_IDENTIFIER = re.compile(r"[a-z0-9_]+")  # what a part of a result's key may hold


class Review:
    """The reading of one file: every rule that is broken in it is noted, and `finish` raises all of them at once."""

    def __init__(self, name: str, lines: list[Line], of_rows: Sequence[FaultRecord] = ()) -> None:
        self.lines = lines
        self._file = file_name(name)
        self._of_rows = of_rows
        self._found = list(of_rows)

    @classmethod
    def of(cls, name: str, folder: Path | None = None) -> Review:
        """Open a definitions file for review, with what is wrong with its rows noted already.

        Raises SpreadsheetFault where it has no rows to review: it is no CSV table, or lacks a column.
        """
        return cls(name, *inspect_definitions(name, folder))

    def fault(self, line: Line, column: str, rule: str, action: str) -> None:
        """Note that the cell breaks a rule, unless it is reported already as one that another row has, too."""
        if (line.row, column) not in [(fault.row, fault.column) for fault in self._of_rows]:
            self._found.append(line.fault(column, rule, action))

    def whole(self, column: str, value: str, rule: str, action: str) -> None:
        """Note that a column as a whole breaks a rule, unless rows are at fault: what it lacks may stand in them."""
        if not self._of_rows:
            self._found.append(FaultRecord(self._file, 0, column, value, rule, action))

    def filled(self, line: Line, *columns: str) -> None:
        """Note which of these cells are empty."""
        for column in columns:
            if not line[column]:
                self.fault(line, column, "never empty", "fill it in, or remove the row")

    def identifier(self, line: Line) -> None:
        """Note an id that cannot be part of a result's key."""
        if not _IDENTIFIER.fullmatch(line["id"]):
            self.fault(line, "id", "small letters a to z, digits and _ only", "rename it, such as tis20 or mmt_15")

    def choice(self, line: Line, column: str, among: Collection[str]) -> bool:
        """Return whether the cell is one of these; note it if not."""
        if line[column] in among:
            return True
        near = closest(line[column], among)
        rule = "empty in this row" if list(among) == [""] else f"one of {', '.join(among)}"
        self.fault(line, column, rule, f"write {near}, if that is meant" if near else "write it exactly so")
        return False

    def number(self, line: Line, column: str, low: float | None = None, high: float | None = None) -> float:
        """Return the number in a cell; note it and return NaN where it is none, or none from low to high."""
        within = "" if low is None else f" of at least {low:g}" if high is None else f" from {low:g} to {high:g}"
        value = line.number(column)
        if (low is None or value >= low) and (high is None or value <= high) and value == value:
            return value
        self.fault(line, column, f"a number{within}", "write digits only, such as 15 or 2.5, without a unit")
        return float("nan")

    def finish(self) -> None:
        """Raise a SpreadsheetFault if anything was noted."""
        stop_at(self._found)


def threshold(line: Line, column: str, name: str) -> float:
    """Return a number from a line of definitions file `name`; a SpreadsheetFault says where it is not one.

    >>> threshold(Line({"id": "adult", "value": "18"}, 2, "eligibility.csv"), "value", "eligibility")
    18.0
    """
    review = Review(name, [line])
    number = review.number(line, column)
    review.finish()
    return number
