"""The tables of how safe it was: by patient and by event, by system organ class and term, and as rates."""

from __future__ import annotations

from compendium.report import cells
from compendium.report.table.builder import TableBuilder
from compendium.report.table.layout import Table
from compendium.results import Key, Ledger, Row, text
from compendium.study.how_safe import ANALYSIS, TRANSITORY_DAYS

KINDS = {
    "any": "Any adverse event",
    "related": "Related to IVIg",
    "serious": "Serious",
    "grade_3_or_more": "CTCAE grade 3 or more",
    "leading_to_stop": "Leading to stop of IVIg",
}
GRADES = {f"grade_{grade}": f"Grade {grade}" for grade in range(1, 6)}


def patients_and_events(ledger: Ledger, key: Key) -> list[str]:
    """Write a line's patients n/N (%), exact interval and events."""
    patients = key.at(group="patients")
    _, low, high = cells.three(ledger, patients, ("percent", "ci_low", "ci_high"))
    events = text.number(cells.value(ledger, key.at(group="events"), "count"), 0)
    return [cells.count_percent(ledger, patients), text.interval(low, high, 1), events]


def table_safety(ledger: Ledger, origin: str) -> Table:
    """Adverse events by patient and by event, worst grades, and rare events also where none occurred."""
    table = TableBuilder("table_safety", "Adverse events by patient and by event")
    table.column("Adverse events", align="left")
    table.column("Patients, n/N (%)")
    table.column("95% CI, %", marks=table.note("Clopper-Pearson exact interval."))
    table.column("Events")
    table.section("Summary")
    for kind, label in KINDS.items():
        table.line(label, *patients_and_events(ledger, ANALYSIS.at(variable=kind)), indent=1)
    worst = table.note("Patients by their worst grade, events by their own.")
    table.section("CTCAE grade", marks=worst)
    for level, label in GRADES.items():
        key = ANALYSIS.at(variable="grade", level=level)
        table.line(label, *patients_and_events(ledger, key), indent=1)
    table.section("Events of interest")
    for row in ledger.find(analysis="safety", variable="interest", group="patients", statistic="count"):
        _interest(table, ledger, row)
    table.source(_character(ledger), "CTCAE: Common Terminology Criteria for Adverse Events, version 5.0.", origin)
    return table.build()


def _interest(table: TableBuilder, ledger: Ledger, row: Row) -> None:
    key = ANALYSIS.at(variable="interest", level=row.level)
    rule = cells.row_id(key.at(group="patients"), "rule_of_three")
    mark = (
        [table.note(f"None seen; by the rule of three at most {text.percent(ledger.value(rule))}.")]
        if rule in ledger
        else []
    )
    table.line(row.note, *patients_and_events(ledger, key), indent=1, marks={2: mark})


def _character(ledger: Ledger) -> str:
    mild, transitory = (cells.count_percent(ledger, ANALYSIS.at(variable=name)) for name in ("mild", "transitory"))
    return f"Events of grade 1: {mild}; resolved within {TRANSITORY_DAYS} days: {transitory}."


def table_events(ledger: Ledger, origin: str) -> Table:
    """Every system organ class and preferred term: patients, worst grade, serious, related, events."""
    table = TableBuilder("table_events", "Adverse events by system organ class and preferred term", landscape=True)
    table.column("System organ class, preferred term", align="left")
    table.column("Patients, n/N (%)")
    table.column("95% CI, %", marks=table.note("Clopper-Pearson exact interval."))
    worst = table.note("Each patient once in a line, at the worst grade.")
    for grade in ("1", "2", "≥ 3"):
        table.column(grade, spanner="Patients by CTCAE grade", marks=worst)
    table.column("Serious", spanner="Patients")
    table.column("Related", spanner="Patients")
    table.column("Events")
    for row in class_rows(ledger):
        _event_line(table, ledger, row)
    table.source("Terms and classes in the manner of MedDRA.", origin)
    return table.build()


def class_rows(ledger: Ledger) -> list[Row]:
    """Return the patient-count row of every class and term, in the order of the analysis."""
    return [row for row in ledger.find(group="patients", statistic="count") if row.variable.startswith("class_")]


def _event_line(table: TableBuilder, ledger: Ledger, row: Row) -> None:
    key = ANALYSIS.at(variable=row.variable, level=row.level)
    patients, interval, events = patients_and_events(ledger, key)
    groups = ("grade_1", "grade_2", "grade_3_or_more", "serious", "related")
    counts = [text.number(cells.value(ledger, key.at(group=group), "count"), 0) for group in groups]
    table.line(row.note, patients, interval, *counts, events, indent=1 if row.level else 0)


def table_rates(ledger: Ledger, origin: str) -> Table:
    """Rates per 100 IVIg courses and per patient-year, by two kinds of interval."""
    table = TableBuilder("table_rates", "Rates of adverse events")
    table.column("Adverse events", align="left")
    table.column("Events")
    poisson, bootstrap = (
        table.note(cells.sentence(ledger[f"safety.any.per_100_courses.{name}"].method.split(", ", 1)[1]))
        for name in ("ci_low", "boot_low")
    )
    for spanner in ("Per 100 IVIg courses", "Per patient-year on IVIg"):
        table.column("Rate (95% CI)", spanner=spanner, marks=poisson)
        table.column("95% CI, patients whole", spanner=spanner, marks=bootstrap)
    for kind, label in KINDS.items():
        keys = [ANALYSIS.at(variable=kind, group=group) for group in ("per_100_courses", "per_patient_year")]
        rates = [form(ledger, key) for key in keys for form in (_exact, _resampled)]
        table.line(label, text.number(cells.value(ledger, keys[0], "events"), 0), *rates)
    courses, years = (
        text.number(cells.value(ledger, ANALYSIS.at(variable="any", group=group), "exposure"), digits)
        for group, digits in (("per_100_courses", 0), ("per_patient_year", 1))
    )
    table.source(f"Exposure: {courses} IVIg courses, {years} patient-years from first to last IVIg.", origin)
    return table.build()


def _exact(ledger: Ledger, key: Key) -> str:
    return cells.estimate(ledger, key, ("rate", "ci_low", "ci_high"), 2)


def _resampled(ledger: Ledger, key: Key) -> str:
    return text.interval(cells.value(ledger, key, "boot_low"), cells.value(ledger, key, "boot_high"))
