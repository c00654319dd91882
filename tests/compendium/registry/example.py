"""A registry of two centres and three invented patients, as small as can be, to be spoilt in one place at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

from compendium.registry.codebook import TABLES, load_codebook

_YES_NO = {variable.name: "no" for variable in load_codebook().variables if variable.kind == "yes_no"}
_PATIENT = _YES_NO | {
    "sex": "female",
    "age": "54",
    "diagnosis": "PM",
    "criteria": "Bohan and Peter",
    "first_symptom_on": "2012-01-10",
    "diagnosed_on": "2012-06-01",
    "first_ivig_on": "2013-03-01",
    "last_ivig_on": "2014-03-01",
    "dose": "2.0",
    "infusions_n": "12",
    "reason": "refractory",
    "indication_muscle": "yes",
    "concomitant_glucocorticoid": "yes",
    "response_physician": "responder",
    "stop_reason": "remission",
    "vital_status": "alive",
}
# Two patients of one sex do not fall ill on one day and hear of it on one day.
_ONE_OF_ITS_OWN = {
    "PI0001": {},
    "PI0002": {"first_symptom_on": "2012-01-23"},
    "PV0001": {"first_symptom_on": "2011-11-30"},
}
_VISIT = {"mmt8": "104", "ck": "1200", "ck_uln": "170", "haq_di": "1.375", "prednisone": "25.0"}
_EVENT = {
    "onset_on": "2013-04-02",
    "preferred_term": "Headache",
    "system_organ_class": "Nervous system disorders",
    "ctcae_grade": "1",
    "serious": "no",
    "related": "yes",
    "action": "none",
    "resolved_on": "2013-04-04",
}


def _csv(table: str, rows: list[dict[str, str]]) -> str:
    names = [variable.name for variable in load_codebook().table(table)]
    out = io.StringIO()
    writer = csv.DictWriter(out, names, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def write_example(folder: Path) -> Path:
    """Write a registry without fault: rows 2 and 3 of b/patients.csv and row 2 of c/patients.csv."""
    for centre, patients in {"B": ["PI0001", "PI0002"], "C": ["PV0001"]}.items():
        ids = [{"patient_id": patient, "centre": centre} for patient in patients]
        visits = [
            one | {"visit": visit, "visit_on": day}
            for one in ids
            for visit, day in (("baseline", "2013-02-25"), ("month 6", "2013-09-01"), ("end", "2014-03-20"))
        ]
        tables = {
            "patients": [_PATIENT | _ONE_OF_ITS_OWN[one["patient_id"]] | one for one in ids],
            "visits": [_VISIT | visit for visit in visits],
            "adverse_events": [_EVENT | one | {"event_id": f"{one['patient_id']}-1"} for one in ids],
        }
        (folder / centre.lower()).mkdir(parents=True)
        for name in TABLES:
            (folder / centre.lower() / f"{name}.csv").write_text(_csv(name, tables[name]), encoding="utf-8")
    return folder


def cell(file: str, row: int, column: str, value: str) -> Callable[[Path], None]:
    """Return the act of writing `value` into one cell, the row numbered as in a spreadsheet."""

    def spoil(folder: Path) -> None:
        with (folder / file).open(encoding="utf-8", newline="") as read:
            rows = list(csv.reader(read))
        rows[row - 1][rows[0].index(column)] = value
        with (folder / file).open("w", encoding="utf-8", newline="") as written:
            csv.writer(written, lineterminator="\n").writerows(rows)

    return spoil


def text(file: str, change: Callable[[str], str]) -> Callable[[Path], None]:
    """Return the act of changing the text of a whole file."""

    def spoil(folder: Path) -> None:
        path = folder / file
        path.write_bytes(change(path.read_text(encoding="utf-8")).encode())

    return spoil


def raw(file: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Return the act of changing the bytes of a whole file."""

    def spoil(folder: Path) -> None:
        path = folder / file
        path.write_bytes(change(path.read_bytes()))

    return spoil
