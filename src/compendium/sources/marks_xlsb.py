"""The marks of the sheets of a binary workbook of Excel's: errors of formulas, and how far out the last cell stands."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator

from compendium.sources.marks import Marks, UnreadableMarkup
from compendium.sources.marks_xlsx import targets

# The kinds of records that are asked for, as [MS-XLSB] numbers them.
_ROW, _SHEET = 0, 156
_VALUES = range(2, 12)  # of cells, typed in or calculated
_FAILED = (3, 11)  # of these
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def read_marks(parts: zipfile.ZipFile) -> dict[str, Marks]:
    """Return the marks of each sheet of cells by its name. Raises UnreadableMarkup or KeyError where damaged."""
    book = "xl/workbook.bin"
    related = targets(parts, book)
    try:
        return {
            name: _marks(parts.read(related[relation][1]))
            for relation, name in _sheets(parts.read(book))
            if related.get(relation, ("", ""))[0].endswith("/worksheet")
        }
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise UnreadableMarkup from error


def _sheets(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield of each sheet the id of its part and its name."""
    for kind, at in _records(data):
        if kind == _SHEET:
            relation, after = _text(data, at + 8)
            yield relation, _text(data, after)[0]


def _marks(data: bytes) -> Marks:
    marks, row = Marks(), 0
    for kind, at in _records(data):
        if kind == _ROW:
            (row,) = struct.unpack_from("<I", data, at)
        elif kind in _VALUES:
            (column,) = struct.unpack_from("<I", data, at)
            marks.end = max(marks.end[0], row), max(marks.end[1], column)
            if kind in _FAILED:
                marks.errors[row, column] = _ERRORS.get(data[at + 8], "#N/A")
    return marks


def _records(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield of each record its kind, and where its content begins."""
    at = 0
    while at < len(data):
        kind, at = data[at], at + 1
        if kind & 128:
            kind, at = kind & 127 | data[at] << 7, at + 1
        size = shift = 0
        while shift < 28:
            byte, at = data[at], at + 1
            size |= (byte & 127) << shift
            shift = shift + 7 if byte & 128 else 28
        yield kind, at
        at += size


def _text(data: bytes, at: int) -> tuple[str, int]:
    """Return a text that its length stands before, and where what follows it begins."""
    (length,) = struct.unpack_from("<I", data, at)
    end = at + 4 + 2 * length
    return data[at + 4 : end].decode("utf-16-le"), end
