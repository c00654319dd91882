"""A spreadsheet of definitions as a table of the supplement: chosen columns, readable headings, numbers as stored."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Table
from press.ground.spreadsheet import read_spreadsheet
from press.rows.sentence import capital

_NAMES_A_VARIABLE = ("measure", "variable")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?|")


def csv_table(
    path: Path, columns: Sequence[str], name: str, title: str, label: Callable[[str], str] | None = None
) -> Table:
    """Return the named columns of a CSV file as a table, one line a row.

    A cell that asks for its row's own threshold ("{threshold}") has it filled in; a list ("a|b") is written with
    semicolons; a variable is called as `label` calls it. Raises SpreadsheetFault with all that is wrong with the file,
    such as a column that it lacks.
    """
    rows = read_spreadsheet(path, columns)
    table = TableBuilder(name, title)
    for column in columns:
        numbers = all(_NUMBER.fullmatch(row[column]) for row in rows)
        table.column(heading(column), align="right" if numbers and column != columns[0] else "left")
    for row in rows:
        table.line(*(_cell(row, column, label or heading) for column in columns))
    return table.build()


def heading(column: str) -> str:
    """Return the name of a column as a reader wants it.

    >>> heading("up_to_percent"), heading("range_unit"), heading("id")
    ('Up to (%)', 'Range unit', 'Id')
    """
    words = column.replace("_", " ").strip()
    words = re.sub(r" percent$", " (%)", words)
    return capital(words)


def _cell(row: Mapping[str, str], column: str, label: Callable[[str], str]) -> str:
    text = row[column]
    if column in _NAMES_A_VARIABLE:
        return _called(text, label)
    text = text.replace("{threshold}", row.get("threshold", ""))
    return text.replace("|", "; ")


def _called(name: str, label: Callable[[str], str]) -> str:
    try:
        return label(name)
    except KeyError:  # not every measure of a definition is a variable of the study
        return heading(name)
