"""Every small CSV file is read here: its rows under the names of its columns, or all that is wrong with it at once."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from press.ground.fault import FaultRecord, SpreadsheetFault, stop_at
from press.ground.merge_conflict import UNMERGED, merge_mark
from press.ground.nearest import closest
from press.ground.paths import named
from press.ground.plain_file import read_plain

AS_CSV = "save it from the spreadsheet as 'CSV UTF-8 (comma delimited)'"
_SHOWN = 60  # characters of a whole row that a message shows
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_BLANKS = re.compile(r"[ \t\r\n]+")  # not the no-break space, which is meant where it stands within a text


class Line(dict[str, str]):
    """One row below the header, from column to text; `row` as a spreadsheet counts, `file` as messages name it."""

    def __init__(self, cells: Mapping[str, str], row: int, file: str) -> None:
        super().__init__(cells)
        self.row = row
        self.file = file

    def fault(self, column: str, rule: str, action: str) -> FaultRecord:
        """Return the record of a rule that the cell in `column` breaks; of the row as a whole where that is "".

        >>> print(Line({"id": "A"}, 3, "data/x.csv").fault("id", "small letters", "rename it"))
        data/x.csv, row 3, column id: "A" - the rule: small letters. What to do: rename it.
        """
        value = (self.get(column) or "(empty)") if column else ""
        return FaultRecord(self.file, self.row, column, value, rule, action)

    def number(self, column: str) -> float:
        """Return the number in a cell, NaN where it is none: float() would also take inf, 1_5 and 1e3.

        >>> Line({"value": "-2.5", "to": "2,5"}, 2, "x.csv").number("value")
        -2.5
        """
        return float(self[column]) if _NUMBER.fullmatch(self[column]) else math.nan


def read_spreadsheet(
    path: Path, columns: Sequence[str] = (), unique: Sequence[str] = (), *, file: str = "", made: bool = False
) -> list[Line]:
    """Return the rows below the header as `inspect_spreadsheet` does. Raises SpreadsheetFault with all its faults.

    >>> from press.ground.paths import project_root
    >>> read_spreadsheet(project_root() / "data" / "definitions" / "responses.csv", ["id"], ["id"])[1]["id"]
    'mmt15'
    """
    lines, faults = inspect_spreadsheet(path, columns, unique, file=file, made=made)
    stop_at(faults)
    return lines


def inspect_spreadsheet(
    path: Path, columns: Sequence[str] = (), unique: Sequence[str] = (), *, file: str = "", made: bool = False
) -> tuple[list[Line], list[FaultRecord]]:
    """Return the rows below the header, in order, and what is wrong with them, for a reader who has more to check.

    Blank rows are left out; texts have no blanks around them, and single ones within. `columns` must be there, and
    others may; in each of `unique` no two rows may agree. Messages call the file `file`, by default as `named` does.
    `made` says that a program wrote it: it may have no rows, and its texts stay as they are. The faults are: a row
    with cells beyond the header, and what must not agree. Raises SpreadsheetFault where there are no rows to speak of:
    for what `read_rows` says, for a column that is missing or there twice, and where only the header is there.
    """
    file = file or named(path)
    head, *rows = read_rows(path, file)
    header = [cell.strip() for cell in head]
    while header and not header[-1]:  # as spreadsheets add them
        header.pop()
    stop_at(_header_faults(file, header, columns))
    lines: list[Line] = []
    faults: list[FaultRecord] = []
    for row, sent in enumerate(rows, start=2):
        cells = sent if made else [_BLANKS.sub(" ", cell).strip() for cell in sent]
        if not any(map(str.strip, cells)):
            continue
        if len(cells) > len(head) or any(map(str.strip, cells[len(header) :])):  # programs write all rows equally wide
            faults.append(_too_many(file, row, sent, len(header)))
        else:
            filled = cells + [""] * (len(header) - len(cells))
            lines.append(Line({name: cell for name, cell in zip(header, filled, strict=False) if name}, row, file))
    if not lines and not faults and not made:
        stop_at([FaultRecord(file, 0, "", "", "at least one row under the header", "fill it in, or restore it")])
    return lines, [*faults, *(fault for column in unique for fault in repeated(lines, column))]


def repeated(lines: Iterable[Line], *columns: str) -> Iterator[FaultRecord]:
    """Yield a fault, reported of the last of the columns, for every line whose cells in them stand further up already.

    >>> lines = [Line({"id": "a", "of": "x"}, 2, "y.csv"), Line({"id": "a", "of": "z"}, 3, "y.csv")]
    >>> [record.rule for record in repeated(lines, "id")], list(repeated(lines, "of", "id"))
    (['no two rows the same; row 2 has it too'], [])
    """
    first: dict[tuple[str, ...], int] = {}
    for line in lines:
        row = first.setdefault(tuple(line[column] for column in columns), line.row)
        if row != line.row:
            yield line.fault(columns[-1], f"no two rows the same; row {row} has it too", "rename or remove one of them")


def read_rows(path: Path, file: str) -> list[list[str]]:
    """Return the cells of a CSV file row by row, the header first, as they stand; messages call it `file`.

    A byte order mark, as spreadsheets write it, is taken away. Raises SpreadsheetFault where the file cannot be opened
    or is no plain file, is no text in UTF-8 or empty, holds a merge that was not finished, has a quotation mark that is
    not closed, or semicolons or tabs instead of commas.
    """
    text = _decoded(read_plain(path, file), file)
    if mark := merge_mark(text):
        row, found = mark
        raise SpreadsheetFault([FaultRecord(file, row, "", found, "one version of each row", UNMERGED)])
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for cells in reader:
            rows.append(cells)  # one by one, so that their number tells where the reader stopped
    except csv.Error:
        rule = "a CSV table, with every quotation mark closed"
        action = f"close it, and write one that belongs to the text twice; or {AS_CSV}"
        raise SpreadsheetFault([FaultRecord(file, len(rows) + 1, "", "", rule, action)]) from None
    filled = [cell for cell in rows[0] if cell.strip()]
    if len(filled) == 1 and (";" in filled[0] or "\t" in filled[0]):  # as where the comma is for decimals
        rule = f"cells separated by commas; here they are by {'semicolons' if ';' in filled[0] else 'tabs'}"
        raise SpreadsheetFault([FaultRecord(file, 1, "", "", rule, AS_CSV)])
    return rows


def _decoded(raw: bytes, file: str) -> str:
    """Return the text of a file, or raise the reason why it is none."""
    rule, action, text = "", AS_CSV, ""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        rule = "written in UTF-8, not in UTF-16"
    elif b"\x00" in raw or raw.startswith(b"PK\x03\x04"):
        rule = "a text file; this one is something else, such as a workbook"
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = raw[: error.start].count(b"\n")
            rule = f"written in UTF-8; at line {before + 1} it is not"
        else:
            if not text.strip():
                rule, action = "not empty: its first row names the columns", "restore it, with that row"
    if rule:
        raise SpreadsheetFault([FaultRecord(file, 0, "", "", rule, action)])
    return text


def _header_faults(file: str, header: Sequence[str], columns: Sequence[str]) -> Iterator[FaultRecord]:
    """Yield what is wrong with the names of the columns: all of them, or one after another."""
    if not (set(columns) & set(header) if columns else header):
        rule = f"the first row names the columns {', '.join(columns)}".rstrip()
        action = "put that row back, without a row above it"
        yield FaultRecord(file, 1, "", ",".join(header)[:_SHOWN], rule, action)
        return
    for name in dict.fromkeys(header):
        if name and header.count(name) > 1:
            yield FaultRecord(file, 1, name, "", "each column once", "remove or rename one of the two")
    for column in columns:
        if column not in header:
            near = closest(column, [name for name in header if name not in columns])
            action = f"rename {near}, if that is it" if near else f"add it; the columns are {', '.join(columns)}"
            yield FaultRecord(file, 1, column, "", "the first row names this column", action)


def _too_many(file: str, row: int, cells: Sequence[str], most: int) -> FaultRecord:
    action = "put a text that contains a comma between quotation marks; write 2.5, not 2,5"
    return FaultRecord(file, row, "", ",".join(cells)[:_SHOWN], f"no more than {most} cells", action)
