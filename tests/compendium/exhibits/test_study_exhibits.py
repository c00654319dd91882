"""The study's own tables and figures: drawn from the committed rows, each with its origin, all of it readable."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import jupytext
import pytest

from compendium.exhibits import (
    answers,
    answers_predictors,
    figures_cohort,
    figures_course,
    figures_efficacy,
    figures_predictors,
    figures_profile,
    figures_regression,
    figures_responses,
    figures_safety,
    tables_baseline,
    tables_centres,
    tables_cohort,
    tables_course,
    tables_efficacy,
    tables_error_rates,
    tables_improvement,
    tables_missing_values,
    tables_predictors,
    tables_profile,
    tables_rates,
    tables_safety,
)
from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.table.layout import Table
from press.ground.paths import project_root
from press.rows import Ledger, say
from press.rows.estimable import settled

ORIGIN = "Simulated registry: no patient data."
TABLES: dict[str, list[Callable[[Ledger, str], Table]]] = {
    "cohort": [
        tables_cohort.table_one,
        tables_cohort.table_centres,
        tables_cohort.table_antibodies,
        tables_cohort.table_treatment,
        tables_cohort.table_missing,
        tables_baseline.table_baseline,
    ],
    "efficacy": [
        tables_efficacy.table_changes,
        tables_efficacy.table_enzymes,
        tables_efficacy.table_responses,
        tables_efficacy.table_agreement,
        tables_efficacy.table_definitions,
        tables_course.table_fixed_time,
        tables_improvement.table_improvement,
    ],
    "predictors": [
        tables_predictors.table_predictors,
        tables_predictors.table_tests,
        tables_predictors.table_models,
        tables_missing_values.table_missing_values,
        tables_profile.table_profile,
        tables_profile.table_prediction,
        tables_centres.table_within_centres,
    ],
    "safety": [tables_safety.table_safety, tables_safety.table_events, tables_rates.table_rates],
    "error_rates": [tables_error_rates.table_error_rates],
}
FIGURES: dict[str, list[Callable[[Ledger, str], Exhibit]]] = {
    "cohort": [figures_cohort.flow_chart, figures_cohort.indications, figures_cohort.missing_data],
    "efficacy": [
        figures_efficacy.changes,
        figures_course.courses,
        figures_responses.responses,
        figures_regression.regression,
    ],
    "predictors": [figures_predictors.forest, figures_profile.profile],
    "safety": [figures_safety.adverse_events, figures_safety.first_event],
}
EVERY_TABLE = [(name, build) for name, builds in TABLES.items() for build in builds]
EVERY_FIGURE = [(name, build) for name, builds in FIGURES.items() for build in builds]


@cache
def ledger(name: str) -> Ledger:
    return Ledger.read(project_root() / "paper" / "results" / f"{name}.csv")


def changed(name: str, row_id: str, value: float) -> Ledger:
    """The same ledger with one value changed."""
    return Ledger(replace(row, value=value) if row.id == row_id else row for row in ledger(name))


def cells(table: Table) -> dict[str, list[str]]:
    """The texts of each line by its label (the last line where a label comes twice)."""
    return {line.cells[0].text: [cell.text for cell in line.cells[1:]] for line in table.lines}


@pytest.mark.parametrize(("name", "build"), EVERY_TABLE)
def test_every_table_says_where_its_data_come_from_and_holds_no_raw_number(
    name: str, build: Callable[[Ledger, str], Table]
) -> None:
    """Every exhibit's footnote, but of what no patient is in; numbers become text in press.rows.text only."""
    table = build(ledger(name), ORIGIN)
    assert any(ORIGIN in source for source in table.source) is (
        table.name not in ("table_error_rates", "table_definitions")
    )
    for line in table.lines:
        for cell in line.cells:
            assert not re.search(r"\bnan\b|inf\b|\d\.\d{5}|e-\d", cell.text), (line.cells[0].text, cell.text)


@pytest.mark.parametrize(("name", "build"), EVERY_FIGURE)
def test_every_figure_says_where_its_data_come_from_in_words_too(
    name: str, build: Callable[[Ledger, str], Exhibit]
) -> None:
    exhibit = build(ledger(name), ORIGIN)
    assert ORIGIN in exhibit.caption and ORIGIN in exhibit.alt
    assert any(character.isdigit() for character in exhibit.alt)


@pytest.mark.parametrize(("name", "build"), EVERY_TABLE)
def test_every_p_value_is_marked_with_its_test(name: str, build: Callable[[Ledger, str], Table]) -> None:
    """Which test made this p? Its mark says so, or that of its column (shared practice of journal tables)."""
    table = build(ledger(name), ORIGIN)
    places = [place for place, column in enumerate(table.columns) if column.text in ("p", "Adjusted p")]
    for line in table.lines:
        for place in places:
            if line.kind == "row" and line.cells[place].text:
                assert line.cells[place].marks or table.columns[place].marks, line.cells[0].text


def test_a_changed_row_changes_its_cell_and_no_other() -> None:
    """A table reads rows and computes nothing."""
    before = cells(tables_predictors.table_models(ledger("predictors"), ORIGIN))
    after = cells(tables_predictors.table_models(changed("predictors", "predictors.skin.wider_firth.or", 0.99), ORIGIN))
    assert [label for label in before if before[label] != after[label]] == ["Skin involvement"]
    assert after["Skin involvement"][0].startswith("0.99 (")


def test_table_one_states_the_rows_of_the_ledger() -> None:
    """Muscle involvement 103/123 (83.7%) and MMT8 104.6 ± 24.2, as printed in the abstract."""
    lines = cells(tables_cohort.table_one(ledger("cohort"), ORIGIN))
    assert lines["IVIg for muscle involvement"][0] == "103/123 (83.7%)"
    assert lines["MMT8, points (0–150)"][0] == "104.6 ± 24.2"


def test_where_an_odds_ratio_is_missing_a_note_says_why() -> None:
    """An empty cell of the two-by-two table has no finite odds ratio."""
    one = changed("predictors", "predictors.raynaud.or", float("nan"))
    broken = Ledger(
        replace(row, note="no patient in one cell") if row.id == "predictors.raynaud.or" else row for row in one
    )
    table = tables_predictors.table_predictors(broken, ORIGIN)
    assert ("No patient in one cell.") in dict(table.lettered_notes).values()


ANSWERS = {**vars(answers), **vars(answers_predictors)}


@pytest.mark.parametrize("template", [name for name in ANSWERS if name.isupper() and name != "SIMULATED"])
def test_every_answer_asks_for_rows_that_exist_and_types_no_result(template: str) -> None:
    """No number of the data is typed: outside the fields only names and conventions carry digits."""
    everything = Ledger(*(ledger(name) for name in TABLES))
    words = " ".join(settled(ANSWERS[template], everything).split())
    assert say(words, everything)
    typed = re.findall(r"\d+", re.sub(r"\{[^}]*\}", "", words).replace("MMT8", "").replace("95% CI", ""))
    assert set(typed) <= {"1", "5", "100", "2016"}, (
        "grades 1 and 5, per 100 infusions and ACR/EULAR 2016 are conventions; anything else must be a field"
    )


@pytest.mark.parametrize("notebook", sorted((project_root() / "notebooks").glob("*.md")), ids=lambda path: path.stem)
def test_the_notebook_is_a_narrative(notebook: Path) -> None:
    """The question first, then the settings and the answer; at least five words of prose for a line of code."""
    pages = jupytext.read(notebook)
    opening, settings, answer = pages.cells[0], pages.cells[1], pages.cells[2]
    assert opening.source.startswith("# ") and "**The question.**" in opening.source
    assert settings.metadata["tags"] == ["parameters"]
    assert answer.source.splitlines()[-1].startswith("answer(answers.")
    code = [
        line for cell in pages.cells if cell.cell_type == "code" for line in cell.source.splitlines() if line.strip()
    ]
    words = sum(len(cell.source.split()) for cell in pages.cells if cell.cell_type == "markdown")
    assert words >= 5 * len(code)


def test_what_is_said_of_one_rate_ratio_names_its_exposure() -> None:
    """p of both exposures stand in one note; a reason that holds for one must not read as if it held for both."""
    at, reason = "safety.any_by_response.per_100_patient_years.p_clustered", "not below 0.05, although the interval"
    rows = Ledger(replace(row, note=reason) if row.id == at else row for row in ledger("safety"))
    notes = dict(tables_rates.table_rates(rows, ORIGIN).lettered_notes).values()
    assert any(f"Per 100 patient-years at risk: {reason}" in note for note in notes)
    assert not any("Per 100 monthly infusions: " in note for note in notes)


def test_events_that_are_not_in_a_rate_are_named_under_the_table() -> None:
    at, note = (
        "safety.any.per_100_infusions.rate",
        "2 events of patients without monthly infusions are not in this rate",
    )
    rows = Ledger(replace(row, note=note) if row.id == at else row for row in ledger("safety"))
    table = tables_rates.table_rates(rows, ORIGIN)
    marked = [cell for line in table.lines for cell in line.cells if any(note in mark for mark in cell.marks)]
    assert [cell.rows for cell in marked] == [(at,)]
