"""The rows of the simulated registry as texts, whole, cut down or multiplied: what the foreign ones are made from."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from compendium.registry.codebook import TABLES
from press.ground.paths import project_root

Row = dict[str, str]
Tables = dict[str, list[Row]]
CENTRES = ("a", "b", "c")
VISITS = ("baseline", "month 3", "month 6", "month 12", "end")
_DATES = ("first_symptom_on", "diagnosed_on", "first_ivig_on", "last_ivig_on", "visit_on", "onset_on", "resolved_on")
_FURTHEST = 3_000  # days: three days for each copy, so that no two copies of a patient have the same dates


def original() -> Tables:
    """Return the three tables of all centres, one below the other."""
    return {table: [row for centre in CENTRES for row in _rows(centre, table)] for table in TABLES}


def _rows(centre: str, table: str) -> list[Row]:
    path = project_root() / "data" / "registry" / centre / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of_patients(tables: Tables, patients: Iterable[str]) -> Tables:
    """Return the rows of these patients alone."""
    wanted = set(patients)
    return {name: [row for row in rows if row["patient_id"] in wanted] for name, rows in tables.items()}


def without(tables: Tables, names: Mapping[str, Sequence[str]]) -> Tables:
    """Return the tables with nothing in the columns named of each: a centre that does not record them."""
    return {
        table: [{name: "" if name in names.get(table, ()) else text for name, text in row.items()} for row in rows]
        for table, rows in tables.items()
    }


def multiplied(patients: int, centres: int) -> Tables:
    """Return as many patients as asked for in as many centres: the original's again and again, at other dates.

    Each copy lies some days earlier, and has the ages and the enzymes of nobody before it, so that none is taken for
    one patient under two pseudonyms.
    """
    source = original()
    visits, events = (_by_patient(source[name]) for name in TABLES[1:])
    made: Tables = {name: [] for name in TABLES}
    for number in range(patients):
        copy, at = divmod(number, len(source["patients"]))
        row = source["patients"][at]
        own = {"patient_id": f"S{number:06}", "centre": f"Centre {number % centres + 1:02}"}
        made["patients"].append(_earlier(row, copy) | own)
        for visit in visits.get(row["patient_id"], ()):
            made["visits"].append(_earlier(visit, copy) | {"patient_id": own["patient_id"]})
        for running, event in enumerate(events.get(row["patient_id"], ()), 1):
            key = {"patient_id": own["patient_id"], "event_id": f"{own['patient_id']}-{running}"}
            made["adverse_events"].append(_earlier(event, copy) | key)
    return made


def _by_patient(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["patient_id"], []).append(row)
    return found


def _earlier(row: Row, copy: int) -> Row:
    days = timedelta(days=3 * copy % _FURTHEST)
    moved = ((name, row[name]) for name in _DATES if row.get(name))
    return row | {name: (date.fromisoformat(text) - days).isoformat() for name, text in moved}


def by_visit(tables: Tables) -> Iterator[tuple[Row, dict[str, Row]]]:
    """Yield each patient with the visits of that patient by their names."""
    visits = _by_patient(tables["visits"])
    for patient in tables["patients"]:
        yield patient, {row["visit"]: row for row in visits.get(patient["patient_id"], ())}
