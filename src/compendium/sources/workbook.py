"""A workbook of Excel's or LibreOffice's as tables: values by calamine, what it cannot say from its parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from compendium.sources.cells import Cells
from compendium.sources.container import kind_of, workbook_flaw
from compendium.sources.grid import Area, Grid
from compendium.sources.handed import Note, SourceFault, refuse
from compendium.sources.layout import lay_out
from compendium.sources.marks import Marks, UnreadableMarkup, never_computed, notes_on, too_far
from compendium.sources.marks_ods import read_marks as read_marks_of_ods
from compendium.sources.marks_xlsb import read_marks as read_marks_of_xlsb
from compendium.sources.marks_xlsx import read_marks as read_marks_of_xlsx
from compendium.sources.texts import text_of
from press.ground.fault import FaultRecord

WHAT_TO_DO = "What to do"  # the sheet that an annotated copy has in front
_SENT_AGAIN = "open it in Excel or LibreOffice, and save it again as a workbook (.xlsx)"
_LESS = "of this form of workbook only values are read: no colours, comments or hidden rows"
_UNSEEN = {
    "xls": f"{_LESS}, and an error such as #N/A reads as empty; save it as .xlsx where they matter",
    "xlsb": f"{_LESS}, and merged areas are not filled down; save it as .xlsx where they matter",
    "ods": "of this form of workbook colours are not seen; save it as .xlsx where they matter",
}


def read_workbook(content: bytes, file: str) -> tuple[list[Cells], list[Note]]:
    """Return the table of each sheet, named as the sheet, and notes on what was seen and is not in a table.

    Hidden sheets are read like the others, and said. A sheet without a header is a note where another has one. Raises
    SourceFault where the workbook cannot be opened, or holds formulas that were never computed.
    """
    if flaw := workbook_flaw(content):
        refuse([FaultRecord(file, 0, "", "", *flaw)])
    kind = kind_of(content)
    marks = _marks_of(content, kind, file)
    refuse(fault for name, each in marks.items() for fault in too_far(each, f"{file}, sheet {name}"))
    grids, notes = _grids(content, file, marks)
    refuse(fault for grid in grids if grid.sheet in marks for fault in never_computed(marks[grid.sheet], grid.place))
    if kind in _UNSEEN:
        notes.append((file, 0, "", "", _UNSEEN[kind]))
    return _tables(grids, notes, marks)


def _tables(grids: list[Grid], notes: list[Note], marks: dict[str, Marks]) -> tuple[list[Cells], list[Note]]:
    tables: list[Cells] = []
    headless: list[FaultRecord] = []
    for grid in grids:
        cells, found, faults = lay_out(grid)
        notes += found
        headless += faults
        if cells is not None:
            tables.append(cells)
            notes += notes_on(marks.get(grid.sheet, Marks()), cells)
        if marks.get(grid.sheet, Marks()).drawings:
            notes.append((grid.place, 0, "", "", "pictures, charts or boxes of text on the sheet; not read"))
    if not tables:
        refuse(headless)
    notes += [(each.file, each.row, "", each.value, f"not read as a table: {each.rule}") for each in headless]
    return tables, notes


def _marks_of(content: bytes, kind: str, file: str) -> dict[str, Marks]:
    if kind == "xls":
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if kind == "ods":
                return read_marks_of_ods(parts.read("content.xml"))
            return read_marks_of_xlsx(parts) if kind == "xlsx" else read_marks_of_xlsb(parts)
    except (UnreadableMarkup, KeyError, ValueError):
        raise SourceFault([_damaged(file)]) from None


def _grids(content: bytes, file: str, marks: dict[str, Marks]) -> tuple[list[Grid], list[Note]]:
    grids: list[Grid] = []
    notes: list[Note] = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for at, sheet in enumerate(book.sheets_metadata):
                notes += _of_sheet(sheet, file)
                if sheet.typ == SheetTypeEnum.WorkSheet and sheet.name != WHAT_TO_DO:
                    grids.append(_grid(book, at, sheet.name, file, marks.get(sheet.name, Marks())))
    except PasswordError:
        refuse([FaultRecord(file, 0, "", "", "a workbook without a password", "take the password off, and save it")])
    except BaseException as error:  # a panic of calamine's is no Exception
        if not isinstance(error, (CalamineError, ValueError, OSError)) and type(error).__name__ != "PanicException":
            raise
        refuse([_damaged(file)])
    return grids, notes


def _grid(book: CalamineWorkbook, at: int, name: str, file: str, marks: Marks) -> Grid:
    sheet = book.get_sheet_by_index(at)
    rows = [
        [value if value.__class__ is str else text_of(value) for value in row]
        for row in sheet.to_python(skip_empty_area=False)
    ]
    for (row, column), text in marks.errors.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = text
    merged = [Area(*start, *end) for start, end in sheet.merged_cell_ranges or ()] or marks.merged
    return Grid(name, file, name, rows, merged)


def _of_sheet(sheet: SheetMetadata, file: str) -> Iterator[Note]:
    place = f"{file}, sheet {sheet.name}"
    if sheet.typ != SheetTypeEnum.WorkSheet:
        yield place, 0, "", "", "a sheet without cells, such as a chart; not read"
    elif sheet.name == WHAT_TO_DO:
        yield place, 0, "", "", "the list of what was to be put right; not read as a table"
    elif sheet.visible != SheetVisibleEnum.Visible:
        yield place, 0, "", "", "a hidden sheet, read like the others"


def _damaged(file: str) -> FaultRecord:
    return FaultRecord(file, 0, "", "", "a workbook that can be read; this one is damaged", _SENT_AGAIN)
