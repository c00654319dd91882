"""What is to be put right, shown where it stands: a copy of a workbook with its faulty cells coloured and explained."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from compendium.sources.cells import Cells
from compendium.sources.container import kind_of, workbook_flaw
from compendium.sources.handed import SourceFault
from compendium.sources.kept_safe import AUTHOR
from compendium.sources.opening import open_source
from compendium.sources.what_to_do import add_what_to_do
from compendium.sources.written import write_text, written
from press.ground.fault import FaultRecord
from press.ground.plain_file import read_plain

_FAULTY = PatternFill("solid", fgColor="FFFFC7CE")  # the pale red of a spreadsheet's own "bad"
_WIDE, _LINE, _PER_LINE = 360, 18, 52  # of a comment's box, in points; characters that one line holds
_ROW = "row"  # the first column of a table that was no sheet: where its rows stood


def annotate_workbook(workbook: Path | str, records: Sequence[FaultRecord], target: Path) -> None:
    """Write to `target` (.xlsx) a copy in which each faulty cell is coloured and says its rule and what to do.

    A first sheet, "What to do", lists every fault, those of one rule together. Of an .xlsx or .xlsm the copy keeps
    sheets and formulas (macros are left out); from any other source the tables are written as text, each on a sheet,
    with the number that each row had. A text never becomes a formula. The same faults give the same bytes.
    """
    book, sheets = _copy(workbook)
    for record in records:
        if record.row and record.file in sheets:
            sheets[record.file].mark(record)
    add_what_to_do(book, records)
    book.properties.lastModifiedBy = AUTHOR  # a later check may write over it, unless somebody saved it meanwhile
    target.write_bytes(written(book))


class _Sheet:
    """A sheet of the copy, and where on it a row and a column of the source stand."""

    def __init__(self, sheet: Any, rows: dict[int, int], columns: dict[str, int]) -> None:
        self.sheet, self.rows, self.columns = sheet, rows, columns

    def mark(self, record: FaultRecord) -> None:
        """Colour the cell of a fault and add a comment; that in the first column where it is of the row as a whole."""
        row = self.rows.get(record.row, record.row if not self.rows else 0)
        column = self.columns.get(record.column, min(self.columns.values(), default=1))
        if row:
            cell = _first_of_merged(self.sheet, row, column)
            cell.fill = _FAULTY
            said = f"{cell.comment.text}\n\n" if cell.comment else ""
            cell.comment = _comment(f"{said}The rule: {record.rule}.\nWhat to do: {record.action}.")


def _copy(workbook: Path | str) -> tuple[Any, dict[str, _Sheet]]:
    """Return a copy of a source as a workbook, and its sheets by the place that faults name."""
    try:
        tables = list(open_source(workbook).tables.values())
    except SourceFault:
        tables = []  # what cannot be read has no cell to be coloured; its faults are listed
    book = _own_copy(Path(workbook)) if not isinstance(workbook, str) or Path(workbook).is_file() else None
    if book is None:
        book = Workbook()
        book.remove(book.active)
        return book, {each.place: _as_text(book, each) for each in tables}
    return book, {each.place: _of(book, each) for each in tables if each.sheet in book.sheetnames}


def _own_copy(path: Path) -> Any:
    """Return the workbook of an .xlsx as openpyxl knows it; None for any other source."""
    if not path.is_file() or not (content := read_plain(path, path.name)).startswith(b"PK"):
        return None
    if workbook_flaw(content) or kind_of(content) != "xlsx":
        return None
    try:
        return load_workbook(io.BytesIO(content))
    except Exception:  # a workbook that calamine reads and openpyxl does not: its tables are written as text
        return None


def _of(book: Any, cells: Cells) -> _Sheet:
    places = {name: at + 1 for name, at in zip(cells.header, cells.positions, strict=True)}
    return _Sheet(book[cells.sheet], {}, places)


def _as_text(book: Any, cells: Cells) -> _Sheet:
    """Write a table to a sheet of its own, every cell as text."""
    sheet = book.create_sheet(_title(cells.name, book.sheetnames))
    for column, name in enumerate((_ROW, *cells.header), start=1):
        write_text(sheet.cell(1, column), name)
    for at, (number, row) in enumerate(zip(cells.numbers, cells.rows, strict=True), start=2):
        for column, text in enumerate((str(number), *row), start=1):
            if text:
                write_text(sheet.cell(at, column), text)
    sheet.freeze_panes = "B2"
    rows = {number: at for at, number in enumerate(cells.numbers, start=2)}
    return _Sheet(sheet, rows, {name: at for at, name in enumerate(cells.header, start=2)})


def _title(name: str, taken: Iterable[str]) -> str:
    """Return a name as Excel takes it for a sheet: at most 31 characters, no sign of a path, none twice.

    >>> _title("ours / visits", ["x"]), _title("visits", ["Visits"])
    ('ours - visits', 'visits (2)')
    """
    plain = (
        "".join("-" if sign in "[]:*?/\\" or not sign.isprintable() else sign for sign in name).strip("' ") or "table"
    )
    used, number, title = {each.casefold() for each in taken}, 1, plain[:31]
    while title.casefold() in used:
        number += 1
        end = f" ({number})"
        title = plain[: 31 - len(end)] + end
    return title


def _first_of_merged(sheet: Any, row: int, column: int) -> Any:
    """Return a cell, or the first of the merged area that it lies in: the others show nothing."""
    for area in sheet.merged_cells.ranges:
        if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
            return sheet.cell(area.min_row, area.min_col)
    return sheet.cell(row, column)


def _comment(text: str) -> Comment:
    plain = "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)[:32000]
    lines = sum(1 + len(line) // _PER_LINE for line in plain.split("\n"))
    return Comment(plain, AUTHOR, width=_WIDE, height=_LINE * (lines + 1))
