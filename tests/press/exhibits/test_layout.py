"""A table as data: notes are lettered as a reader meets them, and a table that does not hold together is refused."""

from __future__ import annotations

import pytest

from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell, Column, Line, Table


def _table(lines: tuple[Line, ...], notes: dict[str, str] | None = None, columns: int = 2) -> Table:
    return Table("demo", "Demo", tuple(Column(str(place)) for place in range(columns)), lines, notes or {})


def test_notes_are_lettered_in_reading_order_not_in_the_order_of_writing() -> None:
    lines = (Line((Cell("a"), Cell("1", ("second",)))), Line((Cell("b", ("third",)), Cell("2", ("second", "first")))))
    columns = (Column("", marks=()), Column("p", marks=("head",)))
    notes = {"first": "1", "second": "2", "third": "3", "head": "4"}
    table = Table("demo", "Demo", columns, lines, notes)
    assert table.letters == {"head": "a", "second": "b", "third": "c", "first": "d"}
    assert table.lettered_notes == (("a", "4"), ("b", "2"), ("c", "3"), ("d", "1"))


def test_letters_go_on_after_z() -> None:
    keys = [f"k{place}" for place in range(54)]
    table = _table(tuple(Line((Cell("x"), Cell("y", (key,)))) for key in keys), dict.fromkeys(keys, "note"))
    assert [table.letters[keys[place]] for place in (0, 25, 26, 27, 52, 53)] == ["a", "z", "aa", "ab", "ba", "bb"]
    assert table.superscript((keys[26], keys[1])) == "b,aa"


def test_a_mark_without_a_note_and_a_note_without_a_mark_are_refused() -> None:
    line = Line((Cell("x"), Cell("y", ("fisher",))))
    with pytest.raises(ValueError, match="marked, but no such note: fisher"):
        _table((line,))
    with pytest.raises(ValueError, match="a note that nothing is marked with: welch"):
        _table((line,), {"fisher": "F", "welch": "W"})


@pytest.mark.parametrize("cells", [1, 3])
def test_a_line_has_one_cell_a_column(cells: int) -> None:
    with pytest.raises(ValueError, match=f"line 'Age': {cells} cells, 2 wanted"):
        _table((Line((Cell("Age"),) * cells),))


def test_a_section_has_its_label_alone_and_its_own_name() -> None:
    with pytest.raises(ValueError, match="2 cells, 1 wanted"):
        _table((Line((Cell("A"), Cell("B")), kind="section"),))
    section = Line((Cell("Enzymes"),), kind="section")
    with pytest.raises(ValueError, match="two sections have the same name"):
        _table((section, section))


@pytest.mark.parametrize("name", ["", "Table 1", "a/b", "a.b"])
def test_the_name_must_be_safe_as_a_file_name(name: str) -> None:
    with pytest.raises(ValueError, match="it names the files"):
        Table(name, "Demo", (Column(""),), ())


def test_only_neighbours_share_a_spanner() -> None:
    columns = tuple(Column("x", spanner=text) for text in ("", "A", "A", "B", "", "", "A"))
    spanners = Table("demo", "Demo", columns, ()).spanners()
    assert spanners == (("", 1), ("A", 2), ("B", 1), ("", 1), ("", 1), ("A", 1))


def test_the_builder_fills_short_lines_and_keeps_one_note_a_text() -> None:
    table = TableBuilder("demo", "Demo")
    for text in ("", "n", "p"):
        table.column(text)
    assert table.note("Fisher.") == table.note("Fisher.") == "Fisher."
    table.line("Diagnosis")
    table.line("Myositis", "3", "0.02", marks={2: "Fisher.", 0: ["Fisher."]})
    built = table.build()
    assert [len(line.cells) for line in built.lines] == [3, 3]
    assert built.lines[1].cells[0].marks == built.lines[1].cells[2].marks == ("Fisher.",)
    assert built.letters == {"Fisher.": "a"}


def test_the_builder_refuses_two_texts_for_one_note_and_a_mark_beyond_the_line() -> None:
    table = TableBuilder("demo", "Demo")
    table.column("")
    table.note("Fisher.", key="test")
    with pytest.raises(ValueError, match="given two texts"):
        table.note("Welch.", key="test")
    with pytest.raises(ValueError, match="no cell 1 to mark"):
        table.line("Age", marks={1: "test"})


def test_the_builder_keeps_the_rows_of_every_text_it_is_given() -> None:
    table = TableBuilder("demo", "Demo")
    table.column("")
    table.column(Cell("All (n = 3)", rows=("a.n",)), marks=table.note(Cell("3 of 4.", rows=("a.n", "a.of"))))
    table.section(Cell("Of 4", rows=("a.of",)))
    table.line("Myositis", Cell("2", rows=("a.count",)), marks={1: table.note("Seen.")})
    table.source("No number.", Cell("3 of 4.", rows=("b.n", "a.of")))
    built = table.build()
    assert [column.rows for column in built.columns] == [(), ("a.n",)]
    assert [[cell.rows for cell in line.cells] for line in built.lines] == [[("a.of",)], [(), ("a.count",)]]
    assert built.lines[1].cells[1].marks == ("Seen.",)
    assert built.note_rows == {"3 of 4.": ("a.n", "a.of", "b.n")}


def test_rows_of_a_note_that_is_not_there_are_refused() -> None:
    with pytest.raises(ValueError, match=r"result rows of a note that is not there: 'Gone\.'"):
        Table("demo", "Demo", (Column(""),), (), {}, ("Here.",), note_rows={"Here.": ("a.n",), "Gone.": ("a.n",)})


def test_a_table_says_what_it_is_in_one_line(table: Table) -> None:
    assert repr(table) == "<Table table_demo: Patients with TIF1γ < 5% & more, by response (5 rows, 5 columns)>"
