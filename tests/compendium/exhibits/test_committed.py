"""Rule: what is committed in paper/tables and paper/figures is made of the committed rows, and of nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

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
