"""A small spreadsheet of the paper, saved as CSV: its heading and rows as text, or one message on what is wrong."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from press.ground.fault import Fault

BEYOND = ""  # the name under which a row keeps the number of its cells beyond the heading
_AS_CSV = "save it from the spreadsheet as 'CSV UTF-8 (comma delimited)'"


def read_spreadsheet(path: Path) -> tuple[tuple[str, ...], dict[int, dict[str, str]]]:
    """Return the heading, and every row that is not blank by its number: the heading is what a spreadsheet calls row 1.

    A missing cell is empty, and blanks around a text are taken away. Where a row has cells beyond the heading, their
    number stands under BEYOND.
    Raises Fault where the file cannot be opened, is no CSV in UTF-8 or has no row below its heading.
    """
    file = named(path)
    try:
        lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), strict=True))
    except OSError as error:
        raise Fault(f"{file} cannot be opened ({error.strerror}); correct its name, or put it there") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise Fault(f"{file} is not a CSV file in UTF-8; {_AS_CSV}") from error
    filled = {place: line for place, line in enumerate(lines, start=1) if any(cell.strip() for cell in line)}
    if 1 not in filled or len(filled) < 2:
        raise Fault(f"{file} has no row below its heading; {_AS_CSV}")
    heading = tuple(cell.strip() for cell in filled.pop(1))
    if len(heading) == 1 and ";" in heading[0]:  # as Excel saves where the comma is for decimals
        raise Fault(f"{file} has semicolons between its cells; {_AS_CSV}, or put commas there")
    return heading, {place: _row(heading, line) for place, line in filled.items()}


def named(path: Path) -> str:
    """Return a file as messages name it: with its last folder.

    >>> named(Path("study/paper/checklists.csv"))
    'paper/checklists.csv'
    """
    return "/".join(path.parts[-2:])


def _row(heading: tuple[str, ...], line: list[str]) -> dict[str, str]:
    cells = [" ".join(cell.split()) for cell in line]
    row = dict(zip(heading, cells + [""] * (len(heading) - len(cells)), strict=False))
    return row | {BEYOND: str(len(cells) - len(heading)) if len(cells) > len(heading) else ""}
