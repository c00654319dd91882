"""A text file as rows of cells: which sign stands between them, and each row with as many cells as the header has."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from compendium.sources.encoding import AS_READ, AS_UTF8, NoText, decode, letters_beside_ascii
from compendium.sources.grid import Grid, rectangular
from compendium.sources.handed import Note, SourceFault, refuse
from press.ground.fault import FaultRecord
from press.ground.merge_conflict import UNMERGED, merge_mark

_DELIMITERS = ",;\t|^"
_LOOKED_THROUGH = 20  # lines from the top in which the header must stand
_FIRST = 1_000_000  # characters, far more than these lines have
_SHOWN = 60  # characters of a row that a message shows
_LISTED = 20  # faults of one kind, before the rest is counted
_SAID = re.compile(r'"?sep=(.)"?\r?\n?')  # Excel's own line, which it does not count as a row
_ALIKE = "every row with as many cells as the row that names the columns"


def read_delimited(content: bytes, name: str, file: str) -> tuple[Grid, list[Note]]:
    """Return the cells of a text file whose cells commas, semicolons, tabs or bars part, and how it was read.

    Raises SourceFault with every row that has more or fewer cells than the header, and where it is no such text.

    >>> grid, notes = read_delimited("ID;CK\\nP1;1240,5\\n".encode(), "visits", "visits.csv")
    >>> grid.rows, notes
    ([['ID', 'CK'], ['P1', '1240,5']], [])
    """
    text, notes = _as_text(content, file)
    said = _SAID.match(text)
    body = text[said.end() :] if said else text
    delimiter, header = _header_line(body)
    rows = _parsed(body, said[1] if said else delimiter, file)
    refuse([*_ragged(rows, header, file), *_swallowed(rows, header, said[1] if said else delimiter, file)])
    return Grid(name, file, "", rectangular(rows), first=header), notes


def is_rectangular(content: bytes) -> bool:
    r"""Whether a text is likely a table: two rows or more, all with the same number of cells, two at least.

    >>> is_rectangular(b"id\tck\nP1\t1240\n"), is_rectangular(b"Dear colleague,\nhere it is.\n")
    (True, False)
    """
    try:
        text, _ = decode(content)
        delimiter, _ = _header_line(text)
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True) if row]
    except (NoText, csv.Error):
        return False
    return len(rows) > 1 and len(rows[0]) > 1 and len({len(row) for row in rows}) == 1


def _as_text(content: bytes, file: str) -> tuple[str, list[Note]]:
    try:
        text, encoding = decode(content)
    except NoText as error:
        raise SourceFault([FaultRecord(file, error.line, "", "", error.rule, error.action)]) from None
    if mark := merge_mark(text):
        refuse([FaultRecord(file, mark[0], "", mark[1], "one version of each row", UNMERGED)])
    if not text.strip():
        refuse([FaultRecord(file, 0, "", "", "not empty: its first row names the columns", "send it again, whole")])
    if encoding != "Windows-1252":
        return text, []
    shown, why = letters_beside_ascii(text), f"read as {encoding}, as it is not in UTF-8: {AS_READ}"
    return text, [(file, 0, "", shown, why)]


def _header_line(text: str) -> tuple[str, int]:
    """Return the sign that parts the names of the columns, and how many rows stand above them.

    The names stand in the first line of which the most frequent sign is also in most lines below, and there not twice
    as often: a title may hold a comma, too.
    """
    lines = list(_first_lines(text))
    for at, line in enumerate(lines):
        sign = max(_DELIMITERS, key=line.count)
        below = [other.count(sign) for other in lines[at + 1 :] if other.strip()]
        often = 2 * sum(map(bool, below)) >= len(below)
        alone = at + 1 < len(lines) and not lines[at + 1].strip()
        if line.count(sign) and often and 2 * line.count(sign) >= max(below, default=0) + alone:
            return sign, at
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    return max(_DELIMITERS, key=lines[first].count) if lines else ",", first


def _first_lines(text: str) -> Iterator[str]:
    """Yield the first rows, without what stands between quotation marks: a sign in it parts nothing."""
    found = 0
    outside, line = True, ""
    for each in io.StringIO(text[:_FIRST], newline=None):
        for sign in each:
            outside ^= sign == '"'
            line += sign if outside else ""
        if outside:
            yield line
            found, line = found + 1, ""
        if found == _LOOKED_THROUGH:
            return


def _parsed(text: str, delimiter: str, file: str) -> list[list[str]]:
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            rows.append(cells)  # one by one, so that their number tells where the reader stopped
    except csv.Error as error:
        if "field limit" in str(error):
            rule, action = "cells of at most 131 072 characters", "close the quotation mark that it begins with"
        else:
            rule = "every quotation mark closed; from this row on one is not, or stands within a text"
            action = f"close it, and write one that belongs to the text twice; or {AS_UTF8}"
        refuse([FaultRecord(file, len(rows) + 1, "", "", rule, action)])
    return rows


def _ragged(rows: Sequence[Sequence[str]], header: int, file: str) -> Iterator[FaultRecord]:
    """Yield a fault for each row below the header that is not as wide; the widths are those of the file as it is."""
    width = len(rows[header]) if header < len(rows) else 0
    found = [at for at in range(header + 1, len(rows)) if rows[at] and len(rows[at]) != width]
    for at in found[:_LISTED]:
        rule = f"{_ALIKE}, {width}; this one has {len(rows[at])}"
        action = "put a text that contains the sign between cells into quotation marks, and fill up missing cells"
        if at == len(rows) - 1 and len(rows[at]) < width:
            action = "was the file cut off here? Then send it again, whole; else fill up its missing cells"
        yield FaultRecord(file, at + 1, "", ", ".join(rows[at])[:_SHOWN], rule, action)
    if len(found) > _LISTED:
        rule = f"{_ALIKE}, {width}; {len(found) - _LISTED} more rows have not"
        yield FaultRecord(file, found[_LISTED] + 1, "", "", rule, f"save it again; {AS_UTF8}")


def _swallowed(rows: Iterable[Sequence[str]], header: int, delimiter: str, file: str) -> Iterator[FaultRecord]:
    """Yield a fault for each cell that holds whole rows, because a quotation mark was closed by another row's."""
    width = 0
    for at, row in enumerate(rows):
        width = len(row) if at == header else width
        for cell in row if at > header and width > 1 else ():
            if "\n" in cell and any(line.count(delimiter) >= width - 1 for line in cell.splitlines()[1:]):
                rule = "a quotation mark closed in its own cell; this cell holds whole rows"
                action = "close it where its text ends; write one that belongs to the text twice"
                yield FaultRecord(file, at + 1, "", " ".join(cell.split())[:_SHOWN], rule, action)
