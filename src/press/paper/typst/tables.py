"""Tables for the typesetter: small type, bold headings, sections that stay with their rows, notes with the last."""

from __future__ import annotations

import re
from collections.abc import Sequence

import panflute as pf

from press.paper.run_in_notes import run_in
from press.paper.typst.code import block, inline, place

_MANY_COLUMNS = 7  # from here on a table is set in smaller type
_GAP = "\N{EM SPACE}"  # between two notes that run on
_LONG = 76  # rows, none lower than 9.9pt: more than any page holds, so that a table must break
_HELD = 2  # rows that stay with the notes
_MOST_LINES, _LETTERS = 35, 115  # of notes that are held, and of a line: more may fit on no page
_NO_WIDTH = 0.0
_LONGEST = 30  # letters of a word that is given no place to break
_SECTION = "breakable"  # the property by which the label of a section is known in pandoc's typst
_SECTION_LINE = re.compile(rf"^( *)(table\.cell\([^()]*{_SECTION}: false[^()]*\)\[.*\]),$", re.MULTILINE)
_SIDES = {"AlignLeft": "left", "AlignRight": "right", "AlignCenter": "center", "AlignDefault": "left"}
_WIDEST, _WIDE, _USUAL = "6.8pt", "7.3pt", "usual-size"


def table_exhibit(div: pf.Div) -> list[pf.Element]:
    """A table in small type, its notes below it."""
    table = next(block for block in div.content if isinstance(block, pf.Table))
    if mark := place(div):
        table.caption.content[0].content.insert(0, inline(mark))
    for row in table.head.content:
        _head(row, [side for side, _ in table.colspec])
    size = _WIDEST if "landscape" in div.classes else _WIDE if table.cols >= _MANY_COLUMNS else _USUAL
    known = ", surely-long: true" if sum(len(rows.content) for rows in table.content) >= _LONG else ""
    parts: list[pf.Element] = [block(f"#exhibit-table({size}{known})[")]
    for part in div.content:
        if not (isinstance(part, pf.Div) and "notes" in part.classes):
            parts.append(part)
            continue
        words = run_in(part.content, _GAP)
        notes = [block("#notes["), *words, block("]")]
        if _lines(words) <= _MOST_LINES:
            _hold(table, notes)
        else:
            parts += notes
    return [*parts, block("]")]


def _lines(notes: Sequence[pf.Element]) -> int:
    """About how many lines notes take at most."""
    return sum(1 + len(pf.stringify(part)) // _LETTERS for part in notes)


def _hold(table: pf.Table, notes: Sequence[pf.Element]) -> None:
    """Make notes the last row of a table, and let no page break part it from the rows before: on a page of their own,
    or behind a figure that floats to its top, nobody knows what they belong to.

    Typst keeps together what one cell spans: here that of a column without width, beside the notes and the last rows.
    """
    rows = [row for part in table.content for row in part.content]
    last = next((above for above, row in enumerate(reversed(rows)) if "section" in row.classes), len(rows))
    held = min(last, _HELD)
    columns = table.cols
    table.colspec = [*table.colspec, ("AlignDefault", _NO_WIDTH)]
    table.cols = columns + 1
    for row in table.head.content:
        row.content.append(pf.TableCell())
    for number, row in enumerate(rows):
        before = len(rows) - number
        if "section" in row.classes:
            row.content[0].colspan += 1
        elif before == held:
            row.content.append(pf.TableCell(rowspan=held + 1, attributes={"typst:breakable": "false"}))
        elif before > held:
            row.content.append(pf.TableCell())
    attributes = {"typst:stroke": "(top: 1pt)", "typst:inset": "(x: 0pt, top: 4.8pt, bottom: 0pt)"}
    table.content[-1].content.append(pf.TableRow(pf.TableCell(*notes, colspan=columns, attributes=attributes)))


def _head(row: pf.TableRow, sides: Sequence[str]) -> None:
    """Headings stand at the foot of their row; one that spans columns is ruled off from those below it."""
    column = 0
    for cell in row.content:
        cell.attributes["typst:align"] = (
            "bottom" if cell.alignment != "AlignDefault" else _SIDES[sides[column]] + " + bottom"
        )
        cell.content = [pf.Plain(pf.Strong(*part.content)) for part in cell.content]
        if cell.colspan > 1:
            cell.attributes["typst:stroke"] = "(bottom: 0.4pt)"
        column += cell.colspan


def settle_row(row: pf.TableRow) -> None:
    """Mark the label of a section; let an indented label keep its indent where it wraps."""
    if "section" in row.classes:
        row.content[0].attributes[f"typst:{_SECTION}"] = "false"
        return
    cell = row.content[0]
    words = cell.content[0].content if cell.content else []
    if words and isinstance(words[0], pf.Span) and "indent" in words[0].classes:
        steps = len(pf.stringify(words.pop(0)))
        cell.attributes["typst:inset"] = f"(left: {3 + 9 * steps}pt, right: 3pt, y: row-gap)"


def breakable(element: pf.Element) -> None:
    """Let a long name of a result or file break where its parts meet; it would run into the next column."""
    if isinstance(element, pf.Str) and len(element.text) > _LONGEST:
        element.text = re.sub(r"([._/])(?=\w)", "\\1\N{ZERO WIDTH SPACE}", element.text)


def with_sections(source: str) -> str:
    """Return typst in which the label of each section of a table stays with its rows and is repeated over the page."""
    return _SECTION_LINE.sub(r"\1table.header(level: 2, \2),", source)
