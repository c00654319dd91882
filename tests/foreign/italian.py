"""An Italian workbook with the vices of Excel files: titles, two header rows, merged groups, colours, a totals row."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from compendium.sources.written import written
from tests.foreign.original import VISITS, Tables, by_visit

PATIENTS = {
    "patient_id": "Codice",
    "centre": "Centro",
    "sex": "Sesso",
    "age": "Età",
    "diagnosis": "Diagnosi",
    "criteria": "Criteri classificativi",
    "first_symptom_on": "Data esordio",
    "diagnosed_on": "Data diagnosi",
    "first_ivig_on": "Prima infusione",
    "last_ivig_on": "Ultima infusione",
    "dose": "Dose (g/kg/mese)",
    "infusions_n": "N. infusioni",
    "reason": "Motivo",
    "indication_muscle": "Ind. muscolo",
    "indication_oesophagus": "Ind. esofago",
    "indication_skin": "Ind. cute",
    "indication_lung": "Ind. polmone",
    "indication_joint": "Ind. articolazioni",
    "indication_other": "Ind. altro",
    "myalgia": "Mialgie",
    "raynaud": "Fenomeno di Raynaud",
    "skin": "Rash cutaneo",
    "dysphagia": "Disfagia",
    "arthritis": "Artrite",
    "ild": "Interstiziopatia",
    "cardiac": "Impegno cardiaco",
    "malignancy": "Neoplasia",
    "ab_jo1": "Jo-1",
    "ab_mi2": "Mi-2",
    "ab_ro52": "SSA/Ro52",
    "earlier_methotrexate": "MTX prima di IVIg",
    "concomitant_methotrexate": "MTX con IVIg",
    "response_physician": "Risposta clinica",
    "stop_reason": "Motivo sospensione",
    "vital_status": "Stato vitale",
}
MEASURED = {
    "visit_on": "Data",
    "mmt8": "MMT8 (0-80)",
    "ck": "CPK (µkat/L)",
    "ck_uln": "CPK limite superiore (µkat/L)",
    "myoglobin": "Mioglobina (µg/L)",
    "physician_global": "VAS medico (mm)",
    "dysphagia_vas": "VAS disfagia (mm)",
    "prednisone": "Prednisone (mg/die)",
}
EVENTS = {
    "patient_id": "Codice",
    "onset_on": "Data insorgenza",
    "preferred_term": "Evento avverso",
    "ctcae_grade": "Grado CTCAE",
    "serious": "Grave",
    "related": "Correlato a IVIg",
    "action": "Provvedimento",
    "resolved_on": "Data risoluzione",
}
GROUPS = ("Basale", "3 mesi", "6 mesi", "12 mesi", "Fine terapia")
LEAST_MYOGLOBIN, LIMIT = 50, 72  # ng/mL: up to the first this laboratory writes <50, the second is its limit
WORDS = {
    "sex": {"female": "F", "male": "M"},
    "diagnosis": {
        "DM": "Dermatomiosite",
        "PM": "Polimiosite",
        "IMNM": "Miopatia necrotizzante",
        "ASyS": "Sindrome antisintetasica",
        "overlap": "Overlap",
        "IBM": "IBM",
    },
    "criteria": {"Bohan and Peter": "Bohan e Peter", "none": "nessuno"},
    "reason": {
        "refractory": "malattia refrattaria",
        "relapse": "recidiva",
        "infection": "infezione",
        "malignancy": "neoplasia",
        "pregnancy": "gravidanza",
        "other": "altro",
    },
    "response_physician": {"responder": "sì", "non-responder": "no"},
    "stop_reason": {
        "remission": "remissione",
        "inefficacy": "inefficacia",
        "adverse event": "evento avverso",
        "patient's wish": "rifiuto",
        "planned end": "fine ciclo",
        "death": "decesso",
        "ongoing": "in corso",
    },
    "vital_status": {"alive": "vivo", "dead": "deceduto", "lost to follow-up": "perso al follow-up"},
    "action": {
        "none": "nessuno",
        "infusion slowed": "rallentata",
        "dose reduced": "riduzione dose",
        "interrupted": "interrotta",
        "stopped": "sospesa",
    },
    "preferred_term": {"Headache": "Cefalea", "Pyrexia": "Febbre", "Nausea": "Nausea"},
}
_YELLOW = PatternFill("solid", fgColor="FFFF00")


def write(folder: Path, tables: Tables) -> Path:
    """Write the workbook and return its path; the same tables give the same bytes."""
    book = Workbook()
    _patients(book.active, tables)
    _visits(book.create_sheet("Visite"), tables)
    _events(book.create_sheet("Eventi avversi"), tables)
    path = folder / "registro miositi.xlsx"
    path.write_bytes(written(book))
    return path


def _patients(sheet: Worksheet, tables: Tables) -> None:
    """A title above, a row of means below, a hidden row, cells that are coloured, and one with a comment."""
    sheet.title = "Pazienti"
    sheet.append(["Registro miositi trattate con IVIg - aggiornato a dicembre"])
    sheet.append([])
    sheet.append(list(PATIENTS.values()))
    for row in tables["patients"]:
        sheet.append([_cell(name, row[name]) for name in PATIENTS])
    sheet.append([])
    ages = [int(row["age"]) for row in tables["patients"] if row["age"]]
    sheet.append(["Media", "", "", _comma(str(round(sum(ages) / len(ages), 1)))])
    sheet.row_dimensions[6].hidden = True
    for at in (5, 9, 12):
        sheet.cell(at, 5).fill = _YELLOW
    sheet.cell(7, 9).comment = Comment("data da verificare in cartella", "")


def _visits(sheet: Worksheet, tables: Tables) -> None:
    """A row a patient, and over the columns of each visit its name in merged cells."""
    sheet.append(["", *(cell for group in GROUPS for cell in (group, *[""] * (len(MEASURED) - 1)))])
    sheet.append(["Codice", *MEASURED.values()] + (len(GROUPS) - 1) * [*MEASURED.values()])
    for at in range(len(GROUPS)):
        first = 2 + at * len(MEASURED)
        sheet.merge_cells(start_row=1, start_column=first, end_row=1, end_column=first + len(MEASURED) - 1)
    for patient, visits in by_visit(tables):
        cells = [_cell(name, visits[visit][name]) if visit in visits else "" for visit in VISITS for name in MEASURED]
        sheet.append([patient["patient_id"], *cells])


def _events(sheet: Worksheet, tables: Tables) -> None:
    sheet.append(list(EVENTS.values()))
    for row in tables["adverse_events"]:
        sheet.append([_cell(name, row[name]) for name in EVENTS])


def _cell(name: str, text: str) -> str:
    """A cell as it is typed there: n.d. where nothing is known, and nothing where nothing was measured."""
    if name in WORDS:
        return WORDS[name].get(text, text) or "n.d."
    if name in AS_MEASURED:
        return AS_MEASURED[name](Decimal(text)) if text else ""
    if name.endswith("_on"):
        return "/".join(reversed(text.split("-")))
    if text in ("yes", "no", ""):
        return {"yes": "sì", "no": "no", "": "n.d."}[text]
    return _comma(text) if name in ("dose", "prednisone") else text


def _comma(text: str) -> str:
    return text.replace(".", ",")


def _ukat(value: Decimal) -> str:
    return _comma(str((value / 60).quantize(Decimal("0.01"), ROUND_HALF_UP)))


def _of_eighty(value: Decimal) -> str:
    return str((value * 80 / 150).quantize(Decimal(1), ROUND_HALF_UP))


def _myoglobin(value: Decimal) -> str:
    return f"<{LEAST_MYOGLOBIN}" if value <= LEAST_MYOGLOBIN else _comma(str(value))


AS_MEASURED: dict[str, Callable[[Decimal], str]] = {
    "mmt8": _of_eighty,
    "ck": _ukat,
    "ck_uln": _ukat,
    "myoglobin": _myoglobin,
    "physician_global": lambda value: str(int(value * 10)),
    "dysphagia_vas": lambda value: str(int(value * 10)),
}
