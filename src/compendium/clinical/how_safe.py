"""How safe is it? Adverse events by patient and by event, by class and term, as rates, and the time to the first."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from compendium.clinical.cohort import Cohort
from compendium.clinical.interest import read_interest
from compendium.registry.codebook import DAYS_A_MONTH
from compendium.stats.proportion import proportion
from compendium.stats.rates import clustered_rate, rate
from compendium.stats.time_to_event import cumulative_incidence
from press.rows import Key, Ledger, Row, slug

ANALYSIS = Key("safety")
TRANSITORY_DAYS = 14  # assumed: the abstract says "transitory" and gives no time
MONTHS = tuple(range(37))  # the grid on which time to first event is stated: no patient's own time is shown
DAYS_A_YEAR = 365.25
COUNT = "count of events"


def analyse(cohort: Cohort, *, seed: int, replicates: int) -> Ledger:
    """Return every row of the safety analysis. `seed` and `replicates` drive the bootstrap over patients."""
    events, n = cohort.events, len(cohort.patients)
    return Ledger(
        summary(events, n),
        worst_grades(events, n),
        classes_and_terms(events, n),
        events_of_interest(events, n),
        character(events),
        rates(cohort, seed=seed, replicates=replicates),
        first_event(cohort),
    )


def kinds(events: pd.DataFrame) -> dict[str, pd.Series]:
    """Return which events belong to each line of the summary."""
    return {
        "any": pd.Series(True, index=events.index),
        "related": events["related"].fillna(False).astype(bool),
        "relatedness_unknown": events["related"].isna(),
        "serious": events["serious"].fillna(False).astype(bool),
        "grade_3_or_more": events["ctcae_grade"] >= 3,
        "leading_to_stop": events["action"] == "stopped",
    }


def patients_with(events: pd.DataFrame, n: int, key: Key) -> list[Row]:
    """How many of n patients had at least one of these events, exact interval; and how many events there were."""
    rows = proportion(events["patient_id"].nunique(), n, key.at(group="patients"), interval="exact")
    return [*rows, key.at(group="events").row("count", len(events), n=n, method=COUNT)]


def summary(events: pd.DataFrame, n: int) -> list[Row]:
    """Any, related, serious, grade 3 or more and leading to stop: by patient and by event."""
    return [
        row
        for kind, belongs in kinds(events).items()
        for row in patients_with(events[belongs], n, ANALYSIS.at(variable=kind))
    ]


def worst_grades(events: pd.DataFrame, n: int) -> list[Row]:
    """Each patient once, at the worst grade; each event at its own."""
    worst = events.groupby("patient_id")["ctcae_grade"].max()
    rows = []
    for grade in range(1, 6):
        key = ANALYSIS.at(variable="grade", level=f"grade_{grade}")
        rows += proportion(int((worst == grade).sum()), n, key.at(group="patients"), interval="exact")
        of_events = int((events["ctcae_grade"] == grade).sum())
        rows.append(key.at(group="events").row("count", of_events, n=len(events), method=COUNT))
    return rows


def classes_and_terms(events: pd.DataFrame, n: int) -> list[Row]:
    """Every system organ class, commonest first, and its terms: patients, worst grade, serious, related, events.

    The class or term as recorded is the row's note.
    """
    rows = []
    for organ_class, of_class in _commonest_first(events, "system_organ_class"):
        key = ANALYSIS.at(variable=f"class_{slug(organ_class)}")
        rows += _one_line(of_class, n, key, organ_class)
        for term, of_term in _commonest_first(of_class, "preferred_term"):
            rows += _one_line(of_term, n, key.at(level=slug(term)), term)
    return rows


def _commonest_first(events: pd.DataFrame, column: str) -> list[tuple[str, pd.DataFrame]]:
    groups = [(str(name), group) for name, group in events.groupby(column)]
    return sorted(groups, key=lambda item: (-item[1]["patient_id"].nunique(), -len(item[1]), item[0]))


def _one_line(events: pd.DataFrame, n: int, key: Key, label: str) -> list[Row]:
    worst = events.groupby("patient_id")["ctcae_grade"].max()
    rows = patients_with(events, n, key)
    grades = {"grade_1": worst == 1, "grade_2": worst == 2, "grade_3_or_more": worst >= 3}
    for name, at_grade in grades.items():
        rows.append(key.at(group=name).row("count", int(at_grade.sum()), n=n, method="patients by worst grade"))
    for name in ("serious", "related"):
        with_it = events.loc[kinds(events)[name], "patient_id"].nunique()
        rows.append(key.at(group=name).row("count", with_it, n=n, method="count of patients"))
    return [replace(row, note=label) for row in rows]


def events_of_interest(events: pd.DataFrame, n: int) -> list[Row]:
    """Rare events that a reader looks for, also where none occurred: exact interval and rule of three."""
    rows = []
    for interest in read_interest():
        key = ANALYSIS.at(variable="interest", level=interest.id)
        found = events[interest.among(events)]
        rows += [_labelled(row, interest.label) for row in patients_with(found, n, key)]
    return rows


def _labelled(row: Row, label: str) -> Row:
    return row if row.note else replace(row, note=label)


def character(events: pd.DataFrame) -> list[Row]:
    """How many events were mild (grade 1), and how many transitory (resolved soon after onset).

    An event without a date of resolution counts as not transitory: it may still go on.
    """
    days = (events["resolved_on"] - events["onset_on"]).dt.days
    mild = int((events["ctcae_grade"] == 1).sum())
    transitory = int((days <= TRANSITORY_DAYS).sum())
    key = ANALYSIS.at(variable="transitory")
    return [
        *proportion(mild, len(events), ANALYSIS.at(variable="mild")),
        *proportion(transitory, len(events), key),
        key.row("days", TRANSITORY_DAYS, method="assumed: resolved within so many days of onset"),
        key.row("unresolved", int(days.isna().sum()), n=len(events), method="events without a date of resolution"),
    ]


def rates(cohort: Cohort, *, seed: int, replicates: int) -> list[Row]:
    """Events per 100 monthly infusions and per 100 patient-years: exact Poisson, and a bootstrap by patient."""
    patients = cohort.patients.set_index("patient_id")
    exposures = {
        "per_100_infusions": (patients["infusions_n"], 100.0, "monthly infusions"),
        "per_100_patient_years": (years_on_treatment(patients), 100.0, "patient-years on IVIg"),
    }
    rows = []
    for kind, belongs in kinds(cohort.events).items():
        of_patient = cohort.events[belongs].groupby("patient_id").size().reindex(patients.index, fill_value=0)
        for name, (exposure, per, unit) in exposures.items():
            key = ANALYSIS.at(variable=kind, group=name)
            rows += rate(int(of_patient.sum()), float(exposure.sum()), key, per=per, unit=unit)
            rows += clustered_rate(of_patient, exposure, key, per=per, unit=unit, seed=seed, replicates=replicates)
    return rows


def years_on_treatment(patients: pd.DataFrame) -> pd.Series:
    """Return the time from first to last IVIg in years (index as given)."""
    return (patients["last_ivig_on"] - patients["first_ivig_on"]).dt.days / DAYS_A_YEAR


def first_event(cohort: Cohort) -> list[Row]:
    """Share of patients with a first adverse event by month of treatment.

    Follow-up ends with the last IVIg. Who stopped can have no event under IVIg any more, so stopping competes with the
    event; who is still treated at the last record is censored.
    """
    patients = cohort.patients.set_index("patient_id")
    onset = cohort.events.groupby("patient_id")["onset_on"].min().reindex(patients.index)
    followed = (patients["last_ivig_on"] - patients["first_ivig_on"]).dt.days
    to_event = (onset - patients["first_ivig_on"]).dt.days
    happened = onset.notna() & (to_event <= followed)
    months = to_event.where(happened, followed) / DAYS_A_MONTH
    stopped = ~happened & (patients["stop_reason"] != "ongoing").fillna(True)
    key = ANALYSIS.at(variable="first_event")
    return cumulative_incidence(months, happened, key, competing=stopped, at=MONTHS, unit="months")
