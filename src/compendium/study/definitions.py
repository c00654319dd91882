"""The study's definitions as a clinician reviews them: spreadsheets in data/definitions, read here and nowhere else."""

from __future__ import annotations

import csv
from pathlib import Path

from compendium.registry.fault import Fault
from compendium.registry.paths import project_root

FOLDER = Path("data") / "definitions"


def read_definitions(name: str, folder: Path | None = None) -> list[dict[str, str]]:
    """Return the lines of one definitions file, each a mapping from column to text, in the file's order.

    Raises Fault where the file is missing or not UTF-8 text.

    >>> [line["id"] for line in read_definitions("eligibility")]
    ['adult', 'classified', 'dose', 'course', 'assessed']
    """
    path = (folder or project_root() / FOLDER) / f"{name}.csv"
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            return list(csv.DictReader(file))
    except OSError as error:
        raise Fault(f"{FOLDER / path.name}: cannot be read ({error.strerror}); restore the file") from error
    except UnicodeDecodeError as error:
        raise Fault(f"{FOLDER / path.name}: is not UTF-8 text; save it as CSV UTF-8") from error


def threshold(line: dict[str, str], column: str, name: str) -> float:
    """Return a number from a definitions line; a Fault names file, line and column where it is not one.

    >>> threshold({"id": "adult", "value": "18"}, "value", "eligibility")
    18.0
    """
    try:
        return float(line[column])
    except (KeyError, TypeError, ValueError):
        found = line.get(column)
        where = f"{FOLDER / name}.csv, line {line.get('id') or line.get('measure')}, column {column}"
        raise Fault(f"{where}: {found!r} is not a number; write one such as 15 or 2.5") from None
