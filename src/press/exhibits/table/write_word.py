"""A table as a Word file: three rules, a repeated heading, real footnotes for the notes, upright or landscape."""

from __future__ import annotations

from pathlib import Path

from docx.oxml import parse_xml
from docx.shared import Pt

from press.exhibits.legible import legible
from press.exhibits.table.layout import Table
from press.exhibits.table.word_file import new_document, save, text_width
from press.exhibits.table.word_footnotes import Footnotes
from press.exhibits.table.word_grid import grid


def write_word(table: Table, path: Path) -> Path:
    """Write the table as a Word document of its own and return its path; the same table gives the same bytes."""
    document = new_document(legible(table.title), landscape=table.landscape)
    document.add_paragraph(legible(table.title), style="Caption")
    notes = Footnotes(table)
    drawn = parse_xml(grid(table, notes, text_width(landscape=table.landscape)))
    document.element.body.insert_element_before(drawn, "w:sectPr")
    for place, text in enumerate(table.source, start=1):
        paragraph = document.add_paragraph(legible(text), style="footnote text")
        paragraph.paragraph_format.space_before = Pt(3) if place == 1 else Pt(0)
        paragraph.paragraph_format.keep_with_next = place < len(table.source)
    notes.attach(document)
    return save(document, path)
