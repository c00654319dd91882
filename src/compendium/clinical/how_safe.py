"""How safe is it? Adverse events by patient and by event, by class and term, as rates, and the time to the first."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd

from compendium.clinical.cohort import Cohort
from compendium.clinical.event_rates import kinds, rates, rates_by_group
from compendium.clinical.interest import read_interest
from compendium.clinical.risk_window import days_at_risk, in_window, window_rows
from compendium.registry.codebook import DAYS_A_MONTH
from compendium.stats.clustered_share import clustered_share
from compendium.stats.describe import describe_levels, describe_numbers
from compendium.stats.proportion import proportion
from compendium.stats.time_to_event import cumulative_incidence
from press.rows import Key, Ledger, Row, slug

ANALYSIS = Key("safety")
TRANSITORY_DAYS = 14  # assumed: the abstract says "transitory" and gives no time
MONTHS = tuple(range(37))  # the grid on which time to first event is stated: no patient's own time is shown
COUNT = "count of events"
WITHOUT_EVENTS = ("follow_up", "vital_status", "stop_reason")  # what is known where no event was recorded
NOT_RECORDED = "the registry has no table of adverse events"
UNRESOLVED = "no date of resolution was recorded"


def analyse(cohort: Cohort) -> Ledger:
    """Return every row of the safety analysis."""
    events, n = cohort.events, len(cohort.patients)
    rows = Ledger(
        summary(events, n),
        worst_grades(events, n),
        classes_and_terms(events, n),
        events_of_interest(events, n),
        character(events),
        window_rows(events, cohort.patients, ANALYSIS),
        follow_up(cohort.patients),
        rates(cohort, ANALYSIS),
        rates_by_group(cohort, ANALYSIS),
        first_event(cohort),
    )
    return Ledger(map(_not_recorded, rows)) if "adverse_events" in cohort.absent else rows


def _not_recorded(row: Row) -> Row:
    """Return a row without its value where that rests on events: a registry without any says nothing of safety."""
    if row.variable in WITHOUT_EVENTS or row.statistic == "days":
        return row
    name = row.note if row.variable.startswith("any_by_") else ""  # of the group, which stands in the note
    return replace(row, value=math.nan, note=name or NOT_RECORDED)


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
    """Every system organ class and its terms: patients, worst grade, serious, related, events.

    The class or term as recorded is the row's note. They stand in the order of the alphabet: in that of counts, of
    which some may not be shown, the order itself would say which is the larger.
    """
    rows = []
    for organ_class, of_class in _by_name(events, "system_organ_class"):
        key = ANALYSIS.at(variable=f"class_{slug(organ_class)}")
        rows += _one_line(of_class, n, key, organ_class)
        for term, of_term in _by_name(of_class, "preferred_term"):
            rows += _one_line(of_term, n, key.at(level=slug(term)), term)
    return rows


def _by_name(events: pd.DataFrame, column: str) -> list[tuple[str, pd.DataFrame]]:
    return sorted(((str(name), group) for name, group in events.groupby(column)), key=lambda item: item[0])


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
    key = ANALYSIS.at(variable="transitory")
    transitory = _share_of_events(events, days <= TRANSITORY_DAYS, key)
    if len(events) and events["resolved_on"].isna().all():
        transitory = [replace(row, value=math.nan, note=UNRESOLVED) for row in transitory]
    return [
        *_share_of_events(events, events["ctcae_grade"] == 1, ANALYSIS.at(variable="mild")),
        *transitory,
        key.row("days", TRANSITORY_DAYS, method="assumed: resolved within so many days of onset"),
        key.row("unresolved", int(days.isna().sum()), n=len(events), method="events without a date of resolution"),
    ]


def _share_of_events(events: pd.DataFrame, held: pd.Series, key: Key) -> list[Row]:
    of_patient = held.fillna(False).astype(int).groupby(events["patient_id"])
    return clustered_share(of_patient.sum(), of_patient.size(), key)


def follow_up(patients: pd.DataFrame) -> list[Row]:
    """How long patients were followed under IVIg (months from first to last), and how it ended.

    Deaths, losses to follow-up and patients still on treatment are levels of vital status and reason for stopping.
    """
    return [
        *describe_numbers(patients["treatment_duration"], ANALYSIS.at(variable="follow_up")),
        *describe_levels(patients["vital_status"], ANALYSIS.at(variable="vital_status")),
        *describe_levels(patients["stop_reason"], ANALYSIS.at(variable="stop_reason")),
    ]


def first_event(cohort: Cohort) -> list[Row]:
    """Share of patients with a first adverse event by month since the first IVIg.

    Follow-up ends with the risk window. Who stopped can have no event under IVIg any more, so the end of the window
    competes with the event; who is still treated at the last record is censored there.
    """
    days, happened, stopped = follow_up_to_first_event(cohort)
    key = ANALYSIS.at(variable="first_event")
    return cumulative_incidence(days / DAYS_A_MONTH, happened, key, competing=stopped, at=MONTHS, unit="months")


def follow_up_to_first_event(cohort: Cohort) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Return, by patient, the days to the first event or the end of follow-up, whether it happened, and who stopped."""
    patients, events = cohort.patients.set_index("patient_id"), cohort.events
    inside = events[in_window(events, cohort.patients)]
    onset = inside.groupby("patient_id")["onset_on"].min().reindex(patients.index)
    happened = onset.notna()
    days = (onset - patients["first_ivig_on"]).dt.days.where(happened, days_at_risk(patients))
    stopped = ~happened & (patients["stop_reason"] != "ongoing").fillna(True)
    return days, happened, stopped
