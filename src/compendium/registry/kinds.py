"""How a value of each kind is written in a file (yes/no, 2014-05-31, 12.5, empty = missing) and held in a table."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from compendium.registry.codebook import CENTRE, Variable
from compendium.registry.spellings import Spelt, spelt

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,2})?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_THOUSANDS_OR_DECIMALS = re.compile(r"[1-9]\d{0,2},\d{3}")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)")
_ISO_DATE = re.compile(r"(19|20)\d\d-\d\d-\d\d")
_YEAR_FIRST = re.compile(r"\d{4}-\d\d-\d\d")
_EMPTY = "leave the cell empty where nothing is known"


def parse(text: pd.Series, variable: Variable) -> tuple[pd.Series, dict[int, tuple[str, str]]]:
    """Read a column of text. Returns the values and, by position, (rule, what to do) of every cell that cannot be read.

    A cell that cannot be read is missing in the values. Levels are not compared with the codebook here.

    >>> from compendium.registry.codebook import load_codebook
    >>> values, unread = parse(pd.Series(["7", "", "7,5"]), load_codebook().variable("age"))
    >>> values.tolist(), unread
    ([7.0, nan, nan], {2: ('a number with a decimal point', 'write 7.5')})
    """
    values, unread = read_spelt(spelt(text), variable)
    return values.set_axis(text.index), unread


def read_spelt(column: Spelt, variable: Variable) -> tuple[pd.Series, dict[int, tuple[str, str]]]:
    """Read a column as `parse` does, each way of writing once; the index of the values counts the lines from 0."""
    cells = column.spellings
    reasons = {at: reason for at, cell in enumerate(cells) if cell and (reason := _unreadable(cell, variable.kind))}
    held = _hold([None if not cell or at in reasons else cell for at, cell in enumerate(cells)], variable.kind)
    return held.take(column.codes).reset_index(drop=True), dict(column.lines_with(reasons))


def _unreadable(cell: str, kind: str) -> tuple[str, str] | None:
    """Return why a cell cannot be read, or None."""
    if kind in ("integer", "number"):
        return _not_a_number(cell, kind)
    if kind == "date" and not _is_date(cell):
        if _YEAR_FIRST.fullmatch(cell):
            return _no_such_day(cell)
        return "a date written year-month-day (2014-05-31), from 1900 on", _how_to_write(cell)
    if kind == "yes_no" and cell not in ("yes", "no"):
        return "yes or no", f"write yes or no; {_EMPTY}"
    if kind == "id" and not re.fullmatch(r"[\w.-]+", cell):
        return "a pseudonym of letters, digits, '-', '_' or '.'", "write it without spaces or other signs"
    return None


def _not_a_number(cell: str, kind: str) -> tuple[str, str] | None:
    if _THOUSANDS_OR_DECIMALS.fullmatch(cell):
        decimal = float(cell.replace(",", "."))
        return "a number with a decimal point", f"write {cell.replace(',', '')} or {decimal:g}, whichever is meant"
    if _DECIMAL_COMMA.fullmatch(cell):
        return "a number with a decimal point", f"write {cell.replace(',', '.')}"
    if not _NUMBER.fullmatch(cell):
        return "a number, nothing else in the cell", f"write the number alone, without unit or sign such as <; {_EMPTY}"
    if kind == "integer" and not float(cell).is_integer():
        return "a whole number", "round it as your centre does, or check whether it stands in the right column"
    return None


def _is_date(cell: str) -> bool:
    if not _ISO_DATE.fullmatch(cell):
        return False
    try:
        np.datetime64(cell, "D")
    except ValueError:
        return False
    return True


def _no_such_day(cell: str) -> tuple[str, str]:
    """Return what is wrong with a date that is written as it must be."""
    if _ISO_DATE.fullmatch(cell):
        return (
            "a date that there is, year-month-day; its month has no such day, or it is no month",
            f"look it up again; {_EMPTY}",
        )
    return (
        "a date from 1900 to 2099, year-month-day",
        f"correct the year; {_EMPTY}, and write no year that stands for that",
    )


def _how_to_write(cell: str) -> str:
    """Return the date as it must be written where day and month cannot be confused, else only how dates are written."""
    match = _DAY_FIRST.fullmatch(cell)
    if match:
        first, second, year = int(match[1]), int(match[2]), match[3]
        day, month = (first, second) if first > 12 else (second, first)
        date = f"{year}-{month:02d}-{day:02d}"
        if day > 12 and _is_date(date):
            return f"write {date}"
    return f"write it so; {_EMPTY}"


def _hold(cells: Sequence[str | None], kind: str) -> pd.Series:
    """Return readable cells as the table holds them: float64, boolean, datetime64 or text."""
    if kind in ("integer", "number"):
        return pd.Series([np.nan if cell is None else float(cell) for cell in cells], dtype="float64")
    if kind == "yes_no":
        return pd.Series([None if cell is None else cell == "yes" for cell in cells], dtype="boolean")
    if kind == "date":
        return pd.Series(np.array(["NaT" if cell is None else cell for cell in cells], dtype="datetime64[s]"))
    return pd.Series(cells, dtype="str")


def as_declared(frame: pd.DataFrame, variables: Sequence[Variable]) -> pd.DataFrame:
    """Return the columns of `variables`, in order, each held as its kind is: levels as ordered categories."""
    columns = {variable.name: _declared(frame[variable.name], variable) for variable in variables}
    return pd.DataFrame(columns, index=frame.index)


def _declared(values: pd.Series, variable: Variable) -> pd.Series:
    if variable.kind == "level":
        levels = [*variable.levels, *_centres_beside(values, variable)]
        return values.astype(pd.CategoricalDtype(levels, ordered=True))
    if variable.kind == "yes_no":
        return values.astype("boolean")
    if variable.kind == "date":
        return values.astype("datetime64[s]")
    return values.astype("float64") if variable.kind in ("integer", "number") else values.astype("str")


def _centres_beside(values: pd.Series, variable: Variable) -> list[str]:
    """The centres that the codebook does not name, in alphabetical order: any centre may send its patients."""
    if variable.role != CENTRE:
        return []
    return sorted(set(values.dropna().astype(str)) - set(variable.levels), key=lambda name: (name.casefold(), name))


def write(values: pd.Series, variable: Variable) -> pd.Series:
    """Return a column as text: what `parse` reads back as the same values.

    >>> from compendium.registry.codebook import load_codebook
    >>> write(pd.Series([2.0, float("nan")]), load_codebook().variable("dose")).tolist()
    ['2.0', '']
    """
    cells = values.astype(object).where(values.notna(), None)
    return pd.Series([_cell(value, variable) for value in cells], index=values.index, dtype="str")


def _cell(value: object, variable: Variable) -> str:
    if value is None:
        return ""
    if variable.kind == "yes_no":
        return "yes" if value else "no"
    if variable.kind == "date":
        return pd.Timestamp(str(value)).strftime("%Y-%m-%d")
    if variable.kind in ("integer", "number"):
        return f"{round(float(str(value)), variable.decimals) + 0.0:.{variable.decimals}f}"  # + 0.0: no "-0.0"
    return str(value)
