"""Files as centres hand them over, made in a test: workbooks, their parts, and an OpenDocument sheet."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

ROWS = (("ID", "CK (U/L)", "MMT8"), ("P1", 1240, 104), ("P2", 310.5, 118))
TEXTS = [["P1", "1240", "104"], ["P2", "310.5", "118"]]
HEADER = ("ID", "CK (U/L)", "MMT8")
CSV = "ID,CK (U/L),MMT8\nP1,1240,104\nP2,310.5,118\n"


def workbook(
    *sheets: Sequence[Sequence[object]], change: Callable[[Any], object] | None = None, name: str = "Visite"
) -> bytes:
    """Return an .xlsx with these sheets, the first called `name`; `change` is given openpyxl's workbook."""
    book = Workbook()
    for at, rows in enumerate(sheets or (ROWS,)):
        sheet = book.active if at == 0 else book.create_sheet(f"{name} {at + 1}")
        if at == 0:
            sheet.title = name
        for row in rows:
            sheet.append(list(row))
    if change:
        change(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive with these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return made.getvalue()


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes | None]) -> bytes:
    """Return an archive with one of its parts changed, or taken out where `change` gives None."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        kept: dict[str, str | bytes] = {}
        for each in parts.namelist():
            changed = change(parts.read(each)) if each == name else parts.read(each)
            if changed is not None:
                kept[each] = changed
    return archive(kept)


SHEET = "xl/worksheets/sheet1.xml"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:{prefix}"'
    if prefix == "calcext"
    else f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
    for prefix in ("office", "table", "text", "calcext")
)
_KIND = "application/vnd.oasis.opendocument.spreadsheet"


def ods(rows: str, manifest: str = "") -> bytes:
    """Return an .ods with one sheet, Visite, that holds these rows as OpenDocument writes them."""
    content = (
        f'<office:document-content {_NAMESPACES} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="Visite">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    listed = f'<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{manifest}</manifest>'
    return archive({"mimetype": _KIND, "META-INF/manifest.xml": listed, "content.xml": content})


def ods_row(*cells: str, attributes: str = "") -> str:
    """Return a row of texts of an .ods; a cell that begins with < is taken as it is."""
    written = (
        cell
        if cell.startswith("<")
        else f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    )
    return f"<table:table-row {attributes}>{''.join(written)}</table:table-row>"


def put(folder: Path, name: str, content: bytes | str) -> Path:
    """Write a file of the folder, and return its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
