"""The pages of the paper's Word file: upright, and turned for an exhibit that is wider than an upright page."""

from __future__ import annotations

import copy

from docx.document import Document
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement

from press.paper.word.reference import page_size, text_width
from press.paper.word.styles import LOOKS, SMALL_CELL
from press.paper.word.widths import fits, texts

_LINES = '<w:lnNumType w:countBy="1" w:distance="283" w:restart="continuous"/>'
_SMALL = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
_SECTION = f"{qn('w:pPr')}/{qn('w:sectPr')}"
_MARKS = (qn("w:bookmarkStart"), qn("w:bookmarkEnd"))


def _end_of_section(*, landscape: bool) -> str:
    section = f"<w:sectPr>{page_size(landscape=landscape)}{_LINES}</w:sectPr>"
    return f"<w:p {nsdecls('w')}><w:pPr>{_SMALL}{section}</w:pPr></w:p>"


TURN_WIDE, TURN_BACK = _end_of_section(landscape=False), _end_of_section(landscape=True)


def settle_pages(document: Document) -> None:
    """Turn the pages of TURN_WIDE and TURN_BACK where a table needs it; no page stays empty, each has the header."""
    body = document.element.body
    for opening, closing in zip(_holders(body)[::2], _holders(body)[1::2], strict=True):
        if _fits_upright(opening):
            body.remove(opening)
            body.remove(closing)
    for holder in _holders(body):
        _settle(body, holder)
    last = body.find(qn("w:sectPr"))
    references = last.findall(qn("w:headerReference")) + last.findall(qn("w:footerReference"))
    for section in body.iter(qn("w:sectPr")):
        if section is not last:
            for place, reference in enumerate(references):
                section.insert(place, copy.deepcopy(reference))


def is_landscape(section: BaseOxmlElement) -> bool:
    """Whether the pages of a section are turned."""
    return bool(section.find(qn("w:pgSz")).get(qn("w:orient")) == "landscape")


def section_of(element: BaseOxmlElement) -> BaseOxmlElement:
    """Return the properties of the section in which an element of the body stands: they come at the section's end."""
    following = (found for later in element.itersiblings() for found in later.iter(qn("w:sectPr")))
    section: BaseOxmlElement = next(following)
    return section


def _holders(body: BaseOxmlElement) -> list[BaseOxmlElement]:
    return [section.getparent().getparent() for section in body.iter(qn("w:sectPr")) if section.getparent() is not body]


def _fits_upright(opening: BaseOxmlElement) -> bool:
    """Whether the table that comes next has room on an upright page, in small letters."""
    table = next(opening.itersiblings(qn("w:tbl")))
    return fits(texts(table), text_width() / 20 / LOOKS[SMALL_CELL].size)


def _settle(body: BaseOxmlElement, holder: BaseOxmlElement) -> None:
    """Let the paragraph before an empty one that ends a section end it; drop a section that would hold nothing."""
    section = holder.find(_SECTION)
    before = next((other for other in holder.itersiblings(preceding=True) if other.tag not in _MARKS), None)
    after = next(other for other in holder.itersiblings() if other.tag not in _MARKS)
    ended = None if before is None else before.find(_SECTION)
    if before is None or ended is not None:  # nothing stands between two turned exhibits: they share their pages
        body.remove(holder)
        if ended is not None:
            ended.getparent().remove(ended)
    elif after.tag == qn("w:sectPr"):  # a turned exhibit ends the document
        for name in ("w:pgSz", "w:pgMar"):
            after.replace(after.find(qn(name)), section.find(qn(name)))
        body.remove(holder)
    elif before.tag == qn("w:p"):
        before.get_or_add_pPr().append(section)
        body.remove(holder)
