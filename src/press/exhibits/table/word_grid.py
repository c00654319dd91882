"""The grid of a table in a Word file, as the XML that Word keeps: rows and cells, their widths, rules and texts."""

from __future__ import annotations

import re
from itertools import zip_longest
from xml.sax.saxutils import escape, quoteattr

from docx.oxml.ns import nsdecls

from press.exhibits.legible import legible
from press.exhibits.table.column_widths import column_widths
from press.exhibits.table.layout import Align, Line, Table
from press.exhibits.table.word_footnotes import Footnotes

# What python-docx does cell by cell takes ten times as long as to write the XML and have it read in one go.
_ALIGN: dict[Align, str] = {"left": "left", "right": "right", "centre": "center"}
_STEP = 200  # one step of indentation, in twentieths of a point
_THICK, _THIN = 12, 6  # rules, in eighths of a point
_KEEP_WITH_NEXT = "<w:keepNext/>"
_SPACE_BEFORE = '<w:spacing w:before="60"/>'
_MARGINS = "".join(
    f'<w:{side} w:w="{space}" w:type="dxa"/>'
    for side, space in {"top": 20, "left": 60, "bottom": 20, "right": 60}.items()
)
_LOOK = (
    '<w:tblLook w:firstColumn="1" w:firstRow="1" w:lastColumn="0" w:lastRow="0" w:noHBand="0" w:noVBand="1" '
    'w:val="04A0"/>'
)
# A rule below a spanner stands within its cell, so that two neighbours keep a gap between them.
_UNDERLINE = f'<w:pBdr><w:bottom w:val="single" w:sz="{_THIN}" w:space="1" w:color="000000"/></w:pBdr>'
_BREAKS = {"\t": "<w:tab/>", "\n": "<w:br/>", "\r": "<w:br/>"}


def grid(table: Table, notes: Footnotes, total: int) -> str:
    """Return the table as XML, `total` wide (in twentieths of a point), described for a screen reader."""
    widths = column_widths(table, total)
    said = quoteattr(legible(" ".join(table.source)))
    properties = (
        f'<w:tblW w:w="{total}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar>{_MARGINS}</w:tblCellMar>'
        f"{_LOOK}<w:tblCaption w:val={quoteattr(legible(table.title))}/><w:tblDescription w:val={said}/>"
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    heads = _heading(table, widths, notes)
    lines = zip_longest(table.lines, table.lines[1:])
    rows = [*heads, *(_body(line, below, table, widths, notes) for line, below in lines if line is not None)]
    ruled = "".join(_row(cells, place, len(heads), len(rows)) for place, cells in enumerate(rows))
    return f"<w:tbl {nsdecls('w')}><w:tblPr>{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{ruled}</w:tbl>"


class _Cell:
    """One cell: the properties before and after its rules, and its one paragraph."""

    def __init__(self, widths: list[int], paragraph: str, *, bottom: bool = False) -> None:
        span = f'<w:gridSpan w:val="{len(widths)}"/>' if len(widths) > 1 else ""
        self._before = f'<w:tcW w:type="dxa" w:w="{sum(widths)}"/>{span}'
        self._after = '<w:vAlign w:val="bottom"/>' if bottom else ""
        self._paragraph = paragraph

    def xml(self, rules: str) -> str:
        """The cell with the rules of its row."""
        return f"<w:tc><w:tcPr>{self._before}{rules}{self._after}</w:tcPr>{self._paragraph}</w:tc>"


def _row(cells: list[_Cell], place: int, heads: int, rows: int) -> str:
    """A row that stays whole: headings are repeated on every page, and three of the rows are ruled off."""
    sides = [("top", _THICK)] if place == 0 else []
    sides += [("bottom", _THIN)] if place == heads - 1 else []
    sides += [("bottom", _THICK)] if place == rows - 1 else []
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="000000"/>' for side, eighths in sides
    )
    rules = f"<w:tcBorders>{lines}</w:tcBorders>" if lines else ""
    repeated = "<w:tblHeader/>" if place < heads else ""
    inside = "".join(cell.xml(rules) for cell in cells)
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{inside}</w:tr>"


def _heading(table: Table, widths: list[int], notes: Footnotes) -> list[list[_Cell]]:
    """The heading rows: with spanners two, else one."""
    spanners, start = [], 0
    for text, width in table.spanners():
        how = (_UNDERLINE if text else "") + _aligned("centre")
        spanners.append(_Cell(widths[start : start + width], _paragraph(how, text, bold=True)))
        start += width
    heads = []
    for column, width in zip(table.columns, widths, strict=True):
        words = column.text.replace(" = ", "\u00a0=\u00a0")  # "n = 96" stays whole
        marked = _paragraph(_aligned(column.align), words, notes.marks(column.marks), bold=True)
        heads.append(_Cell([width], marked, bottom=True))
    return [spanners, heads] if any(column.spanner for column in table.columns) else [heads]


def _body(line: Line, below: Line | None, table: Table, widths: list[int], notes: Footnotes) -> list[_Cell]:
    """One line: a section's label over the whole width, or a text in every cell.

    No page break between a heading and what it heads, nor between the last row and the notes.
    """
    section = line.kind == "section"
    held = below is None or section or (below.kind == "row" and below.indent > line.indent)
    keep = _KEEP_WITH_NEXT if held else ""
    if section:
        label = line.cells[0]
        how = f"{keep}{_SPACE_BEFORE}{_aligned('left')}"
        return [_Cell(widths, _paragraph(how, label.text, notes.marks(label.marks), bold=True))]
    found = []
    for place, (cell, column) in enumerate(zip(line.cells, table.columns, strict=True)):
        indent = "" if place else f'<w:ind w:left="{_STEP * line.indent}"/>'
        how = f"{keep}{indent}{_aligned(column.align)}"
        found.append(_Cell([widths[place]], _paragraph(how, cell.text, notes.marks(cell.marks))))
    return found


def _aligned(align: Align) -> str:
    return f'<w:jc w:val="{_ALIGN[align]}"/>'


def _paragraph(properties: str, text: str, marks: str = "", *, bold: bool = False) -> str:
    run = f"<w:r><w:rPr>{'<w:b/>' * bold}</w:rPr>{_inside(legible(text))}</w:r>" if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}{marks}</w:p>"


def _inside(text: str) -> str:
    """The content of a run: its texts, and between them tabs and line breaks."""
    return "".join(_BREAKS.get(part) or _text(part) for part in re.split(r"([\t\r\n])", text) if part)


def _text(words: str) -> str:
    kept = ' xml:space="preserve"' if words != words.strip() else ""
    return f"<w:t{kept}>{escape(words)}</w:t>"
