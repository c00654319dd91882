"""Write a table down from top to bottom: columns, sections, lines, and notes where they are needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from press.exhibits.table.hiding import NOTHING, what_is_left
from press.exhibits.table.layout import Align, Cell, Column, Line, Table
from press.exhibits.table.said_once import said_once

Marks = str | Sequence[str]
Words = str | Cell  # a Cell brings the result rows whose numbers stand in it


class TableBuilder:
    """Collects a table line by line; `build` checks it.

    >>> table = TableBuilder("demo", "Patients by response")
    >>> table.column("Characteristic", align="left")
    >>> table.column("All")
    >>> table.column("p")
    >>> fisher = table.note("Fisher's exact test.")
    >>> table.section("Features")
    >>> table.line("Myalgia, n (%)", "94/123 (76.4%)", Cell("0.023", (fisher,)), indent=1)
    >>> table.source("n = 123.")
    >>> table.build().lettered_notes
    (('a', "Fisher's exact test."),)
    """

    def __init__(self, name: str, title: str, *, landscape: bool = False) -> None:
        self._name, self._title, self._landscape = name, title, landscape
        self._columns: list[Column] = []
        self._aside: list[int] = []
        self._lines: list[Line] = []
        self._notes: dict[str, str] = {}
        self._source: list[str] = []
        self._note_rows: dict[str, tuple[str, ...]] = {}

    def column(
        self, words: Words, *, align: Align = "right", spanner: str = "", marks: Marks = (), aside: bool = False
    ) -> None:
        """Add a column to the right. The first holds the labels of the lines; `aside`: of no use without the others."""
        self._aside += [len(self._columns)] if aside else []
        head = _marked(words, marks)
        self._columns.append(Column(head.text, align, spanner, head.marks, head.rows))

    def section(self, words: Words, *, marks: Marks = ()) -> None:
        """Add a line that opens a section: one bold label over all columns."""
        self._lines.append(Line((_marked(words, marks),), kind="section"))

    def line(self, *cells: Words, indent: int = 0, marks: Mapping[int, Marks] | None = None) -> None:
        """Add a row: its label, then one text (or Cell) a column; missing cells at the end stay empty.

        `marks` gives note keys by the cell's place, the label being 0. Cell("0.023", (key,)) says the same.
        """
        wanted = dict(marks or {})
        whole = [*cells, *[""] * (len(self._columns) - len(cells))]
        if beyond := [place for place in wanted if not 0 <= place < len(whole)]:
            raise ValueError(f"table {self._name}, line {_marked(whole[0]).text!r}: no cell {beyond[0]} to mark")
        marked = (_marked(cell, wanted.get(place, ())) for place, cell in enumerate(whole))
        self._lines.append(Line(tuple(marked), indent))

    def note(self, words: Words, key: str = "") -> str:
        """Keep a note and return the key to mark cells with; the same text again returns the same key.

        Raises ValueError where `key` already stands for another text.
        """
        text = self._noted(words)
        name = key or text
        if self._notes.setdefault(name, text) != text:
            raise ValueError(f"table {self._name}: the note {name!r} is given two texts")
        return name

    def source(self, *words: Words) -> None:
        """Add general notes, printed after the lettered ones; none is said twice, and empty texts are left out."""
        self._source.extend(text for text in dict.fromkeys(map(self._noted, words)) if text not in ("", *self._source))

    def _noted(self, words: Words) -> str:
        """Return the text of a note, and keep the rows that it quotes: the same text may come from other rows too."""
        note = _marked(words)
        if note.rows:
            self._note_rows[note.text] = tuple(dict.fromkeys(self._note_rows.get(note.text, ()) + note.rows))
        return note.text

    def build(self) -> Table:
        """Return the table without what holds nothing but stars, and a note on it; one of stars alone is a sentence.

        Raises ValueError for a mark without a note, an unused note, a line too long.
        """
        if any(len(line.cells) != len(self._columns) for line in self._lines if line.kind == "row"):
            return self._table(self._columns, self._lines, self._notes, self._source)  # which says what is wrong
        left = what_is_left(self._columns, self._lines, self._aside)
        if left is None:
            head = replace(self._columns[0], marks=())
            return self._table([head], [Line((Cell(f"{NOTHING}."),))], {}, self._source[-1:], landscape=False)
        columns, lines = said_once(*left[:2])
        without = left[2]
        source = [without, *self._source] if without else self._source
        return self._table(columns, lines, self._still_marked(columns, lines), source)

    def _table(
        self,
        columns: Sequence[Column],
        lines: Sequence[Line],
        notes: Mapping[str, str],
        source: Sequence[str],
        *,
        landscape: bool | None = None,
    ) -> Table:
        said = {*notes.values(), *source}
        return Table(
            self._name,
            self._title,
            tuple(columns),
            tuple(lines),
            dict(notes),
            tuple(source),
            self._landscape if landscape is None else landscape,
            {text: rows for text, rows in self._note_rows.items() if text in said or notes is self._notes},
        )

    def _still_marked(self, columns: Sequence[Column], lines: Sequence[Line]) -> dict[str, str]:
        """Return the notes but those of what is not shown."""
        left = {mark for line in lines for cell in line.cells for mark in cell.marks}
        left |= {mark for column in columns for mark in column.marks}
        held = {mark for line in self._lines for cell in line.cells for mark in cell.marks}
        held |= {mark for column in self._columns for mark in column.marks}
        return {key: text for key, text in self._notes.items() if key not in held - left}


def _marked(words: Words, marks: Marks = ()) -> Cell:
    """Return the words as a cell, with these marks beside its own."""
    cell = words if isinstance(words, Cell) else Cell(words)
    return replace(cell, marks=cell.marks + ((marks,) if isinstance(marks, str) else tuple(marks)))
