"""Write a table down from top to bottom: columns, sections, lines, and notes where they are needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from press.exhibits.table.folding import folded
from press.exhibits.table.layout import Align, Cell, Column, Line, Table

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

    def __init__(self, name: str, title: str, *, landscape: bool = False, folds: bool = False) -> None:
        """Start a table; `folds`: a section of which nothing is shown becomes one line that says so."""
        self._name, self._title, self._landscape, self._folds = name, title, landscape, folds
        self._columns: list[Column] = []
        self._lines: list[Line] = []
        self._notes: dict[str, str] = {}
        self._source: list[str] = []
        self._note_rows: dict[str, tuple[str, ...]] = {}

    def column(self, words: Words, *, align: Align = "right", spanner: str = "", marks: Marks = ()) -> None:
        """Add a column to the right. The first column holds the labels of the lines."""
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
        """Add general notes, printed after the lettered ones; empty texts are left out."""
        self._source.extend(text for text in map(self._noted, words) if text)

    def _noted(self, words: Words) -> str:
        """Return the text of a note, and keep the rows that it quotes: the same text may come from other rows too."""
        note = _marked(words)
        if note.rows:
            self._note_rows[note.text] = tuple(dict.fromkeys(self._note_rows.get(note.text, ()) + note.rows))
        return note.text

    def build(self) -> Table:
        """Return the table. Raises ValueError for a mark without a note, an unused note, a line too long."""
        lines = folded(self._lines) if self._folds else tuple(self._lines)
        notes = self._notes if len(lines) == len(self._lines) else self._still_marked(lines)
        said = {*notes.values(), *self._source}
        return Table(
            self._name,
            self._title,
            tuple(self._columns),
            lines,
            dict(notes),
            tuple(self._source),
            self._landscape,
            {text: rows for text, rows in self._note_rows.items() if text in said or notes is self._notes},
        )

    def _still_marked(self, lines: Sequence[Line]) -> dict[str, str]:
        """Return the notes but those of lines that were folded."""
        held = {mark for line in lines for cell in line.cells for mark in cell.marks}
        held |= {mark for column in self._columns for mark in column.marks}
        folded_away = {mark for line in self._lines for cell in line.cells for mark in cell.marks} - held
        return {key: text for key, text in self._notes.items() if key not in folded_away}


def _marked(words: Words, marks: Marks = ()) -> Cell:
    """Return the words as a cell, with these marks beside its own."""
    cell = words if isinstance(words, Cell) else Cell(words)
    return replace(cell, marks=cell.marks + ((marks,) if isinstance(marks, str) else tuple(marks)))
