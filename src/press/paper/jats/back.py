"""What a JATS file says after its text: the references part by part, and the supplement to which the text refers."""

from __future__ import annotations

from itertools import pairwise

import panflute as pf
from lxml import etree

from press.paper.files import SUPPLEMENT

SUPPLEMENT_ID = "supplement"
_HREF = "{http://www.w3.org/1999/xlink}href"


def complete_back(article: etree._Element, tree: pf.Doc, *, supplement: bool) -> None:
    """Give the list of references the id of its heading, mend its entries, and name a supplement at the end."""
    back = article.find("back")
    if back is None:
        back = etree.SubElement(article, "back")
    for references in back.iterfind("ref-list"):
        if name := _heading_of_references(tree):
            references.set("id", name)
        for entry in references.iterfind("ref/element-citation"):
            _mend(entry)
    if supplement:
        back.append(_supplement())


def _heading_of_references(tree: pf.Doc) -> str:
    for heading, below in pairwise(tree.content):
        if isinstance(heading, pf.Header) and isinstance(below, pf.Div) and below.identifier == "refs":
            return str(heading.identifier)
    return ""


def _mend(entry: etree._Element) -> None:
    """Say what pandoc leaves out: what kind of work, that a group is a group, that an address is a link."""
    if "publication-type" not in entry.attrib:
        entry.set("publication-type", "other")
    for name in entry.iterfind("person-group/string-name"):
        name.tag = "collab"  # a person's name has been divided into surname and given names
    for uri in entry.findall("uri"):
        uri.set(_HREF, uri.text)
    for last in entry.findall("lpage"):
        if not last.text:  # a work of one page
            entry.remove(last)


def _supplement() -> etree._Element:
    section = etree.Element("sec", {"sec-type": "supplementary-material"})
    etree.SubElement(section, "title").text = "Supplement"
    file = {_HREF: f"{SUPPLEMENT}.pdf", "mimetype": "application", "mime-subtype": "pdf"}
    material = etree.SubElement(section, "supplementary-material", {"id": SUPPLEMENT_ID, **file})
    caption = etree.SubElement(etree.SubElement(material, "caption"), "p")
    caption.text = "Further tables and figures, where every number comes from, definitions and reporting checklists."
    return section
