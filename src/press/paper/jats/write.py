"""The paper as JATS XML, as archives and journals take it: labels, cross-references and notes marked as what they are.

The tag set is Journal Archiving and Interchange: the one for publishing asks for an ISSN and a date of publication,
and a manuscript has neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path

import panflute as pf
from lxml import etree

from press.ground.fault import Fault
from press.paper.document import Document
from press.paper.jats.back import SUPPLEMENT_ID, complete_back
from press.paper.jats.front import complete_front
from press.paper.jats.labels import label_equations, label_exhibits, tidy, title_box
from press.paper.key_messages import BOX, is_box
from press.paper.left_to_write import MARKED
from press.paper.pandoc import citing, convert
from press.paper.tree_copy import as_png
from press.paper.tree_walk import walk

_FORMAT = "jats_archiving+element_citations"


def write_jats(document: Document, path: Path, root: Path, style: Path | None) -> None:
    """Write a text of the paper as JATS XML; `style` is the CSL file of its citations.

    Raises Fault with pandoc's words where it cannot be written, and where what was written does not hold together.
    """
    options = ["--standalone", *citing(style), "--metadata=link-citations:true", "--wrap=none"]
    written = convert(_prepared(document.copy_of_tree()), to=_FORMAT, options=options, root=root)
    article = etree.fromstring(written, etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False))
    label_exhibits(article)
    label_equations(article)
    title_box(article)
    tidy(article)
    complete_front(article, document.tree, document.authors)
    complete_back(article, document.tree, supplement=bool(document.other))
    check(article, root / "paper")
    path.parent.mkdir(parents=True, exist_ok=True)
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n{article.getroottree().docinfo.doctype}\n'
    path.write_text(head + etree.tostring(article, encoding="unicode") + "\n", encoding="utf-8", newline="\n")


def _prepared(ready: pf.Doc) -> pf.Doc:
    """The tree with what JATS has a tag for and pandoc has not, as JATS."""
    for name in ("title", "abstract"):
        if name in ready.metadata:
            walk(ready.metadata[name], _marked)
    walk(ready, _marked)
    return ready


def _marked(element: pf.Element) -> pf.Element | list[pf.Element] | None:
    if is_box(element):
        element.attributes["content-type"] = BOX
    elif isinstance(element, pf.Image):
        as_png(element)
        element.content = [pf.Str(escape(pf.stringify(element), quote=False))]  # pandoc does not, here alone
    elif isinstance(element, pf.TableCell) and "rows" in element.attributes and element.content:
        words = element.content[0]
        words.content = _tagged(words.content, *_result(element.attributes.pop("rows")))
    elif isinstance(element, pf.Span):
        return _span(element)
    return None


def _span(span: pf.Span) -> pf.Element | list[pf.Element] | None:
    words = list(span.content)
    if rows := span.attributes.get("row", "") or span.attributes.get("rows", ""):
        return _tagged(words, *_result(rows))
    if "document" in span.attributes:
        return _tagged(words, f'xref ref-type="supplementary-material" rid="{SUPPLEMENT_ID}"', "xref")
    if span.identifier:
        return _tagged(words, f'target id="{span.identifier}" target-type="place"', "target")
    if MARKED in span.classes:
        return _tagged(words, "bold", "bold")
    return None if "label" in span.classes else words


def _result(rows: str) -> tuple[str, str]:
    """The tag that says of a number which result rows it is."""
    return f'named-content content-type="result-row" specific-use="{escape(rows)}"', "named-content"


def _tagged(words: list[pf.Element], opening: str, closing: str) -> list[pf.Element]:
    return [pf.RawInline(f"<{opening}>", "jats"), *words, pf.RawInline(f"</{closing}>", "jats")]


_HREF = "{http://www.w3.org/1999/xlink}href"


def check(article: etree._Element, folder: Path) -> None:
    """Raise Fault with everything that is wrong; `folder` is where the pictures are named from."""
    wrong = sorted(set(_wrong(article, folder)))
    if wrong:
        head = "the JATS file of the paper does not hold together, and was not written (the program is at fault):"
        raise Fault("\n".join([head, *(f"  {each}" for each in wrong)]))


def _wrong(article: etree._Element, folder: Path) -> Iterator[str]:
    ids = Counter(element.get("id") for element in article.iter(etree.Element) if "id" in element.attrib)
    yield from (f"the id {name} is given {count} times" for name, count in ids.items() if count > 1)
    for reference in article.iter("xref"):
        if reference.get("rid") not in ids:
            words = "".join(reference.itertext())
            yield f'"{words}" refers to {reference.get("rid")}, which is nowhere'
    for element in article.iter("table-wrap", "fig", "disp-formula"):
        named = element.get("id")
        numbered = element.tag != "disp-formula" or named
        if numbered and not element.findtext("label", "").strip():
            yield f"{element.tag} {named or 'without an id'} has no label"
    for picture in article.iter("graphic"):
        if not (folder / picture.get(_HREF)).is_file():
            yield f"the picture {picture.get(_HREF)} is not there"
        if not picture.findtext("alt-text", "").strip():
            yield f"the picture {picture.get(_HREF)} has no alternative text"
    for left in article.iter("boxed-text", "styled-content"):
        if left.get("content-type") != BOX:
            yield f"a {left.tag} is left that stands for nothing"
    for named in article.iter("named-content"):
        if named.get("content-type") != "result-row":
            yield f'a named-content "{named.get("content-type")}" is left that stands for nothing'
