"""The one door: any file, folder or database that a centre hands over, opened as named tables of text."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL

from compendium.sources.address import Address, is_address, read_address
from compendium.sources.cells import Cells
from compendium.sources.container import kind_of
from compendium.sources.content import DOCUMENTS, NOT_READ_TABLES, TEXTS, WORKBOOKS, ending, form_of
from compendium.sources.database import read_database
from compendium.sources.delimited import read_delimited
from compendium.sources.folder import head_of, refused, what_lies_in
from compendium.sources.garbled import garbled
from compendium.sources.handed import Handed, Note, SourceFault, refuse
from compendium.sources.layout import lay_out
from compendium.sources.parquet import read_parquet
from compendium.sources.statistical import read_statistical
from compendium.sources.workbook import read_workbook
from press.ground.fault import FaultRecord, SpreadsheetFault
from press.ground.plain_file import file_flaw, read_plain

_FORMS = "CSV, a workbook of Excel or LibreOffice, Parquet, SPSS, Stata, SAS or SQLite"


def open_source(source: Path | str) -> Handed:
    """Return the tables of a file, of the files of a folder, or of the database at an address, as text.

    Tables are named as their sheet or their table in a database; that of a file with one table alone by the file's
    name without its ending. In a folder, a workbook of several sheets gives tables named `workbook / sheet`, and the
    kind is that of the first file. Raises SourceFault with every reason why something cannot be read.

    >>> from press.ground.paths import project_root
    >>> handed = open_source(project_root() / "data" / "registry" / "a" / "patients.csv")
    >>> handed.kind, list(handed.tables), handed.tables["patients"].place, handed.tables["patients"].numbers[:2]
    ('csv', ['patients'], 'patients.csv', [2, 3])
    """
    if isinstance(source, str) and is_address(source):
        address = read_address(source)
        tables, notes = read_database(address)
        return _handed("sql", tables, notes, (str(Path(file).resolve()),) if (file := address.file) else ())
    path = Path(source)
    if path.is_dir():
        return _open_folder(path)
    if flaw := file_flaw(path):
        refuse([FaultRecord(path.name, 0, "", str(path), *flaw)])
    kind, tables, notes = _open_file(path, path.name)
    return _handed(kind, tables, notes, (str(path.resolve()),))


def _open_folder(folder: Path) -> Handed:
    files, notes, faults = what_lies_in(folder)
    kinds: list[str] = []
    tables: list[Cells] = []
    for path in files:
        try:
            kind, found, seen = _open_file(path, path.name)
        except SpreadsheetFault as fault:
            faults += fault.records
            continue
        kinds.append(kind)
        tables += _named_in_folder(path, found)
        notes += seen
    refuse([*faults, *_same_name(tables)])
    if not tables:
        rule = f"a folder with at least one table: {_FORMS}; there is none in it"
        refuse([FaultRecord(".", 0, "", str(folder), rule, "name the folder in which the tables lie")])
    return _handed(kinds[0], tables, notes, tuple(str(path.resolve()) for path in files))


def _open_file(path: Path, file: str) -> tuple[str, list[Cells], list[Note]]:
    """Return what kind of source a file is, its tables and notes. Raises SourceFault."""
    name, form, end = path.stem, form_of(head_of(path), file), ending(file)
    try:
        if why := refused(path, file):
            refuse([FaultRecord(file, 0, "", "", *why)])
        if form in ("zip", "ole"):
            content = read_plain(path, file)
            if end in DOCUMENTS or kind_of(content) == "document":
                refuse([FaultRecord(file, 0, "", "", f"a table: {_FORMS}; this is a document", "send the table alone")])
            tables, notes = read_workbook(content, file)
            return "workbook", tables, [*_by_content(file, end in WORKBOOKS, "a workbook"), *notes]
        if form == "parquet":
            cells, notes = read_parquet(path, name, file)
            return "parquet", [cells], notes
        if form == "statistics":
            cells, notes = read_statistical(path, name, file)
            return "statistics", [cells], notes
        if form == "sqlite":
            tables, notes = read_database(Address(file, URL.create("sqlite", database=str(path))))
            return "sql", tables, notes
        return "csv", *_open_text(path, file, form)
    except SourceFault:
        raise
    except SpreadsheetFault as fault:  # of a file that is no plain one, or too large
        raise SourceFault(fault.records) from None


def _open_text(path: Path, file: str, form: str) -> tuple[list[Cells], list[Note]]:
    end = ending(file)
    if form == "page":
        rule, action = "a table; this is a page of a browser, or XML", "open it in Excel, and save it as .xlsx or CSV"
        refuse([FaultRecord(file, 0, "", "", rule, action)])
    if form == "other" or end in NOT_READ_TABLES:
        refuse([FaultRecord(file, 0, "", "", f"a table: {_FORMS}; this is none", "send the table in such a form")])
    grid, notes = read_delimited(read_plain(path, file), path.stem, file)
    cells, found, faults = lay_out(grid)
    refuse(faults)
    tables = [cells] if cells is not None else []
    return tables, [*_by_content(file, end in TEXTS or not end, "a text with delimiters"), *notes, *found]


def _by_content(file: str, as_named: bool, what: str) -> list[Note]:
    return [] if as_named else [(file, 0, "", "", f"read as {what}, which it is by its content, whatever its name")]


def _named_in_folder(path: Path, tables: list[Cells]) -> list[Cells]:
    several = len(tables) > 1
    return [each.named(f"{path.stem} / {each.name}" if several else path.stem) for each in tables]


def _same_name(tables: list[Cells]) -> list[FaultRecord]:
    files: dict[str, list[str]] = {}
    for each in tables:
        files.setdefault(each.name, []).append(each.place)
    rule = "each table of a folder under a name of its own"
    return [
        FaultRecord(place, 0, "", name, f"{rule}; {places[0]} is called so as well", "rename one, or take it away")
        for name, places in files.items()
        for place in places[1:]
    ]


def _handed(kind: str, tables: list[Cells], notes: list[Note], reads: tuple[str, ...]) -> Handed:
    seen = [note for each in tables for note in garbled(each)]
    return Handed(kind, {each.name: each for each in tables}, [*notes, *seen], reads)
