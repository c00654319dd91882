"""Sections of a table of which nothing is shown, folded into one line that says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from press.exhibits.table.layout import Cell, Line
from press.rows.row import FOLLOWS

NOTHING_SHOWN = "Not shown"


def folded(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines with one in the place of all those of a section that hold nothing but "*".

    It keeps the ids of the rows of the lines that it stands for, column by column; their notes go. A section with a
    figure, a dash or a small count ("<5") stays as it is, and so do lines under no section.

    >>> section = Line((Cell("In one model"),), kind="section")
    >>> lines = [section, Line((Cell("Skin"), Cell("*", rows=("a",)))), Line((Cell("Myalgia"), Cell("*", rows=("b",))))]
    >>> [[cell.text for cell in line.cells] for line in folded(lines)]
    [['In one model'], ['Not shown', '*']]
    """
    starts = [place for place, line in enumerate(lines) if line.kind == "section"]
    head = tuple(lines[: starts[0] if starts else len(lines)])
    ends = pairwise([*starts, len(lines)])
    return head + tuple(line for start, end in ends for line in _section(lines[start], lines[start + 1 : end]))


def _section(heading: Line, lines: Sequence[Line]) -> Iterator[Line]:
    yield heading
    columns = list(zip(*(line.cells[1:] for line in lines), strict=True))
    if len(lines) > 1 and {cell.text for column in columns for cell in column} - {""} == {FOLLOWS}:
        yield Line((Cell(NOTHING_SHOWN), *map(_one, columns)), indent=lines[0].indent)
    else:
        yield from lines


def _one(column: Sequence[Cell]) -> Cell:
    text = FOLLOWS if any(cell.text for cell in column) else ""
    return Cell(text, rows=tuple(dict.fromkeys(row for cell in column for row in cell.rows)))
