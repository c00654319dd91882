"""A table of results as a table of the paper: headings, sections, indents, marks and widths, and its notes below."""

from __future__ import annotations

from collections.abc import Sequence

import panflute as pf

from press.exhibits.table.column_widths import column_widths
from press.exhibits.table.layout import Cell, Column, Line, Table
from press.paper.caption import caption, words

_ALIGN = {"left": "AlignLeft", "right": "AlignRight", "centre": "AlignCenter"}
_STEP = "\N{EM SPACE}"
_FINE = 10_000  # parts in which the width of the page is shared out
Words = Sequence[pf.Inline]


def block(table: Table, anchor_id: str, label: str, *, more: Sequence[Words] = (), origin: str = "") -> list[pf.Block]:
    """Return the exhibit that shows `table`: one Div, as `document.Document` says.

    `label` ("Table 1", or "" for none) opens its caption; `more` are sentences that an author adds to it. The last of
    its notes is `origin`, on where the data come from: a table that is copied alone takes it along.

    >>> table = Table("demo", "Patients", (Column("", "left"), Column("All")), (Line((Cell("Age"), Cell("56"))),))
    >>> (shown,) = block(table, "tbl-demo", "Table 1")
    >>> shown.identifier, shown.classes, pf.stringify(shown.content[0].caption)
    ('tbl-demo', ['exhibit', 'table'], 'Table 1. Patients.')
    """
    head = pf.TableHead(*_heads(table))
    body = pf.TableBody(*(_line(table, line) for line in table.lines))
    widths = column_widths(table, _FINE)
    columns = [(_ALIGN[column.align], width / _FINE) for column, width in zip(table.columns, widths, strict=True)]
    caption_words = caption(label, table.title, "", more)
    shown = pf.Table(body, head=head, caption=pf.Caption(pf.Plain(*caption_words)), colspec=columns)
    classes = ["exhibit", "table", *(["landscape"] if table.landscape else [])]
    return [pf.Div(shown, *_notes(table, [*table.source, origin]), identifier=anchor_id, classes=classes)]


def _heads(table: Table) -> list[pf.TableRow]:
    """The heading rows: with spanners two, else one."""
    heads = [pf.TableRow(*(_heading(table, column) for column in table.columns))]
    if any(column.spanner for column in table.columns):
        spanners = (
            pf.TableCell(*_plain(text), alignment="AlignCenter", colspan=width) for text, width in table.spanners()
        )
        heads.insert(0, pf.TableRow(*spanners))
    return heads


def _heading(table: Table, column: Column) -> pf.TableCell:
    words = column.text.replace(" = ", "\u00a0=\u00a0")  # "n = 96" stays whole
    return pf.TableCell(*_plain(words, table.superscript(column.marks)), attributes=_rows(column))


def _line(table: Table, line: Line) -> pf.TableRow:
    if line.kind == "section":
        (label,) = line.cells
        words = pf.Strong(*_inlines(label.text, table.superscript(label.marks)))
        cell = pf.TableCell(pf.Plain(words), colspan=len(table.columns), alignment="AlignLeft")
        return pf.TableRow(cell, classes=["section"])
    cells = [
        pf.TableCell(*_plain(cell.text, table.superscript(cell.marks)), attributes=_rows(cell)) for cell in line.cells
    ]
    if line.indent:
        cells[0].content[0].content.insert(0, pf.Span(pf.Str(_STEP * line.indent), classes=["indent"]))
    return pf.TableRow(*cells)


def _rows(part: Cell | Column) -> dict[str, str]:
    return {"rows": " ".join(part.rows)} if part.rows else {}


def _notes(table: Table, source: Sequence[str]) -> list[pf.Block]:
    """The notes below: a paragraph for each lettered one, then the general ones."""
    notes = [
        pf.Para(pf.Superscript(pf.Str(letter)), pf.Space(), *_note(table, text))
        for letter, text in table.lettered_notes
    ]
    notes += [pf.Para(*_note(table, text)) for text in source if text]
    return [pf.Div(*notes, classes=["notes"])] if notes else []


def _note(table: Table, text: str) -> list[pf.Inline]:
    """The words of a note; where numbers of results stand in it, they name their rows."""
    ids = table.note_rows.get(text, ())
    return [pf.Span(*words(text), classes=["rows"], attributes={"rows": " ".join(ids)})] if ids else words(text)


def _plain(text: str, marks: str = "") -> list[pf.Block]:
    inlines = _inlines(text, marks)
    return [pf.Plain(*inlines)] if inlines else []


def _inlines(text: str, marks: str) -> list[pf.Inline]:
    return [*words(text), *([pf.Superscript(pf.Str(marks))] if marks else [])]
