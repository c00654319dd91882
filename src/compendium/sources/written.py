"""How a workbook is written: texts that stay texts, and the same bytes for the same content."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.writer.excel import ExcelWriter

from press.ground.fault import on_one_line

_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip archive can tell
_LONGEST = 32_767  # characters that Excel holds in a cell


def write_text(cell: Any, text: str) -> None:
    """Write a text into a cell of openpyxl's so that no program takes it for a formula, a number or a date.

    Control characters, which a workbook cannot hold, are written out.

    >>> from openpyxl import Workbook
    >>> cell = Workbook().active["A1"]
    >>> write_text(cell, "=1+1")
    >>> cell.value, cell.data_type, cell.quotePrefix, cell.number_format
    ('=1+1', 's', True, '@')
    """
    plain = ILLEGAL_CHARACTERS_RE.sub(lambda found: on_one_line(found[0]), text)
    cell.value = plain[:_LONGEST]
    cell.data_type = "s"  # whatever it begins with
    cell.number_format = "@"
    if plain.startswith(("=", "+", "-", "@")):
        cell.quotePrefix = True


def written(book: Any) -> bytes:
    """Return the file of a workbook of openpyxl's, without the time at which it was written."""
    book.properties.created = book.properties.modified = dt.datetime(*_NO_TIME)
    made = io.BytesIO()
    ExcelWriter(book, _Timeless(made, "w", zipfile.ZIP_DEFLATED)).save()
    return made.getvalue()


class _Timeless(zipfile.ZipFile):
    """A zip archive whose entries all bear the same time."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        name = getattr(zinfo_or_arcname, "filename", zinfo_or_arcname)
        entry = zipfile.ZipInfo(name, _NO_TIME)
        entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
        super().writestr(entry, data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        self.writestr(str(arcname or filename), Path(filename).read_bytes())
