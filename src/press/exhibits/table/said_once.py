"""A note that every cell of a column bears stands once, at the heading: letters beside all numbers tell nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from press.exhibits.table.layout import Cell, Column, Line

_FEWEST = 2  # a column of one number keeps the note beside it


def said_once(columns: Sequence[Column], lines: Sequence[Line]) -> tuple[list[Column], list[Line]]:
    """Return columns and lines in which each mark that all cells of a column bear is at its heading alone.

    Labels, in the first column, keep theirs, and cells without words do not count. Every number keeps its notes: its
    own marks and those of its heading.

    >>> lines = [Line((Cell("MMT8"), Cell("0.01", ("t", "odd")))), Line((Cell("CK"), Cell("0.02", ("t",))))]
    >>> (_, p), lines = said_once([Column("Outcome"), Column("p")], lines)
    >>> p.marks, [line.cells[1].marks for line in lines]
    (('t',), [('odd',), ()])
    """
    everywhere = [_of_all(lines, place) for place in range(len(columns))]
    heads = [
        replace(column, marks=tuple(dict.fromkeys((*column.marks, *marks))))
        for column, marks in zip(columns, everywhere, strict=True)
    ]
    return heads, [_without(line, everywhere) for line in lines]


def _of_all(lines: Sequence[Line], place: int) -> tuple[str, ...]:
    """The marks that every cell with words of one column bears, in the order of the first."""
    cells = [line.cells[place] for line in lines if line.kind == "row" and line.cells[place].text]
    if place == 0 or len(cells) < _FEWEST:
        return ()
    return tuple(mark for mark in cells[0].marks if all(mark in cell.marks for cell in cells))


def _without(line: Line, everywhere: Sequence[tuple[str, ...]]) -> Line:
    if line.kind != "row":
        return line
    cells = (_less(cell, marks) for cell, marks in zip(line.cells, everywhere, strict=True))
    return replace(line, cells=tuple(cells))


def _less(cell: Cell, marks: tuple[str, ...]) -> Cell:
    return replace(cell, marks=tuple(mark for mark in cell.marks if mark not in marks)) if marks else cell
