"""The codebook: every variable's name, label, type, unit, range and levels, as written in data/codebook.csv."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from press.ground.fault import Fault, FaultRecord, stop_at
from press.ground.nearest import nearest
from press.ground.paths import project_root
from press.ground.spreadsheet import Line, inspect_spreadsheet, repeated

KINDS = ("id", "text", "date", "integer", "number", "yes_no", "level")
KEYS = {"patients": ("patient_id",), "visits": ("patient_id", "visit"), "adverse_events": ("event_id",)}
TABLES = tuple(KEYS)
CENTRE = "centre"  # the role of the variable whose levels are no list: any centre may send its patients
# Myositis-specific autoantibodies; Ro52, PM/Scl, Ku and U1RNP are only associated with myositis.
PATIENT_DATES = ("first_symptom_on", "diagnosed_on", "first_ivig_on", "last_ivig_on")  # in which they follow
MYOSITIS_SPECIFIC = (
    "ab_mi2",
    "ab_tif1g",
    "ab_nxp2",
    "ab_sae",
    "ab_mda5",
    "ab_srp",
    "ab_hmgcr",
    "ab_jo1",
    "ab_other_synthetase",
)
DERIVED = "analysis"  # what the study computes; in no file of the registry
DAYS_A_MONTH = 30.4375
_TEXTS = ("name", "table", "label", "kind", "unit", "role", "source")
_LIMITS = ("low", "high", "usual_low", "usual_high")
_COLUMNS = (*_TEXTS[:5], *_LIMITS, "levels", "decimals", "required", *_TEXTS[5:])


@dataclass(frozen=True)
class Variable:
    """One row of the codebook. Beyond low/high a value is impossible; beyond usual_low/usual_high it is implausible.

    `row` is the row as a spreadsheet counts it, the header being row 1; 0 for a variable that is in no file.
    """

    name: str
    table: str
    label: str
    kind: str
    unit: str
    low: float | None
    high: float | None
    usual_low: float | None
    usual_high: float | None
    levels: tuple[str, ...]
    decimals: int
    required: bool
    role: str
    source: str
    row: int = 0


@dataclass(frozen=True)
class Codebook:
    """All variables in the order of the file.

    >>> book = load_codebook()
    >>> book.label("mmt8"), book.variable("sex").levels, book.variable("visit", "visits").levels[-1]
    ('MMT8', ('female', 'male'), 'end')
    >>> [variable.name for variable in book.with_role("centre")]
    ['centre']
    """

    variables: tuple[Variable, ...]

    def table(self, name: str) -> tuple[Variable, ...]:
        """Return the variables of one table, in the order of its columns. Raises Fault for an unknown table."""
        found = tuple(variable for variable in self.variables if variable.table == name)
        if not found:
            raise Fault(f"the codebook describes no table {name!r}; it has {', '.join(TABLES)}")
        return found

    def variable(self, name: str, table: str | None = None) -> Variable:
        """Return one variable, of `table` if given, else of the first table that has it. Raises Fault if unknown."""
        among = self.variables if table is None else self.table(table)
        for variable in among:
            if variable.name == name:
                return variable
        raise Fault(f"the codebook has no variable {name!r}{nearest(name, [variable.name for variable in among])}")

    def label(self, name: str) -> str:
        """Return how a variable is called in tables and figures."""
        return self.variable(name).label

    def with_role(self, role: str) -> tuple[Variable, ...]:
        """Return the variables that play `role` in the study ("autoantibody", "indication" ...), in order."""
        return tuple(variable for variable in self.variables if variable.role == role)


def load_codebook(path: Path | None = None) -> Codebook:
    """Read a codebook, by default the project's own. Raises SpreadsheetFault with all that is wrong in it."""
    file = path or project_root() / "data" / "codebook.csv"
    try:
        found = file.read_bytes()
    except OSError:
        found = b""  # what is wrong with it is said where it is read
    return _read(file, found)


@lru_cache(maxsize=4)
def _read(file: Path, found: bytes) -> Codebook:  # noqa: ARG001
    """Read it once for as long as the same bytes are found: every table of a registry asks for it."""
    lines, faults = inspect_spreadsheet(file, _COLUMNS)
    faults += [fault for line in lines for fault in _faults(line)]
    stop_at([*faults, *repeated(lines, "table", "name")])
    return Codebook(tuple(map(_variable, lines)))


def _faults(line: Line) -> Iterator[FaultRecord]:
    """Yield every rule of the codebook that a row of it breaks."""
    for column, among in (("kind", KINDS), ("table", (*TABLES, DERIVED)), ("required", ("yes", "no"))):
        if line[column] not in among:
            yield line.fault(column, f"one of {', '.join(among)}", "write it exactly so")
    if not (line["decimals"] or "0").isdecimal():
        yield line.fault("decimals", "a whole number, or empty", "write how many decimals are shown, such as 1")
    for column in _LIMITS:
        if line[column] and math.isnan(line.number(column)):
            yield line.fault(column, "a number, or empty", "write digits only, such as 15 or 2.5, without a unit")
    for column, above in (_LIMITS[:2], _LIMITS[2:]):
        if line.number(column) > line.number(above):  # NaN, where there is no number, is above nothing
            yield line.fault(column, f"no more than {above}, which is {line[above]}", "correct one of the two")


def _variable(line: Line) -> Variable:
    low, high, usual_low, usual_high = (line.number(column) if line[column] else None for column in _LIMITS)
    return Variable(
        **{column: line[column] for column in _TEXTS},
        low=low,
        high=high,
        usual_low=usual_low,
        usual_high=usual_high,
        levels=tuple(line["levels"].split("|")) if line["levels"] else (),
        decimals=int(line["decimals"] or 0),
        required=line["required"] == "yes",
        row=line.row,
    )
