"""A table as data: a title, columns, lines of cells, lettered notes and general notes, before any file format."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Align = Literal["left", "right", "centre"]
Kind = Literal["row", "section"]


@dataclass(frozen=True)
class Cell:
    """One cell: its text, the keys of the notes that it is marked with, the ids of the result rows it was made from."""

    text: str
    marks: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """One column: its heading, alignment, the spanner above it ("" = none), and its heading's notes and result rows."""

    text: str
    align: Align = "right"
    spanner: str = ""
    marks: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One line: a row of cells (the first is its label, `indent` steps in), or a section with its label alone."""

    cells: tuple[Cell, ...]
    indent: int = 0
    kind: Kind = "row"


@dataclass(frozen=True, repr=False)
class Table:
    """A table ready to be written as CSV, HTML, LaTeX or Word, and shown by a notebook once it is published.

    `name` is the file name, `notes` maps a note's key to its text; notes are lettered in the order in which a
    reader meets their marks. `source` holds the general notes (abbreviations, n, where the data come from).
    `note_rows` gives, by the text of a note of either kind, the ids of the result rows whose numbers stand in it.
    Raises ValueError where a line is too long or short, a mark has no note, a note is nowhere marked, two
    sections share a name or `note_rows` names a text that is no note.

    >>> cells = (Cell("Age, years"), Cell("55.1 ± 14.0", ("sd",)))
    >>> table = Table("demo", "Patients", (Column(""), Column("All")), (Line(cells),), {"sd": "Mean ± SD."})
    >>> table.letters
    {'sd': 'a'}
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    notes: Mapping[str, str] = field(default_factory=dict)
    source: tuple[str, ...] = ()
    landscape: bool = False
    note_rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9_]+", self.name):
            raise ValueError(f"table name {self.name!r}: use lower-case letters, digits and _; it names the files")
        for line in self.lines:
            wanted = 1 if line.kind == "section" else len(self.columns)
            if len(line.cells) != wanted:
                label = line.cells[0].text if line.cells else ""
                raise ValueError(f"table {self.name}, line {label!r}: {len(line.cells)} cells, {wanted} wanted")
        sections = [line.cells[0].text for line in self.lines if line.kind == "section"]
        if len(set(sections)) < len(sections):
            raise ValueError(f"table {self.name}: two sections have the same name; a reader could not tell them apart")
        marks = set(self.marks_in_order())
        if missing := sorted(marks - set(self.notes)):
            raise ValueError(f"table {self.name}: marked, but no such note: {', '.join(missing)}")
        if unused := sorted(set(self.notes) - marks):
            raise ValueError(f"table {self.name}: a note that nothing is marked with: {', '.join(unused)}")
        if strange := sorted(set(self.note_rows) - {*self.notes.values(), *self.source}):
            raise ValueError(f"table {self.name}: result rows of a note that is not there: {strange[0]!r}")

    def marks_in_order(self) -> Iterator[str]:
        """Every mark in reading order, repeats included: headings from the left, then line by line."""
        for column in self.columns:
            yield from column.marks
        for line in self.lines:
            for cell in line.cells:
                yield from cell.marks

    @cached_property
    def letters(self) -> dict[str, str]:
        """The letter of every note by its key, in reading order: a, b ... z, aa, ab."""
        return {key: _letter(place) for place, key in enumerate(dict.fromkeys(self.marks_in_order()))}

    @property
    def lettered_notes(self) -> tuple[tuple[str, str], ...]:
        """Letter and text of every note, in order."""
        return tuple((letter, self.notes[key]) for key, letter in self.letters.items())

    def superscript(self, marks: tuple[str, ...]) -> str:
        """The letters of some marks as they are printed: 'a,b'."""
        return ",".join(sorted((self.letters[key] for key in marks), key=lambda text: (len(text), text)))

    def spanners(self) -> tuple[tuple[str, int], ...]:
        """Runs of neighbouring columns under one spanner, as (text, number of columns), left to right."""
        runs: list[tuple[str, int]] = []
        for column in self.columns:
            if runs and column.spanner and runs[-1][0] == column.spanner:
                runs[-1] = (column.spanner, runs[-1][1] + 1)
            else:
                runs.append((column.spanner, 1))
        return tuple(runs)

    def __repr__(self) -> str:
        rows = sum(line.kind == "row" for line in self.lines)
        return f"<Table {self.name}: {self.title} ({rows} rows, {len(self.columns)} columns)>"


def _letter(place: int) -> str:
    first, last = divmod(place, 26)
    return (_letter(first - 1) if first else "") + chr(ord("a") + last)
