"""Whether a JATS file holds together: every reference arrives, every id is there once, every exhibit has its label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from press.ground.fault import Fault

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
        yield f"a {left.tag} is left that stands for nothing"
    for named in article.iter("named-content"):
        if named.get("content-type") != "result-row":
            yield f'a named-content "{named.get("content-type")}" is left that stands for nothing'
