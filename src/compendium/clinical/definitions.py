"""The study's definitions as a clinician reviews them: spreadsheets in data/definitions, read here."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from press.ground.fault import Fault, FaultRecord
from press.ground.paths import project_root

FOLDER = Path("data") / "definitions"
# file: its columns, and those in which no two rows may agree
FILES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "eligibility": (("order", "id", "variable", "rule", "value", "criterion", "exclusion", "source"), ("id",)),
    "responses": (("id", "label", "rule", "threshold", "unit", "definition", "role", "source"), ("id",)),
    "core_set": (("measure", "variable", "range", "range_unit", "better", "source"), ("variable",)),
    "improvement_points": (("measure", "above_percent", "up_to_percent", "points", "source"), ()),
    "improvement_degrees": (("threshold", "degree", "source"), ("threshold", "degree")),
    "events_of_interest": (("id", "label", "rule", "terms"), ("id", "label")),
    "external": (("id", "label", "count", "total", "value", "threshold", "quantity", "source"), ("id",)),
    "adverse_event_terms": (("term", "system_organ_class", "note"), ("term",)),
    "published_sources": (("id", "row", "direction_row"), ("id",)),
}
_AS_CSV = "save it from the spreadsheet as 'CSV UTF-8 (comma delimited)'"


class DefinitionsFault(Fault):
    """What is wrong with the definitions: one line for each fault. `records` holds them in the order found.

    >>> print(DefinitionsFault([FaultRecord("data/definitions/x.csv", 3, "id", "A", "small letters", "rename it")]))
    data/definitions/x.csv, row 3, column id: "A" - the rule: small letters. What to do: rename it.
    """

    def __init__(self, records: Iterable[FaultRecord]) -> None:
        self.records = tuple(records)
        lines = (f"{record.file}, {record.line()}".replace(", the file:", ":") for record in self.records)
        super().__init__("\n".join(lines))


class Line(dict[str, str]):
    """One row of a definitions file, from column to text without blanks around it; `row` as a spreadsheet counts."""

    def __init__(self, cells: Mapping[str, str], row: int) -> None:
        super().__init__(cells)
        self.row = row


def read_definitions(name: str, folder: Path | None = None) -> list[Line]:
    """Return the lines of one definitions file, in the file's order; blank rows are left out.

    Raises DefinitionsFault where the file is missing, is no CSV table in UTF-8, lacks a column or has no rows, where
    a row has cells beyond the header, or where two rows share what must be unique, such as an id.

    >>> [line["id"] for line in read_definitions("eligibility")]
    ['adult', 'classified', 'dose', 'course', 'assessed']
    """
    file = file_name(name)
    columns, unique = FILES[name]
    rows = _rows((folder or project_root() / FOLDER) / f"{name}.csv", file)
    header = [cell.strip() for cell in rows[0]] if rows else []
    faults = _header_faults(file, header, columns)
    if faults:
        raise DefinitionsFault(faults)
    lines = []
    for row, cells in enumerate(rows[1:], start=2):
        stripped = [cell.strip() for cell in cells]
        if any(stripped[len(header) :]):
            action = "put a text that contains a comma between quotation marks; write 2.5, not 2,5"
            faults.append(FaultRecord(file, row, "", ",".join(cells), f"no more than {len(header)} cells", action))
        elif any(stripped):
            filled = stripped + [""] * (len(header) - len(stripped))
            lines.append(Line(dict(zip(header, filled, strict=False)), row))
    if not lines and not faults:
        faults.append(FaultRecord(file, 0, "", "", "at least one row under the header", "fill it in, or restore it"))
    faults += [fault for column in unique for fault in _repeated(file, lines, column)]
    if faults:
        raise DefinitionsFault(faults)
    return lines


def file_name(name: str) -> str:
    """Return the path of a definitions file as messages name it."""
    return (FOLDER / f"{name}.csv").as_posix()


def _rows(path: Path, file: str) -> list[list[str]]:
    """Return the cells of a CSV file; a byte order mark, as spreadsheets write it, is taken away."""
    try:
        return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), strict=True))
    except OSError as error:
        broken = (f"a file that can be read ({error.strerror})", "restore it")
    except UnicodeDecodeError:
        broken = ("written in UTF-8", _AS_CSV)
    except csv.Error:
        broken = ("a CSV table, with every quotation mark closed", _AS_CSV)
    raise DefinitionsFault([FaultRecord(file, 0, "", "", *broken)])


def _header_faults(file: str, header: list[str], columns: tuple[str, ...]) -> list[FaultRecord]:
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        by = "semicolons" if ";" in header[0] else "tabs"
        return [FaultRecord(file, 1, "", "", f"cells separated by commas; here they are by {by}", _AS_CSV)]
    if not set(columns) & set(header):
        rule = f"the first row names the columns {', '.join(columns)}"
        return [FaultRecord(file, 1, "", ",".join(header), rule, "put that row back, without a row above it")]
    faults = []
    for column in columns:
        if header.count(column) > 1:
            faults.append(FaultRecord(file, 1, column, "", "each column once", "remove or rename one of the two"))
        elif column not in header:
            others = [name for name in header if name not in columns]
            near = difflib.get_close_matches(column, others, n=1)
            action = f"rename {near[0]}, if that is it" if near else f"add it; the columns are {', '.join(columns)}"
            faults.append(FaultRecord(file, 1, column, "", "the first row names this column", action))
    return faults


def _repeated(file: str, lines: list[Line], column: str) -> list[FaultRecord]:
    """Return a fault for every line whose cell in this column stands further up already."""
    first: dict[str, int] = {}
    faults = []
    for line in lines:
        value = line[column]
        if value in first:
            rule = f"no two rows the same; row {first[value]} has it too"
            faults.append(FaultRecord(file, line.row, column, value or "(empty)", rule, "rename or remove one of them"))
        first.setdefault(value, line.row)
    return faults
