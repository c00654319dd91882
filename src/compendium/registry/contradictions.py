"""Facts of one patient that cannot, or hardly, be true together: each rule with the clinical reason for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from compendium.registry.codebook import MYOSITIS_SPECIFIC, load_codebook
from compendium.registry.table import Flag, Table
from press.ground.fault import FaultRecord

_OLDEST_PREGNANT = 55
_YOUNGEST_IBM = 30  # years; inclusion-body myositis begins after 45 (ENMC 2011), Griggs' criteria ask for 30
_MOST_SPECIFIC = 2  # myositis-specific antibodies exclude one another as a rule (McHugh and Tansley 2018)
_TREATED_FOR = {
    "indication_oesophagus": "dysphagia",
    "indication_skin": "skin",
    "indication_lung": "ild",
    "indication_joint": "arthritis",
}
_CORRECT = "correct one of the two"


def contradiction_faults(tables: Mapping[str, Table]) -> Iterator[FaultRecord]:
    """Yield a fault for every two facts of which one must be wrong."""
    patients, events = tables["patients"], tables["adverse_events"]
    frame = patients.frame
    if patients.has("sex", "reason"):
        for at in frame.index[(frame["sex"] == "male") & (frame["reason"] == "pregnancy")]:
            yield patients.fault(at, "reason", "no pregnancy of a man; sex is male", _CORRECT)
    if patients.has("stop_reason", "vital_status"):
        status = frame["vital_status"]
        for at in frame.index[(frame["stop_reason"] == "ongoing") & (status == "dead")]:
            yield patients.fault(at, "stop_reason", "not ongoing in a patient whose vital status is dead", _CORRECT)
        for at in frame.index[(frame["stop_reason"] == "death") & (status == "alive")]:
            yield patients.fault(at, "stop_reason", "not death, as the vital status is alive", _CORRECT)
    if events.has("patient_id", "ctcae_grade") and patients.has("patient_id", "vital_status"):
        status = events.of_patient(patients, "vital_status")
        for at in events.frame.index[(events.frame["ctcae_grade"] == 5) & (status == "alive")]:
            rule = "grade 5 is death from the event; the patient's vital status is alive"
            yield events.fault(at, "ctcae_grade", rule, _CORRECT)
    if events.has("ctcae_grade", "serious"):
        mild = events.frame["serious"].eq(False).fillna(False)
        for at in events.frame.index[(events.frame["ctcae_grade"] == 5) & mild]:
            yield events.fault(at, "serious", "yes, as an event of grade 5 is a death", _CORRECT)


def contradiction_flags(tables: Mapping[str, Table]) -> Iterator[Flag]:
    """Yield a flag for every two facts that are hardly true together."""
    patients = tables["patients"]
    yield from _of_diagnosis(patients)
    yield from _of_treatment(patients)
    yield from _of_doses(tables["visits"], patients)
    events = tables["adverse_events"]
    for at in events.frame.index[(events.frame["ctcae_grade"] == 4) & ~_is(events, "serious")]:
        yield events.flag(at, "serious", "no, though grade 4 is life-threatening")


def _is(table: Table, column: str, answer: bool = True) -> pd.Series:
    """Return where a yes/no is answered so; an empty cell is no answer."""
    return table.frame[column].eq(answer).fillna(False).astype(bool)


def _of_diagnosis(patients: Table) -> Iterator[Flag]:
    frame = patients.frame
    ibm = frame["diagnosis"] == "IBM"
    for at in frame.index[ibm & (frame["age"] < _YOUNGEST_IBM)]:
        yield patients.flag(at, "diagnosis", f"inclusion-body myositis below {_YOUNGEST_IBM} years of age")
    for at in frame.index[~ibm & frame["diagnosis"].notna() & (frame["criteria"] == "Griggs")]:
        yield patients.flag(at, "criteria", "Griggs' criteria are for inclusion-body myositis")
    for at in frame.index[(frame["diagnosis"] == "DM") & _is(patients, "skin", False)]:
        yield patients.flag(at, "skin", "no, though the diagnosis is dermatomyositis")
    present = sum((_is(patients, name).astype(int) for name in MYOSITIS_SPECIFIC), pd.Series(0, index=frame.index))
    for at in frame.index[present > _MOST_SPECIFIC]:
        names = [load_codebook().label(name) for name in MYOSITIS_SPECIFIC if frame.loc[at, name] is True]
        rule = f"{present[at]} myositis-specific antibodies in one patient: {', '.join(names)}".rstrip(": ")
        yield patients.flag(at, "diagnosis", rule)


def _of_treatment(patients: Table) -> Iterator[Flag]:
    frame = patients.frame
    for at in frame.index[(frame["reason"] == "pregnancy") & (frame["age"] > _OLDEST_PREGNANT)]:
        yield patients.flag(at, "reason", f"pregnancy above {_OLDEST_PREGNANT} years of age")
    for at in frame.index[(frame["reason"] == "malignancy") & _is(patients, "malignancy", False)]:
        yield patients.flag(at, "reason", "malignancy, though the patient has none")
    for indication, feature in _TREATED_FOR.items():
        for at in frame.index[_is(patients, indication) & _is(patients, feature, False)]:
            yield patients.flag(at, indication, f"yes, though {load_codebook().label(feature).lower()} is no")
    indications = [name for name in frame.columns if name.startswith("indication_")]
    none = pd.concat([_is(patients, name, False) for name in indications], axis=1).all(axis=1)
    for at in frame.index[none]:
        yield patients.flag(at, "indication_muscle", "no indication at all: what was IVIg given for?")


def _of_doses(visits: Table, patients: Table) -> Iterator[Flag]:
    """A dose of prednisone beside 'no glucocorticoid with IVIg', and the other way about, around the first IVIg."""
    answered = visits.of_patient(patients, "concomitant_glucocorticoid")
    dose, baseline = visits.frame["prednisone"], visits.frame["visit"] == "baseline"
    for at in visits.frame.index[baseline & answered.eq(False).fillna(False) & (dose > 0)]:
        yield visits.flag(at, "prednisone", "a dose, though there was no glucocorticoid with IVIg")
    for at in visits.frame.index[baseline & answered.eq(True).fillna(False) & (dose == 0)]:
        yield visits.flag(at, "prednisone", "no dose, though there was a glucocorticoid with IVIg")
