"""The tables of how safe it was: by patient and by event, and by system organ class and term."""

from __future__ import annotations

from compendium.clinical.how_safe import ANALYSIS, NOT_RECORDED
from compendium.exhibits.shown_order import Place, greatest_first
from press.exhibits import cells
from press.exhibits.phrases import listed, told
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell, Table
from press.rows import Key, Ledger, Row, text

KINDS = {
    "any": "Any adverse event",
    "related": "Related to IVIg",
    "relatedness_unknown": "Relation to IVIg not recorded",
    "serious": "Serious",
    "grade_3_or_more": "CTCAE grade 3 or more",
    "leading_to_stop": "Leading to stop of IVIg",
}
RULE_OF_THREE = "None seen. By the rule of three (3/n) the one-sided 95% upper limit is {}."
GRADES = {f"grade_{grade}": f"Grade {grade}" for grade in range(1, 6)}


def patients_and_events(ledger: Ledger, key: Key) -> list[Cell]:
    """Write a line's patients n/N (%), exact interval and events."""
    patients = key.at(group="patients")
    interval = cells.interval(ledger, patients, ("ci_low", "ci_high"), 1)
    return [cells.count_percent(ledger, patients), interval, cells.whole(ledger, key.at(group="events"), "count")]


def table_safety(ledger: Ledger, origin: str) -> Table:
    """Adverse events by patient and by event, worst grades, and rare events also where none occurred."""
    table = TableBuilder("table_safety", "Adverse events by patient and by event")
    table.column("Adverse events", align="left")
    table.column("Patients, n/N (%)")
    table.column("95% CI, %", marks=table.note("Clopper-Pearson exact interval."))
    table.column("Events")
    if none := unrecorded(ledger):
        return _nothing(table, none, origin)
    table.section("Summary")
    for kind, label in KINDS.items():
        table.line(label, *patients_and_events(ledger, ANALYSIS.at(variable=kind)), indent=1)
    worst = table.note("Patients by their worst grade, events by their own.")
    table.section("CTCAE grade", marks=worst)
    for level, label in GRADES.items():
        _with_rule_of_three(table, ledger, ANALYSIS.at(variable="grade", level=level), label)
    table.section("Events of interest")
    for row in ledger.find(analysis="safety", variable="interest", group="patients", statistic="count"):
        _with_rule_of_three(table, ledger, ANALYSIS.at(variable="interest", level=row.level), row.note)
    table.source(_character(ledger), "CTCAE: Common Terminology Criteria for Adverse Events, version 5.0.", origin)
    return table.build()


def unrecorded(ledger: Ledger) -> str:
    """Return in words that adverse events were not recorded, "" where they were: of those nobody had, none is known."""
    note = ledger[cells.row_id(ANALYSIS.at(variable="any", group="patients"), "count")].note
    return cells.sentence(note) if note == NOT_RECORDED else ""


def _nothing(table: TableBuilder, why: str, origin: str) -> Table:
    table.line(why)
    table.source(origin)
    return table.build()


def _with_rule_of_three(table: TableBuilder, ledger: Ledger, key: Key, label: str) -> None:
    """A line of the table; where nobody had the event, a note says how high the risk may still be."""
    patients, rule = key.at(group="patients"), "rule_of_three"
    marks = {}
    if cells.row_id(patients, rule) in ledger and not cells.held(ledger, patients, rule):
        highest = cells.written(ledger, patients, (rule,), text.percent)
        marks = {2: [table.note(cells.phrase(RULE_OF_THREE, highest))]}
    table.line(label, *patients_and_events(ledger, key), indent=1, marks=marks)


def _character(ledger: Ledger) -> Cell:
    """How many events were mild and how many transitory, as far as it is shown: not where the number of events is not.

    "19/20" would say how many there were.
    """
    if cells.held(ledger, ANALYSIS.at(variable="any", group="events"), "count"):
        return Cell("")
    mild, transitory = (cells.count_percent(ledger, ANALYSIS.at(variable=name)) for name in ("mild", "transitory"))
    days, open_ended = (
        cells.whole(ledger, ANALYSIS.at(variable="transitory"), name) for name in ("days", "unresolved")
    )
    resolved = told("resolved within {} days of onset: {}", days, transitory)
    lacking = told("date of resolution not recorded: {}", open_ended)
    of_resolved = listed([resolved, lacking], ", ") if resolved.text else resolved
    said = listed([told("of grade 1: {}", mild), of_resolved], "; ")
    return cells.phrase("Events {}.", said) if said.text else said


def table_events(ledger: Ledger, origin: str) -> Table:
    """Every system organ class and preferred term: patients, worst grade, serious, related, events."""
    table = TableBuilder("table_events", "Adverse events by system organ class and preferred term", landscape=True)
    table.column("System organ class, preferred term", align="left")
    table.column("Patients, n/N (%)")
    table.column("95% CI, %", marks=table.note("Clopper-Pearson exact interval."))
    if none := unrecorded(ledger):
        return _nothing(table, none, origin)
    worst = table.note("Each patient once in a line, at the worst grade.")
    for grade in ("1", "2", "≥ 3"):
        table.column(grade, spanner="Patients by CTCAE grade", marks=worst)
    table.column("Serious", spanner="Patients")
    table.column("Related", spanner="Patients")
    table.column("Events")
    for row in class_rows(ledger):
        _event_line(table, ledger, row)
    if not class_rows(ledger):
        table.line("None recorded")
    table.source("Terms and classes in the manner of MedDRA.", origin)
    return table.build()


def class_rows(ledger: Ledger) -> list[Row]:
    """Return the patient-count row of every class and term: the commonest class first, below it its terms likewise.

    What is not shown stands last, in the order of the alphabet.
    """
    rows = [row for row in ledger.find(group="patients", statistic="count") if row.variable.startswith("class_")]
    of_class = {row.variable: row for row in rows if not row.level}

    def place(row: Row) -> tuple[Place, bool, Place]:
        return _place(ledger, of_class[row.variable]), bool(row.level), _place(ledger, row)

    return sorted(rows, key=place)


def _place(ledger: Ledger, row: Row) -> Place:
    events = ledger[cells.row_id(ANALYSIS.at(variable=row.variable, level=row.level, group="events"), "count")]
    return greatest_first(row.note, row, events)


def _event_line(table: TableBuilder, ledger: Ledger, row: Row) -> None:
    key = ANALYSIS.at(variable=row.variable, level=row.level)
    patients, interval, events = patients_and_events(ledger, key)
    groups = ("grade_1", "grade_2", "grade_3_or_more", "serious", "related")
    counts = [cells.whole(ledger, key.at(group=group), "count") for group in groups]
    table.line(row.note, patients, interval, *counts, events, indent=1 if row.level else 0)
