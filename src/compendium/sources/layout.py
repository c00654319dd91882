"""From a sheet as people fill it in to a table: its header, its rows with their numbers, and what else stands there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from compendium.sources.body import find_body, in_words
from compendium.sources.cells import Cells
from compendium.sources.grid import Area, Grid, letter
from compendium.sources.handed import Note
from compendium.sources.header import Header, find_header, looks_like_a_row
from compendium.sources.identifiers import masked
from press.ground.fault import FaultRecord

_SHOWN = 60  # characters of a row that a note shows


def lay_out(grid: Grid) -> tuple[Cells | None, list[Note], list[FaultRecord]]:
    """Return the table of a grid, notes on what in it is no cell of the table, and why it is no table.

    The table is None where the grid is empty, which is a note, or has no header, which is a fault.

    >>> grid = Grid("V", "v.xlsx", "V", [["Registro", ""], ["ID", "CK"], ["P1", "1240"], ["Media", "1240"]])
    >>> cells, notes, faults = lay_out(grid)
    >>> cells.header, cells.rows, cells.numbers, [note[1] for note in notes], faults
    (('ID', 'CK'), [['P1', '1240']], [3], [1, 4], [])
    """
    if not any(cell.strip() for row in grid.rows for cell in row):
        return None, [(grid.place, 0, "", "", "empty: nothing is read from it")], []
    header = find_header(grid)
    if header is None or looks_like_a_row(grid, header):
        return None, [], [_no_header(grid, header)]
    filled, notes = _filled_down(grid, header.bottom)
    below = _at(header.columns, filled[header.bottom + 1 :])
    body = find_body(below, [grid.rows[header.bottom][at].strip() for at in header.columns])
    named = [at for at, name in enumerate(header.names) if name or any(below[row][at].strip() for row in body.kept)]
    names, of_names = _addressable(grid, header, named)
    start = header.bottom + 2  # how a spreadsheet numbers the first row below
    cells = Cells(
        grid.name,
        grid.file,
        grid.sheet,
        tuple(names),
        _at(named, [below[row] for row in body.kept]),
        [start + row for row in body.kept],
        positions=tuple(header.columns[at] for at in named),
    )
    notes += [*_above(grid, header), *of_names]
    notes += [(grid.place, start + row, "", _shown(below[row]), why) for row, why in body.left_out]
    if body.blank:
        blank = in_words([start + row for row in body.blank])
        notes.append((grid.place, 0, "", "", f"blank rows between those of the table: {blank}"))
    if not cells.rows:
        why = "a table without a row: was there none to record, or were its rows not sent?"
        notes.append((grid.place, 0, "", "", why))
    return cells, notes, []


def _at(columns: Sequence[int], rows: list[list[str]]) -> list[list[str]]:
    """Return the rows at some columns, which mostly are all there are."""
    if not rows or len(columns) == len(rows[0]):
        return rows
    return [[row[at] for at in columns] for row in rows]


def addressed(names: Iterable[str]) -> list[str]:
    """Return names of which no two are the same: the second of a name is that name and [2], and so on.

    >>> addressed(["ID", "CK (U/L)", "CK (U/L)"])
    ['ID', 'CK (U/L)', 'CK (U/L) [2]']
    """
    written = list(names)
    given: list[str] = []
    for name in written:
        number, tried = 1, name
        while tried in given or (number > 1 and tried in written):
            number += 1
            tried = f"{name} [{number}]"
        given.append(tried)
    return given


def _no_header(grid: Grid, header: Header | None) -> FaultRecord:
    row = header.top if header else next(at for at, cells in enumerate(grid.rows) if any(map(str.strip, cells)))
    rule = "a row that names the columns stands above the rows; " + (
        "this one looks like a row itself" if header else "there is none"
    )
    action = "put that row back, a name in words above each column"
    return FaultRecord(grid.place, row + 1, "", _shown(grid.rows[row]), rule, action)


def _filled_down(grid: Grid, header: int) -> tuple[list[list[str]], list[Note]]:
    """Return the rows with merged areas below the header filled down, and notes on them.

    The text of an area stands in its first cell. It holds for each row that the area covers; for which other columns
    it was meant is not known.
    """
    areas = [area for area in grid.merged if area.top > header and area.top < len(grid.rows)]
    if not areas:
        return grid.rows, []
    rows = [list(row) for row in grid.rows]
    for area in areas:
        for at in range(area.top + 1, min(area.bottom + 1, len(rows))):
            rows[at][area.left] = rows[area.top][area.left]
    notes = list(_merged(grid, areas, tall=True)) + list(_merged(grid, areas, tall=False))
    return rows, notes


def _merged(grid: Grid, areas: Sequence[Area], *, tall: bool) -> Iterator[Note]:
    found = [area for area in areas if (area.bottom > area.top if tall else area.right > area.left)]
    if found:
        places = ", ".join(f"{letter(area.left)}{area.top + 1}" for area in found[:8])
        what = "rows; its text is read in each of them" if tall else "columns; its text is read in the first"
        yield (
            grid.place,
            found[0].top + 1,
            "",
            places,
            f"{len(found)} merged {'area' if len(found) == 1 else 'areas'} over several {what}",
        )


def _addressable(grid: Grid, header: Header, named: Sequence[int]) -> tuple[list[str], list[Note]]:
    """Return a name for each column, no two the same, and notes on those that are not as written."""
    row, notes = header.bottom + 1, []
    written = []
    for at in named:
        name = header.names[at]
        if not name:
            name = f"[column {letter(header.columns[at])}]"
            notes.append((grid.place, row, name, "", "a column without a name, which holds something"))
        written.append(name)
    names = addressed(written)
    for at, (name, old) in enumerate(zip(names, written, strict=True)):
        if name != old:
            where = letter(header.columns[named[at]])
            notes.append((grid.place, row, name, "", f"column {where} has a name that stands further left already"))
    if header.bottom > header.top:
        first = next((name for name in names if " / " in name), "")
        why = f"rows {header.top + 1} to {header.bottom + 1} name the columns together, as here"
        notes.append((grid.place, header.top + 1, first, "", why))
    return names, notes


def _above(grid: Grid, header: Header) -> Iterator[Note]:
    for at, row in enumerate(grid.rows[: header.top]):
        if any(cell.strip() for cell in row):
            yield grid.place, at + 1, "", _shown(row), "stands above the table; not read"


def _shown(row: Sequence[str]) -> str:
    return ", ".join(masked(cell.strip()) for cell in row if cell.strip())[:_SHOWN]
