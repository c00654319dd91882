"""The tables of the paper's Word file: as wide as their page, three rules, headings repeated, rows and notes held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.table import CT_Tbl
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt, Twips
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.types import ProvidesStoryPart

from press.paper.word.pages import is_landscape, section_of
from press.paper.word.reference import text_width
from press.paper.word.styles import CELL, LOOKS, NOTES, SMALL_CELL
from press.paper.word.widths import Text, column_widths, fits, texts

_THICK, _THIN = 12, 6  # rules, in eighths of a point
_STEP = Pt(8)  # one step of indentation
_EM = "\N{EM SPACE}"
_DISTANCE = Pt(12)  # between a table and the text below it
_SHORT = 36  # rows; a table no longer than this, which a page holds, stays on one page


def dress_tables(document: Document) -> None:
    """Give every table that has a heading its widths, rules, indents and page breaks."""
    for table in document.tables:
        rows = table._tbl.tr_lst
        heads = sum(row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows)
        if not heads:
            continue
        turned = is_landscape(section_of(table._tbl))
        width = text_width(landscape=turned)
        columns = texts(table._tbl)
        small = turned or not fits(columns, width / 20 / LOOKS[CELL].size)
        style = document.styles[SMALL_CELL if small else CELL]
        for cell in [cell for row in rows for cell in row.tc_lst]:
            for paragraph in cell.p_lst:
                paragraph.style = style.style_id
        _widths(table._tbl, columns, width, LOOKS[style.name].size)
        indents = [_indent(row) for row in rows]
        for row in rows:
            row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for row in rows[:heads]:
            _heading(row, spanners=row is not rows[heads - 1])
        _rule(rows[0], "top", _THICK)
        for row in rows[: heads - 1]:  # the style's rule below the first row belongs below the last heading
            _rule(row, "bottom", 0)
        _rule(rows[heads - 1], "bottom", _THIN)
        _rule(rows[-1], "bottom", _THICK)
        notes = _notes(document, table)
        _hold(rows, heads, indents, notes=bool(notes))
        _after(document, table, notes)


def _alone(element: CT_P) -> Paragraph:
    """A paragraph of which only its own words and look are asked, not its style."""
    return Paragraph(element, cast(ProvidesStoryPart, None))


def _widths(table: CT_Tbl, columns: Sequence[Sequence[Text]], total: int, size: float) -> None:
    """Share the width of the page out between the columns, by their texts."""
    grid = table.tblGrid.gridCol_lst
    unit = size * 20  # the size of the letters, in twentieths of a point
    widths = [int(width * unit) for width in column_widths(columns, total / unit)]
    widths[0] += total - sum(widths)
    for column, width in zip(grid, widths, strict=True):
        column.set(qn("w:w"), str(width))
    whole = table.tblPr.find(qn("w:tblW"))
    whole.set(qn("w:w"), str(total))
    whole.set(qn("w:type"), "dxa")
    for row in table.tr_lst:
        start = 0
        for cell in row.tc_lst:
            cell.get_or_add_tcPr().width = Twips(sum(widths[start : start + cell.grid_span]))
            start += cell.grid_span


def _indent(row: BaseOxmlElement) -> int:
    """Turn the em spaces before a row's label into a real indent, and return how many there were."""
    paragraph = _alone(row.tc_lst[0].p_lst[0])
    steps = len(paragraph.text) - len(paragraph.text.lstrip(_EM))
    for run in paragraph.runs:
        if not run.text.startswith(_EM):
            break
        run.text = run.text.lstrip(_EM)
    if steps:
        paragraph.paragraph_format.left_indent = _STEP * steps
    return steps


def _heading(row: BaseOxmlElement, *, spanners: bool) -> None:
    """A heading's words bold and at the foot of their cells; a heading over several columns ruled off from them."""
    for cell in row.tc_lst:
        align = OxmlElement("w:vAlign")
        align.set(qn("w:val"), "bottom")
        cell.get_or_add_tcPr().append(align)
        for paragraph in (_alone(element) for element in cell.p_lst):
            for run in paragraph.runs:
                run.bold = True
            if spanners and paragraph.text:
                rule = f"<w:pBdr {nsdecls('w')}>{_line('bottom', _THIN)}</w:pBdr>"
                paragraph._p.get_or_add_pPr().insert_element_before(
                    parse_xml(rule), "w:shd", "w:spacing", "w:ind", "w:jc"
                )


def _rule(row: BaseOxmlElement, side: str, eighths: int) -> None:
    for cell in row.tc_lst:
        properties = cell.get_or_add_tcPr()
        borders = properties.find(qn("w:tcBorders"))
        if borders is None:
            borders = OxmlElement("w:tcBorders")
            properties.insert_element_before(borders, "w:shd", "w:noWrap", "w:tcMar", "w:vAlign", "w:hideMark")
        line = parse_xml(_line(side, eighths).replace(" ", f" {nsdecls('w')} ", 1))
        borders.insert(0, line) if side == "top" else borders.append(line)


def _line(side: str, eighths: int) -> str:
    return f'<w:{side} w:val="{"single" if eighths else "nil"}" w:sz="{eighths}" w:space="0" w:color="000000"/>'


def _hold(rows: list[BaseOxmlElement], heads: int, indents: list[int], *, notes: bool) -> None:
    """No page break between a heading and what it heads, between the last row and the notes, or in a short table."""
    for place, row in enumerate(rows):
        last = place == len(rows) - 1
        opens = place < heads or len(row.tc_lst) == 1 or (not last and indents[place + 1] > indents[place])
        if (last and notes) or (not last and (opens or len(rows) <= _SHORT)):
            for cell in row.tc_lst:
                _alone(cell.p_lst[0]).paragraph_format.keep_with_next = True


def _notes(document: Document, table: Table) -> list[Paragraph]:
    """The notes below a table."""
    notes: list[Paragraph] = []
    for element in table._tbl.itersiblings():
        if element.tag == qn("w:p"):
            paragraph = Paragraph(element, document._body)
            if paragraph.style is None or paragraph.style.name != NOTES:
                break
            notes.append(paragraph)
        elif element.tag == qn("w:tbl"):
            break
    return notes


def _after(document: Document, table: Table, notes: list[Paragraph]) -> None:
    """Keep the notes together, and the text that follows at a distance."""
    for note in notes[:-1]:
        note.paragraph_format.keep_with_next = True
    last = notes[-1]._p if notes else table._tbl
    following = next((element for element in last.itersiblings() if element.tag in (qn("w:p"), qn("w:tbl"))), None)
    if following is not None and following.tag == qn("w:p"):
        shape = Paragraph(following, document._body)
        own = shape.style.paragraph_format.space_before if shape.style is not None else None
        shape.paragraph_format.space_before = max(own or Pt(0), _DISTANCE)
