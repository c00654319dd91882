"""Two registries of plain tables: one centre with nine patients in three CSV files, thirty with many in Parquet."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from compendium.registry.codebook import TABLES, load_codebook
from tests.foreign.original import Tables

NINE = {
    "patients": {
        "patient_id": "Study ID",
        "sex": "Gender",
        "age": "Age (years)",
        "diagnosis": "Diagnosis",
        "criteria": "Classification criteria",
        "first_symptom_on": "Symptom onset",
        "first_ivig_on": "IVIg start",
        "last_ivig_on": "IVIg end",
        "dose": "IVIg dose (g/kg/month)",
        "infusions_n": "Number of infusions",
        "indication_muscle": "Indication: muscle",
        "indication_oesophagus": "Indication: esophagus",
        "indication_skin": "Indication: skin",
        "indication_lung": "Indication: lung",
        "indication_joint": "Indication: joints",
        "indication_other": "Indication: other",
        "raynaud": "Raynaud",
        "skin": "Rash",
        "response_physician": "Responder",
    },
    "visits": {
        "patient_id": "Study ID",
        "visit": "Time point",
        "visit_on": "Date of visit",
        "mmt8": "MMT8 (0-150)",
        "ck": "CK (U/L)",
        "ck_uln": "CK upper limit (U/L)",
        "physician_global": "Physician VAS (0-10)",
    },
    "adverse_events": {
        "patient_id": "Study ID",
        "onset_on": "Date of onset",
        "preferred_term": "Adverse event",
        "ctcae_grade": "Grade",
        "serious": "Serious",
        "action": "Action taken",
    },
}
FILES = {"patients": "patients.csv", "visits": "follow up.csv", "adverse_events": "side effects.csv"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WORDS = {"yes": "Y", "no": "N", "female": "F", "male": "M", "responder": "Yes", "non-responder": "No"}
MANY = {  # where a column has another name than in the codebook
    "patient_id": "subject",
    "centre": "site",
    "first_ivig_on": "ivig_start",
    "last_ivig_on": "ivig_stop",
    "response_physician": "response",
    "ck": "cpk",
    "ck_uln": "cpk_uln",
    "physician_global": "phga",
    "patient_global": "ptga",
    "preferred_term": "ae_term",
    "ctcae_grade": "ae_grade",
}


def write_nine(folder: Path, tables: Tables) -> Path:
    """Write the folder with its three files and return its path."""
    path = folder / "centre"
    path.mkdir()
    for table, names in NINE.items():
        rows = [[_written(name, row[name]) for name in names] for row in tables[table]]
        with (path / FILES[table]).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([list(names.values()), *rows])
    return path


def _written(name: str, text: str) -> str:
    if name.endswith("_on") and text:
        year, month, day = text.split("-")
        return f"{int(day)} {_MONTHS[int(month) - 1]} {year}"
    if name == "visit":
        return text.capitalize()
    return _WORDS.get(text, text)


def write_many(folder: Path, tables: Tables) -> Path:
    """Write the folder with three Parquet files, their columns of types, and return its path."""
    path = folder / "parquet"
    path.mkdir()
    book = load_codebook()
    for table in TABLES:
        columns: dict[str, pd.Series] = {}
        for variable in book.table(table):
            texts = pd.Series([row[variable.name] for row in tables[table]], dtype="str")
            given = texts.mask(texts == "")
            if variable.kind in ("number", "integer"):
                given = pd.to_numeric(given)
            elif variable.kind == "date":
                given = pd.to_datetime(given)
            columns[MANY.get(variable.name, variable.name)] = given
        pd.DataFrame(columns).to_parquet(path / f"{table}.parquet", engine="fastparquet", index=False)
    return path
