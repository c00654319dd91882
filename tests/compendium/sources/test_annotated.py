"""Rule: a fault is shown in its cell, in a copy; what was handed over stays, and no text becomes a formula."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import time_machine
from openpyxl import load_workbook
from openpyxl.comments import Comment

from compendium.sources.annotated import annotate_workbook
from compendium.sources.opening import open_source
from press.ground.fault import FaultRecord

from .made import CSV, ROWS, put, workbook, xls

RED = "FFFFC7CE"


def test_each_faulty_cell_is_coloured_and_says_what_to_do(tmp_path: Path) -> None:
    path = put(
        tmp_path,
        "v.xlsx",
        workbook(
            (("Registro",), (None, "CK"), ("ID", "prima", "dopo"), ("P1", 1, 2), (None, 3, 4), ("P2", 5, "=B4")),
            ROWS,
            change=lambda book: (
                book.worksheets[0].merge_cells("A4:A5"),
                book.worksheets[0].merge_cells("B2:C2"),
                setattr(book.worksheets[0]["B4"], "comment", Comment("dubbio", "AB")),
            ),
        ),
    )
    book = load_workbook(path)
    book["Visite"]["C6"] = 6
    book.save(path)
    before = path.read_bytes()
    cells = open_source(path).tables["Visite"]
    records = [
        cells.fault(0, "CK / prima", "at least 2", "correct it"),
        cells.fault(1, "ID", "each id once", "rename it"),
        cells.fault(2, "", "a visit for each patient", "add one"),
        FaultRecord("v.xlsx", 0, "", "", "a sheet of events", "add it"),
    ]
    annotate_workbook(path, records, tmp_path / "out.xlsx")
    copy = load_workbook(tmp_path / "out.xlsx")
    sheet = copy["Visite"]
    assert copy.sheetnames == ["What to do", "Visite", "Visite 2"]
    assert sheet["B4"].comment.text == "dubbio\n\nThe rule: at least 2.\nWhat to do: correct it."
    assert sheet["A4"].comment.text == "The rule: each id once.\nWhat to do: rename it."  # the first of its merged area
    assert sheet["A6"].comment.text == "The rule: a visit for each patient.\nWhat to do: add one."
    coloured = [cell.coordinate for row in sheet for cell in row if cell.fill.fgColor.rgb == RED]
    assert coloured == ["A4", "B4", "A6"]
    listed = [row[4] for row in copy["What to do"].iter_rows(min_row=4, values_only=True) if row[4]]
    assert sorted(listed) == sorted(record.rule for record in records)
    assert path.read_bytes() == before


def test_a_copy_that_is_handed_over_again_reads_as_the_first_did(tmp_path: Path) -> None:
    path = put(tmp_path, "v.xlsx", workbook())
    cells = open_source(path).tables["Visite"]
    annotate_workbook(path, [cells.fault(0, "MMT8", "at most 80", "correct it")], tmp_path / "again.xlsx")
    again = open_source(tmp_path / "again.xlsx")
    assert (list(again.tables), again.tables["Visite"].rows) == (["Visite"], cells.rows)
    annotate_workbook(tmp_path / "again.xlsx", [], tmp_path / "third.xlsx")
    assert load_workbook(tmp_path / "third.xlsx").sheetnames == ["What to do", "Visite"]


@pytest.mark.parametrize("name", ["v.csv", "v.xls", "folder"])
def test_of_another_source_the_tables_are_written_as_text(tmp_path: Path, name: str) -> None:
    hostile = CSV.replace("1240", "=1+1").replace("310.5", "-3").replace("P2", "@P2")
    if name == "v.xls":
        source = put(tmp_path, name, xls([("ID", "CK (U/L)"), ("P1", "=1+1"), ("@P2", "-3")]))
    else:
        source = put(tmp_path / "folder", "v.csv", hostile)
        source = source if name == "v.csv" else source.parent
    cells = next(iter(open_source(source).tables.values()))
    annotate_workbook(source, [cells.fault(1, "CK (U/L)", "above 0", "correct it")], tmp_path / "out.xlsx")
    sheet = load_workbook(tmp_path / "out.xlsx").worksheets[1]
    texts = [[cell.value for cell in row][:3] for row in sheet]
    assert texts == [["row", "ID", "CK (U/L)"], ["2", "P1", "=1+1"], ["3", "@P2", "-3"]]
    assert {cell.data_type for row in sheet for cell in row} == {"s"}
    assert all(cell.quotePrefix for cell in (sheet["C2"], sheet["B3"], sheet["C3"]))
    assert [cell.coordinate for row in sheet for cell in row if cell.comment] == ["C3"]


def test_a_hostile_fault_stays_text(tmp_path: Path) -> None:
    path = put(tmp_path, "v.csv", "ID,CK\n=1,2\n")
    fault = FaultRecord("v.csv", 2, "ID", "=HYPERLINK(\x07)", "=a\x00", "+b\u202e")
    annotate_workbook(path, [fault], tmp_path / "out.xlsx")
    book = load_workbook(tmp_path / "out.xlsx")
    assert {cell.data_type for sheet in book for row in sheet for cell in row if cell.value} == {"s"}
    assert book["What to do"]["D4"].value == "=HYPERLINK(\\x07)"


def test_what_cannot_be_read_has_its_faults_listed(tmp_path: Path) -> None:
    path = put(tmp_path, "v.csv", "")
    annotate_workbook(path, [FaultRecord("v.csv", 0, "", "", "not empty", "send it again")], tmp_path / "out.xlsx")
    assert load_workbook(tmp_path / "out.xlsx").sheetnames == ["What to do"]


@pytest.mark.parametrize("name", ["v.xlsx", "v.csv"])
def test_the_same_faults_give_the_same_bytes(tmp_path: Path, name: str) -> None:
    path = put(tmp_path, name, workbook() if name == "v.xlsx" else CSV)
    cells = next(iter(open_source(path).tables.values()))
    made = []
    for day in ("2026-01-01", "2027-02-02"):
        with time_machine.travel(day):
            annotate_workbook(path, [cells.fault(0, "MMT8", "at most 80", "correct it")], tmp_path / "out.xlsx")
        made.append((tmp_path / "out.xlsx").read_bytes())
    assert made[0] == made[1]
    with zipfile.ZipFile(io.BytesIO(made[0])) as parts:
        assert b"2026" not in parts.read("docProps/core.xml")


def test_a_workbook_that_cannot_be_copied_has_its_tables_written_as_text(tmp_path: Path) -> None:
    """An empty chart sheet is read past by the one library, and stops the other, which makes the copy."""
    path = put(tmp_path, "v.xlsx", workbook(ROWS, change=lambda book: book.create_chartsheet("Grafico")))
    handed = open_source(path)
    assert [note[0] for note in handed.notes] == ["v.xlsx, sheet Grafico"]
    fault = handed.tables["Visite"].fault(1, "MMT8", "at most 80", "correct it")
    annotate_workbook(path, [fault], tmp_path / "out.xlsx")
    copy = load_workbook(tmp_path / "out.xlsx")
    assert copy.sheetnames == ["What to do", "Visite"]
    assert [cell.coordinate for row in copy["Visite"] for cell in row if cell.comment] == ["D3"]
