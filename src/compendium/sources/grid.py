"""A sheet or a text file before it is known what in it is the table: rows of texts, equally wide, and merged areas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# A number as people write it (with its sign, limit, unit of per cent), a date, or a truth value of a spreadsheet.
_VALUE = re.compile(
    r"[<>≤≥=~+-]* ?\d[\d.,' ]*(?:e[+-]?\d+)? ?%?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ][\d:.]+)?"
    r"|TRUE|FALSE|#[A-Z/0!?]+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Area:
    """A merged area, first and last row and column, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """`rows` as the program shows them from its row 1 and column A on; `sheet` is "" where the file is one table.

    first: the row, counted from 0, above which none can name the columns.
    """

    name: str
    file: str
    sheet: str
    rows: list[list[str]]
    merged: Sequence[Area] = ()
    first: int = 0

    @property
    def place(self) -> str:
        """How messages name it: its file, and its sheet where there are several."""
        return f"{self.file}, sheet {self.sheet}" if self.sheet else self.file


def rectangular(rows: Iterable[Sequence[str]]) -> list[list[str]]:
    """Return the rows filled up with empty cells to the width of the widest.

    >>> rectangular([["Registro"], ["ID", "CK"]])
    [['Registro', ''], ['ID', 'CK']]
    """
    kept = [list(row) for row in rows]
    width = max(map(len, kept), default=0)
    return [row + [""] * (width - len(row)) for row in kept]


def letter(column: int) -> str:
    """Return how a spreadsheet names the column at this position, counted from 0.

    >>> letter(0), letter(25), letter(26), letter(701), letter(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    name, left = "", column + 1
    while left:
        left, at = divmod(left - 1, 26)
        name = chr(ord("A") + at) + name
    return name


def is_value(text: str) -> bool:
    """Whether a text is a number, a date or a truth value, as cells hold them and names of columns hardly do.

    >>> [is_value(each) for each in ("54", "1.240,5", "<20", "02/01/2020", "TRUE", "CK", "MMT8", "T0")]
    [True, True, True, True, True, False, False, False]
    """
    return _VALUE.fullmatch(text.strip()) is not None


def one_line(text: str) -> str:
    """Return a name without line breaks, and with single blanks: as it is read, and as a mapping can write it.

    >>> one_line(" CK\\n(U/L) ")
    'CK (U/L)'
    """
    return " ".join(text.split())
