"""What no single cell can show: dates in order, visits and events that belong to a patient, limits beside enzymes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np
import pandas as pd

from compendium.registry.codebook import DAYS_A_MONTH, PATIENT_DATES, load_codebook
from compendium.registry.contradictions import contradiction_faults
from compendium.registry.cut_short import cut_short_faults
from compendium.registry.fault import row_spans
from compendium.registry.letters import letter_faults
from compendium.registry.lifetimes import lifetime_faults
from compendium.registry.missing_codes import codes_in, missing_code_faults
from compendium.registry.persons import identifier_faults, person_faults
from compendium.registry.placeholders import placeholder_faults
from compendium.registry.scales import scale_faults
from compendium.registry.table import Table
from compendium.registry.terms import TERMS, known_terms
from compendium.registry.wording import difference, wording_faults
from compendium.sources.identifiers import identifier_in
from press.ground.fault import FaultRecord
from press.rows.row import slug

OF_A_PATIENT, GIVEN_BESIDE = "a patient of", "given wherever"  # how two rules begin
_MOST_YEARS = 20


def check_tables(tables: Mapping[str, Table], today: date | None = None) -> list[FaultRecord]:
    """Return every fault between cells, rows and tables, in the order of the rules.

    `today`, where it is given, is the day after which no date can lie; a build, which gives the same whenever it is
    made, knows none.
    """
    patients, visits, events = tables["patients"], tables["visits"], tables["adverse_events"]
    return [
        *_dates_in_order(patients, PATIENT_DATES),
        *_centre_is_folder(patients),
        *_one_name_a_centre(patients),
        *_patient_known(visits, patients),
        *_patient_known(events, patients),
        *_visits_in_order(visits),
        *_limit_beside_enzyme(visits),
        *_dates_in_order(events, ("onset_on", "resolved_on")),
        *_onset_after_start(events, patients),
        *_within_reach(patients, patients, "last_ivig_on"),
        *_within_reach(visits, patients, "visit_on"),
        *_within_reach(events, patients, "onset_on"),
        *_within_reach(events, patients, "resolved_on"),
        *_class_of_term(events),
        *missing_code_faults(tables),
        *lifetime_faults(tables, today),
        *contradiction_faults(tables),
        *scale_faults(tables),
        *cut_short_faults(tables),
        *person_faults(tables),
        *identifier_faults(tables),
        *placeholder_faults(tables),
        *letter_faults(tables),
        *wording_faults(tables),
    ]


def _dates_in_order(table: Table, names: tuple[str, ...]) -> Iterator[FaultRecord]:
    """Each date is the same as or later than the nearest known one named before it: one fault for one wrong date."""
    book = load_codebook()
    frame = table.frame[[name for name in names if table.has(name)]]
    if frame.empty:
        return
    latest, named = frame.iloc[:, 0], pd.Series(frame.columns[0], index=frame.index)
    for later in frame.columns[1:]:
        dates = frame[later]
        for at in frame.index[dates < latest]:
            earlier = str(named[at])
            rule = f"not before {earlier} ({table.cell(at, earlier)})"
            action = f"correct one of the two: {book.label(earlier).lower()}, {book.label(later).lower()}"
            yield table.fault(at, later, rule, action)
        latest, named = dates.where(dates.notna(), latest), named.mask(dates.notna(), later)


def _centre_is_folder(patients: Table) -> Iterator[FaultRecord]:
    if not patients.has("centre") or not patients.by_folder:
        return
    centre = patients.frame["centre"].astype("category")
    found: dict[str, list[int]] = {}
    for (file, name), of_both in centre.groupby([patients.file_of, centre], observed=True):
        if _folder_name(str(name)) != _folder_name(patients.folders[of_both.index[0]]):
            found[str(file)] = sorted([*found.get(str(file), []), *map(int, of_both.index)])
    for file, positions in found.items():
        rule = f"the centre whose folder this is ({file.split('/')[0]})"
        if len(positions) > 1:
            rule += f"; also wrong in {row_spans([patients.rows[position] for position in positions[1:]])}"
        action = "correct it, rename the folder, or move the row to its centre's file"
        yield patients.fault(positions[0], "centre", rule, action)


def _one_name_a_centre(patients: Table) -> Iterator[FaultRecord]:
    """No centre is written in two ways, which would count as two centres."""
    if not patients.has("centre"):
        return
    written: dict[str, str] = {}
    usual = {each: written.setdefault(slug(each) or _folder_name(each), each) for each in patients.spellings("centre")}
    for at, other in patients.where("centre", lambda each: usual[each] if usual[each] != each else ""):
        differs = difference(patients.cell(at, "centre"), other)
        rule = f"a centre has one name; it is also written '{other}', which {differs}"
        yield patients.fault(at, "centre", rule, "write it in one way")


def _folder_name(centre: str) -> str:
    """Return a centre's name as its folder may be called: in any case, accents composed, blanks and signs as _.

    >>> _folder_name("Reggio Emilia") == _folder_name("reggio_emilia")
    True
    """
    return re.sub(r"\W+", "_", unicodedata.normalize("NFC", centre).casefold())


def _is_no_pseudonym(patient: str) -> str | None:
    return identifier_in(patient, in_id=True) or None


def _patient_known(table: Table, patients: Table) -> Iterator[FaultRecord]:
    """Each visit and event belongs to a patient of the same centre; whose pseudonym is refused may be that patient."""
    if not table.has("patient_id") or not patients.has("patient_id"):
        return
    known = set(zip(patients.folders, patients.frame["patient_id"].to_numpy(object), strict=True))
    named = zip(table.folders, table.frame["patient_id"].to_numpy(object), strict=True)
    missing = table.frame["patient_id"].isna()
    unknown = [(at, each[0]) for at, each in enumerate(named) if each not in known and not missing[at]]
    refused = {patients.folders[at] for at, _ in patients.where("patient_id", _is_no_pseudonym)} if unknown else set()
    for position, centre in unknown:
        if centre not in refused and not patients.is_damaged(centre):
            rule = f"{OF_A_PATIENT} {f'{centre}/patients.csv' if centre else 'the table of the patients'}"
            yield table.fault(position, "patient_id", rule, "correct the pseudonym, or add the patient")


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
    """A limit is not asked for beside what is no value: a code for missing, or a number that is impossible."""
    for variable in visits.variables:
        name, limit = variable.name, f"{variable.name}_uln"
        if not visits.has(limit):
            continue
        values, codes = visits.frame[name], codes_in(visits, name)
        possible = values.between(variable.low or 0, variable.high or np.inf)
        for position in visits.frame.index[possible & ~visits.filled(limit)]:
            if position not in codes and not visits.lacks(position, limit):
                rule = f"{GIVEN_BESIDE} {name} is ({visits.cell(position, name)})"
                yield visits.fault(position, limit, rule, "add your laboratory's upper limit of normal")


def _onset_after_start(events: Table, patients: Table) -> Iterator[FaultRecord]:
    if not events.has("patient_id", "onset_on") or not patients.has("patient_id", "first_ivig_on"):
        return
    start = events.of_patient(patients, "first_ivig_on")
    for position in events.frame.index[events.frame["onset_on"] < start]:
        rule = f"not before the patient's first IVIg ({start[position]:%Y-%m-%d})"
        yield events.fault(position, "onset_on", rule, "correct the date, or leave out what began before IVIg")


def _within_reach(table: Table, patients: Table, column: str) -> Iterator[FaultRecord]:
    """No date lies more than twenty years after the first IVIg: a century or a decade was mistyped."""
    if not table.has("patient_id", column) or not patients.has("patient_id", "first_ivig_on"):
        return
    start = table.of_patient(patients, "first_ivig_on")
    years = (table.frame[column] - start).dt.days / (12 * DAYS_A_MONTH)
    for position in table.frame.index[years > _MOST_YEARS]:
        rule = f"at most {_MOST_YEARS} years after the patient's first IVIg ({start[position]:%Y-%m-%d})"
        yield table.fault(position, column, rule, "an impossible interval: correct one of the two dates")


def _class_of_term(events: Table) -> Iterator[FaultRecord]:
    """A term that the list knows has the class of the list; other terms are taken as they are."""
    if not events.has("preferred_term", "system_organ_class"):
        return
    expected = events.frame["preferred_term"].map(known_terms())
    found = events.frame["system_organ_class"]
    for position in events.frame.index[expected.notna() & found.notna() & (expected != found)]:
        rule = f"the class of '{events.cell(position, 'preferred_term')}' is {expected[position]}"
        yield events.fault(position, "system_organ_class", rule, f"write it so, or correct {TERMS}")
