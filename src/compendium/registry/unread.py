"""Nothing that was handed over vanishes: what lies in a registry's folder is read, refused, or listed as not read."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath

from compendium.registry.checksums import NOTICE, SUMS
from compendium.registry.codebook import TABLES
from compendium.registry.flagging import Flag
from compendium.sources.content import ARCHIVES
from compendium.sources.folder import IN_HIDDEN, in_hidden_folder, is_nobodys, why_hidden
from press.ground.fault import FaultRecord

# What begins like one of these, in any case, may be a table: in English and Italian, the languages of the centres.
_WORDS = {
    "patients": ("patient", "pazient", "demograph", "anagrafic"),
    "visits": ("visit",),
    "adverse_events": ("adverse", "event", "ae", "sae", "reazion"),
}
_SPREADSHEETS = {"csv", "tsv", "tab", "txt", "xls", "xlsx", "xlsm", "xlsb", "ods", "numbers"}
_OF_PROGRAMS = {"sav", "zsav", "por", "dta", "sas7bdat", "xpt", "rds", "rda", "rdata", "json", "parquet", "feather"}
_DATABASES = {"db", "sqlite", "sqlite3", "accdb", "mdb"}
_TABLES = _SPREADSHEETS | _OF_PROGRAMS | _DATABASES
_OF_A_CENTRE = {f"{table}.csv" for table in TABLES}
_HIDDEN_CENTRE = (
    "no table of a centre in a hidden folder, which is not read: patients in it would be left out",
    "give the folder a name without the dot in front, or take it out of the registry",
)
_LETTERS = re.compile(r"[^\W\d_]+")


def what_is_not_read(folder: Path, centres: Collection[str]) -> tuple[list[FaultRecord], list[Flag]]:
    """Return faults for what may hold patients and is not read, and flags for what else lies in the folder.

    `centres` are the folders of which the three tables are read. Hidden files, and what operating systems leave lying,
    are nobody's, and flagged where they are called as a table is. A hidden folder with a centre's tables is a fault.
    """
    faults: list[FaultRecord] = []
    flags: list[Flag] = []
    for name in _not_read(folder, centres):
        path = PurePosixPath(name)
        within = next((at for at, part in enumerate(path.parts[:-1], start=1) if is_nobodys(part)), 0)
        if within and path.name in _OF_A_CENTRE:
            faults.append(FaultRecord("/".join(path.parts[:within]), 0, "", "", *_HIDDEN_CENTRE))
        elif hidden := IN_HIDDEN if within else why_hidden(path.name):
            flags.append((name, 0, "", "", hidden))
        elif why := _may_hold_patients(name, centres):
            faults.append(FaultRecord(name, 0, "", "", *why))
        else:
            flags.append((name, 0, "", "", "not read: it is none of the three tables of a centre"))
    return faults, flags


def _not_read(folder: Path, centres: Collection[str]) -> Iterator[str]:
    """Yield everything that is none of a centre's tables, by its path from the folder; of folders what is in them."""
    read = {f"{centre}/{table}.csv" for centre in centres for table in TABLES} | {SUMS, NOTICE}
    for path in sorted(folder.iterdir()):
        if is_nobodys(path.name):
            yield from _hidden(folder, path)
        else:
            yield from (name for name in (_below(folder, path) if path.is_dir() else [path.name]) if name not in read)


def _hidden(folder: Path, path: Path) -> Iterator[str]:
    """Yield what is nobody's where it is called as a table is, or holds files that are."""
    if path.is_dir():
        yield from (each.relative_to(folder).as_posix() for each in in_hidden_folder(path))
    elif why_hidden(path.name):
        yield path.relative_to(folder).as_posix()


def _below(folder: Path, within: Path) -> Iterator[str]:
    """Yield every file in a folder of the registry, and what leads elsewhere or holds nothing."""
    for place, folders, names in os.walk(within):
        for name in sorted(name for name in [*folders, *names] if is_nobodys(name)):
            yield from _hidden(folder, Path(place, name))
        folders[:] = sorted(name for name in folders if not is_nobodys(name))
        links = [name for name in folders if Path(place, name).is_symlink()]
        found = sorted([*links, *(name for name in names if not is_nobodys(name))])
        here = Path(place).relative_to(folder).as_posix()
        if not folders and not found:
            yield here
        yield from (f"{here}/{name}" for name in found)


def _may_hold_patients(name: str, centres: Collection[str]) -> tuple[str, str] | None:
    """Return the rule that a file breaks by lying where nobody reads it, and what to do; None where it is no table."""
    path = PurePosixPath(name)
    endings = {ending.lstrip(".").casefold() for ending in path.suffixes}
    centre = path.parts[0] if len(path.parts) > 1 else ""
    if endings & ARCHIVES:
        return (
            "no archive, which is not opened: patients in it would be left out",
            "unpack it, one folder a centre, and take the archive away",
        )
    table = _table_meant(path)
    if table and (not endings or endings & _TABLES):
        return _is_meant(path, table, centre)
    if endings & (_TABLES - {"txt"}) and centre not in centres:
        files = ", ".join(f"{each}.csv" for each in TABLES)
        return (
            f"a table lies in the folder of its centre, as {files}; this one is not read",
            "put it there under that name, or take it out of the registry",
        )
    return None


def _table_meant(path: PurePosixPath) -> str:
    """The table that a file's name speaks of; "" for none."""
    words = [word.casefold() for word in _LETTERS.findall(path.name.partition(".")[0])]
    for table, beginnings in _WORDS.items():
        if any(word == each if len(each) < 4 else word.startswith(each) for word in words for each in beginnings):
            return table
    return ""


def _is_meant(path: PurePosixPath, table: str, centre: str) -> tuple[str, str]:
    wanted = f"{table}.csv"
    if len(path.parts) > 2:
        rule = "a table lies in its centre's folder, and that in the registry; this one lies too deep, and is not read"
        return rule, f"move it to {path.parts[-2]}/{wanted}, or take it out of the registry"
    if not centre:
        return (
            "a table lies in the folder of its centre; this one belongs to none, and is not read",
            f"move it to the folder of its centre as {wanted}, or take it out of the registry",
        )
    saved = "rename it" if path.suffix.casefold() == ".csv" else "save it as CSV (in a spreadsheet: save as)"
    return (
        f"the table of the {table.replace('_', ' ')} is {centre}/{wanted}; this one is not read",
        f"if it is that table {saved} under that name, else take it out of the registry",
    )
