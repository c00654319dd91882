"""A workbook to fill in: a sheet for each table, with the codebook's columns, each cell checked as it is typed."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from compendium.registry.codebook import CENTRE, KEYS, TABLES, Codebook, Variable, load_codebook
from compendium.sources.written import written
from compendium.templates.wording import EMPTY, how_to_write, with_unit, words_offered

READ_ME = "Read me"
_PATIENT = KEYS[TABLES[0]][0]
_LAST_ROW = 1_048_576  # of a sheet
_FORMATS = {"date": "yyyy-mm-dd", "id": "@", "text": "@"}  # @: as typed, so that 0012 keeps its zeros
_NEEDED = PatternFill("solid", fgColor="FFF2CC")
_HOW = (
    "Fill in the sheets patients, visits and adverse_events: a row for each patient, each visit, each adverse event.",
    "Leave the first row of each sheet as it is: by its names the columns are found. Further sheets are not read.",
    "Resting the pointer on a name shows what the column means. Columns with a coloured name are needed in every row.",
    "A patient has the same pseudonym in all sheets. Write no name, date of birth or hospital number anywhere.",
    "Choose from the list where a cell has one. Write numbers without a unit, dates as dates.",
    EMPTY + " Do not write 0, -, n.d. or 999 for it.",
    "Save the workbook as .xlsx. The table below says what each column may hold.",
)
_TABLE = ("table", "column", "meaning", "what to write", "needed", "source in the codebook", "choices")
_FIRST_CHOICE = len(_TABLE)  # the column in which the first choice of a variable stands, the others to its right


def write_excel_template(path: Path, book: Codebook | None = None) -> Path:
    """Write the workbook: "Read me", then a sheet for each table with the names of its columns and nothing else.

    The same codebook gives the same bytes. Raises OSError where the file cannot be written.
    """
    book = book or load_codebook()
    workbook = Workbook()
    guide = workbook.active
    guide.title = READ_ME
    places = _fill_guide(guide, book)
    for table in TABLES:
        sheet = workbook.create_sheet(table)
        sheet.freeze_panes = "B2"
        for at, variable in enumerate(book.table(table), start=1):
            _fill_column(sheet, at, variable, places)
    workbook.properties.creator = ""
    path.write_bytes(written(workbook))
    return path


def _fill_guide(sheet: Worksheet, book: Codebook) -> dict[tuple[str, str], str]:
    """Write how to fill in, and the variables; return by table and variable the cells in which its choices stand.

    Those of the patient are the pseudonyms of the sheet patients.
    """
    key = get_column_letter([variable.name for variable in book.table(TABLES[0])].index(_PATIENT) + 1)
    known = f"{TABLES[0]}!${key}$2:${key}${_LAST_ROW}"
    places = {(table, _PATIENT): known for table in TABLES[1:]}
    for row, line in enumerate(_HOW, start=1):
        _write(sheet, row, 1, line)
    head = len(_HOW) + 2
    for at, name in enumerate(_TABLE, start=1):
        _write(sheet, head, at, name).font = Font(bold=True)
    variables = [variable for table in TABLES for variable in book.table(table)]
    for row, variable in enumerate(variables, start=head + 1):
        needed = "yes" if variable.required else "no"
        cells = (variable.table, variable.name, variable.label, how_to_write(variable), needed, variable.source)
        words = words_offered(variable)
        for at, text in enumerate((*cells, *words), start=1):
            _write(sheet, row, at, text)
        if words:
            first, last = (get_column_letter(_FIRST_CHOICE + at) for at in (0, len(words) - 1))
            places[variable.table, variable.name] = f"'{READ_ME}'!${first}${row}:${last}${row}"
    for column, width in zip("ABCDEF", (16, 30, 40, 60, 8, 60), strict=True):
        sheet.column_dimensions[column].width = width
    return places


def _fill_column(sheet: Worksheet, at: int, variable: Variable, places: dict[tuple[str, str], str]) -> None:
    """Write the name of a column, what it means, and what its cells let in."""
    letter = get_column_letter(at)
    cell = _write(sheet, 1, at, variable.name)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(horizontal="left")
    cell.comment = Comment(_note(variable), "codebook", height=160, width=360)
    if variable.required:
        cell.fill = _NEEDED
    dimension = sheet.column_dimensions[letter]
    dimension.width = max(12, len(variable.name) + 3)
    dimension.number_format = _FORMATS.get(variable.kind, "General")
    if rule := _rule(variable, letter, places):
        rule.errorTitle = variable.name[:32]
        rule.error = _message(variable)[:255]
        rule.showErrorMessage = variable.role != CENTRE  # which may be another than those offered
        rule.add(f"{letter}2:{letter}{_LAST_ROW}")
        sheet.add_data_validation(rule)


def _note(variable: Variable) -> str:
    source = f"Source in the codebook: {variable.source}"
    return "\n".join([with_unit(variable), how_to_write(variable), _needed(variable), source])


def _needed(variable: Variable) -> str:
    return "Needed in every row." if variable.required else EMPTY


def _message(variable: Variable) -> str:
    if variable.kind == "id":
        once = "each in one row alone" if KEYS[variable.table] == (variable.name,) else "one of the sheet patients"
        return f"{variable.label}: {how_to_write(variable)}; {once}."
    until = ", not later than today" if variable.kind == "date" else ""
    return f"{variable.label}: {how_to_write(variable)}{until}. {_needed(variable)}"


def _rule(variable: Variable, letter: str, places: dict[tuple[str, str], str]) -> DataValidation | None:
    """Return what a spreadsheet program holds a cell against while it is typed; None where anything goes."""
    blank = not variable.required
    place = places.get((variable.table, variable.name))
    if variable.kind == "id":
        return DataValidation("custom", formula1=_pseudonym(letter, place), allow_blank=blank)
    if place:
        return DataValidation("list", formula1=place, allow_blank=blank)
    if variable.kind == "date":
        return _between("date", "DATE(1900,1,1)", "TODAY()", blank=blank)
    if variable.kind in ("integer", "number") and variable.low is not None and variable.high is not None:
        kind = "whole" if variable.kind == "integer" else "decimal"
        return _between(kind, f"{variable.low:.15g}", f"{variable.high:.15g}", blank=blank)
    return None


def _between(kind: str, low: str, high: str, *, blank: bool) -> DataValidation:
    return DataValidation(kind, operator="between", formula1=low, formula2=high, allow_blank=blank)


def _pseudonym(letter: str, known: str | None) -> str:
    """Return the formula of a pseudonym without a blank: one of those known, or, where it is the key, there once."""
    column, times = (known, ">0") if known else (f"${letter}$2:${letter}${_LAST_ROW}", "=1")
    return f'AND(COUNTIF({column},{letter}2){times},ISERROR(FIND(" ",{letter}2)))'


def _write(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write a text as a text: one that begins with = is no formula."""
    cell = sheet.cell(row, column, text)
    cell.data_type = "s"
    return cell
