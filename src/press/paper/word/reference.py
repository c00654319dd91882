"""The Word document that lends the paper its page: A4, styles, running header, page numbers and line numbers."""

from __future__ import annotations

import io

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from press.paper.pandoc import default_file
from press.paper.word.styles import MARGIN, dress

_LONG, _SHORT = Mm(297), Mm(210)  # A4
_NARROW = Mm(18)
_TWENTIETHS = 635  # of a point, in the unit of Word's lengths


def reference_document(head: str) -> bytes:
    """Return pandoc's own reference document, dressed for a journal; `head` is said at the head of every page."""
    document = docx.Document(io.BytesIO(default_file("reference.docx")))
    dress(document)
    _page(document.sections[0])
    _header_and_footer(document.sections[0], head)
    _settings(document)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def text_width(*, landscape: bool = False) -> int:
    """The width between the margins, in twentieths of a point.

    >>> text_width()
    9070
    """
    return int(((_LONG if landscape else _SHORT) - 2 * MARGIN) / _TWENTIETHS)


def page_size(*, landscape: bool = False) -> str:
    """Return a section's page size and margins as WordprocessingML."""
    long, short, margin, narrow = (int(length / _TWENTIETHS) for length in (_LONG, _SHORT, MARGIN, _NARROW))
    size = f'w:w="{long}" w:h="{short}" w:orient="landscape"' if landscape else f'w:w="{short}" w:h="{long}"'
    ends = narrow if landscape else margin  # a turned page is low: its table needs the height
    sides = f'w:top="{ends}" w:right="{margin}" w:bottom="{ends}" w:left="{margin}"'
    return f'<w:pgSz {size}/><w:pgMar {sides} w:header="567" w:footer="567" w:gutter="0"/>'


def _page(section: Section) -> None:
    """A4, and every line of the text numbered from the first page to the last; Word leaves tables out."""
    properties = section._sectPr
    for old in list(properties):
        properties.remove(old)
    numbers = '<w:lnNumType w:countBy="1" w:distance="283" w:restart="continuous"/>'
    properties.extend(parse_xml(f"<w:sectPr {nsdecls('w')}>{page_size()}{numbers}</w:sectPr>"))


def _header_and_footer(section: Section, words: str) -> None:
    head = section.header.paragraphs[0]
    head.text, head.alignment = words, WD_ALIGN_PARAGRAPH.RIGHT
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("Page ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")


def _field(paragraph: Paragraph, order: str) -> None:
    """A number that Word reckons anew whenever it shows the page."""
    paragraph._p.append(
        parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" {order} "><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    )


def _settings(document: Document) -> None:
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), "en-GB")
