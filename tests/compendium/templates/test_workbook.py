"""The workbook to fill in: it says what each cell may hold, and gives back what is filled in."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import time_machine
from hypothesis import given, settings
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from compendium.registry.codebook import TABLES, Codebook, Variable, load_codebook
from compendium.registry.kinds import parse, write
from compendium.templates.workbook import READ_ME, write_excel_template

from .registries import BOOK, CENTRES, Tables, any_tables, committed, header


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write_excel_template(tmp_path_factory.mktemp("template") / "t.xlsx").read_bytes()


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def rules(sheet: Worksheet) -> dict[str, DataValidation]:
    """Return what each column of a sheet lets in, by its name; each rule holds for all rows below the header."""
    by_cells = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    columns = {str(cell.value): f"{cell.column_letter}2:{cell.column_letter}1048576" for cell in sheet[1]}
    return {name: by_cells[cells] for name, cells in columns.items() if cells in by_cells}


def filled(template: bytes, tables: Tables, *, typed: bool) -> bytes:
    """Fill the template in: pasted as texts, or typed, so that numbers are numbers and dates are dates."""
    book = opened(template)
    for table, rows in tables.items():
        for row, cells in enumerate(rows, start=2):
            for column, (variable, text) in enumerate(zip(BOOK.table(table), cells, strict=True), start=1):
                if text:
                    cell = book[table].cell(row, column, _typed(variable, text) if typed else text)
                    if isinstance(cell.value, str):
                        cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _typed(variable: Variable, text: str) -> str | float | datetime:
    if variable.kind in ("integer", "number"):
        return float(text)
    return datetime.fromisoformat(text) if variable.kind == "date" else text


def read(content: bytes) -> Tables:
    """Read the workbook with calamine: each value as the shortest text that says it, a date as year-month-day."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    tables = {}
    for table in TABLES:
        first, *rows = book.get_sheet_by_name(table).to_python(skip_empty_area=False)
        assert first == header(table)
        tables[table] = [[_as_text(value) for value in row] for row in rows]
    return tables


def _as_text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.15g}"
    return value.isoformat()[:10] if isinstance(value, date) else str(value)


def canonical(tables: Tables) -> Tables:
    """Return the tables as the registry writes them: 2 g/kg/month as 2.0."""
    found = {}
    for table, rows in tables.items():
        columns = []
        for at, variable in enumerate(BOOK.table(table)):
            values, unread = parse(pd.Series([row[at] for row in rows], dtype="str"), variable)
            assert not unread
            columns.append(write(values, variable).tolist())
        found[table] = [list(row) for row in zip(*columns, strict=True)]
    return found


@pytest.mark.parametrize("centre", CENTRES)
@pytest.mark.parametrize("typed", [False, True])
def test_a_centre_comes_back_as_it_was_filled_in(template: bytes, root: Path, centre: str, typed: bool) -> None:
    tables = committed(root, centre)
    back = read(filled(template, tables, typed=typed))
    assert (canonical(back) if typed else back) == tables


@settings(max_examples=8)
@given(any_tables())
def test_any_registry_that_the_codebook_allows_comes_back(template: bytes, tables: Tables) -> None:
    """Law: what is pasted is read as the same texts, also where they begin with = or hold quotes."""
    assert read(filled(template, tables, typed=False)) == tables


def test_the_sheets_are_the_tables_under_a_frozen_row_of_names(template: bytes) -> None:
    book = opened(template)
    assert book.sheetnames == [READ_ME, *TABLES]
    for table in TABLES:
        assert [cell.value for cell in book[table][1]] == header(table)
        assert book[table].max_row == 1
        assert book[table].freeze_panes == "B2"


def test_each_name_says_what_its_column_means(template: bytes) -> None:
    book = opened(template)
    for table in TABLES:
        for cell, variable in zip(book[table][1], BOOK.table(table), strict=True):
            for part in (variable.label, variable.unit, variable.source, *variable.levels):
                assert part in cell.comment.text
            assert ("Needed in every row" in cell.comment.text) == variable.required
            assert (cell.fill.fill_type == "solid") == variable.required
    assert "a whole number from 0 to 150 points (0-150), usually from 20" in book["visits"]["D1"].comment.text


def test_choices_numbers_and_dates_are_checked_while_they_are_typed(template: bytes) -> None:
    """Every variable but free text has a rule; the message of each is of the length that Excel takes, 255."""
    book = opened(template)
    for table in TABLES:
        found = rules(book[table])
        for variable in BOOK.table(table):
            if variable.kind == "text":
                assert variable.name not in found
                continue
            rule = found[variable.name]
            assert rule.showErrorMessage == (variable.name != "centre")
            assert rule.error.startswith(variable.label)
            assert len(rule.error) <= 255
            assert len(rule.errorTitle) <= 32
            assert rule.allow_blank == (not variable.required)
            assert _lets_in(book, rule) == _allowed(variable)


def _lets_in(book: openpyxl.Workbook, rule: DataValidation) -> tuple[object, ...]:
    """Return what a rule lets in: the texts of a list, the limits of a number or a date."""
    if rule.type != "list":
        return (rule.type, rule.formula1, rule.formula2)
    sheet, _, cells = rule.formula1.replace("'", "").replace("$", "").partition("!")
    return tuple(cell.value for row in book[sheet][cells] for cell in row)


def _allowed(variable: Variable) -> tuple[object, ...]:
    if variable.kind == "id":
        places = "$A$2:$A$1048576" if variable.table != "visits" else "patients!$A$2:$A$1048576"
        if (variable.table, variable.name) == ("adverse_events", "patient_id"):
            return "custom", 'AND(COUNTIF(patients!$A$2:$A$1048576,B2)>0,ISERROR(FIND(" ",B2)))', None
        sign = ">0" if variable.table == "visits" else "=1"
        return "custom", f'AND(COUNTIF({places},A2){sign},ISERROR(FIND(" ",A2)))', None
    if variable.kind == "date":
        return "date", "DATE(1900,1,1)", "TODAY()"
    if variable.kind in ("integer", "number"):
        kind = "whole" if variable.kind == "integer" else "decimal"
        return kind, f"{variable.low:g}", f"{variable.high:g}"
    return ("yes", "no") if variable.kind == "yes_no" else variable.levels


def test_any_centre_may_be_filled_in_and_those_known_are_offered(template: bytes) -> None:
    """A centre needs no entry in the codebook: a list that stops would keep all others out."""
    book = opened(template)
    rule = rules(book["patients"])["centre"]
    assert _lets_in(book, rule) == BOOK.variable("centre").levels
    assert not rule.showErrorMessage


def test_pseudonyms_stay_as_they_are_typed_and_dates_are_shown_year_first(template: bytes) -> None:
    """A column of the format @ keeps 0012 and 1E05 as texts."""
    book = opened(template)
    assert book["patients"].column_dimensions["A"].number_format == "@"
    assert book["visits"].column_dimensions["C"].number_format == "yyyy-mm-dd"
    assert book["patients"].column_dimensions["D"].number_format == "General"


def test_the_first_sheet_lists_every_variable(template: bytes) -> None:
    rows = [[cell.value for cell in row] for row in opened(template)[READ_ME].iter_rows()]
    listed = [tuple(row[:3]) for row in rows if row[0] in TABLES]
    assert listed == [(table, variable.name, variable.label) for table in TABLES for variable in BOOK.table(table)]


def test_the_same_codebook_gives_the_same_bytes_at_any_time(template: bytes, tmp_path: Path) -> None:
    with time_machine.travel("2031-05-04 12:00:00"):
        assert write_excel_template(tmp_path / "later.xlsx").read_bytes() == template


def test_a_level_with_a_comma_and_a_label_with_a_sign_are_texts(tmp_path: Path, root: Path) -> None:
    """The lists are cells, not a text with commas; and a text that begins with = is no formula."""
    text = (root / "data" / "codebook.csv").read_text(encoding="utf-8")
    text = text.replace("B|A|C", '"B, ward one|=C|' + "|".join(f"Centre {at}" for at in range(40)) + '"')
    (tmp_path / "codebook.csv").write_text(text, encoding="utf-8")
    book: Codebook = load_codebook(tmp_path / "codebook.csv")
    workbook = opened(write_excel_template(tmp_path / "t.xlsx", book).read_bytes())
    centres = _lets_in(workbook, rules(workbook["patients"])["centre"])
    assert centres == book.variable("centre").levels
    assert centres[:2] == ("B, ward one", "=C")
    assert all(cell.data_type != "f" for row in workbook[READ_ME].iter_rows() for cell in row)
