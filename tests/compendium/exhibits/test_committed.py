"""Rule: what is committed in paper/tables and paper/figures is made of the committed rows, and of nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from compendium.clinical.outcomes import enzymes
from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.figure.kept import read_figure
from press.exhibits.table.kept import read_table
from press.exhibits.table.layout import Table
from press.ground.paths import project_root
from press.rows import Ledger

from .test_study_exhibits import EVERY_FIGURE, EVERY_TABLE, ORIGIN, ledger


@pytest.mark.parametrize(("name", "build"), EVERY_TABLE)
def test_the_committed_table_is_made_of_the_committed_rows(name: str, build: Callable[[Ledger, str], Table]) -> None:
    table = build(ledger(name), ORIGIN)
    assert read_table(project_root() / "paper" / "tables" / f"{table.name}.json") == table


@pytest.mark.parametrize(("name", "build"), EVERY_TABLE)
def test_no_line_mixes_an_enzyme_as_measured_with_its_multiple(
    name: str, build: Callable[[Ledger, str], Table]
) -> None:
    """DECISIONS 14: one scale a line, so that a value, its comparison and its p-value are of the same thing."""
    for line in build(ledger(name), ORIGIN).lines:
        asked = {ledger(name)[row].variable for cell in line.cells for row in cell.rows}
        multiples = {each for each in asked if each.endswith(("_xuln", "_per_doubling"))}
        assert not (multiples and asked & set(enzymes())), line.cells[0].text


@pytest.mark.parametrize("name", ["cohort", "predictors"])
def test_no_enzyme_is_compared_between_patients_as_measured(name: str) -> None:
    """DECISIONS 14; myoglobin of the centres had p = 0.17 in ng/mL and 0.03 in multiples of ULN."""
    assert not [row.id for row in ledger(name) if row.variable in enzymes()]


@pytest.mark.parametrize(("name", "build"), EVERY_FIGURE)
def test_the_committed_figure_says_what_the_committed_rows_say(
    name: str, build: Callable[[Ledger, str], Exhibit]
) -> None:
    exhibit = build(ledger(name), ORIGIN)
    kept = read_figure(project_root() / "paper" / "figures" / f"{exhibit.name}.json")
    assert kept == exhibit.kept
    assert (kept.title, kept.caption, kept.alt) == (exhibit.title, exhibit.caption, exhibit.alt)
    assert [kept.width_mm / 25.4, kept.height_mm / 25.4] == pytest.approx(exhibit.figure.get_size_inches(), abs=1e-3)
    assert all(quote.row in ledger(name) for quote in kept.quotes)
