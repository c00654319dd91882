"""What a sheet shows besides its values: colours, lines through, comments, hidden rows, formulas and errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from compendium.sources.cells import Cells
from compendium.sources.grid import Area, letter
from compendium.sources.handed import Note
from compendium.sources.in_few_words import counted, in_few_words
from press.ground.fault import FaultRecord

Place = tuple[int, int]  # row and column, counted from 0
MOST_CELLS = 10_000_000  # a sheet is read whole, from its first cell to its last


class UnreadableMarkup(Exception):  # noqa: N818 - the file is not what it should be
    """A part of a workbook is no well-formed XML, or says what it means by a definition of its own."""


@dataclass
class Marks:
    """By what a cell shows, the places of such cells; `errors` are the texts of cells whose formula failed.

    `beyond` is the last cell with a value. `notes_on` are the cells with a comment.
    """

    coloured: list[Place] = field(default_factory=list)
    struck: list[Place] = field(default_factory=list)
    zeros: list[Place] = field(default_factory=list)
    percent: list[Place] = field(default_factory=list)
    comments: list[Place] = field(default_factory=list)
    uncomputed: list[Place] = field(default_factory=list)
    errors: dict[Place, str] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    drawings: bool = False
    end: Place = (0, 0)


def too_far(marks: Marks, place: str) -> Iterator[FaultRecord]:
    """Yield a fault where the last cell stands so far out that the sheet cannot be read whole."""
    row, column = marks.end
    if (row + 1) * (column + 1) > MOST_CELLS:
        rule = f"at most {MOST_CELLS:,} cells from the first to the last; something stands out there"
        action = "take away what stands far from the table, and save it"
        yield FaultRecord(place, row + 1, "", f"{letter(column)}{row + 1}", rule, action)


def never_computed(marks: Marks, place: str) -> Iterator[FaultRecord]:
    """Yield a fault where a program wrote formulas whose values nobody has calculated: their cells would be empty."""
    if found := marks.uncomputed:
        rule = "the value of each formula stands in the file; here it does not, as a program wrote them uncalculated"
        action = "open it in Excel or LibreOffice, and save it"
        yield FaultRecord(place, found[0][0] + 1, "", _places(found), rule, action)


def notes_on(marks: Marks, cells: Cells) -> Iterator[Note]:
    """Yield what the reader should know of a table that the texts of its cells do not say; its header is decoration."""
    rows = {number - 1 for number in cells.numbers}
    columns = set(cells.positions)
    said = (
        (marks.coloured, "coloured; colour is not read"),
        (marks.struck, "crossed out; that is not read, and their texts are"),
        (marks.comments, "with a comment; comments are not read"),
        (marks.zeros, "shown with zeros in front by their format; read without them, as the file keeps them"),
        (marks.percent, "shown as per cent; read as the file keeps them, 0.5 where 50% is shown"),
    )
    for places, what in said:
        found = [place for place in places if place[0] in rows and place[1] in columns]
        if found:
            yield cells.place, found[0][0] + 1, "", _places(found), f"{counted(len(found), 'cell')} {what}"
    if hidden := [row for row in marks.hidden_rows if row in rows]:
        shown = in_few_words([str(row + 1) for row in hidden])
        yield cells.place, hidden[0] + 1, "", shown, f"{counted(len(hidden), 'hidden row')}, read like the others"
    if hidden := [column for column in marks.hidden_columns if column in columns]:
        shown = in_few_words([cells.header[cells.positions.index(column)] for column in hidden])
        yield cells.place, 0, "", shown, f"{counted(len(hidden), 'hidden column')}, read like the others"
    if found := [place for place in marks.errors if place[0] in rows and place[1] in columns]:
        what = f"{counted(len(found), 'cell')} with an error of a formula, read as its text"
        yield cells.place, found[0][0] + 1, "", _places(found), what


def parse_markup(
    data: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Call `start` and `end` for each element, by its name without prefix, and `text` for what stands between.

    Raises UnreadableMarkup, also for a document type: what it defines could grow without bound.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse_definitions(*_: object) -> None:
        raise UnreadableMarkup

    parser.StartDoctypeDeclHandler = refuse_definitions
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    if end:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    if text:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise UnreadableMarkup from error


def elements(data: bytes) -> list[tuple[str, dict[str, str]]]:
    """Return the name without prefix and the attributes of every element of a small part of a workbook.

    >>> elements(b'<x:sheets><x:sheet name="Visite"/></x:sheets>')
    [('sheets', {}), ('sheet', {'name': 'Visite'})]
    """
    found: list[tuple[str, dict[str, str]]] = []
    parse_markup(data, lambda name, attributes: found.append((name, attributes)))
    return found


def _places(places: Sequence[Place]) -> str:
    return in_few_words([f"{letter(column)}{row + 1}" for row, column in places])
