"""What lies in a folder that is handed over: files to be read, files that only are listed, and what is refused."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from compendium.sources.container import kind_of
from compendium.sources.content import ARCHIVES, DOCUMENTS, HEAD, NOT_READ_TABLES, READ, TEXTS, Form, ending, form_of
from compendium.sources.delimited import is_rectangular
from compendium.sources.handed import Note
from press.ground.fault import FaultRecord
from press.ground.plain_file import file_flaw, folder_flaw, read_plain

_LEFT_BY_SYSTEMS = {"thumbs.db", "desktop.ini", "__macosx"}  # in small letters
# Hidden folders in which systems and programs keep what is theirs, copies of tables among it.
_KEPT_BY_PROGRAMS = {".git", ".svn", ".hg", ".trash", ".trashes", ".spotlight-v100", ".fseventsd", ".temporaryitems"}
_CALLED_TABLES = (READ - {"txt", "dat"}) | ARCHIVES | NOT_READ_TABLES  # endings
_NOT_READ = "not read: it is no table"
IN_HIDDEN = "not read: it lies in a hidden folder; give that a name without the dot in front if it belongs here"
_SMALL = 1_000_000  # bytes: a text without a table's name is looked through up to here, whether it is one


def what_lies_in(folder: Path) -> tuple[list[Path], list[Note], list[FaultRecord]]:
    """Return the files to be read, in alphabetical order, notes on the others, and faults on what may hold patients.

    Hidden files, and what operating systems and open programs leave lying, are nobody's; of those that are called as a
    table is, that is said, and of such that lie in a hidden folder.
    """
    if flaw := folder_flaw(folder):
        return [], [], [FaultRecord(".", 0, "", str(folder), *flaw)]
    files: list[Path] = []
    notes: list[Note] = []
    faults: list[FaultRecord] = []
    for path in sorted(folder.iterdir()):
        if is_nobodys(path.name):
            notes += _hidden(path)
            continue
        if path.is_dir():
            notes += _below(path, faults)
        elif flaw := file_flaw(path):
            faults.append(FaultRecord(path.name, 0, "", "", *flaw))
        elif why := refused(path, path.name):
            faults.append(FaultRecord(path.name, 0, "", "", *why))
        elif is_read(path):
            files.append(path)
        else:
            notes.append((path.name, 0, "", "", _NOT_READ))
    return files, notes, faults


def head_of(path: Path) -> bytes:
    """Return the first bytes of a plain file, which tell what it is; none where it cannot be opened."""
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as opened:
            return opened.read(HEAD)
    except OSError:
        return b""


def refused(path: Path, name: str) -> tuple[str, str] | None:
    """Return why a file is refused although none of its tables is known: an archive, or a form that is not read."""
    form, end = form_of(head_of(path), name), ending(name)
    if form == "archive" or end in ARCHIVES or (form == "zip" and end not in DOCUMENTS and _kind(path) == "archive"):
        rule = "no archive, which is not opened: patients in it would be left out"
        return rule, "unpack it, and take the archive away"
    if end in NOT_READ_TABLES:
        rule = f"a table in a form that is read: CSV, Excel, LibreOffice, Parquet, SPSS, Stata, SAS, SQLite; not .{end}"
        return rule, "save it as CSV or as a workbook (.xlsx), or take it out"
    return None


def is_read(path: Path) -> bool:
    """Whether a file is read as one or more tables: by its content, or by an ending that says that it is one."""
    form, end = form_of(head_of(path), path.name), ending(path.name)
    if form in ("zip", "ole"):
        return end in READ or _kind(path) in ("xlsx", "xlsb", "ods")
    if end in READ - {"txt", "dat"} or form in ("parquet", "statistics", "sqlite"):
        return True
    return _is_table_of_text(path, form, end)


def _is_table_of_text(path: Path, form: Form, end: str) -> bool:
    if form != "text" or (end and end not in TEXTS) or path.stat().st_size > (_SMALL if not end else 200 * _SMALL):
        return False
    return is_rectangular(read_plain(path, path.name))


def _kind(path: Path) -> str:
    return kind_of(read_plain(path, path.name))


def _below(folder: Path, faults: list[FaultRecord]) -> Iterator[Note]:
    """Yield notes on the files of a folder within; a table there is a fault, as nobody would read it."""
    seen = False
    for place, folders, names in os.walk(folder):
        for name in sorted(name for name in [*names, *folders] if is_nobodys(name)):
            shown = Path(place, name).relative_to(folder.parent).as_posix()
            for file, _, _, _, why in _hidden(Path(place, name)):
                yield shown + file.removeprefix(name), 0, "", "", why
        folders[:] = sorted(name for name in folders if not is_nobodys(name))
        for name in sorted(name for name in [*names, *folders] if not is_nobodys(name)):
            path = Path(place, name)
            if name in folders and not path.is_symlink():
                continue
            seen, shown = True, path.relative_to(folder.parent).as_posix()
            if ending(name) in _CALLED_TABLES:
                rule = "a table lies in the folder that is handed over; this one lies deeper, and is not read"
                faults.append(FaultRecord(shown, 0, "", "", rule, "move it up, or hand its folder over by itself"))
            else:
                yield shown, 0, "", "", _NOT_READ
    if not seen:
        yield folder.name, 0, "", "", "not read: a folder with nothing in it"


def _hidden(path: Path) -> Iterator[Note]:
    """Yield notes on what is nobody's and called as a table is: a hidden file, or what lies in a hidden folder."""
    if not path.is_dir():
        if why := why_hidden(path.name):
            yield path.name, 0, "", "", why
        return
    for within in in_hidden_folder(path):
        yield within.relative_to(path.parent).as_posix(), 0, "", "", IN_HIDDEN


def in_hidden_folder(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder that is nobody's which are called as tables are; none of what is a program's own."""
    if not _may_be_handed_over(folder.name):
        return
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(filter(_may_be_handed_over, folders))
        yield from (Path(place, name) for name in sorted(names) if is_called_as_a_table(name) and name[:2] != "~$")


def _may_be_handed_over(name: str) -> bool:
    return name.casefold() not in _LEFT_BY_SYSTEMS | _KEPT_BY_PROGRAMS


def is_called_as_a_table(name: str) -> bool:
    """Whether a file's name ends as that of a table or an archive; what open programs and systems leave is none.

    >>> is_called_as_a_table(".patients.csv"), is_called_as_a_table("._patients.csv"), is_called_as_a_table("a.txt")
    (True, False, False)
    """
    return ending(name) in _CALLED_TABLES and not name.startswith(("._", ".~lock."))


def why_hidden(name: str) -> str:
    """Return why a file that is nobody's is not read, where it is called as a table is; "" for any other.

    >>> why_hidden("~$Pazienti.xlsx"), why_hidden(".DS_Store"), why_hidden("._Pazienti.csv")
    ('not read: left by a program that has the workbook open; close it there, so that all is saved', '', '')
    """
    if not name.startswith((".", "~$")) or not is_called_as_a_table(name):
        return ""
    if name.startswith("~$"):
        return "not read: left by a program that has the workbook open; close it there, so that all is saved"
    return "not read: a hidden file; give it a name without the dot in front if it belongs here"


def is_nobodys(name: str) -> bool:
    """Whether a file or folder of this name is none that anybody handed over: hidden, or left by a system or program.

    >>> is_nobodys(".DS_Store"), is_nobodys("~$registry.xlsx"), is_nobodys("registry.xlsx")
    (True, True, False)
    """
    return name.startswith((".", "~$")) or name.casefold() in _LEFT_BY_SYSTEMS
