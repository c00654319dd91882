"""Rule: nothing handed over vanishes: each file of a folder is read, refused, or listed as not read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from compendium.sources.handed import SourceFault
from compendium.sources.opening import open_source

from .made import CSV, HEADER, ROWS, TEXTS, archive, put, workbook


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    put(tmp_path, "Pazienti.csv", CSV)
    put(tmp_path, "visite.xlsx", workbook())
    return tmp_path


def test_each_file_is_a_table_of_its_name(folder: Path) -> None:
    handed = open_source(folder)
    assert {name: cells.rows for name, cells in handed.tables.items()} == {"Pazienti": TEXTS, "visite": TEXTS}
    assert [cells.place for cells in handed.tables.values()] == ["Pazienti.csv", "visite.xlsx, sheet Visite"]
    assert handed.reads == (str(folder / "Pazienti.csv"), str(folder / "visite.xlsx"))
    assert handed.notes == []


def test_a_path_may_be_a_text(folder: Path) -> None:
    assert list(open_source(str(folder)).tables) == ["Pazienti", "visite"]


def test_the_sheets_of_a_workbook_bear_its_name_in_a_folder(folder: Path) -> None:
    put(folder, "visite.xlsx", workbook(ROWS, ROWS))
    assert list(open_source(folder).tables) == ["Pazienti", "visite / Visite", "visite / Visite 2"]


def test_one_of_three_may_have_semicolons(folder: Path) -> None:
    put(folder, "eventi.csv", CSV.replace(",", ";"))
    assert {cells.header for cells in open_source(folder).tables.values()} == {HEADER}


def test_what_is_no_table_is_listed(folder: Path) -> None:
    """Also a text that is no table, a letter, a link that leads back, and three gigabytes, which are not opened."""
    put(folder, "leggimi.txt", "Cari colleghi,\necco i dati.\n")
    put(folder, "lettera.docx", archive({"[Content_Types].xml": "", "word/document.xml": ""}))
    put(folder, "foto.jpg", b"\xff\xd8\xff\xe0")
    put(folder, "note/2014.pdf", b"%PDF-1.4")
    put(folder, "mapping.yaml", "source: {}\n")
    (folder / "vuoto").mkdir()
    (folder / "scan.dcm").touch()
    os.truncate(folder / "scan.dcm", 3_000_000_000)
    handed = open_source(folder)
    listed = ["foto.jpg", "leggimi.txt", "lettera.docx", "mapping.yaml", "note/2014.pdf", "scan.dcm", "vuoto"]
    assert [note[0] for note in handed.notes] == listed
    assert len(handed.tables) == 2


def test_a_text_file_that_is_a_table_is_read(folder: Path) -> None:
    put(folder, "eventi.txt", CSV.replace(",", "\t"))
    put(folder, "farmaci", CSV)
    assert [cells.rows for cells in open_source(folder).tables.values()] == [TEXTS] * 4


def test_hidden_files_and_those_of_systems_are_nobodys(folder: Path) -> None:
    for name in (".lock", "Thumbs.db", "desktop.ini", ".~lock.visite.xlsx#", "__MACOSX/._Pazienti.csv"):
        put(folder, name, "x")
    assert open_source(folder).notes == []


def test_a_hidden_file_and_a_lock_that_are_called_as_tables_are_named(folder: Path) -> None:
    """Every file of the source is used or named; a workbook that is open elsewhere may not be saved."""
    put(folder, ".Pazienti_b.csv", CSV)
    put(folder, "~$visite.xlsx", "x")
    said = {(note[0], note[4].partition(";")[0]) for note in open_source(folder).notes}
    assert said == {
        (".Pazienti_b.csv", "not read: a hidden file"),
        ("~$visite.xlsx", "not read: left by a program that has the workbook open"),
    }


def test_a_table_in_a_hidden_folder_is_named(folder: Path) -> None:
    for name in (".c/v.csv", "notes/.c/2014/v.xlsx", ".git/v.csv", "notes/leggimi.txt"):
        put(folder, name, CSV)
    said = [(note[0], note[4].partition(";")[0]) for note in open_source(folder).notes]
    assert said == [
        (".c/v.csv", "not read: it lies in a hidden folder"),
        ("notes/.c/2014/v.xlsx", "not read: it lies in a hidden folder"),
        ("notes/leggimi.txt", "not read: it is no table"),
    ]


MAY_HOLD_PATIENTS: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "an archive": (lambda folder: put(folder, "ours.zip", archive({"v.csv": CSV})), "ours.zip", "no archive"),
    "an archive that is named otherwise": (
        lambda folder: put(folder, "ours.xlsx", archive({"v.csv": CSV})), "ours.xlsx", "no archive"
    ),
    "a compressed table": (lambda folder: put(folder, "v.csv.gz", b"\x1f\x8b"), "v.csv.gz", "no archive"),
    "an export of R": (lambda folder: put(folder, "v.rds", b"X"), "v.rds", "a form that is read"),
    "a database of Access": (lambda folder: put(folder, "v.accdb", b"\0\1"), "v.accdb", "a form that is read"),
    "a table that lies deeper": (lambda folder: put(folder, "b/v.csv", CSV), "b/v.csv", "lies deeper"),
    "a pipe": (lambda folder: os.mkfifo(folder / "v.csv"), "v.csv", "a named pipe"),
    "a link that leads nowhere": (
        lambda folder: (folder / "v.csv").symlink_to("/media/none"), "v.csv", "where nothing is"
    ),
    "a damaged workbook": (lambda folder: put(folder, "v.xlsx", workbook()[:-90]), "v.xlsx", "a whole file"),
    "an empty table": (lambda folder: put(folder, "v.csv", ""), "v.csv", "not empty"),
    "the same table twice": (
        lambda folder: put(folder, "Pazienti.xlsx", workbook()), "Pazienti.xlsx, sheet Visite", "a name of its own"
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", MAY_HOLD_PATIENTS)
def test_what_may_hold_patients_and_is_not_read_is_refused(folder: Path, what: str) -> None:
    make, file, rule = MAY_HOLD_PATIENTS[what]
    make(folder)
    with pytest.raises(SourceFault) as raised:
        open_source(folder)
    assert [record.file for record in raised.value.records] == [file]
    assert rule in raised.value.records[0].rule


def test_all_faults_are_told_at_once(folder: Path) -> None:
    put(folder, "a.csv", "")
    put(folder, "b.csv", "ID,CK\nP1\n")
    put(folder, "c.zip", archive({}))
    with pytest.raises(SourceFault) as raised:
        open_source(folder)
    assert [record.file for record in raised.value.records] == ["a.csv", "b.csv", "c.zip"]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable to root")
def test_a_folder_that_may_not_be_opened_is_told(folder: Path) -> None:
    folder.chmod(0)
    with pytest.raises(SourceFault, match="Permission denied"):
        open_source(folder)
    folder.chmod(0o755)
