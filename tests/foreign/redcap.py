"""A REDCap project with events, a repeating form and checkboxes: its data dictionary and its export of raw values."""

from __future__ import annotations

from pathlib import Path

from compendium.registry.codebook import load_codebook
from tests.compendium.sources.redcap_exports import API, WEB, Options, Row, asked, table, written
from tests.foreign.original import Tables, by_visit

ENROLMENT = {
    "sex": ("gender", "Gender"),
    "age": ("age_ivig", "Age at first IVIg"),
    "diagnosis": ("iim_dx", "Myositis subtype"),
    "criteria": ("crit", "Classification criteria"),
    "first_symptom_on": ("dt_onset", "Date of first symptom"),
    "diagnosed_on": ("dt_dx", "Date of diagnosis"),
    "first_ivig_on": ("dt_ivig1", "Date of first IVIg"),
    "last_ivig_on": ("dt_ivig2", "Date of last IVIg"),
    "dose": ("ivig_dose", "IVIg dose (g/kg/month)"),
    "infusions_n": ("ivig_n", "Number of infusions"),
    "raynaud": ("rp", "Raynaud's phenomenon"),
    "skin": ("rash", "Skin rash"),
    "dysphagia": ("dysph", "Dysphagia"),
    "ild": ("lungs", "Interstitial lung disease"),
    "ab_jo1": ("jo1", "Anti-Jo-1"),
    "ab_mi2": ("mi2", "Anti-Mi-2"),
    "ab_tif1g": ("tif1", "Anti-TIF1 gamma"),
    "response_physician": ("resp", "Response in the physician's judgement"),
    "stop_reason": ("stop", "Reason for stopping"),
    "vital_status": ("status", "Vital status"),
}
WHY = {  # a set of checkboxes: what IVIg was given for
    "indication_muscle": ("1", "Muscle"),
    "indication_oesophagus": ("2", "Oesophagus"),
    "indication_skin": ("3", "Skin"),
    "indication_lung": ("4", "Lung"),
    "indication_joint": ("5", "Joints"),
    "indication_other": ("6", "Other"),
}
VISIT = {
    "visit_on": ("vis_dt", "Date of visit"),
    "mmt8": ("mmt8_total", "MMT8 (0-150)"),
    "physician_global": ("phvas", "Physician global activity (0-10)"),
    "patient_global": ("ptvas", "Patient global activity (0-10)"),
    "haq_di": ("haq", "HAQ-DI (0-3)"),
    "prednisone": ("pdn", "Prednisone (mg/day)"),
}
LABS = {
    "ck": ("cpk", "Creatine kinase (U/L)"),
    "ck_uln": ("cpk_uln", "Creatine kinase, upper limit of normal (U/L)"),
    "ldh": ("ld", "LDH (U/L)"),
    "ldh_uln": ("ld_uln", "LDH, upper limit of normal (U/L)"),
}
EVENT = {
    "onset_on": ("ae_dt", "Date of onset"),
    "preferred_term": ("ae_term", "Adverse event term"),
    "ctcae_grade": ("ae_grade", "CTCAE grade"),
    "serious": ("ae_serious", "Serious"),
    "related": ("ae_rel", "Related to IVIg"),
    "action": ("ae_action", "Action taken"),
    "resolved_on": ("ae_end", "Date of resolution"),
}
FORMS = {"enrolment": ENROLMENT, "visit": VISIT, "labs": LABS, "adverse_event": EVENT}
NAMES = {"baseline": "baseline", "month 3": "month_3", "month 6": "month_6", "month 12": "month_12", "end": "end"}
NOT_KNOWN = "UNK"
_VALIDATED = {"date": "date_dmy", "number": "number", "integer": "integer"}
_BOOK = load_codebook()


def write(folder: Path, tables: Tables) -> Path:
    """Write export.csv and dictionary.csv, and return the path of the export."""
    project = _project()
    dictionary = written([WEB, *([row[name] for name in API] for row in project)])
    (folder / "dictionary.csv").write_text(dictionary, encoding="utf-8-sig", newline="")
    path = folder / "export.csv"
    rows = table(project, _rows(tables), Options(groups=True))
    path.write_text(written(rows), encoding="utf-8", newline="")
    return path


def _project() -> list[dict[str, str]]:
    """The rows of the data dictionary."""
    rows = [asked("record_id", "enrolment", label="Record ID")]
    for form, fields in FORMS.items():
        for variable, (field, label) in fields.items():
            levels = _levels(variable)
            choices = " | ".join(f"{code}, {word.capitalize()}" for word, code in levels.items())
            validation = _VALIDATED.get(_BOOK.variable(variable).kind, "")
            rows.append(asked(field, form, "radio" if levels else "text", label, choices, validation))
        if form == "enrolment":
            choices = " | ".join(f"{code}, {word}" for code, word in WHY.values())
            rows.append(asked("why", form, "checkbox", "IVIg was given for", choices))
    return rows


def _levels(name: str) -> dict[str, str]:
    """The code of each level: from 1 for words, 1 and 0 for yes and no."""
    variable = _BOOK.variable(name)
    if variable.kind == "yes_no":
        return {"yes": "1", "no": "0"}
    return {level: str(at) for at, level in enumerate(variable.levels, 1)}


def _rows(tables: Tables) -> list[Row]:
    rows = []
    for patient, visits in by_visit(tables):
        record, group = patient["patient_id"], patient["centre"].casefold()
        first = _values(patient, ENROLMENT) | {
            "why": {code for name, (code, _) in WHY.items() if patient[name] == "yes"}
        }
        for visit, event in NAMES.items():
            found = visits.get(visit)
            values = first if visit == "baseline" else {}
            status = {"enrolment": "2"} if visit == "baseline" else {}
            if found:
                values = values | _values(found, VISIT) | _values(found, LABS)
                status = status | {"visit": "2", "labs": "2"}
            if values:
                rows.append(Row(record, values, status, f"{event}_arm_1", group=group))
        mine = [row for row in tables["adverse_events"] if row["patient_id"] == record]
        for at, row in enumerate(mine, 1):
            values, status = _values(row, EVENT), {"adverse_event": "2"}
            rows.append(Row(record, values, status, "baseline_arm_1", "adverse_event", str(at), group))
    return rows


def _values(row: dict[str, str], fields: dict[str, tuple[str, str]]) -> dict[str, str | set[str]]:
    """The answers of a form; what a radio button has no answer for is the project's code of a missing value."""
    values: dict[str, str | set[str]] = {}
    for name, (field, _) in fields.items():
        levels = _levels(name)
        values[field] = (levels[row[name]] if row[name] else NOT_KNOWN) if levels else row[name]
    return values
