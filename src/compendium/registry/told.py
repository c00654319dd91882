"""All that was found in a registry as one table, to be opened in a spreadsheet and worked through row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from compendium.registry.grouping import grouped
from compendium.registry.table import Flag
from press.ground.fault import FaultRecord, on_one_line
from press.rows.csv_text import as_csv

_COLUMNS = ("kind", "group", "file", "sheet", "row", "column", "value", "rule", "likely_cause", "what_to_do")
HEADER = ",".join(_COLUMNS)  # the first line of such a table
_KEPT = "look it up: the value is kept"


def as_records(flags: Iterable[Flag]) -> list[FaultRecord]:
    """Return flags as records, so that they may be grouped as faults are."""
    return [FaultRecord(file, int(row), column, value, rule, _KEPT) for file, row, column, value, rule in flags]


def told(faults: Iterable[FaultRecord], flags: Iterable[Flag]) -> str:
    """Return a CSV text: a row for each fault (kind `error`) and flag (`warning`), those of one cause side by side.

    `group` numbers the causes from 1; `sheet` is empty unless the file is a workbook; row 0 is the file as a whole.

    >>> print(told([FaultRecord("a.xlsx, sheet V", 3, "skin", "=1", "yes or no", "write yes or no")], []))
    kind,group,file,sheet,row,column,value,rule,likely_cause,what_to_do
    error,1,a.xlsx,V,3,skin,'=1,yes or no,,write yes or no
    <BLANKLINE>
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    number = 0
    for kind, records in (("error", faults), ("warning", as_records(flags))):
        for group in grouped(records):
            number += 1
            writer.writerows(_row(kind, number, record, group.cause) for record in group.records)
    return out.getvalue()


def _row(kind: str, number: int, record: FaultRecord, cause: str) -> list[object]:
    file, _, sheet = record.file.partition(", sheet ")
    texts = (record.column, record.value, record.rule, cause, record.action)
    column, value, rule, cause, action = (as_csv(on_one_line(text)) for text in texts)
    return [kind, number, as_csv(file), as_csv(sheet), record.row, column, value, rule, cause, action]
