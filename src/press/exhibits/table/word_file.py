"""A Word file for one table: page and styles set up, the one date of every file, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from press.ground.dates import source_moment

FONT = "Arial"
_FIRST = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file can state
_LONG, _SHORT, _MARGIN = Mm(297), Mm(210), Mm(20)  # A4
# Parts of python-docx's own template that say nothing of this document (its preview picture, an old copy of styles).
_LEFTOVERS = ("thumbnail", "stylesWithEffects", "customXml")


def new_document(title: str, *, landscape: bool) -> Document:
    """Return an empty A4 document in English with the styles that a table with footnotes needs."""
    document = docx.Document()
    for part in (document.part, document.part.package):
        for key in [key for key, rel in part.rels.items() if rel.reltype.rsplit("/", 1)[-1] in _LEFTOVERS]:
            del part.rels[key]
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG, _SHORT) if landscape else (_SHORT, _LONG)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.comments = title, "", "", ""
    core.language, core.revision = "en-GB", 1
    core.created = core.modified = source_moment()
    _styles(document)
    return document


def text_width(*, landscape: bool) -> int:
    """The width between the margins, in twentieths of a point."""
    return int((_LONG if landscape else _SHORT) - 2 * _MARGIN) // 635


def save(document: Document, path: Path) -> Path:
    """Write the document so that the same document is the same bytes: parts in order, one fixed time."""
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as loose, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in sorted(loose.namelist(), key=lambda part: (part != "[Content_Types].xml", part)):
            entry = zipfile.ZipInfo(name, max(source_moment().timetuple()[:6], _FIRST))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            fixed.writestr(entry, loose.read(name))
    return path


def _styles(document: Document) -> None:
    styles = document.styles
    normal = styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(9)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.element.rPr.rFonts.set(qn("w:cs"), FONT)
    normal.paragraph_format.space_after = Pt(0)
    caption = styles["Caption"]
    caption.font.size, caption.font.color.rgb = Pt(10), RGBColor(0, 0, 0)
    caption.paragraph_format.space_after, caption.paragraph_format.keep_with_next = Pt(4), True
    note = styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    note.base_style, note.font.size = normal, Pt(8)
    note.element.set(qn("w:styleId"), "FootnoteText")
    letter = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
    letter.font.superscript = True
    letter.element.set(qn("w:styleId"), "FootnoteReference")
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
