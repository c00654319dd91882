"""The study's definitions as a clinician reviews them: spreadsheets in data/definitions, read here."""

from __future__ import annotations

from pathlib import Path

from press.ground.fault import FaultRecord, stop_at
from press.ground.paths import project_root
from press.ground.spreadsheet import Line, inspect_spreadsheet

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


def read_definitions(name: str, folder: Path | None = None) -> list[Line]:
    """Return the lines of one definitions file, in the file's order. Raises SpreadsheetFault with all that is wrong.

    >>> [line["id"] for line in read_definitions("eligibility")]
    ['adult', 'classified', 'dose', 'course', 'assessed']
    """
    lines, faults = inspect_definitions(name, folder)
    stop_at(faults)
    return lines


def inspect_definitions(name: str, folder: Path | None = None) -> tuple[list[Line], list[FaultRecord]]:
    """Return the lines of one definitions file and what is wrong with them as rows; their cells are not looked at.

    Raises SpreadsheetFault where the file has no such rows: it is missing, no CSV table in UTF-8, or lacks a column.
    """
    columns, unique = FILES[name]
    path = (folder or project_root() / FOLDER) / f"{name}.csv"
    return inspect_spreadsheet(path, columns, unique, file=file_name(name))


def file_name(name: str) -> str:
    """Return the path of a definitions file as messages name it."""
    return (FOLDER / f"{name}.csv").as_posix()
