"""Rule: what is committed in paper/tables and paper/figures is made of the committed rows, and of nothing else."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from compendium.clinical.outcomes import enzymes
from compendium.stats.p_and_interval import contradict
from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.figure.kept import read_figure
from press.exhibits.table.kept import read_table
from press.exhibits.table.layout import Table
from press.ground.paths import project_root
from press.rows import Ledger, Row

from .test_study_exhibits import EVERY_FIGURE, EVERY_TABLE, ORIGIN, ledger

MOST_LETTERS = 8
BACK = "on logarithms and back"
# estimate: the value that stands for no difference, and the beginnings of the names of its limits
NO_DIFFERENCE = {
    "or": (1, ["ci"]),
    "ratio": (1, ["ci"]),
    "rate_ratio": (1, ["ci", "clustered"]),
    "mean": (0, ["ci"]),
    "hl": (0, ["hl"]),
    "difference": (0, ["difference"]),
    "rank_biserial": (0, ["rank_biserial"]),
}


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


@pytest.mark.parametrize("name", ["cohort", "efficacy", "predictors", "safety"])
def test_no_p_contradicts_an_interval_of_its_key_without_a_reason(name: str) -> None:
    """DECISIONS 67, and the paper's own demand: p and interval of a line belong together, or the line says why."""
    at_key: dict[tuple[str, ...], dict[str, Row]] = {}
    for row in ledger(name):
        at_key.setdefault(row.key[:-1], {})[row.statistic] = row
    silent = [row.id for rows in at_key.values() for row in _contradicting(rows.values()) if not _explains(row)]
    assert not silent


@pytest.mark.parametrize(("name", "build"), EVERY_TABLE)
def test_no_line_of_a_table_holds_a_p_that_contradicts_an_interval_without_a_reason(
    name: str, build: Callable[[Ledger, str], Table]
) -> None:
    """The same, of what stands side by side: the reason is among the notes of the p-value."""
    table = build(ledger(name), ORIGIN)
    for line in table.lines:
        beside: tuple[Row, ...] = ()  # the interval that stands next before the p-value
        for cell in line.cells:
            rows = tuple(ledger(name)[each] for each in cell.rows)
            if any(row.statistic in NO_DIFFERENCE for row in rows):
                beside = rows
            for row in _contradicting([*beside, *rows]):
                said = any("although the interval" in mark for mark in cell.marks)
                assert said, (table.name, line.cells[0].text, row.id)


def _contradicting(rows: Iterable[Row]) -> list[Row]:
    """The p-values among rows that contradict an interval among them; adjusted ones answer for a family, not a line."""
    held = list(rows)
    tests = [row for row in held if row.statistic in ("p", "p_t", "p_chi2", "p_yates", "p_clustered")]
    limits = {(*row.key[:-1], row.statistic): row.value for row in held}
    found = []
    for row in held:
        if row.statistic in NO_DIFFERENCE:
            none, intervals = NO_DIFFERENCE[row.statistic]
            none = 1 if BACK in row.method else none  # of CK a change is a ratio
            for name in intervals:
                low, high = (limits.get((*row.key[:-1], f"{name}_{side}"), math.nan) for side in ("low", "high"))
                found += [p for p in tests if contradict(p.value, low, high, none)]
    return found


def _explains(row: Row) -> bool:
    return "although the interval" in row.note


@pytest.mark.parametrize(
    "path", sorted((project_root() / "paper" / "tables").glob("*.json")), ids=lambda path: path.stem
)
def test_no_table_has_more_letters_than_a_reader_can_follow(path: Path) -> None:
    """At most eight; what concerns a whole table or column stands below it without one."""
    assert len(read_table(path).letters) <= MOST_LETTERS


@pytest.mark.parametrize(("name", "build"), EVERY_TABLE)
def test_nor_has_one_that_is_made_anew(name: str, build: Callable[[Ledger, str], Table]) -> None:
    table = build(ledger(name), ORIGIN)
    assert len(table.letters) <= MOST_LETTERS
    assert len(set(table.source)) == len(table.source), "a note is said twice"
    assert not any("d_z" in text for text in (*(each.text for each in table.columns), *table.notes.values()))
