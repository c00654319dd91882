"""The codebook: every variable's name, label, type, unit, range and levels, as written in data/codebook.csv."""

from __future__ import annotations

import csv
import difflib
from dataclasses import dataclass
from pathlib import Path

from press.ground.fault import Fault
from press.ground.paths import project_root

KINDS = ("id", "text", "date", "integer", "number", "yes_no", "level")
KEYS = {"patients": ("patient_id",), "visits": ("patient_id", "visit"), "adverse_events": ("event_id",)}
TABLES = tuple(KEYS)
DERIVED = "analysis"  # what the study computes; in no file of the registry
DAYS_A_MONTH = 30.4375
_COLUMNS = [
    *("name", "table", "label", "kind", "unit", "low", "high", "usual_low", "usual_high"),
    *("levels", "decimals", "required", "role", "source"),
]


@dataclass(frozen=True)
class Variable:
    """One row of the codebook. Beyond low/high a value is impossible; beyond usual_low/usual_high it is implausible."""

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
        near = difflib.get_close_matches(name, [variable.name for variable in among], n=3)
        raise Fault(f"the codebook has no variable {name!r}" + (f"; nearest: {', '.join(near)}" if near else ""))

    def label(self, name: str) -> str:
        """Return how a variable is called in tables and figures."""
        return self.variable(name).label

    def with_role(self, role: str) -> tuple[Variable, ...]:
        """Return the variables that play `role` in the study ("autoantibody", "indication" ...), in order."""
        return tuple(variable for variable in self.variables if variable.role == role)


def load_codebook(path: Path | None = None) -> Codebook:
    """Read a codebook, by default the project's own. Raises Fault naming the line that cannot be understood."""
    path = project_root() / "data" / "codebook.csv" if path is None else path
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if reader.fieldnames is None or list(reader.fieldnames) != _COLUMNS:
                raise Fault(f"{path.name}: its columns must be {', '.join(_COLUMNS)}")
            rows = [_variable(row, f"{path.name}, row {at}") for at, row in enumerate(reader, start=2)]
            _each_once(rows, path.name)
            return Codebook(tuple(rows))
    except OSError as error:
        raise Fault(f"the codebook {path} cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, csv.Error):
        raise Fault(f"the codebook {path} is not a CSV file in UTF-8") from None


def _each_once(variables: list[Variable], file: str) -> None:
    seen: dict[tuple[str, str], int] = {}
    for at, variable in enumerate(variables, start=2):
        first = seen.setdefault((variable.table, variable.name), at)
        if first != at:
            raise Fault(f"{file}, row {at}: {variable.name!r} of {variable.table} stands in row {first} already")


def _variable(row: dict[str, str], place: str) -> Variable:
    if None in row or None in row.values():
        raise Fault(f"{place}: it must have {len(_COLUMNS)} cells")
    if row["kind"] not in KINDS:
        raise Fault(f"{place}: the kind {row['kind']!r} is not one of {', '.join(KINDS)}")
    if row["table"] not in (*TABLES, DERIVED):
        raise Fault(f"{place}: the table {row['table']!r} is not one of {', '.join((*TABLES, DERIVED))}")
    if row["required"] not in ("yes", "no"):
        raise Fault(f"{place}: required must be yes or no, not {row['required']!r}")
    try:
        low, high, usual_low, usual_high = (
            float(row[name]) if row[name] else None for name in ("low", "high", "usual_low", "usual_high")
        )
        decimals = int(row["decimals"] or 0)
    except ValueError:
        raise Fault(f"{place}: low, high, usual_low, usual_high and decimals must be numbers or empty") from None
    for least, most, names in ((low, high, "low, high"), (usual_low, usual_high, "usual_low, usual_high")):
        if least is not None and most is not None and least > most:
            raise Fault(f"{place}: {names}: {least:g} is more than {most:g}")
    return Variable(
        **{name: row[name] for name in ("name", "table", "label", "kind", "unit", "role", "source")},
        low=low,
        high=high,
        usual_low=usual_low,
        usual_high=usual_high,
        levels=tuple(row["levels"].split("|")) if row["levels"] else (),
        decimals=decimals,
        required=row["required"] == "yes",
    )
