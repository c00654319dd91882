"""Write a table down from top to bottom: columns, sections, lines, and notes where they are needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from compendium.report.table.layout import Align, Cell, Column, Line, Table

Marks = str | Sequence[str]


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
        self._lines: list[Line] = []
        self._notes: dict[str, str] = {}
        self._source: list[str] = []

    def column(self, text: str, *, align: Align = "right", spanner: str = "", marks: Marks = ()) -> None:
        """Add a column to the right. The first column holds the labels of the lines."""
        self._columns.append(Column(text, align, spanner, _keys(marks)))

    def section(self, text: str, *, marks: Marks = ()) -> None:
        """Add a line that opens a section: one bold label over all columns."""
        self._lines.append(Line((Cell(text, _keys(marks)),), kind="section"))

    def line(self, *cells: str | Cell, indent: int = 0, marks: Mapping[int, Marks] | None = None) -> None:
        """Add a row: its label, then one text (or Cell) a column; missing cells at the end stay empty.

        `marks` gives note keys by the cell's place, the label being 0. Cell("0.023", (key,)) says the same.
        """
        wanted = dict(marks or {})
        whole = [cell if isinstance(cell, Cell) else Cell(cell) for cell in cells]
        whole += [Cell("")] * (len(self._columns) - len(whole))
        if beyond := [place for place in wanted if not 0 <= place < len(whole)]:
            raise ValueError(f"table {self._name}, line {whole[0].text!r}: no cell {beyond[0]} to mark")
        marked = (Cell(cell.text, cell.marks + _keys(wanted.get(place, ()))) for place, cell in enumerate(whole))
        self._lines.append(Line(tuple(marked), indent))

    def note(self, text: str, key: str = "") -> str:
        """Keep a note and return the key to mark cells with; the same text again returns the same key.

        Raises ValueError where `key` already stands for another text.
        """
        name = key or text
        if self._notes.setdefault(name, text) != text:
            raise ValueError(f"table {self._name}: the note {name!r} is given two texts")
        return name

    def source(self, *texts: str) -> None:
        """Add general notes, printed after the lettered ones; empty texts are left out."""
        self._source.extend(text for text in texts if text)

    def build(self) -> Table:
        """Return the table. Raises ValueError for a mark without a note, an unused note, a line too long."""
        return Table(
            self._name,
            self._title,
            tuple(self._columns),
            tuple(self._lines),
            dict(self._notes),
            tuple(self._source),
            self._landscape,
        )


def _keys(marks: Marks) -> tuple[str, ...]:
    return (marks,) if isinstance(marks, str) else tuple(marks)
