"""A value as text: what a program keeps as a number, a date or a truth value, written so that it reads back as such."""

from __future__ import annotations

import datetime as dt
import json
import numbers
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd


class NumberText(str):
    """The text of what its program keeps as a number: a point in it stands before decimals, whatever others write.

    A workbook has number cells beside texts in one column, so each cell tells it for itself.

    >>> text_of(0.625) == "0.625", isinstance(text_of(0.625), NumberText), isinstance(text_of("0.625"), NumberText)
    (True, True, False)
    """

    __slots__ = ()


class PointedText(NumberText):
    """A number that is known to be one although the file writes it otherwise, as with a comma: `written` is how."""

    __slots__ = ("written",)

    def __new__(cls, text: str, written: str) -> PointedText:
        """Return the number `text`, which stands as `written` in the file."""
        made = super().__new__(cls, text)
        made.written = written
        return made

    written: str


def as_in_file(cell: str) -> str:
    """Return a cell as its file has it.

    >>> as_in_file(PointedText("20.125", "20,125")), as_in_file("20.125")
    ('20,125', '20.125')
    """
    return NumberText(cell.written) if isinstance(cell, PointedText) else cell


def packed(cell: str) -> str | list[str]:
    """Return a cell so that JSON keeps whether it was a number: such a one as a list of its text."""
    return [cell] if isinstance(cell, NumberText) else cell


def unpacked(cell: str | list[str]) -> str:
    """Return what `packed` was given.

    >>> [isinstance(unpacked(packed(each)), NumberText) for each in ("7", NumberText("7"))]
    [False, True]
    """
    return cell if isinstance(cell, str) else NumberText(cell[0])


def text_of(value: object) -> str:
    """Return one cell as text; nothing, NaN and NaT are "". A day without a time is the date alone.

    Bytes that are no UTF-8 are told by their number, as they are no text.

    >>> [text_of(each) for each in (45.0, 45.5, 0.1, True, None, " 007 ")]
    ['45', '45.5', '0.1', 'TRUE', '', ' 007 ']
    >>> text_of(dt.datetime(2020, 1, 2)), text_of(dt.datetime(2020, 1, 2, 8, 30)), text_of(dt.timedelta(hours=30))
    ('2020-01-02', '2020-01-02T08:30:00', '30:00:00')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return _number(value)
    return "" if value is None else _other(value)


def _other(value: Any) -> str:
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, default=text_of)
    if pd.isna(value):  # NaT, and what pandas has for missing whole numbers
        return ""
    if type(value).__name__ in ("bool", "bool_"):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.timedelta):
        return _duration(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if _is_midnight(value) else value.isoformat()
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, bytes):
        return _decoded(value)
    if isinstance(value, np.floating):  # of single precision: float() would add digits that nobody measured
        return _number(value)
    if isinstance(value, numbers.Real) and not isinstance(value, numbers.Integral):
        return _number(float(value))
    if isinstance(value, Decimal):
        return _plain(value)
    return NumberText(value) if isinstance(value, numbers.Integral) else str(value)


def _number(value: float | np.floating[Any]) -> str:
    """The shortest text that reads back as this number; a whole one without decimals, none for what is no number."""
    text = float.__repr__(value) if isinstance(value, float) else str(value)
    if text == "nan":
        return ""
    whole = text.removesuffix(".0")
    return NumberText("0" if whole == "-0" else whole)


def _plain(value: Decimal) -> str:
    """As the database keeps it, every decimal that it gives: 2.50 was measured to the second one."""
    return "" if value.is_nan() else NumberText(f"{value:f}")


def _is_midnight(value: dt.datetime) -> bool:
    return value.time() == dt.time() and value.tzinfo is None


def _duration(value: dt.timedelta) -> str:
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _decoded(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return f"({len(value)} bytes that are no text)"
