"""A table as CSV for a statistician: one line a row, plain texts, beside them the section and the notes in words."""

from __future__ import annotations

import csv
from pathlib import Path

from press.exhibits.table.layout import Line, Table
from press.rows.csv_text import as_csv


def csv_rows(table: Table) -> list[list[str]]:
    """Return the heading and one list a row.

    A CSV has no bold lines, indents or superscripts, so each row carries what they say: `section`, `parent` (the less
    indented row above that it belongs to), the cells without letters, and `notes` (the texts of its notes).
    """
    heads = [_heading(table, place) for place in range(len(table.columns))]
    rows = [["section", "parent", heads[0] or "row", *heads[1:], "notes"]]
    section, above = "", dict[int, str]()
    for line in table.lines:
        if line.kind == "section":
            section, above = line.cells[0].text, {}
            continue
        above = {indent: label for indent, label in above.items() if indent < line.indent}
        parent = above[max(above)] if above else ""
        above[line.indent] = line.cells[0].text
        rows.append([section, parent, *(cell.text for cell in line.cells), _notes(table, line)])
    return rows


def write_csv(table: Table, path: Path) -> Path:
    """Write the table as CSV (UTF-8, lines end in a line feed) and return its path."""
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = ([as_csv(text) for text in row] for row in csv_rows(table))
        csv.writer(file, lineterminator="\n").writerows(rows)
    return path


def _heading(table: Table, place: int) -> str:
    column = table.columns[place]
    return f"{column.spanner}: {column.text}" if column.spanner else column.text


def _notes(table: Table, line: Line) -> str:
    marks = dict.fromkeys(mark for cell in line.cells for mark in cell.marks)
    return " ".join(table.notes[mark] for mark in marks)
