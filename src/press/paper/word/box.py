"""The box of key messages in Word: paragraphs with one border around them all, its bullets those of a real list."""

from __future__ import annotations

import docx.document
import panflute as pf
from docx.shared import Pt

from press.paper.caption import words
from press.paper.key_messages import TITLE
from press.paper.tree_walk import every
from press.paper.word.styles import KEY_MESSAGES

_INDENT = Pt(14)


def box(div: pf.Div) -> None:
    """Put the title into the box; make its items whole paragraphs, as only these take the style of their box."""
    for item in every(div, pf.ListItem):
        item.content = [pf.Para(*part.content) if isinstance(part, pf.Plain) else part for part in item.content]
    div.content.insert(0, pf.Para(pf.Strong(*words(TITLE))))
    div.attributes["custom-style"] = KEY_MESSAGES


def draw_box(document: docx.document.Document) -> None:
    """Indent all paragraphs of the box alike: Word draws one border around neighbours of the same indents alone."""
    inside = [each for each in document.paragraphs if each.style is not None and each.style.name == KEY_MESSAGES]
    for place, paragraph in enumerate(inside):
        shape = paragraph.paragraph_format
        shape.left_indent, shape.right_indent, shape.first_line_indent = _INDENT, Pt(6), -_INDENT
        shape.keep_with_next = place < len(inside) - 1
