"""The study's definitions as a clinician reviews them: spreadsheets in data/definitions, read and checked here."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from pathlib import Path

from compendium.registry.fault import Fault, FaultRecord
from compendium.registry.paths import project_root

FOLDER = Path("data") / "definitions"
# file: its columns, and those in which no two rows may agree
FILES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "eligibility": (("order", "id", "variable", "rule", "value", "criterion", "exclusion", "source"), ("id",)),
    "responses": (("id", "label", "rule", "threshold", "unit", "definition", "source"), ("id", "label")),
    "core_set": (("measure", "variable", "range", "range_unit", "better", "source"), ("variable",)),
    "improvement_points": (("measure", "above_percent", "up_to_percent", "points", "source"), ()),
    "events_of_interest": (("id", "label", "rule", "terms"), ("id", "label")),
    "external": (("id", "label", "count", "total", "value", "quantity", "source"), ("id",)),
    "adverse_event_terms": (("term", "system_organ_class", "note"), ("term",)),
    "published_sources": (("id", "row", "direction_row"), ("id",)),
}
_AS_CSV = "save it from the spreadsheet as 'CSV UTF-8 (comma delimited)'"
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")  # float() would also take nan, inf and 1_5
_IDENTIFIER = re.compile(r"[a-z0-9_]+")  # what a part of a result's key may hold


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
    file = _file(name)
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


def threshold(line: Line, column: str, name: str) -> float:
    """Return a number from a line of definitions file `name`; a DefinitionsFault says where it is not one.

    >>> threshold(Line({"id": "adult", "value": "18"}, 2), "value", "eligibility")
    18.0
    """
    review = Review(name, [line])
    number = review.number(line, column)
    review.finish()
    return number


def check_definitions(folder: Path | None = None) -> None:
    """Read every definitions file; raise one DefinitionsFault with all that is wrong, file by file.

    >>> check_definitions()
    """
    # Here and not above: each of these modules imports this one.
    from compendium.study.core_set import read_measures
    from compendium.study.eligibility import read_criteria
    from compendium.study.improvement_score import read_points
    from compendium.study.interest import read_interest
    from compendium.study.responses import read_responses

    found: list[FaultRecord] = []
    readers: list[Callable[[Path | None], object]]
    readers = [read_criteria, read_responses, read_measures, read_points, read_interest, _check_external]
    readers += [partial(read_definitions, name) for name in ("adverse_event_terms", "published_sources")]
    for read in readers:
        try:
            read(folder)
        except DefinitionsFault as fault:
            found += fault.records
    if found:
        raise DefinitionsFault(found)


def _check_external(folder: Path | None) -> None:
    """Other studies' counts are whole numbers, a count no more than its total; the long-run mean of MMT8 is there."""
    review = Review("external", read_definitions("external", folder))
    for line in review.lines:
        review.identifier(line)
        if line["value"]:
            review.number(line, "value")
        counts = [line["count"], line["total"]]
        if any(counts) and not (all(each.isdecimal() for each in counts) and 0 < int(counts[1]) >= int(counts[0])):
            rule = f"with the total ({counts[1] or 'empty'}): both whole numbers, the count no more than the total"
            review.fault(line, "count", rule, "correct one of the two, or empty both")
    if not any(line["id"] == "long_run_mmt8" and line["value"] for line in review.lines):
        review.whole("id", "", "a row long_run_mmt8 with a value, for regression to the mean", "restore it")
    review.finish()


class Review:
    """The reading of one file: every rule that a cell breaks is noted, and `finish` raises all of them at once."""

    def __init__(self, name: str, lines: list[Line]) -> None:
        self.lines = lines
        self._file = _file(name)
        self._found: list[FaultRecord] = []

    def fault(self, line: Line, column: str, rule: str, action: str) -> None:
        """Note that the cell breaks a rule."""
        self._found.append(FaultRecord(self._file, line.row, column, line.get(column) or "(empty)", rule, action))

    def whole(self, column: str, value: str, rule: str, action: str) -> None:
        """Note that a column as a whole breaks a rule."""
        self._found.append(FaultRecord(self._file, 0, column, value, rule, action))

    def filled(self, line: Line, *columns: str) -> None:
        """Note which of these cells are empty."""
        for column in columns:
            if not line[column]:
                self.fault(line, column, "never empty", "fill it in, or remove the row")

    def identifier(self, line: Line) -> None:
        """Note an id that cannot be part of a result's key."""
        if not _IDENTIFIER.fullmatch(line["id"]):
            self.fault(line, "id", "small letters a to z, digits and _ only", "rename it, such as tis20 or mmt_15")

    def choice(self, line: Line, column: str, among: Collection[str]) -> bool:
        """Return whether the cell is one of these; note it if not."""
        if line[column] in among:
            return True
        near = difflib.get_close_matches(line[column], among, n=1)
        rule = "empty in this row" if list(among) == [""] else f"one of {', '.join(among)}"
        self.fault(line, column, rule, f"write {near[0]}, if that is meant" if near else "write it exactly so")
        return False

    def number(self, line: Line, column: str, low: float | None = None, high: float | None = None) -> float:
        """Return the number in a cell; note it and return NaN where it is none, or none from low to high."""
        within = "" if low is None else f" of at least {low:g}" if high is None else f" from {low:g} to {high:g}"
        text = line.get(column) or ""
        value = float(text) if _NUMBER.fullmatch(text) else float("nan")
        if (low is None or value >= low) and (high is None or value <= high) and value == value:
            return value
        self.fault(line, column, f"a number{within}", "write digits only, such as 15 or 2.5, without a unit")
        return float("nan")

    def finish(self) -> None:
        """Raise a DefinitionsFault if anything was noted."""
        if self._found:
            raise DefinitionsFault(self._found)


def _file(name: str) -> str:
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
