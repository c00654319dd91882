"""Rule: what is not shown for the patients' sake is marked in every exhibit (policy publish-5), and nothing stops."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import cache

import pytest

from compendium.disclosure.policy import load_policy
from compendium.disclosure.releasing import release
from compendium.exhibits import answers, answers_how_safe, answers_predictors, answers_story, answers_who_responds
from compendium.exhibits.figures_cohort import flow_chart, indications, missing_data
from compendium.exhibits.figures_course import courses
from compendium.exhibits.figures_safety import adverse_events
from press.exhibits.figure.blank import NOTHING
from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.figure.interval_panel import NOT_ESTIMABLE, NOT_SHOWN
from press.exhibits.passage import Passage
from press.exhibits.table.layout import Cell, Table
from press.rows import Ledger
from press.rows.row import is_mark
from press.rows.text import MISSING

from .registries import ledgers
from .registries import released as shared
from .test_study_exhibits import FIGURES, TABLES

OURS = "Registry: ours; <5 and * protect patients (policy publish-5)."
REGISTRIES = ("one centre", "two centres", "little recorded", "eight patients")
MARK = re.compile(r"<5|\*")


ANSWERS = {
    name: template
    for module in (answers, answers_predictors, answers_story, answers_who_responds, answers_how_safe)
    for name, template in vars(module).items()
    if name.isupper()
}


@cache
def released(case: str) -> dict[str, Ledger]:
    """The ledgers of a case as they may leave, were its patients patients."""
    made = {name: ledger for name, ledger in ledgers(case).items() if name != "error_rates"}
    shown = release(Ledger(*made.values()), load_policy("publish-5"))
    return {name: Ledger(shown[row.id] for row in ledger if row.id in shown) for name, ledger in made.items()}


def tables(case: str) -> list[tuple[Table, Ledger]]:
    return [(build(ledger, OURS), ledger) for name, ledger in released(case).items() for build in TABLES[name]]


def figures(case: str) -> list[Exhibit]:
    return [draw(ledger, OURS) for name, ledger in released(case).items() for draw in FIGURES[name]]


def words(figure: Exhibit) -> list[str]:
    """All that is written in a figure, in panels, at their sides and below."""
    found = [text.get_text() for text in figure.figure.texts]
    for axes in figure.figure.axes:
        found += [text.get_text() for text in axes.texts]
        found += [label.get_text() for axis in (axes.xaxis, axes.yaxis) for label in axis.get_ticklabels()]
    return [each for each in (*found, figure.caption, figure.alt) if each]


def held(cell: Cell, ledger: Ledger) -> bool:
    return any(ledger[row].withheld for row in cell.rows)


@pytest.mark.parametrize("case", REGISTRIES)
def test_a_cell_of_what_is_not_shown_is_its_mark_and_no_dash(case: str) -> None:
    """One mark a cell; a dash says that there was nothing to compute, and of what is kept back that is not true."""
    marked = 0
    for table, ledger in tables(case):
        for cell in (cell for line in table.lines for cell in line.cells if held(cell, ledger)):
            marked += 1
            assert MARK.search(cell.text), (table.name, cell)
            assert MISSING not in cell.text and "nan" not in cell.text, (table.name, cell)
    assert marked > 100


@pytest.mark.parametrize("case", REGISTRIES)
def test_no_cell_is_made_of_marks_alone(case: str) -> None:
    for table, _ in tables(case):
        for cell in (cell for line in table.lines for cell in line.cells):
            if len(MARK.findall(cell.text)) > 1:
                assert not is_mark(MARK.sub("", cell.text).strip(" ()/,+") or "*"), (table.name, cell)


@pytest.mark.parametrize("case", REGISTRIES)
def test_every_line_of_a_table_says_what_it_is_of(case: str) -> None:
    """A name is no number: that of a centre or a term is not lost with what is counted of it."""
    for table, _ in tables(case):
        assert all(line.cells[0].text.strip() for line in table.lines), table.name
        assert all(note not in ("", ".") for note in table.notes.values()), table.name


@pytest.mark.parametrize("case", REGISTRIES)
def test_every_figure_is_drawn_and_says_where_it_shows_nothing(case: str) -> None:
    drawn = figures(case)
    for figure in drawn:
        for text in words(figure):
            assert "nan" not in text.split() and f"n = {MISSING}" not in text and f"{MISSING}/" not in text
    assert any(NOT_SHOWN in text for figure in drawn for text in words(figure))


def test_not_shown_is_not_said_of_what_could_not_be_computed() -> None:
    """Of the eight patients all estimates are kept back, and none of them failed for a reason that is told."""
    for figure in figures("eight patients"):
        assert not any(NOT_ESTIMABLE in text for text in words(figure)), figure.name


@pytest.mark.parametrize("case", REGISTRIES)
def test_the_flow_chart_marks_each_step_and_ends_with_those_included(case: str) -> None:
    ledger = released(case)["cohort"]
    said = words(flow_chart(ledger, OURS))
    for step in ledger.find(variable="flow", statistic="excluded"):
        counted = step.withheld or f"{step.value:.0f}"
        assert any(text.endswith(f"n = {counted}") and text.split()[0] == step.note.split()[0] for text in said)
    assert f"Included\nn = {ledger.value('cohort.n'):.0f}" in said


@pytest.mark.parametrize("case", REGISTRIES)
def test_a_combination_that_is_not_shown_has_no_bar(case: str) -> None:
    ledger = released(case)["cohort"]
    bars = indications(ledger, OURS).figure.axes[0]
    rows = ledger.find(variable="indication_pattern", statistic="count")
    shown = sorted((row.value for row in rows if not row.withheld), reverse=True)
    assert [bar.get_height() for bar in bars.patches if bar.get_height() > 0] == shown[:15]
    assert bool({NOT_SHOWN, NOTHING} & {text.get_text() for text in bars.texts}) is not bool(shown)


@pytest.mark.parametrize("case", REGISTRIES)
def test_a_visit_of_an_unknown_number_of_patients_is_not_said_to_be_empty(case: str) -> None:
    ledger = released(case)["cohort"]
    said = "\n".join(words(missing_data(ledger, OURS)))
    seen = {row.n for row in ledger.find(variable="missing", statistic="percent")}
    assert ("nobody was seen" in said) is (0 in seen)
    assert ("n = 0" in said) is (0 in seen)


@pytest.mark.parametrize("case", REGISTRIES)
def test_a_term_has_a_bar_as_long_as_its_count_or_none(case: str) -> None:
    """Where its grades are not all shown, the bar is whole: a part of it would be taken for the whole."""
    ledger = released(case)["safety"]
    axes = adverse_events(ledger, OURS).figure.axes[0]
    ends = [0.0] * len(axes.get_yticks())
    for bar in axes.patches:
        ends[round(bar.get_y() + bar.get_height() / 2)] += bar.get_width()
    names = [label.get_text() for label in axes.get_yticklabels()]
    counts = {row.note: row for row in ledger.find(group="patients", statistic="count") if row.variable[:6] == "class_"}
    for name, end in zip(names, ends, strict=True) if counts else ():
        assert end == (0.0 if counts[name].withheld else counts[name].value)


@pytest.mark.parametrize("case", REGISTRIES)
def test_the_answers_are_sentences(case: str) -> None:
    """A passage of which a number is kept back says so in its place; "<5" may stand in one, and n may be "*"."""
    everything = Ledger(*released(case).values(), ledgers(case)["error_rates"])
    for name, template in ANSWERS.items():
        if name.isupper() and name != "SIMULATED":
            said = Passage.filled(template, everything)
            assert not re.search(r"\(\s*\)|\*%|\*\*\*|\* to \*|: \.|nan\b", said.text), (name, said.text)
            assert MISSING not in [part.text for _, part in said.said], name


def test_a_point_that_is_kept_back_is_not_shown_beside_one_that_failed() -> None:
    """The same figure over the same rows, once unreleased: there nothing is said to be kept back."""
    for name, ledger in ledgers("one centre").items():
        for draw in FIGURES.get(name, ()):
            assert not any(NOT_SHOWN in text for text in words(draw(ledger, OURS)))


def test_a_hidden_value_is_never_a_number() -> None:
    """The premise of all that is asserted above."""
    for case in REGISTRIES:
        rows = [row for ledger in released(case).values() for row in ledger]
        assert any(row.withheld for row in rows)
        assert all(math.isnan(row.value) for row in rows if row.withheld)


def test_a_course_of_what_was_recorded_of_nobody_is_not_said_to_be_kept_back() -> None:
    """The physician's global activity and the HAQ-DI "not shown": nothing of them was recorded."""
    figure = courses(shared("little recorded")["efficacy"], OURS)
    assert "not fitted, as nothing was recorded (Physician global activity VAS, HAQ-DI)" in figure.caption
    for axes in (axes for axes in figure.figure.axes if any(name in axes.get_title() for name in ("global", "HAQ"))):
        assert [text.get_text() for text in axes.texts] == [NOT_ESTIMABLE]


def test_how_many_ended_early_is_told_where_there_was_a_visit_to_compare_with() -> None:
    """ "In 0 of 0 patients before the last scheduled visit would have been"."""
    ledger = released("one centre")["efficacy"]
    end = [row.id for row in ledger if row.variable == "end_of_treatment" and row.group == "before_last_visit"]
    nobody = Ledger(
        replace(row, value=0.0 if row.statistic in ("count", "total") else math.nan, n=0, withheld="")
        if row.id in end
        else row
        for row in ledger
    )
    assert "last scheduled visit" not in courses(nobody, OURS).caption
    assert "it is no visit of the schedule, but came at a median" in courses(nobody, OURS).caption


@pytest.mark.parametrize("case", REGISTRIES)
def test_columns_are_said_to_be_in_the_order_of_their_counts_where_all_are_shown(case: str) -> None:
    """What is not shown stands in the order of the alphabet: "the commonest first" was said of it."""
    ledger = released(case)["cohort"]
    held_back = any(row.withheld for row in ledger.find(variable="indication_pattern", statistic="count"))
    figure = indications(ledger, OURS)
    assert ("the commonest first" in figure.caption) is ("the commonest first" in figure.alt) is not held_back


def test_a_figure_of_which_nothing_is_shown_is_a_small_frame_with_a_sentence() -> None:
    """The forest, the profile and the events of 23 patients were pages of axes with "not shown" beside them."""
    blank = [each for each in figures("eight patients") if NOTHING in each.alt]
    assert {"forest", "profile", "courses", "regression", "changes"} <= {each.name for each in blank}
    for each in blank:
        (axes,) = each.figure.axes
        assert [text.get_text() for text in axes.texts] == [NOTHING] and not [*axes.get_xticks(), *axes.get_yticks()]
        assert each.figure.get_size_inches()[1] * 25.4 < 30 and each.caption == f"{NOTHING}. {OURS}"
    for name, ledger in ledgers("eight patients").items():
        assert not any(NOTHING in draw(ledger, OURS).alt for draw in FIGURES.get(name, ()))
