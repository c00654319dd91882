"""What no single cell can show: dates in order, visits and events that belong to a patient, limits beside enzymes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from compendium.registry.codebook import load_codebook
from compendium.registry.fault import FaultRecord
from compendium.registry.table import Table
from compendium.registry.terms import TERMS, known_terms

_PATIENT_DATES = ("first_symptom_on", "diagnosed_on", "first_ivig_on", "last_ivig_on")


def check_tables(tables: Mapping[str, Table]) -> list[FaultRecord]:
    """Return every fault between cells, rows and tables, in the order of the rules."""
    patients, visits, events = tables["patients"], tables["visits"], tables["adverse_events"]
    return [
        *_dates_in_order(patients, _PATIENT_DATES),
        *_centre_is_folder(patients),
        *_patient_known(visits, patients),
        *_patient_known(events, patients),
        *_visits_in_order(visits),
        *_limit_beside_enzyme(visits),
        *_dates_in_order(events, ("onset_on", "resolved_on")),
        *_onset_after_start(events, patients),
        *_class_of_term(events),
    ]


def _dates_in_order(table: Table, names: tuple[str, ...]) -> Iterator[FaultRecord]:
    """Each date is the same as or later than those named before it; missing ones are passed over."""
    book = load_codebook()
    for earlier, later in combinations([name for name in names if table.has(name)], 2):
        for position in table.frame.index[table.frame[later] < table.frame[earlier]]:
            rule = f"not before {earlier} ({table.cell(position, earlier)})"
            action = f"correct one of the two: {book.label(earlier).lower()}, {book.label(later).lower()}"
            yield table.fault(position, later, rule, action)


def _centre_is_folder(patients: Table) -> Iterator[FaultRecord]:
    if not patients.has("centre"):
        return
    for position, centre in patients.frame["centre"].dropna().items():
        folder = patients.files[int(str(position))].split("/")[0]
        if str(centre).lower().replace(" ", "_") != folder:
            rule = f"the centre whose folder this is ({folder})"
            yield patients.fault(int(str(position)), "centre", rule, "correct it, or move the row to its centre's file")


def _patient_known(table: Table, patients: Table) -> Iterator[FaultRecord]:
    """Each visit and event belongs to a patient of the same centre."""
    if not table.has("patient_id") or not patients.has("patient_id"):
        return
    known = {
        (file.split("/")[0], patient)
        for file, patient in zip(patients.files, patients.frame["patient_id"], strict=True)
    }
    for position, patient in table.frame["patient_id"].dropna().items():
        centre = table.files[int(str(position))].split("/")[0]
        if (centre, patient) not in known and f"{centre}/patients.csv" not in patients.damaged:
            rule = f"a patient of {centre}/patients.csv"
            yield table.fault(int(str(position)), "patient_id", rule, "correct the pseudonym, or add the patient")


def _visits_in_order(visits: Table) -> Iterator[FaultRecord]:
    """A patient's visits follow one another: baseline, months 3, 6 and 12, end."""
    if not visits.has("patient_id", "visit", "visit_on"):
        return
    frame = visits.frame[["patient_id", "visit", "visit_on"]].dropna()
    levels = next(variable.levels for variable in visits.variables if variable.name == "visit")
    frame = frame.assign(order=frame["visit"].map({level: at for at, level in enumerate(levels)}), position=frame.index)
    frame = frame.dropna().sort_values(["patient_id", "order", "position"])
    before = frame.groupby("patient_id")[["visit", "visit_on"]].shift()
    for position in frame.index[frame["visit_on"] < before["visit_on"]]:
        rule = f"not before the same patient's visit '{before.loc[position, 'visit']}'"
        yield visits.fault(position, "visit_on", rule, "correct the date or the name of one of the two visits")


def _limit_beside_enzyme(visits: Table) -> Iterator[FaultRecord]:
    for name in (variable.name for variable in visits.variables):
        limit = f"{name}_uln"
        if not visits.has(limit):
            continue
        for position in visits.frame.index[visits.frame[name].notna() & (visits.text[limit].str.strip() == "")]:
            if not visits.lacks(position, limit):
                rule = f"given wherever {name} is ({visits.cell(position, name)})"
                yield visits.fault(position, limit, rule, "add your laboratory's upper limit of normal")


def _onset_after_start(events: Table, patients: Table) -> Iterator[FaultRecord]:
    if not events.has("patient_id", "onset_on") or not patients.has("patient_id", "first_ivig_on"):
        return
    first = patients.frame.drop_duplicates("patient_id").set_index("patient_id")["first_ivig_on"]
    start = events.frame["patient_id"].map(first)
    for position in events.frame.index[events.frame["onset_on"] < start]:
        rule = f"not before the patient's first IVIg ({start[position]:%Y-%m-%d})"
        yield events.fault(position, "onset_on", rule, "correct the date, or leave out what began before IVIg")


def _class_of_term(events: Table) -> Iterator[FaultRecord]:
    """A term that the list knows has the class of the list; other terms are taken as they are."""
    if not events.has("preferred_term", "system_organ_class"):
        return
    expected = events.frame["preferred_term"].map(known_terms())
    found = events.frame["system_organ_class"]
    for position in events.frame.index[expected.notna() & found.notna() & (expected != found)]:
        rule = f"the class of '{events.cell(position, 'preferred_term')}' is {expected[position]}"
        yield events.fault(position, "system_organ_class", rule, f"write it so, or correct {TERMS}")
