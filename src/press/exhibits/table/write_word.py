"""A table as a Word file: three rules, a repeated heading, real footnotes for the notes, upright or landscape."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt, Twips
from docx.table import Table as WordTable
from docx.table import _Cell, _Row

from press.exhibits.table.column_widths import column_widths
from press.exhibits.table.layout import Align, Line, Table
from press.exhibits.table.word_file import new_document, save, text_width
from press.exhibits.table.word_footnotes import Footnotes

_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
}
_STEP = Pt(10)  # one step of indentation
_THICK, _THIN = 12, 6  # rules, in eighths of a point


def write_word(table: Table, path: Path) -> Path:
    """Write the table as a Word document of its own and return its path; the same table gives the same bytes."""
    document = new_document(table.title, landscape=table.landscape)
    document.add_paragraph(table.title, style="Caption")
    grid = _grid(document, table)
    notes = Footnotes(table)
    rows = list(grid.rows)
    heads = _heading(rows, table, notes)
    for row, line, below in zip_longest(rows[heads:], table.lines, table.lines[1:]):
        _body(row, line, table, notes)
        # No page break between a heading and what it heads, nor between the last row and the notes.
        if below is None or line.kind == "section" or (below.kind == "row" and below.indent > line.indent):
            _hold(row)
    _finish(rows, heads)
    for place, text in enumerate(table.source, start=1):
        paragraph = document.add_paragraph(text, style="footnote text")
        paragraph.paragraph_format.space_before = Pt(3) if place == 1 else Pt(0)
        paragraph.paragraph_format.keep_with_next = place < len(table.source)
    notes.attach(document)
    return save(document, path)


def _grid(document: Document, table: Table) -> WordTable:
    """An empty grid of fixed widths that fill the page between its margins, described for a screen reader."""
    heads = 1 + any(column.spanner for column in table.columns)
    grid: WordTable = document.add_table(rows=heads + len(table.lines), cols=len(table.columns))
    grid.autofit = False
    total = text_width(landscape=table.landscape)
    properties = grid._tbl.tblPr
    for old in properties.findall(qn("w:tblW")):
        properties.remove(old)
    properties.insert_element_before(
        parse_xml(f'<w:tblW {nsdecls("w")} w:w="{total}" w:type="dxa"/>'), "w:jc", "w:tblLayout", "w:tblLook"
    )
    sides = {"top": 20, "left": 60, "bottom": 20, "right": 60}
    margins = "".join(f'<w:{side} w:w="{space}" w:type="dxa"/>' for side, space in sides.items())
    look = properties.find(qn("w:tblLook"))
    look.addprevious(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"))
    for tag, text in (("w:tblDescription", " ".join(table.source)), ("w:tblCaption", table.title)):
        element = OxmlElement(tag)
        element.set(qn("w:val"), text)
        look.addnext(element)
    for column, width in zip(grid.columns, column_widths(table, total), strict=True):
        column.width = Twips(width)
        for cell in column.cells:  # Word goes by the cells, LibreOffice by the columns
            cell.width = Twips(width)
    return grid


def _heading(rows: list[_Row], table: Table, notes: Footnotes) -> int:
    """Write the heading rows and return how many there are: with spanners two, else one."""
    spanned = any(column.spanner for column in table.columns)
    if spanned:
        row, start = rows[0], 0
        for text, width in table.spanners():
            cell = row.cells[start].merge(row.cells[start + width - 1]) if width > 1 else row.cells[start]
            _write(cell, text, "centre", bold=True)
            if text:
                _underline(cell)
            start += width
    for cell, column in zip(rows[spanned].cells, table.columns, strict=True):
        _write(cell, column.text.replace(" = ", "\u00a0=\u00a0"), column.align, bold=True)  # "n = 96" stays whole
        notes.mark(cell.paragraphs[0], column.marks)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
    return 1 + spanned


def _body(row: _Row, line: Line, table: Table, notes: Footnotes) -> None:
    """Write one line: a section's label over the whole width, or a text in every cell."""
    cells = row.cells
    if line.kind == "section":
        label = cells[0].merge(cells[-1])
        _write(label, line.cells[0].text, "left", bold=True)
        notes.mark(label.paragraphs[0], line.cells[0].marks)
        label.paragraphs[0].paragraph_format.space_before = Pt(3)
        return
    for cell, content, column in zip(cells, line.cells, table.columns, strict=True):
        _write(cell, content.text, column.align)
        notes.mark(cell.paragraphs[0], content.marks)
    cells[0].paragraphs[0].paragraph_format.left_indent = _STEP * line.indent


def _hold(row: _Row) -> None:
    """Keep a row on the page of the next one."""
    for cell in row.cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def _write(cell: _Cell, text: str, align: Align, *, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = _ALIGN[align]
    if text:
        paragraph.add_run(text).bold = bold or None


def _underline(cell: _Cell) -> None:
    """Rule off a spanner within its cell, so that two neighbours keep a gap between them."""
    line = f'<w:bottom w:val="single" w:sz="{_THIN}" w:space="1" w:color="000000"/>'
    properties = cell.paragraphs[0]._p.get_or_add_pPr()
    properties.insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>"), "w:shd", "w:spacing", "w:ind", "w:jc"
    )


def _finish(rows: list[_Row], heads: int) -> None:
    """Repeat the headings on every page, keep every row whole, and draw the three rules."""
    for place, row in enumerate(rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if place < heads:
            properties.append(OxmlElement("w:tblHeader"))
    _rules(rows[0], "top", _THICK)
    _rules(rows[heads - 1], "bottom", _THIN)
    _rules(rows[-1], "bottom", _THICK)


def _rules(row: _Row, side: str, eighths: int) -> None:
    for cell in {id(cell._tc): cell for cell in row.cells}.values():
        _rule(cell, side, eighths)


def _rule(cell: _Cell, side: str, eighths: int) -> None:
    properties = cell._tc.get_or_add_tcPr()
    borders: BaseOxmlElement | None = properties.find(qn("w:tcBorders"))
    if borders is None:
        borders = OxmlElement("w:tcBorders")
        properties.insert_element_before(borders, "w:shd", "w:noWrap", "w:tcMar", "w:vAlign", "w:hideMark")
    line = parse_xml(f'<w:{side} {nsdecls("w")} w:val="single" w:sz="{eighths}" w:space="0" w:color="000000"/>')
    borders.insert(0, line) if side == "top" else borders.append(line)
