"""The chapter on the abstract: its rows, its figure and its table say what the arithmetic and the registry say."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import pytest
from matplotlib.figure import Figure

from abstract_audit.as_rows import as_rows
from abstract_audit.audit import Audit, audit
from abstract_audit.certificate import certificate
from abstract_audit.reading import abstract_of, read_abstract
from compendium.exhibits.figures_abstract import abstract_figure
from compendium.exhibits.printed import Comparison, compare_published
from compendium.exhibits.printed_rules import RULES, Evidence, place
from compendium.exhibits.printed_table import printed_rows
from compendium.exhibits.tables_abstract import table_abstract
from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.places import read_results
from press.ground.paths import project_root
from press.rows import Ledger

from .test_study_figures import ORIGIN, assert_readable, words

OF_OTHERS = ("printed", "abstract")


@cache
def audited() -> Audit:
    return audit(read_abstract(project_root() / "data" / "abstracts" / "barsotti_2021.yaml"))


@cache
def rows() -> Ledger:
    return as_rows(audited())


@cache
def committed() -> Ledger:
    return Ledger(row for row in read_results(project_root()) if row.analysis not in OF_OTHERS)


def drawn(comparisons: list[Comparison]) -> Exhibit:
    return abstract_figure(comparisons, audited().abstract, Ledger(rows(), printed_rows(comparisons)), ORIGIN)


def marks(figure: Figure) -> list[str]:
    """The marks of panel A."""
    return [str(line.get_marker()) for axes in figure.axes[:2] for line in axes.lines if line.get_marker() != "None"]


def test_the_rows_are_those_of_arithmetic_by_hand() -> None:
    """Six lines of it: .28 [.11-.72] implies p .0056 to .0109 over all roundings; p .023 implies .09 to .84.

    Tables of up to 24 unrecorded: for every size of both groups (a + 1)(b + 1), but for the two in which all or none
    have the feature.
    """
    value = rows().value
    assert round(value("abstract.raynaud.p_lowest"), 4) == 0.0056
    assert round(value("abstract.raynaud.p_highest"), 4) == 0.0109
    assert round(value("abstract.raynaud.ci_low_implied"), 2) == 0.09
    assert round(value("abstract.raynaud.ci_high_implied"), 2) == 0.84
    of_sizes = [(96 - a, 27 - (lost - a)) for lost in range(25) for a in range(lost + 1)]
    assert value("abstract.raynaud.tables.tried") == sum((a + 1) * (b + 1) - 2 for a, b in of_sizes)
    assert value("abstract.raynaud.tables.tried_complete") == 97 * 28 - 2
    assert value("abstract.raynaud.tables.interval_and_p") == 0 < value("abstract.raynaud.tables.interval")


def test_the_registry_has_the_counts_of_the_cohort_that_fits() -> None:
    """The chapter and the paper say that the registry was made on it."""
    assert rows().value("abstract.raynaud_and_skin.cohorts") == 1
    for feature in ("raynaud", "skin"):
        for of_rows, of_audit in (("responder", "responders"), ("non_responder", "non_responders")):
            one = f"abstract.{feature}.together.{of_audit}.count"
            assert rows().value(one) == committed().value(f"predictors.{feature}.{of_rows}.count"), one


def test_numbers_by_verdict_add_up() -> None:
    value = rows().value
    checked = value("abstract.numbers.agreeing") + value("abstract.numbers.inconsistent")
    assert checked == value("abstract.numbers.checked")
    assert checked + value("abstract.numbers.untold") == value("abstract.numbers.printed")
    assert rows()["abstract.numbers.inconsistent"].note == "Raynaud's phenomenon, worse response, 0.023"


def test_an_abstract_without_odds_ratios_has_rows_of_its_numbers_alone() -> None:
    text = "title: A trial\npatients: 40\nclaims: [{id: women, kind: percent, percent: 52.4%}]"
    found = as_rows(audit(abstract_of(text, "a.yaml")))
    assert {row.variable for row in found} == {"numbers", "readings", "statements", "patients"}


@pytest.mark.parametrize(
    ("rule", "evidence", "where"),
    [
        ("rounds_to", Evidence("127.0", 127.0, (127.0,)), 0),
        ("rounds_to", Evidence("127.0", 127.0, (127.04,)), 0.8),
        ("rounds_to", Evidence("127.0", 127.0, (126.9,)), -2),
        ("more_than_half", Evidence("mainly", math.nan, (50.0,)), -1),
        ("falls_and_below", Evidence("decreased; p<0.001", 0.001, (0.0005, 0.0009), (-1.0, -1.0)), 0.8),
        ("equal", Evidence("123", 123, (123.0,)), 0),
        ("equal", Evidence("123", 123, (122.0,)), math.nan),
    ],
)
def test_where_a_figure_lies_in_what_agrees(rule: str, evidence: Evidence, where: float) -> None:
    """By hand: 127.04 lies four fifths of the way from 127.0 to 127.05; of several the one farthest out counts."""
    assert place(RULES[rule], evidence) == pytest.approx(where, nan_ok=True)


@pytest.mark.parametrize("dpi", [160, 300])
def test_every_word_of_the_figure_can_be_read(dpi: float) -> None:
    assert_readable(drawn(compare_published(committed())).figure, dpi)


def test_what_does_not_agree_is_seen_to_lie_outside() -> None:
    comparisons = compare_published(committed())
    assert set(marks(drawn(comparisons).figure)) == {"o"}
    other = [replace(comparisons[1], agrees=False, place=-2.0), replace(comparisons[8], agrees=False, place=1.2)]
    exhibit = drawn([*comparisons[:1], other[0], *comparisons[2:8], other[1], *comparisons[9:]])
    assert sorted(mark for mark in marks(exhibit.figure) if mark != "o") == ["<", "X"]
    assert "26 of 28 agree" in exhibit.caption


def test_the_figure_says_every_figure_in_words() -> None:
    comparisons = compare_published(committed())
    exhibit = drawn(comparisons)
    assert all(one.printed in exhibit.alt for one in comparisons)
    assert any("Raynaud's phenomenon" in each for each in words(exhibit))


def test_the_table_has_every_number_once_below_its_check() -> None:
    table = table_abstract(certificate(audited()))
    shown = [each for line in table.lines if line.kind == "row" for each in line.cells[1].text.split(", ")]
    assert sorted(shown) == sorted(text for each in audited().findings for text in each.printed)
    sections = [line.cells[0].text[:3] for line in table.lines if line.kind == "section"]
    assert sections == ["4.6", "4.8", "4.9"]
    assert any("or copied, as “more myalgia in responders” has the same" in note for _, note in table.lettered_notes)
