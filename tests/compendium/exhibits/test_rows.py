"""Rule: a number of an exhibit names the result rows it was read from, all of them and no other, and none is typed."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from compendium.clinical.definitions import read_definitions
from compendium.clinical.responses import read_responses
from compendium.registry.codebook import load_codebook
from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.passage import Plain
from press.exhibits.table.layout import Table
from press.rows import Ledger, Row
from press.rows.sentence import Said

from .test_study_exhibits import EVERY_FIGURE, EVERY_TABLE, ORIGIN, TABLES, ledger

Place = tuple[str, int, int]  # label of a line, how many of that label stood above, column; a heading has line ""
Made = dict[Place, tuple[str, tuple[str, ...]]]
NUMBER = re.compile(r"\d+(?:\.\d+)?")
# table_definitions quotes the spreadsheets of definitions and no result; test_changed_threshold.py holds it to them
OF_RESULTS = [(name, build) for name, build in EVERY_TABLE if build.__name__ != "table_definitions"]


def quoted(table: Table) -> Made:
    """Every text of the table that may hold a number of a row, with the rows that it names, by its place."""
    found = {("", 0, place): (column.text, column.rows) for place, column in enumerate(table.columns)}
    found |= {("source", 0, place): (text, table.note_rows.get(text, ())) for place, text in enumerate(table.source)}
    labels: dict[str, int] = {}
    for line in table.lines:
        label = line.cells[0].text
        labels[label] = labels.get(label, 0) + 1
        for place, cell in enumerate(line.cells):
            found[(label, labels[label], place)] = (cell.text, cell.rows)
    return found


def is_p(row: Row) -> bool:
    return row.statistic == "p" or row.statistic.startswith("p_")


def elsewhere(row: Row) -> Row:
    """The row with another value, far enough off for any format; a p-value stays one, and nobody stays nobody."""
    if is_p(row):
        return replace(row, value=(row.value + 1) / 2)
    return replace(row, value=row.value * 1.9 + math.copysign(1, row.value) if row.value else row.value)


def shown(row: Row) -> bool:
    """Whether a cell with this row must read otherwise once it is elsewhere."""
    return row.value != 0 and not math.isnan(row.value) and not is_p(row)


def halves(rows: Ledger) -> Iterator[set[str]]:
    """So many halves of the rows that any two rows are told apart by one of them."""
    ids = [row.id for row in rows]
    for bit in range(len(ids).bit_length()):
        for side in (0, 1):
            yield {each for place, each in enumerate(ids) if place >> bit & 1 == side}


@pytest.mark.parametrize(("name", "build"), EVERY_TABLE)
def test_a_cell_names_the_rows_it_was_read_from_and_no_other(name: str, build: Callable[[Ledger, str], Table]) -> None:
    """Whatever rows are changed: what reads otherwise names one of them, and what names one of them reads otherwise."""
    rows = ledger(name)
    before = quoted(build(rows, ORIGIN))
    for half in halves(rows):
        after = quoted(build(Ledger(elsewhere(row) if row.id in half else row for row in rows), ORIGIN))
        for place in before.keys() & after.keys():
            text, named = before[place]
            changed = half.intersection(named)
            if after[place][0] != text:
                assert changed, (place, text, after[place][0])
            elif any(shown(rows[each]) for each in changed):
                raise AssertionError(f"{place} {text!r} names {changed} and does not show them")


@pytest.mark.parametrize(("name", "build"), OF_RESULTS)
def test_every_number_of_a_table_s_body_has_rows_and_they_are_in_the_ledger(
    name: str, build: Callable[[Ledger, str], Table]
) -> None:
    rows = ledger(name)
    table = build(rows, ORIGIN)
    for line in table.lines:
        for cell in line.cells[1:]:
            assert bool(cell.rows) == bool(cell.text.strip()) or cell.text == "–", (line.cells[0].text, cell.text)
    for _, named in quoted(table).values():
        assert all(each in rows for each in named) and len(set(named)) == len(named)


@pytest.mark.parametrize(
    ("name", "table", "says", "rows"),
    [
        ("safety", "table_safety", "None seen. By the rule of three", "safety.grade.grade_5.patients.rule_of_three"),
        ("predictors", "table_models", "patients with all values", "predictors.wider.epv"),
        ("predictors", "table_predictors", "Response: ", "predictors.undecided"),
        ("efficacy", "table_responses", "ACR/EULAR 2016 score", "efficacy.total_improvement_score.median"),
        ("safety", "table_rates", "Exposure: ", "safety.any.per_100_patient_years.exposure"),
    ],
)
def test_a_note_names_its_rows_too(name: str, table: str, says: str, rows: str) -> None:
    build = next(each for each in TABLES[name] if each.__name__ == table)
    notes = build(ledger(name), ORIGIN).note_rows
    assert any(rows in named for text, named in notes.items() if says in text), notes


# Figures


def conventions() -> set[str]:
    """Numbers that stand in the names of things: visits, definitions, variables; and the level of an interval."""
    names = [each.label for each in read_responses().values()]
    names += [line["label"] for line in read_definitions("external")]
    names += load_codebook().variable("visit", "visits").levels
    names += [variable.label for variable in load_codebook().table("visits")]
    return {number for name in names for number in NUMBER.findall(name)} | {"95"}


def scrambled(rows: Ledger) -> Ledger:
    """Every value, every n and every number in a note another one; only where there is nobody there stays nobody."""
    return Ledger(
        replace(
            row if is_p(row) or _nobody(row) else replace(row, value=row.value * 1.9 + 1),
            n=None if row.n is None else row.n * 2 + 1,
            note=NUMBER.sub(lambda number: f"{number[0]}7", row.note),
        )
        for row in rows
    )


def _nobody(row: Row) -> bool:
    return row.statistic == "total" and row.value == 0


def asked_for(figure: str) -> set[str]:
    """Numbers that are no results but the levels at which a figure asks for them."""
    if figure == "regression":
        return {row.level for row in ledger("efficacy").find(variable="regression_to_the_mean") if row.level}
    return {"12"} if figure == "first_event" else set()


@pytest.mark.parametrize(("name", "build"), EVERY_FIGURE)
def test_no_number_of_a_figure_s_words_is_typed(name: str, build: Callable[[Ledger, str], Exhibit]) -> None:
    """With every row changed, each number of caption and alternative text changes, but for those in names."""
    before, after = build(ledger(name), ORIGIN), build(scrambled(ledger(name)), ORIGIN)
    for old, new in ((before.caption, after.caption), (before.alt, after.alt)):
        assert NUMBER.split(old) == NUMBER.split(new)
        pairs = zip(NUMBER.findall(old), NUMBER.findall(new), strict=True)
        typed = {one for one, two in pairs if one == two} - conventions()
        assert typed <= asked_for(before.name), "the months or long-run means asked for; any other is typed"


@pytest.mark.parametrize(("name", "build"), EVERY_FIGURE)
def test_every_number_of_a_caption_names_its_row(name: str, build: Callable[[Ledger, str], Exhibit]) -> None:
    exhibit = build(ledger(name), ORIGIN)
    own = [part for part in exhibit.words.parts if not isinstance(part, Said)]
    words = "".join(part.text if isinstance(part, Plain) else part for part in own)
    assert set(NUMBER.findall(words)) <= conventions(), words
    for quote in exhibit.kept.quotes:
        assert exhibit.caption[quote.at :].startswith(quote.text) and quote.row in ledger(name)
    assert len(exhibit.kept.quotes) == len(exhibit.words.parts) - len(own)
