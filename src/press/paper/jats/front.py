"""What a JATS file says before its text: title, authors, licence, abstract, keywords, counts, origin of the data."""

from __future__ import annotations

from collections.abc import Sequence

import panflute as pf
from lxml import etree

from press.paper.authors import Author
from press.paper.jats.contributors import contributors

_OPEN = "CC BY 4.0"  # as the header of a text names its licence; of another nothing is said
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_ALI, _XLINK = "http://www.niso.org/schemas/ali/1.0/", "http://www.w3.org/1999/xlink"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# The names that JATS suggests for the parts of a study.
_PARTS = {
    "Introduction": "intro",
    "Methods": "methods",
    "Results": "results",
    "Discussion": "discussion",
    "Conclusions": "conclusions",
    "Data and code availability": "data-availability",
}
_COUNTS = {"fig-count": "fig", "table-count": "table-wrap", "equation-count": "disp-formula", "ref-count": "ref"}


def complete_front(article: etree._Element, tree: pf.Doc, authors: Sequence[Author]) -> None:
    """Fill what is known of the article; of a journal, a number or a date nothing is known and nothing is said.

    Nor is anything said of authors where there are none.
    """
    article.set("article-type", "research-article")
    article.set(_LANG, pf.stringify(tree.metadata["lang"]) if "lang" in tree.metadata else "en")
    for journal in article.findall("front/journal-meta"):
        journal.getparent().remove(journal)
    meta = article.find("front/article-meta")
    for old in (*meta.findall("permissions"), *meta.findall("kwd-group"), *meta.findall("contrib-group")):
        meta.remove(old)
    if authors:
        meta.insert(meta.index(meta.find("title-group")) + 1, contributors(authors))
    place = len(meta) if meta.find("abstract") is None else meta.index(meta.find("abstract"))
    if "licence" in tree.metadata and pf.stringify(tree.metadata["licence"]).strip() == _OPEN:
        meta.insert(place, _permissions())
    for abstract in meta.iterfind("abstract"):
        _sections(abstract)
    if keywords := tree.get_metadata("keywords"):
        group = etree.SubElement(meta, "kwd-group", {"kwd-group-type": "author"})
        for keyword in keywords:
            etree.SubElement(group, "kwd").text = str(keyword)
    meta.append(_counts(article))
    if "origin" in tree.metadata:
        custom = etree.SubElement(etree.SubElement(meta, "custom-meta-group"), "custom-meta")
        etree.SubElement(custom, "meta-name").text = "Origin of the data"
        etree.SubElement(custom, "meta-value").text = pf.stringify(tree.metadata["origin"])
    for section in article.iterfind("body/sec"):
        if (title := section.findtext("title")) in _PARTS:
            section.set("sec-type", _PARTS[title])


def _permissions() -> etree._Element:
    permissions = etree.Element("permissions")
    permissions.tail = "\n"
    kind = {"license-type": "open-access", f"{{{_XLINK}}}href": _LICENCE}
    licence = etree.SubElement(permissions, "license", kind)
    reference = etree.SubElement(licence, f"{{{_ALI}}}license_ref", nsmap={"ali": _ALI})
    reference.text = _LICENCE
    words = etree.SubElement(licence, "license-p")
    words.text = "This text may be used under the Creative Commons Attribution 4.0 International licence (CC BY 4.0)."
    return permissions


def _sections(abstract: etree._Element) -> None:
    """Make of each paragraph that opens with a bold word a section with that word as its title."""
    for paragraph in abstract.findall("p"):
        if (paragraph.text or "").strip() or not len(paragraph) or paragraph[0].tag != "bold":
            continue
        bold = paragraph[0]
        section = etree.Element("sec")
        section.tail, paragraph.tail = paragraph.tail, None
        abstract.replace(paragraph, section)
        etree.SubElement(section, "title").text = "".join(bold.itertext()).rstrip(".:")
        paragraph.text = (bold.tail or "").lstrip()
        paragraph.remove(bold)
        section.append(paragraph)


def _counts(article: etree._Element) -> etree._Element:
    counts = etree.Element("counts")
    for name, tag in _COUNTS.items():
        etree.SubElement(counts, name, count=str(sum(1 for _ in article.iter(tag))))
    return counts
