"""The sheet that tells what to put right: every fault, those of one rule and remedy together, most frequent first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from openpyxl.styles import Alignment, Font

from compendium.sources.workbook import WHAT_TO_DO
from compendium.sources.written import write_text
from press.ground.fault import FaultRecord

_COLUMNS = (("File and sheet", 34), ("Row", 8), ("Column", 26), ("Value", 26), ("The rule", 60), ("What to do", 60))


def add_what_to_do(book: Any, records: Iterable[FaultRecord]) -> None:
    """Put the sheet in front of a workbook of openpyxl's, in the place of one that is there from an earlier check."""
    if WHAT_TO_DO in book.sheetnames:
        book.remove(book[WHAT_TO_DO])
    sheet = book.create_sheet(WHAT_TO_DO, 0)
    book.active = 0
    groups = grouped(records)
    number = sum(len(each) for each in groups)
    write_text(sheet.cell(1, 1), f"{number} {'thing' if number == 1 else 'things'} to put right")
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    for column, (name, width) in enumerate(_COLUMNS, start=1):
        write_text(sheet.cell(3, column), name)
        sheet.cell(3, column).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(3, column).column_letter].width = width
    row = 4
    for group in groups:
        for record in group:
            _write(sheet, row, record)
            row += 1
        row += 1  # a blank row between groups
    sheet.freeze_panes = "A4"
    for each in book.worksheets:  # a sheet that was selected when it was saved would be edited together with this one
        each.sheet_view.tabSelected = each is sheet


def grouped(records: Iterable[FaultRecord]) -> list[list[FaultRecord]]:
    """Return the faults of one rule and remedy together, the largest group first, each in the order of its places.

    >>> faults = [FaultRecord("v.csv", 3, "ck", "x", "a number", "a"), FaultRecord("v.csv", 0, "", "", "b", "c")]
    >>> [[record.row for record in group] for group in grouped([faults[1], faults[0], faults[0]])]
    [[3, 3], [0]]
    """
    groups: dict[tuple[str, str], list[FaultRecord]] = {}
    for record in sorted(records):
        groups.setdefault((record.rule, record.action), []).append(record)
    return sorted(groups.values(), key=lambda group: -len(group))


def _write(sheet: Any, row: int, record: FaultRecord) -> None:
    shown = (record.file, str(record.row or ""), record.column, record.value, record.rule, record.action)
    for column, text in enumerate(shown, start=1):
        if text:
            write_text(sheet.cell(row, column), text)
        sheet.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
