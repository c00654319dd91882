"""An SPSS file: one row a patient, numbers for words with their labels, -9 for what is missing, visits side by side."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pyreadstat

from compendium.registry.codebook import load_codebook
from tests.foreign.original import VISITS, Tables, by_visit

PATIENTS = {
    "patient_id": ("pid", "Patient number"),
    "centre": ("site", "Centre"),
    "sex": ("gender", "Gender"),
    "age": ("age", "Age at start of IVIg"),
    "diagnosis": ("dx", "Diagnosis"),
    "first_symptom_on": ("sympt", "Date of first symptom"),
    "first_ivig_on": ("ivstart", "Date of first IVIg"),
    "last_ivig_on": ("ivstop", "Date of last IVIg"),
    "dose": ("dose", "IVIg dose (g/kg/month)"),
    "infusions_n": ("ninf", "Number of infusions"),
    "indication_muscle": ("ind1", "IVIg for muscle"),
    "indication_oesophagus": ("ind2", "IVIg for esophagus"),
    "indication_skin": ("ind3", "IVIg for skin"),
    "indication_lung": ("ind4", "IVIg for lung"),
    "indication_joint": ("ind5", "IVIg for joints"),
    "indication_other": ("ind6", "IVIg for other"),
    "raynaud": ("rp", "Raynaud's phenomenon"),
    "skin": ("rash", "Skin rash"),
    "myalgia": ("myalg", "Myalgia"),
    "ab_jo1": ("jo1", "Anti-Jo-1"),
    "ab_srp": ("srp", "Anti-SRP"),
    "response_physician": ("resp", "Clinical response"),
    "stop_reason": ("whystop", "Reason for stopping"),
    "vital_status": ("vital", "Status at last contact"),
}
MEASURED = {
    "visit_on": "vdate",
    "mmt8": "mmt",
    "ck": "ck",
    "ck_uln": "ckuln",
    "physician_global": "phvas",
    "haq_di": "haq",
}
EVENTS = {
    "onset_on": "aedate",
    "preferred_term": "aeterm",
    "ctcae_grade": "aegrade",
    "serious": "aeser",
    "action": "aeact",
}
SUFFIXES = dict(zip(VISITS, ("0", "3", "6", "12", "end"), strict=True))
MOST_EVENTS = 2
_BOOK = load_codebook()
_DATE, _MISSING = "EDATE10", -9.0


def write(folder: Path, tables: Tables) -> Path:
    """Write the file and return its path."""
    events: dict[str, list[dict[str, str]]] = {}
    for row in tables["adverse_events"]:
        events.setdefault(row["patient_id"], []).append(row)
    columns: dict[str, list[object]] = {}
    for patient, visits in by_visit(tables):
        cells = {column: _value(name, patient[name]) for name, (column, _) in PATIENTS.items()}
        for visit, suffix in SUFFIXES.items():
            found = visits.get(visit, {})
            cells |= {f"{stem}_{suffix}": _value(name, found.get(name, "")) for name, stem in MEASURED.items()}
        mine = events.get(patient["patient_id"], [])
        for at in range(MOST_EVENTS):
            event = mine[at] if at < len(mine) else {}
            cells |= {f"{stem}{at + 1}": _value(name, event.get(name, "")) for name, stem in EVENTS.items()}
        for column, cell in cells.items():
            columns.setdefault(column, []).append(cell)
    path = folder / "registry.sav"
    dates = [column for column in columns if any(isinstance(cell, date) for cell in columns[column])]
    coded = {column: _words(name) for name, (column, _) in PATIENTS.items() if _words(name)}
    coded |= {f"{EVENTS[name]}{at + 1}": _words(name) for name in ("serious", "action") for at in range(MOST_EVENTS)}
    pyreadstat.write_sav(
        pd.DataFrame(columns),
        str(path),
        column_labels=dict(PATIENTS.values()),
        variable_value_labels=coded,
        missing_ranges={column: [_MISSING] for column in coded},
        variable_format=dict.fromkeys(dates, _DATE),
    )
    return path


def _levels(name: str) -> tuple[str, ...]:
    variable = _BOOK.variable(name)
    return ("yes", "no") if variable.kind == "yes_no" else variable.levels


def _words(name: str) -> dict[float, str]:
    levels = _levels(name)
    said = {float(at): level.capitalize() if level.islower() else level for at, level in enumerate(levels, 1)}
    return said | {_MISSING: "not known"} if levels else {}


def _value(name: str, text: str) -> object:
    """A value as SPSS keeps it: a date, a number, a code, or a text; without a value -9 where there are codes."""
    variable = _BOOK.variable(name)
    if levels := _levels(name):
        return float(levels.index(text) + 1) if text else _MISSING
    if variable.kind in ("number", "integer"):
        return float(text) if text else None
    if variable.kind == "date":
        return date.fromisoformat(text) if text else None
    return text
