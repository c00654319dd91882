"""Rules on workbooks that one damaged file does not show: old forms, sheets by their names, bytes changed at random."""

from __future__ import annotations

import io
import math
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compendium.sources.handed import SourceFault
from compendium.sources.opening import open_source

from .made import CSV, ROWS, TEXTS, ods, ods_row, put, with_part, workbook, xls, xlsb


def test_excel_97_is_read_and_what_is_not_seen_in_it_is_said(tmp_path: Path) -> None:
    path = put(tmp_path, "v.xls", xls([*ROWS, ("P3", 1.0, 2.0), ("", 3.0, 4.0)], [(3, 4, 0, 0)]))
    handed = open_source(path)
    assert handed.tables["Visite"].rows == [*TEXTS, ["P3", "1", "2"], ["P3", "3", "4"]]
    assert "an error such as #N/A reads as empty" in handed.notes[0][4]


def test_a_binary_workbook_is_read_with_its_errors(tmp_path: Path) -> None:
    path = put(tmp_path, "v.xlsb", xlsb([*ROWS, ("P3", math.nan, 2.0)]))
    handed = open_source(path)
    assert handed.tables["Visite"].rows == [*TEXTS, ["P3", "#N/A", "2"]]
    assert [note[4].partition(",")[0] for note in handed.notes[1:]] == ["1 cell with an error of a formula"]


def test_a_binary_workbook_that_is_too_wide_is_refused(tmp_path: Path) -> None:
    """Before it is opened: the reader would ask for more memory than there is, and the run would die of it."""
    with pytest.raises(SourceFault, match="10,000,000 cells"):
        open_source(put(tmp_path, "v.xlsb", xlsb(ROWS, last=(1_048_575, 16_383))))


def test_sheets_are_tables_of_their_names_in_their_order(tmp_path: Path) -> None:
    handed = open_source(put(tmp_path, "v.xlsx", workbook(ROWS, ROWS, name="Zeta")))
    assert list(handed.tables) == ["Zeta", "Zeta 2"]
    assert handed.tables["Zeta 2"].place == "v.xlsx, sheet Zeta 2"


def test_a_renamed_sheet_is_a_table_of_another_name(tmp_path: Path) -> None:
    handed = open_source(put(tmp_path, "v.xlsx", workbook(ROWS, name="Foglio1")))
    assert list(handed.tables) == ["Foglio1"]


def test_positions_say_where_in_the_sheet_a_column_stands(tmp_path: Path) -> None:
    rows = [(None, "ID", None, "CK"), (None, "P1", None, 1)]
    cells = open_source(put(tmp_path, "v.xlsx", workbook(rows))).tables["Visite"]
    assert (cells.header, cells.positions) == (("ID", "CK"), (1, 3))


def test_faults_name_cells_as_excel_does(tmp_path: Path) -> None:
    cells = open_source(put(tmp_path, "v.xlsx", workbook([("Registro",), (), *ROWS]))).tables["Visite"]
    record = cells.fault(1, "CK (U/L)", "at least 500", "correct it")
    assert (record.file, record.row, record.column, record.value) == ("v.xlsx, sheet Visite", 5, "CK (U/L)", "310.5")


def mutated(content: bytes, seed: int) -> bytes:
    """Change bytes, cut some out and put some in, at places that the seed gives."""
    chance, changed = random.Random(seed), bytearray(content)
    for _ in range(chance.choice((1, 2, 5, 20))):
        at, kind = chance.randrange(len(changed) + 1), chance.randrange(4)
        if kind == 0:
            changed[at : at + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            del changed[at : at + chance.randrange(1, 30)]
        elif kind == 2:
            changed[at:at] = chance.randbytes(chance.randrange(1, 10))
        else:
            changed[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\n", b'"', b"<", b";"))
    return bytes(changed)


SOURCES = {
    "v.csv": CSV.encode(),
    "v.xlsx": workbook(),
    "v.ods": ods(ods_row("ID", "CK") + ods_row("P1", "1240")),
    "v.xls": xls(ROWS),
    "v.xlsb": xlsb(ROWS),
}


@pytest.mark.parametrize("name", SOURCES)
@given(seed=st.integers(0, 10**6), within=st.booleans())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_befell_its_bytes_a_file_is_read_or_refused(
    tmp_path: Path, name: str, seed: int, within: bool
) -> None:
    """And nothing else is raised: no reader of a registry should see a program's own words."""
    content = SOURCES[name]
    if within and content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            part = random.Random(seed).choice(parts.namelist())
        content = with_part(content, part, lambda inside: mutated(inside, seed))
    else:
        content = mutated(content, seed)
    try:
        handed = open_source(put(tmp_path, name, content))
    except SourceFault as fault:
        assert all(record.rule and record.action for record in fault.records)
    else:
        for cells in handed.tables.values():
            assert {len(row) for row in cells.rows} <= {len(cells.header)}
            assert len(cells.rows) == len(cells.numbers)
            assert len(set(cells.header)) == len(cells.header)


def test_a_formula_without_a_value_is_named_by_its_cell(tmp_path: Path) -> None:
    """A program writes 0 where it leaves the calculation to whoever opens the file; a 0 of Excel's own is a value."""
    path = put(tmp_path, "v.xlsx", workbook([*ROWS, ("P3", "=B2*2", "=C2")]))
    with pytest.raises(SourceFault, match=r'row 4: "B4, C4" - the rule: the value of each formula'):
        open_source(path)

    def zero(content: bytes) -> bytes:
        return content.replace(b"</f><v></v>", b"</f><v>0</v>").replace(b"</f><v/>", b"</f><v>0</v>")

    zeros = with_part(path.read_bytes(), "xl/worksheets/sheet1.xml", zero)
    with pytest.raises(SourceFault, match="the value of each formula"):
        open_source(put(tmp_path, "v.xlsx", zeros))
    calculated = with_part(zeros, "xl/workbook.xml", lambda content: content.replace(b'fullCalcOnLoad="1"', b""))
    assert open_source(put(tmp_path, "v.xlsx", calculated)).tables["Visite"].rows[2] == ["P3", "0", "0"]
