"""What a file is, by its first bytes and not by its name: text, a workbook, another program's file, or none."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Literal

Form = Literal["text", "zip", "ole", "parquet", "statistics", "sqlite", "archive", "page", "other"]
HEAD = 4096  # bytes that are enough to tell

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_BEGINNINGS: tuple[tuple[bytes, Form], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),  # one that holds nothing
    (_OLE, "ole"),
    (b"PAR1", "parquet"),
    (b"PARE", "parquet"),
    (b"SQLite format 3\0", "sqlite"),
    (b"$FL2", "statistics"),  # SPSS .sav
    (b"$FL3", "statistics"),  # SPSS .zsav
    (b"<stata_dta>", "statistics"),
    (b"HEADER RECORD*******LIB", "statistics"),  # SAS transport
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"%PDF", "other"),
    (b"\x89PNG", "other"),
    (b"\xff\xd8\xff", "other"),
    (b"GIF8", "other"),
    (b"{\\rtf", "other"),
)
_SAS = bytes.fromhex("C2EA8160B31411CFBD92080009C7318C181F1011")
_OLD_STATA = (105, 108, 110, 111, 113, 114, 115)  # the first byte is the version of the format
_PAGE = ("<!doctype html", "<html", "<table", "<?xml", "<head", "<body", "mime-version")

WORKBOOKS = {"xls", "xlsx", "xlsm", "xlsb", "ods", "xltx", "xlt"}
TEXTS = {"csv", "tsv", "tab", "txt", "dat"}
STATISTICS = {"sav", "zsav", "por", "dta", "sas7bdat", "xpt"}
DATABASES = {"db", "sqlite", "sqlite3"}
READ = WORKBOOKS | TEXTS | STATISTICS | DATABASES | {"parquet"}
ARCHIVES = {"zip", "7z", "rar", "tar", "gz", "tgz", "bz2", "xz", "zst"}
DOCUMENTS = {"docx", "doc", "odt", "rtf", "pages", "pptx", "ppt", "odp"}
NOT_READ_TABLES = {
    "numbers",
    "rds",
    "rda",
    "rdata",
    "json",
    "feather",
    "accdb",
    "mdb",
    "dbf",
    "sas7bcat",
    "xml",
    "html",
}


def ending(name: str) -> str:
    """Return the ending of a file's name in small letters, without its dot.

    >>> ending("Ours.XLSX"), ending("letter")
    ('xlsx', '')
    """
    return PurePosixPath(name).suffix.lstrip(".").casefold()


def form_of(head: bytes, name: str) -> Form:
    r"""Return what a file is whose first bytes are `head`. The name decides only where the bytes of a form do not.

    >>> form_of(b"PK\x03\x04...", "visits.csv"), form_of(b"id;ck\n", "visits.xlsx"), form_of(b"<html>", "visits.xls")
    ('zip', 'text', 'page')
    """
    for beginning, form in _BEGINNINGS:
        if head.startswith(beginning):
            return form
    if _of_statistics(head, name):
        return "statistics"
    if _is_page(head):
        return "page"
    return "archive" if ending(name) in ARCHIVES or head[257:262] == b"ustar" else "text"


def _of_statistics(head: bytes, name: str) -> bool:
    end = ending(name)
    if head[12:32] == _SAS or b"SPSSPORT" in head[:600]:
        return True
    return end in STATISTICS - {"por"} or (end == "dta" and head[:1] != b"" and head[0] in _OLD_STATA)


def _is_page(head: bytes) -> bool:
    start = head.decode("utf-8-sig", "replace").lstrip().casefold()
    return start.startswith(_PAGE)
