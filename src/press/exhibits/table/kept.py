"""A table kept as data in paper/tables: what the manuscript and the site lay out again, with the rows of every cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

from press.exhibits.exhibit_json import Content, read_content, taken, texts, write_content
from press.exhibits.table.layout import Align, Cell, Column, Kind, Line, Table


def write_json(table: Table, path: Path) -> Path:
    """Write the table as JSON and return its path; `read_table` gives the same table again."""
    return write_content(table, path)


def read_table(path: Path) -> Table:
    """Return the table that `write_json` wrote.

    Raises Fault, naming the file, where it is missing, damaged or holds a table that does not hold together.
    """
    return read_content(path, _table)


def _table(given: Content) -> Table:
    return Table(
        taken(given, "name", str),
        taken(given, "title", str),
        tuple(_column(each) for each in taken(given, "columns", list)),
        tuple(_line(each) for each in taken(given, "lines", list)),
        {key: taken(given["notes"], key, str) for key in taken(given, "notes", dict, {})},
        texts(given, "source"),
        taken(given, "landscape", bool, False),
        {text: texts(given["note_rows"], text) for text in taken(given, "note_rows", dict, {})},
    )


def _column(given: Content) -> Column:
    align: Align = _one_of(given, "align", Align, "right")
    spanner = taken(given, "spanner", str, "")
    return Column(taken(given, "text", str), align, spanner, texts(given, "marks"), texts(given, "rows"))


def _line(given: Content) -> Line:
    cells = tuple(
        Cell(taken(each, "text", str), texts(each, "marks"), texts(each, "rows"))
        for each in taken(given, "cells", list)
    )
    return Line(cells, taken(given, "indent", int, 0), _one_of(given, "kind", Kind, "row"))


def _one_of(given: Content, name: str, words: Any, default: str) -> Any:
    """Return a field that must be one of the words of a Literal type."""
    value = taken(given, name, str, default)
    if value not in get_args(words):
        raise ValueError(f"{name!r} is {value!r}, not one of {', '.join(get_args(words))}")
    return value
