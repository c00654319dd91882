"""The exhibits of the many analyses: made of the committed rows, readable, and empty of a registry of patients."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from matplotlib.text import Text

from compendium.clinical.decisions_file import multiverse
from compendium.clinical.multiverse import analyse
from compendium.disclosure.policy import load_policy
from compendium.exhibits import answers_multiverse as answers
from compendium.exhibits import figures_decisions, figures_multiverse
from compendium.exhibits.curve_by_chance import by_chance
from compendium.exhibits.multiverse_words import WARNING, curve
from compendium.exhibits.tables_multiverse import table_choices, table_decisions
from compendium.leaving.rules import broken
from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.figure.kept import NOTHING, read_figure
from press.exhibits.figure.style import SMALLEST
from press.exhibits.publishing import answer
from press.exhibits.table.kept import read_table
from press.exhibits.table.layout import Table
from press.ground.paths import project_root
from press.rows import Ledger

from ..clinical.patients import selected

ORIGIN, OURS = "Simulated registry: no patient data.", "Registry: ours."
FIGURES = [figures_multiverse.specifications, figures_multiverse.by_response, figures_decisions.decisions]
TEMPLATES = ["MULTIVERSE", "FROZEN", "CURVE", "DECISIONS", "PERMUTED", "ONE_BY_ONE"]


@cache
def committed() -> Ledger:
    return Ledger.read(project_root() / "paper" / "results" / "multiverse.csv")


@cache
def of_patients() -> Ledger:
    return analyse(replace(selected()[1], simulated=False, origin=OURS), seed=1)


@pytest.mark.parametrize("draw", FIGURES)
def test_the_committed_figure_is_made_of_the_committed_rows(draw: Callable[[Ledger, str], Exhibit]) -> None:
    exhibit = draw(committed(), ORIGIN)
    kept = read_figure(project_root() / "paper" / "figures" / f"{exhibit.name}.json")
    assert kept == exhibit.kept
    assert ORIGIN in kept.caption and ORIGIN in kept.alt
    assert all(quote.row in committed() for quote in kept.quotes)


@pytest.mark.parametrize("build", [table_decisions, table_choices])
def test_the_committed_table_is_made_of_the_committed_rows(build: Callable[[Ledger, str], Table]) -> None:
    table = build(committed(), ORIGIN)
    assert read_table(project_root() / "paper" / "tables" / f"{table.name}.json") == table
    assert any(ORIGIN in source for source in table.source)


def test_every_choice_stands_with_its_kind_and_its_reason() -> None:
    lines = [line for line in table_decisions(committed(), ORIGIN).lines if line.kind == "row"]
    declared = [choice for decision in multiverse().decisions for choice in decision.choices]
    said = [[cell.text for cell in line.cells] for line in lines]
    assert said == [[choice.label, choice.kind, choice.why] for choice in declared]


def test_hash_and_warning_stand_where_the_curve_does() -> None:
    for words in (
        figures_multiverse.specifications(committed(), ORIGIN).caption,
        table_decisions(committed(), ORIGIN).source,
    ):
        said = " ".join(words) if isinstance(words, tuple) else words
        assert multiverse().frozen in said
    for caption in (draw(committed(), ORIGIN).caption for draw in (FIGURES[0], FIGURES[2])):
        assert WARNING in caption
    assert multiverse().frozen in answer(answers.FROZEN, committed(), ORIGIN).text


def test_a_list_that_was_changed_is_nowhere_called_frozen() -> None:
    changed = replace(multiverse(), hash="0" * 64).state
    rows = Ledger(replace(row, note=changed) if row.variable == "frozen" else row for row in committed())
    table = " ".join(str(each) for each in table_decisions(rows, ORIGIN).source)
    figure = figures_multiverse.specifications(rows, ORIGIN).caption
    for said in (table, figure, answer(answers.FROZEN, rows, ORIGIN).text):
        assert "changed since it was frozen" in said and "decided.hash" in said and "frozen as" not in said


def test_nothing_is_called_chosen_beforehand() -> None:
    said = [answer(getattr(answers, name), committed(), ORIGIN).text for name in TEMPLATES]
    for exhibit in (draw(committed(), ORIGIN) for draw in FIGURES):
        said += [exhibit.caption, exhibit.kept.alt, *(text.get_text() for text in exhibit.figure.findobj(Text))]
    assert not [each for each in said if "beforehand" in each]


def test_what_an_undecided_response_changes_stands_in_a_line_of_its_own() -> None:
    lines = [line.cells[0].text for line in table_choices(committed(), ORIGIN).lines]
    number = committed().value("multiverse.skin.undecided_non_responder.ours_changed.undecided")
    assert f"In the one we would have chosen, {number:.0f} undecided" in lines


def test_the_curve_rises_and_holds_every_estimate() -> None:
    for question in multiverse().questions:
        drawn = curve(committed(), multiverse(), question)
        assert len(drawn) == committed().value(f"multiverse.{question}.computed")
        assert (np.diff(drawn.odds) >= 0).all()
        parts = [
            curve(committed(), multiverse(), question, each.id) for each in multiverse().decision("response").equivalent
        ]
        assert sum(map(len, parts)) == len(drawn)


@pytest.mark.parametrize("draw", FIGURES)
def test_no_letter_is_smaller_than_in_print(draw: Callable[[Ledger, str], Exhibit]) -> None:
    figure = draw(committed(), ORIGIN).figure
    texts = [text for axes in figure.axes for text in (*axes.texts, *axes.get_xticklabels(), *axes.get_yticklabels())]
    assert all(text.get_fontsize() >= SMALLEST for text in texts if text.get_text())


def test_the_matrix_has_no_more_lines_than_can_be_told_apart() -> None:
    matrix = figures_multiverse.specifications(committed(), ORIGIN).figure.axes[2]
    assert len(matrix.get_yticks()) <= 30


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("rows", [committed, of_patients])
def test_every_sentence_is_said_and_types_no_result(name: str, rows: Callable[[], Ledger]) -> None:
    if rows is of_patients and name in ("MULTIVERSE", "PERMUTED"):
        pytest.skip("another sentence is said of patients")
    assert answer(getattr(answers, name), rows(), ORIGIN).text
    words = " ".join(re.sub(r"\{[^}]*\}", "", getattr(answers, name)).split())
    typed = set(re.findall(r"\d+", words.replace("95% CI", "")))
    assert typed <= {"1", "256"}


def test_no_sentence_gives_a_p_value_or_calls_the_result_robust() -> None:
    said = " ".join(getattr(answers, name) for name in TEMPLATES)
    assert not re.search(r":p0?\}|robust", said)


def test_of_patients_the_chapter_is_a_sentence_the_list_and_empty_frames() -> None:
    assert by_chance(of_patients()) == []
    assert "are not made" in answer(answers.multiverse(of_patients()), of_patients(), OURS).text
    assert "nothing is dealt out" in answer(answers.permuted(of_patients()), of_patients(), OURS).text
    for draw in FIGURES:
        assert draw(of_patients(), OURS).caption.startswith(NOTHING)
    assert len(table_choices(of_patients(), OURS).lines) == 1  # the sentence that nothing of it can be shown
    table = table_decisions(of_patients(), OURS)
    assert not any(re.search(r"\d\.\d", cell.text) for line in table.lines for cell in line.cells)


@pytest.mark.parametrize("policy", ["publish-5", "strict-10"])
def test_the_guard_finds_nothing_in_what_a_registry_of_patients_leaves(policy: str) -> None:
    assert [str(each) for each in broken(of_patients(), load_policy(policy))] == []
    assert all(row.n is None for row in of_patients() if not math.isnan(row.value))
