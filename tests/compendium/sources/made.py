"""Files as centres hand them over, made in a test: workbooks, their parts, and an OpenDocument sheet."""

from __future__ import annotations

import io
import math
import struct
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


def xls(rows: Sequence[Sequence[str | float]], merged: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """Return a workbook of Excel 97 with one sheet, Visite; `merged` are first and last row, first and last column."""
    begin = struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)
    sheet = _record(0x0809, begin) + _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, len(rows[0]), 0))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            at = struct.pack("<HHH", row, column, 0)
            if isinstance(cell, str):
                sheet += (
                    _record(0x0204, at + struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")) if cell else b""
                )
            else:
                sheet += _record(0x0203, at + struct.pack("<d", cell))
    areas = b"".join(struct.pack("<HHHH", *area) for area in merged)
    sheet += _record(0x00E5, struct.pack("<H", len(merged)) + areas) + _record(0x000A, b"")
    globally = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    name = b"Visite"
    offset = len(globally) + 4 + 8 + len(name) + 4
    globally += _record(0x0085, struct.pack("<IBBBB", offset, 0, 0, len(name), 0) + name) + _record(0x000A, b"")
    return _container("Workbook", globally + sheet)


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _container(name: str, stream: bytes) -> bytes:
    """Return an OLE container with one stream, of sectors of 512 bytes: header, their chain, directory, stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    chain = [0xFFFFFFFD, end, *range(3, sectors + 2), end]
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0, 0) + struct.pack("<108I", *[free] * 108)

    def entry(title: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = f"{title}\0".encode("utf-16-le")
        links = struct.pack("<HBBIII", len(text), kind, 1, free, free, child)
        return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)

    nobody = entry("", 0, free, 0, 0)
    directory = entry("Root Entry", 5, 1, end, 0) + entry(name, 2, free, 2, len(stream)) + 2 * nobody
    return head + struct.pack("<128I", *chain, *[free] * (128 - len(chain))) + directory + stream


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


def xlsb(rows: Sequence[Sequence[str | float]], last: tuple[int, int] | None = None) -> bytes:
    """Return a binary workbook of Excel with one sheet, Visite; NaN is #N/A, and `last` a further cell far out."""
    sheet = _binary(129) + _binary(148, struct.pack("<IIII", 0, len(rows) - 1, 0, len(rows[0]) - 1)) + _binary(145)
    for row, cells in enumerate(rows):
        sheet += _binary(0, struct.pack("<I", row) + bytes(13))
        for column, cell in enumerate(cells):
            at = struct.pack("<II", column, 0)
            if isinstance(cell, str):
                sheet += _binary(6, at + _wide(cell))
            else:
                sheet += _binary(3, at + b"\x2a") if math.isnan(cell) else _binary(5, at + struct.pack("<d", cell))
    if last:
        sheet += _binary(0, struct.pack("<I", last[0]) + bytes(13)) + _binary(5, struct.pack("<IId", last[1], 0, 1.0))
    book = _binary(131) + _binary(143) + _binary(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Visite"))
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    related = f'<Relationship Id="rId1" Type="{kinds}/worksheet" Target="worksheets/sheet1.bin"/>'
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.bin": book + _binary(144) + _binary(132),
            "xl/_rels/workbook.bin.rels": f"<Relationships>{related}</Relationships>",
            "xl/worksheets/sheet1.bin": sheet + _binary(146) + _binary(130),
        }
    )


def _binary(kind: int, content: bytes = b"") -> bytes:
    assert len(content) < 128
    return bytes([kind] if kind < 128 else [kind & 127 | 128, kind >> 7]) + bytes([len(content)]) + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
