"""A Spanish database in which everything stands once: look-up tables, one row a laboratory value, one an antibody."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from compendium.registry.codebook import load_codebook
from tests.foreign.original import Row, Tables

PATIENT = {
    "patient_id": "id_paciente",
    "centre": "id_hospital",
    "sex": "sexo",
    "age": "edad",
    "diagnosis": "id_diagnostico",
    "first_symptom_on": "fecha_primer_sintoma",
    "diagnosed_on": "fecha_diagnostico",
    "first_ivig_on": "fecha_primera_infusion",
    "last_ivig_on": "fecha_ultima_infusion",
    "dose": "dosis_g_kg",
    "infusions_n": "numero_infusiones",
    "indication_muscle": "ind_musculo",
    "indication_oesophagus": "ind_esofago",
    "indication_skin": "ind_piel",
    "indication_lung": "ind_pulmon",
    "indication_joint": "ind_articulacion",
    "indication_other": "ind_otra",
    "raynaud": "raynaud",
    "skin": "afectacion_cutanea",
    "dysphagia": "disfagia",
    "response_physician": "respuesta",
    "vital_status": "estado_vital",
}
VISIT = {
    "patient_id": "id_paciente",
    "visit": "momento",
    "visit_on": "fecha",
    "mmt8": "mmt8",
    "physician_global": "eva_medico",
    "patient_global": "eva_paciente",
    "haq_di": "haq",
    "prednisone": "prednisona_mg",
}
EVENT = {
    "event_id": "id_evento",
    "patient_id": "id_paciente",
    "onset_on": "fecha_inicio",
    "preferred_term": "termino_meddra",
    "ctcae_grade": "grado",
    "serious": "grave",
    "related": "relacionado",
    "action": "medida",
    "resolved_on": "fecha_fin",
}
ANALYTES = {"ck": "CK", "aldolase": "ALDOLASA", "ldh": "LDH", "ast": "GOT", "alt": "GPT"}
ANTIBODIES = {"ab_jo1": "Jo-1", "ab_mi2": "Mi-2", "ab_tif1g": "TIF1-gamma", "ab_mda5": "MDA5", "ab_ro52": "Ro52"}
MOMENTS = {"baseline": "inicio", "month 3": "mes 3", "month 6": "mes 6", "month 12": "mes 12", "end": "final"}


def codes(name: str) -> dict[str, str]:
    """Return the number that stands for each level of a variable."""
    return {level: str(at) for at, level in enumerate(load_codebook().variable(name).levels, 1)}


def write(folder: Path, tables: Tables) -> Path:
    """Write the database and return its path."""
    path = folder / "registro.sqlite"
    patients, visits = tables["patients"], tables["visits"]
    with sqlite3.connect(path) as database:
        _fill(database, "pacientes", list(PATIENT.values()), _rows(patients, PATIENT))
        _fill(database, "visitas", list(VISIT.values()), _rows(visits, VISIT))
        _fill(database, "eventos_adversos", list(EVENT.values()), _rows(tables["adverse_events"], EVENT))
        _fill(database, "analitica", ["id_paciente", "momento", "analito", "valor", "limite_superior"], _values(visits))
        _fill(database, "anticuerpos", ["id_paciente", "anticuerpo", "resultado"], _antibodies(patients))
        for name, table, column in (("centre", "hospitales", "hospital"), ("diagnosis", "diagnosticos", "diagnostico")):
            _fill(database, table, ["id", column], [[code, level] for level, code in codes(name).items()])
    database.close()
    return path


def _fill(database: sqlite3.Connection, table: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    database.execute(f"create table {table} ({', '.join(header)})")
    marks = ", ".join("?" * len(header))
    database.executemany(f"insert into {table} values ({marks})", [[cell or None for cell in row] for row in rows])


def _rows(rows: Iterable[Row], names: dict[str, str]) -> list[list[str]]:
    return [[_cell(name, row[name]) for name in names] for row in rows]


def _cell(name: str, text: str) -> str:
    if name in ("centre", "diagnosis", "sex", "vital_status", "action") and text:
        return codes(name)[text]
    if name == "visit":
        return MOMENTS[text]
    return {"yes": "1", "no": "0", "responder": "1", "non-responder": "0"}.get(text, text)


def _values(visits: Iterable[Row]) -> list[list[str]]:
    return [
        [row["patient_id"], MOMENTS[row["visit"]], analyte, row[name], row[f"{name}_uln"]]
        for row in visits
        for name, analyte in ANALYTES.items()
        if row[name] or row[f"{name}_uln"]
    ]


def _antibodies(patients: Iterable[Row]) -> list[list[str]]:
    words = {"yes": "positivo", "no": "negativo"}
    return [
        [row["patient_id"], antibody, words[row[name]]]
        for row in patients
        for name, antibody in ANTIBODIES.items()
        if row[name]
    ]
