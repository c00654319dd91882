"""In a Word file with tracked changes, paragraphs and rows of tables that are new or gone as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from press.changes.tracked import Marks
from press.exhibits.table.word_file import save

_CHANGES = (qn("w:ins"), qn("w:del"))
_PLACES = (qn("w:pPr"), qn("w:bookmarkStart"), qn("w:bookmarkEnd"), qn("w:proofErr"))  # no words of a paragraph


def mark_whole(path: Path, marks: Marks) -> None:
    """Mark the ends of paragraphs, and the rows, whose words are all new or all gone, so that Word drops them whole.

    Every change gets a number of its own, as Word wants it.
    """
    word = docx.Document(str(path))
    body = word.element.body
    for row in body.iter(qn("w:tr")):
        changes = {_change(each) for each in row.iter(qn("w:p"))} - {""}
        change = changes.pop() if len(changes) == 1 else None
        if change:
            row.get_or_add_trPr().append(_mark(change, marks))
    for paragraph in body.iter(qn("w:p")):
        if paragraph.getparent().tag != qn("w:tc") and (change := _change(paragraph)):
            _end(paragraph).insert(0, _mark(change, marks))
    numbers = count(1)
    for each in body.iter(*_CHANGES):
        each.set(qn("w:id"), str(100_000 + next(numbers)))  # beyond those of the bookmarks
    save(word, path)


def _change(paragraph: BaseOxmlElement) -> str | None:
    """The change that all words of a paragraph share; None where they share none, "" where it has no words."""
    kinds = {each.tag for each in _parts(paragraph)}
    if not kinds:
        return ""
    return str(kinds.pop()) if len(kinds) == 1 and kinds <= set(_CHANGES) else None


def _parts(paragraph: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    for each in paragraph:
        if each.tag == qn("w:hyperlink"):
            yield from each
        elif each.tag not in _PLACES:
            yield each


def _end(paragraph: BaseOxmlElement) -> BaseOxmlElement:
    """How the end of a paragraph looks, where Word keeps whether it is new or gone."""
    properties = paragraph.get_or_add_pPr()
    found: BaseOxmlElement | None = properties.find(qn("w:rPr"))
    if found is None:
        found = OxmlElement("w:rPr")
        properties.insert_element_before(found, "w:sectPr", "w:pPrChange")
    return found


def _mark(change: str, marks: Marks) -> BaseOxmlElement:
    made = OxmlElement(f"w:{change.rpartition('}')[2]}")
    made.set(qn("w:author"), marks.author)
    made.set(qn("w:date"), marks.moment)
    return made
