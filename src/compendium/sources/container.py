"""What is looked at before a workbook is opened: which kind it is, whether it is whole, how large it unpacks."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Literal

Kind = Literal["xlsx", "xlsb", "ods", "xls", "document", "archive"]
LARGEST = 200  # million bytes that a workbook may unpack to
RATIO = 100  # times its size; sheets of numbers unpack to ten or twenty times
_SMALL = 1_000_000  # bytes: below them a high ratio does no harm
_SAVE = "open it in the program that wrote it, and save it again as a workbook (.xlsx)"
_PASSWORD = (
    "a workbook without a password",
    "take the password off (in Excel: File, Info, Protect Workbook), and save it",
)
_CUT = ("a whole file; this one is damaged or was cut off", "send it again")
_DOCUMENTS = ("word/", "ppt/", "visio/", "Index/", "OEBPS/")
_CONTENT_TYPES = "[Content_Types].xml"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    OSError,
    RuntimeError,
    NotImplementedError,
)


def kind_of(content: bytes) -> Kind:
    """Return what a zip archive or an OLE container holds, by the names of its parts.

    >>> made = io.BytesIO()
    >>> with zipfile.ZipFile(made, "w") as parts:
    ...     parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    >>> kind_of(made.getvalue()), kind_of(b"PK")
    ('ods', 'archive')
    """
    if not content.startswith(b"PK"):
        return "document" if _holds(content, "WordDocument") or _holds(content, "PowerPoint Document") else "xls"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return _of_parts(parts)
    except _BROKEN:
        return _of_its_text(content)


def workbook_flaw(content: bytes) -> tuple[str, str] | None:
    """Return the rule that a container breaks as a workbook and what to do; None where it can be opened."""
    if not content.startswith(b"PK"):
        return _flaw_of_ole(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return _flaw_of_parts(parts, len(content))
    except _BROKEN:
        return _CUT


def _of_parts(parts: zipfile.ZipFile) -> Kind:
    names = parts.namelist()
    if "mimetype" in names and parts.getinfo("mimetype").file_size < _SMALL:
        opened = parts.read("mimetype").decode("ascii", "replace")
        return "ods" if "opendocument.spreadsheet" in opened else "document"
    if _CONTENT_TYPES in names and any(name.startswith("xl/") for name in names):
        return "xlsb" if any(name.endswith("workbook.bin") for name in names) else "xlsx"
    return "document" if any(name.startswith(_DOCUMENTS) for name in names) else "archive"


def _of_its_text(content: bytes) -> Kind:
    """What a zip was that is not whole: the names of its parts stand in it before each of them."""
    return "xlsx" if _CONTENT_TYPES.encode() in content and b"xl/" in content else "archive"


def _flaw_of_ole(content: bytes) -> tuple[str, str] | None:
    if _holds(content, "EncryptedPackage"):
        return _PASSWORD
    if _holds(content, "Workbook") or _holds(content, "Book"):
        return None
    return "a workbook; this is another program's file, or it was cut off", _SAVE


def _flaw_of_parts(parts: zipfile.ZipFile, size: int) -> tuple[str, str] | None:
    found = parts.infolist()
    if _of_parts(parts) not in ("xlsx", "xlsb", "ods"):
        return (
            "a workbook; this is an archive of other files",
            "unpack it, or save the table again as a workbook (.xlsx)",
        )
    unpacked = sum(part.file_size for part in found)
    if unpacked > LARGEST * 1_000_000 or (unpacked > _SMALL and unpacked > RATIO * size):
        rule = f"a workbook that unpacks to at most {LARGEST} MB and {RATIO} times its size"
        return (
            f"{rule}; this one unpacks to {unpacked / 1e6:.0f} MB, {unpacked / size:.0f} times its size",
            "see whether it is the table that was meant; save its values alone in a new workbook",
        )
    if any(part.flag_bits & 1 for part in found) or _is_locked(parts):
        return _PASSWORD
    return _CUT if parts.testzip() else None  # reads each part to its end, and no further than it says


def _is_locked(parts: zipfile.ZipFile) -> bool:
    """Whether the list of the parts of an OpenDocument file says that they are encrypted."""
    name = "META-INF/manifest.xml"
    return name in parts.namelist() and b"encryption-data" in parts.read(name)


def _holds(content: bytes, name: str) -> bool:
    """Whether an OLE container has a stream of this name: the names stand in its directory, in UTF-16."""
    return f"{name}\0".encode("utf-16-le") in content
