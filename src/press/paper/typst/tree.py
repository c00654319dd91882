"""The tree as the typesetter needs it: exhibits where they are first named, with their words, and formulas in words."""

from __future__ import annotations

import panflute as pf

from press.paper.document import Document
from press.paper.files import MANUSCRIPT
from press.paper.key_messages import TITLE, is_box
from press.paper.tree_walk import walk
from press.paper.typst.code import block, inline, place, quoted
from press.paper.typst.floats import at_first_mention
from press.paper.typst.squares import with_squares
from press.paper.typst.tables import breakable, settle_row, table_exhibit


def typst_tree(document: Document) -> pf.Doc:
    """Return a copy of the document's tree in which exhibits, equations and places are written for typst.

    A name in it shows a square for each sign that the PDF's fonts lack; alternative texts keep it whole.
    """
    tree = document.copy_of_tree()
    with_squares(tree)
    if document.name == MANUSCRIPT:
        tree.content = at_first_mention(tree.content)
    walk(tree, _element)
    return tree


def _element(element: pf.Element) -> pf.Element | list[pf.Element] | None:
    if isinstance(element, pf.Div):
        if "exhibit" in element.classes:
            return _figure(element) if "figure" in element.classes else table_exhibit(element)
        if "equation" in element.classes:
            return _equation(element)
        if is_box(element):
            return [block(f"#key-messages({quoted(TITLE)})["), *element.content, block("]")]
    if isinstance(element, pf.Span) and element.identifier and not element.content:
        return inline(f"#metadata(none) <{element.identifier}>")
    if isinstance(element, pf.Span) and "label" in element.classes:
        return pf.Strong(*element.content)
    if isinstance(element, pf.TableRow):
        settle_row(element)
    if isinstance(element, pf.TableCell):
        walk(element, breakable)
    if isinstance(element, pf.Math):
        return [inline(f"#[#set math.equation(alt: {quoted(element.text)});"), element, inline("]")]
    return None


def _figure(div: pf.Div) -> list[pf.Element]:
    """A picture with its text for those who do not see it, no wider than drawn or than the text; it floats."""
    (figure,) = (part for part in div.content if isinstance(part, pf.Figure))
    picture = figure.content[0].content[0]
    width = f"calc.min({picture.attributes['width']}, text-width)"
    image = f"image({quoted(picture.url)}, width: {width}, alt: {quoted(picture.attributes['alt'])})"
    opening = f"#figure({image}, kind: image, placement: auto, caption: [{place(div)}"
    return [block(opening), *figure.caption.content, block("])")]


def _equation(div: pf.Div) -> list[pf.Element]:
    """A formula on its own line with its number at the margin; read aloud, it is its source."""
    formula = next(part for part in div.content[0].content if isinstance(part, pf.Math))
    label = next(part for part in div.content[0].content if isinstance(part, pf.Strong))
    rules = f"alt: {quoted(formula.text.strip())}, numbering: _ => {quoted(pf.stringify(label))}"
    return [block(f"#[#set math.equation({rules})"), pf.Para(formula), block(f"] <{div.identifier}>")]
