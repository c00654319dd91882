"""A file as it was sent: from bytes to rows of text, or the reason why it is not a table."""

from __future__ import annotations

import csv
import difflib
import io
from pathlib import Path

import pandas as pd

from compendium.registry.codebook import Variable
from press.ground.fault import FaultRecord

_AS_CSV = "save it from the spreadsheet as 'CSV UTF-8 (comma delimited)'"


def read_text_table(
    folder: Path, file: str, variables: tuple[Variable, ...]
) -> tuple[pd.DataFrame, list[int], list[FaultRecord]]:
    """Return the cells of a CSV file as text, the spreadsheet row of each line, and what is wrong with the file itself.

    The frame has those columns of `variables` that the file has. A file that is no table gives an empty frame.
    """
    nothing = pd.DataFrame(columns=[variable.name for variable in variables], dtype="str")
    text, fault = _decode(folder / file)
    if fault:
        return nothing, [], [FaultRecord(file, 0, "", "", *fault)]
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        rule = "a CSV table, with every quotation mark closed"
        return nothing, [], [FaultRecord(file, 0, "", "", rule, _AS_CSV)]
    names = [variable.name for variable in variables]
    rows = _without_empty_columns(rows)
    header = [name.strip() for name in rows[0]]
    faults = _header_faults(file, header, names)
    if _names_hardly_any(header, names) or len(set(header)) < len(header):
        return nothing, [], faults
    cells, places, ragged = _whole_rows(file, header, rows[1:])
    known = [name for name in names if name in header]
    return pd.DataFrame(cells, columns=header, dtype="str")[known], places, faults + ragged


def _without_empty_columns(rows: list[list[str]]) -> list[list[str]]:
    """Leave out the last columns that have neither a name nor a value, as spreadsheets add them."""
    width = kept = len(rows[0])
    while kept and not rows[0][kept - 1].strip() and not any(row[kept - 1].strip() for row in rows if len(row) >= kept):
        kept -= 1
    return [row[:kept] if len(row) == width else row for row in rows]


def _names_hardly_any(header: list[str], expected: list[str]) -> bool:
    return 5 * len(set(header) & set(expected)) < len(expected)


def _whole_rows(
    file: str, header: list[str], rows: list[list[str]]
) -> tuple[list[list[str]], list[int], list[FaultRecord]]:
    """Return the rows that have as many cells as the header, their numbers in the spreadsheet, and the other rows."""
    whole, places, ragged = [], [], []
    for row, cells in enumerate(rows, start=2):
        if not any(cell.strip() for cell in cells):
            continue  # a blank line; it still counts in the spreadsheet's numbering
        if len(cells) == len(header):
            whole.append(cells)
            places.append(row)
        else:
            ragged.append(_ragged(file, row, cells, header))
    return whole, places, ragged


def _decode(path: Path) -> tuple[str, tuple[str, str] | None]:
    """Return the text of a file, or (rule, what to do). A byte order mark, as Excel writes it, is taken away."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        return "", (f"a file that can be opened ({error.strerror})", "send it again, under this name")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", ("written in UTF-8, not in UTF-16", _AS_CSV)
    if b"\x00" in raw or raw.startswith(b"PK\x03\x04"):
        return "", ("a text file; this one is something else, such as a workbook", _AS_CSV)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        return "", (f"written in UTF-8; at line {row} it is not", _AS_CSV)
    if not text.strip():
        return "", (
            "not empty: its first row names the columns",
            "send it again, with its header even if it has no rows",
        )
    return text, None


def _header_faults(file: str, header: list[str], expected: list[str]) -> list[FaultRecord]:
    if len(header) == 1 and header[0].count(";") + header[0].count("\t") >= 1:
        found = "semicolons" if ";" in header[0] else "tabs"
        return [FaultRecord(file, 1, "", "", f"cells separated by commas; here they are by {found}", _AS_CSV)]
    if _names_hardly_any(header, expected):
        rule = "row 1 names the columns; this one does not, or hardly any of them"
        action = f"let the first row be the names: {', '.join(expected[:3])} ... as in data/codebook.csv"
        return [FaultRecord(file, 1, "", ",".join(header)[:60], rule, action)]
    twice = sorted({name for name in header if header.count(name) > 1})
    faults = [FaultRecord(file, 1, name, "", "each column once", "remove or rename one of the two") for name in twice]
    missing = [name for name in expected if name not in header]
    extra = [name for name in header if name not in expected]
    for name in missing:
        near = difflib.get_close_matches(name, extra, n=1) or [other for other in extra if other.startswith(f"{name}_")]
        action = "add it, with empty cells where nothing is known"
        if near:
            action = f"is {near[0]!r} meant to be {name!r}? Then rename it; else add {name!r} and take {near[0]!r} away"
            extra.remove(near[0])  # told already
        faults.append(FaultRecord(file, 1, name, "", "the column is present, as the codebook has it", action))
    for name in extra:
        rule = "only columns of the codebook"
        faults.append(FaultRecord(file, 1, name or "(without a name)", "", rule, "rename it or take it away"))
    return faults


def _ragged(file: str, row: int, cells: list[str], header: list[str]) -> FaultRecord:
    rule = f"{len(header)} cells, as the header has; this row has {len(cells)}"
    action = "put a text that contains a comma between quotation marks, and fill up missing cells with commas"
    return FaultRecord(file, row, "", ",".join(cells)[:60], rule, action)
