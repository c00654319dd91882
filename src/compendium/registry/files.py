"""A file of the registry as it was sent: its cells as text under the codebook's names, or why it is no such table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from compendium.registry.codebook import Variable
from compendium.sources.body import what_else
from compendium.sources.telling_column import TAKE_OUT, in_words, telling
from press.ground.fault import FaultRecord, SpreadsheetFault
from press.ground.nearest import closest
from press.ground.spreadsheet import read_rows


def read_text_table(
    folder: Path, file: str, variables: tuple[Variable, ...]
) -> tuple[pd.DataFrame, list[int], list[FaultRecord]]:
    """Return the cells of a CSV file as text, the spreadsheet row of each line, and what is wrong with the file itself.

    The frame has those columns of `variables` that the file has. A file that is no table gives an empty frame.
    """
    names = [variable.name for variable in variables]
    nothing = pd.DataFrame(columns=names, dtype=object)
    try:
        rows = _without_empty_columns(read_rows(folder / file, file))
    except SpreadsheetFault as fault:
        return nothing, [], list(fault.records)
    header = [name.strip() for name in rows[0]]
    faults = _header_faults(file, header, names, rows[1:])
    if _names_hardly_any(header, names) or len(set(header)) < len(header):
        return nothing, [], faults
    cells, places, ragged = _whole_rows(file, header, rows[1:])
    known = [name for name in names if name in header]
    return pd.DataFrame(cells, columns=header, dtype=object)[known], places, faults + ragged


def _without_empty_columns(rows: list[list[str]]) -> list[list[str]]:
    """Leave out the last columns that have neither a name nor a value, as spreadsheets add them."""
    width = kept = len(rows[0])
    while kept and not rows[0][kept - 1].strip() and not any(row[kept - 1].strip() for row in rows if len(row) >= kept):
        kept -= 1
    return rows if kept == width else [row[:kept] if len(row) == width else row for row in rows]


def _names_hardly_any(header: list[str], expected: list[str]) -> bool:
    return 5 * len(set(header) & set(expected)) < len(expected)


def _whole_rows(
    file: str, header: list[str], rows: list[list[str]]
) -> tuple[list[list[str]], list[int], list[FaultRecord]]:
    """Return the rows that have as many cells as the header, their numbers in the spreadsheet, and the other rows.

    A row that names the columns again or counts the others is told as that.
    """
    whole, places, ragged = [], [], []
    ids = [cells[0] for cells in rows if cells]
    for row, cells in enumerate(rows, start=2):
        if not any(map(str.strip, cells)):
            continue  # a blank line; it still counts in the spreadsheet's numbering
        if odd := what_else(cells, header, ids):
            rule = f"rows of the table alone; this one {odd}"
            ragged.append(FaultRecord(file, row, "", ",".join(filter(None, cells))[:60], rule, "take the row out"))
        elif len(cells) == len(header):
            whole.append(cells)
            places.append(row)
        else:
            ragged.append(_ragged(file, row, cells, header))
    return whole, places, ragged


def _header_faults(file: str, header: list[str], expected: list[str], rows: list[list[str]]) -> list[FaultRecord]:
    if _names_hardly_any(header, expected):
        rule = "row 1 names the columns; this one does not, or hardly any of them"
        action = f"let the first row be the names: {', '.join(expected[:3])} ... as in data/codebook.csv"
        return [FaultRecord(file, 1, "", ",".join(header)[:60], rule, action)]
    twice = sorted({name for name in header if header.count(name) > 1})
    faults = [FaultRecord(file, 1, name, "", "each column once", "remove or rename one of the two") for name in twice]
    missing = [name for name in expected if name not in header]
    extra = [name for name in header if name not in expected]
    for name in list(extra):
        place = header.index(name)
        if found := telling([row[place] for row in rows if place < len(row)], name):
            rule = f"only columns of the codebook, and nothing that tells who a patient is; {in_words(found)}"
            faults.append(FaultRecord(file, 1, name or "(without a name)", "", rule, TAKE_OUT))
            extra.remove(name)
    for name in missing:
        near = closest(name, extra) or next((other for other in extra if other.startswith(f"{name}_")), "")
        action = "add it, with empty cells where nothing is known"
        if near:
            action = f"is {near!r} meant to be {name!r}? Then rename it; else add {name!r} and take {near!r} away"
            extra.remove(near)  # reported already
        faults.append(FaultRecord(file, 1, name, "", "the column is present, as the codebook has it", action))
    for name in extra:
        rule = "only columns of the codebook"
        faults.append(FaultRecord(file, 1, name or "(without a name)", "", rule, "rename it or take it away"))
    return faults


def _ragged(file: str, row: int, cells: list[str], header: list[str]) -> FaultRecord:
    rule = f"{len(header)} cells, as the header has; this row has {len(cells)}"
    action = "put a text that contains a comma between quotation marks, and fill up missing cells with commas"
    return FaultRecord(file, row, "", ",".join(cells)[:60], rule, action)
