"""The boxes of a REDCap checkbox field, one column each, also where they are exported combined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from compendium.sources.handed import Note, refuse
from compendium.sources.redcap_columns import RAW, Column
from compendium.sources.redcap_field import Field
from compendium.sources.redcap_table import Table
from compendium.sources.redcap_words import box_column, combined
from press.ground.fault import FaultRecord


def with_boxes_apart(
    table: Table, known: Mapping[str, Column], missing_codes: Sequence[str]
) -> tuple[Table, list[Note]]:
    """Return one column for each box where checkbox options were combined, holding 1 or 0.

    Where a missing-data code was recorded in place of ticks, it stands in every box of the field: REDCap gives the code
    a box of its own, or writes it into the combined column. Raises SourceFault with every cell that can be read in no
    way, or in several.
    """
    notes: list[Note] = []
    faults: list[FaultRecord] = []
    for field in [column.field for column in known.values() if column.kind == "boxes" and column.field]:
        if field.name in table.columns:
            boxes = _apart(table, field, missing_codes, faults)
            table = table.replacing(field.name, boxes)
            notes.append((table.file, 1, field.name, "", "combined checkbox options; taken apart, a column for each"))
        for code in missing_codes:
            table = _instead_of_ticks(table, field, code)
    refuse(faults)
    return table, notes


def _apart(table: Table, field: Field, missing: Sequence[str], faults: list[FaultRecord]) -> dict[str, list[str]]:
    boxes: dict[str, list[str]] = {column: [] for column in field.boxes.values()}
    for row, cell in enumerate(table.columns[field.name]):
        ticked = set() if cell in missing else combined(cell, field.choices)
        if ticked is None:
            rule = f"choices of {field.name}, by code or by label, with commas between, that can be read in one way"
            faults.append(table.fault(row, field.name, rule, f"{RAW} and without combining checkbox options"))
        for code, column in field.boxes.items():
            boxes[column].append(cell if cell in missing else str(int(code in (ticked or ()))))
    return boxes


def _instead_of_ticks(table: Table, field: Field, code: str) -> Table:
    """Write a missing-data code into every box of the rows in which the box of the code itself is ticked."""
    own = box_column(field.name, code)
    if own in field.boxes.values() or own not in table.columns:
        return table
    chosen = [cell not in ("", "0", "Unchecked") for cell in table.columns[own]]
    boxes = {
        column: [code if missing else cell for cell, missing in zip(table.columns[column], chosen, strict=True)]
        for column in field.boxes.values()
        if column in table.columns
    }
    return table.replacing(own, {}).with_columns(boxes)
