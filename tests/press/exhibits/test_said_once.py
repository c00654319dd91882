"""Rule: a note of a whole column stands at its heading once, and no number loses a note.

Authority: ICMJE recommendations on tables: explanatory matter stands in footnotes, what holds of a column, in its head.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell, Column, Line
from press.exhibits.table.said_once import said_once

MARKS = st.lists(st.sampled_from("tuvw"), max_size=3, unique=True).map(tuple)
CELLS = st.builds(Cell, st.sampled_from(["", "0.04", "–"]), MARKS)
ROWS = st.lists(st.tuples(st.builds(Cell, st.just("label"), MARKS), CELLS, CELLS).map(Line), max_size=6)
SECTION = Line((Cell("Enzymes"),), kind="section")
COLUMNS = [Column("Outcome"), Column("Change", marks=("u",)), Column("p")]


def notes_of(columns: list[Column], lines: list[Line]) -> list[set[str]]:
    """The notes of each cell with words: its own, and those of its heading."""
    return [
        {*cell.marks, *column.marks}
        for line in lines
        if line.kind == "row"
        for column, cell in zip(columns, line.cells, strict=True)
        if cell.text
    ]


@given(ROWS)
def test_no_number_loses_or_gains_a_note_but_that_of_its_whole_column(rows: list[Line]) -> None:
    lines = [SECTION, *rows]
    columns, fewer = said_once(COLUMNS, lines)
    assert notes_of(columns, fewer) == notes_of(columns, lines)
    assert [[cell.text for cell in line.cells] for line in fewer] == [
        [cell.text for cell in line.cells] for line in lines
    ]
    for place, column in enumerate(columns):
        gained = set(column.marks) - set(COLUMNS[place].marks)
        cells = [line.cells[place] for line in rows if line.cells[place].text]
        assert all(gained <= set(cell.marks) for cell in cells)
        assert place or not gained


def test_a_table_prints_the_test_of_a_column_at_its_heading_and_what_is_odd_beside_its_number() -> None:
    table = TableBuilder("demo", "Changes")
    table.column("Outcome", align="left")
    table.column("p")
    test, odd = table.note("Paired t-test."), table.note("Not below 0.05, although the interval excludes 0.")
    table.line("MMT8", Cell("0.052", (test, odd)))
    table.line("HAQ-DI", Cell("0.001", (test,)))
    built = table.build()
    assert built.columns[1].marks == ("Paired t-test.",)
    assert [line.cells[1].marks for line in built.lines] == [(odd,), ()]
    assert [letter for letter, _ in built.lettered_notes] == ["a", "b"]


def test_one_number_keeps_the_note_beside_it() -> None:
    columns, (line,) = said_once([Column("Outcome"), Column("p")], [Line((Cell("MMT8"), Cell("0.052", ("t",))))])
    assert (columns[1].marks, line.cells[1].marks) == ((), ("t",))
