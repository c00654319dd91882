"""The figures of how safe it was: patients by term and worst grade, and the time to the first event."""

from __future__ import annotations

import math

from compendium.report import cells
from compendium.report.figure.exhibit import Exhibit
from compendium.report.figure.style import COLOURS, TWO_COLUMNS, footnote, journal_style, new_figure
from compendium.report.tables_safety import class_rows
from compendium.results import Ledger, Row, text
from compendium.study.how_safe import ANALYSIS, MONTHS

GRADE_COLOURS = {"grade_1": "#C6DBEF", "grade_2": "#6BAED6", "grade_3_or_more": "#08519C"}
GRADE_NAMES = {"grade_1": "Grade 1", "grade_2": "Grade 2", "grade_3_or_more": "Grade 3 or more"}
AT_RISK_EVERY = 6  # months


@journal_style()
def adverse_events(ledger: Ledger, origin: str) -> Exhibit:
    """Patients with each preferred term, by worst grade, the commonest first."""
    terms = sorted((row for row in class_rows(ledger) if row.level), key=lambda row: (-row.value, row.note))
    figure = new_figure(TWO_COLUMNS, 34 + 4.6 * max(len(terms), 1))
    axes = figure.subplots()
    left = [0.0] * len(terms)
    for group, colour in GRADE_COLOURS.items():
        counts = [_of_grade(ledger, row, group) for row in terms]
        axes.barh(
            range(len(terms)),
            counts,
            left=left,
            color=colour,
            edgecolor="#555555",
            label=GRADE_NAMES[group],
            height=0.7,
        )
        left = [start + count for start, count in zip(left, counts, strict=True)]
    for place, row in enumerate(terms):
        axes.text(row.value, place, f"  {_share(ledger, row)}", va="center", fontsize=7)
    axes.set_yticks(range(len(terms)), [row.note for row in terms])
    axes.set_ylim(len(terms) - 0.4, -0.6)
    axes.set_xlim(0, 1.45 * max((row.value for row in terms), default=1))
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel("Patients, by worst CTCAE grade")
    axes.legend(loc="lower right")
    n = text.number(ledger.value("safety.any.patients.total"), 0)
    footnote(figure, f"n = {n} patients. Beside each bar: % of patients (95% Clopper-Pearson interval).", origin)
    said = "; ".join(f"{row.note} {text.number(row.value, 0)}" for row in terms[:5])
    caption = f"Patients with each adverse event, once at their worst grade. n = {n}. {origin}"
    return Exhibit(
        "adverse_events", figure, "Adverse events by preferred term.", caption, f"{caption} Commonest: {said}."
    )


def _of_grade(ledger: Ledger, row: Row, group: str) -> float:
    return cells.value(ledger, ANALYSIS.at(variable=row.variable, level=row.level, group=group), "count")


def _share(ledger: Ledger, row: Row) -> str:
    return cells.share(ledger, ANALYSIS.at(variable=row.variable, level=row.level, group="patients"))


@journal_style()
def first_event(ledger: Ledger, origin: str) -> Exhibit:
    """The share of patients with a first adverse event by month of treatment, and how many were still followed."""
    keys = {month: ANALYSIS.at(variable="first_event", level=str(month)) for month in MONTHS}
    points = {month: cells.three(ledger, key, ("percent", "ci_low", "ci_high")) for month, key in keys.items()}
    months = [month for month, point in points.items() if not math.isnan(point[0])]
    bounded = [month for month in months if not math.isnan(points[month][1])]
    figure = new_figure(TWO_COLUMNS * 0.72, 78)
    axes = figure.subplots()
    axes.fill_between(
        bounded,
        [points[month][1] for month in bounded],
        [points[month][2] for month in bounded],
        step="post",
        color=COLOURS["responder"],
        alpha=0.18,
        linewidth=0,
    )
    axes.step(months, [points[month][0] for month in months], where="post", color=COLOURS["responder"])
    ticks = list(range(0, months[-1] + 1, AT_RISK_EVERY))
    counts = [text.number(cells.value(ledger, keys[month], "at_risk"), 0) for month in ticks]
    axes.set_xticks(ticks, [f"{month}\n{count}" for month, count in zip(ticks, counts, strict=True)])
    axes.set(xlim=(0, months[-1]), ylim=(0, 100))
    axes.set_xlabel("Months since the first IVIg; below, patients still followed without an event")
    axes.set_ylabel("Patients with a first\nadverse event, %")
    n = text.number(ledger[f"safety.first_event.{MONTHS[0]}.percent"].n or 0, 0)
    footnote(figure, f"n = {n}. Kaplan-Meier, read at whole months; band: 95% interval (log-log).", origin)
    year = min(12, months[-1])
    by_year = cells.share(ledger, keys[year])
    caption = f"Share of patients with a first adverse event. n = {n}. {origin}"
    return Exhibit(
        "first_event", figure, "Time to the first adverse event.", caption, f"{caption} By month {year}: {by_year}%."
    )
