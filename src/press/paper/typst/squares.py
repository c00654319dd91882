"""Names in the PDF whose signs its fonts lack: squares, of which a note below the table or the last sentence tells."""

from __future__ import annotations

import panflute as pf

from press.ground.printable import SQUARE, printable
from press.paper.caption import words
from press.paper.tree_walk import every

SAID = f"A square ({SQUARE}) stands for a sign that the fonts of the PDF lack; the Word file has every name whole."


def with_squares(tree: pf.Doc) -> None:
    """Put a square for every sign of the tree that the PDF cannot show, and say so below each table that has one.

    Where one stands elsewhere, in a caption or a sentence, the text's last paragraph says so.
    """
    squared = printable({piece.text for piece in _pieces(tree)})
    if not squared:
        return
    elsewhere = {id(piece) for piece in _pieces(tree) if piece.text in squared}
    for table in _tables(tree):
        within = {id(piece) for piece in _pieces(table)} & elsewhere
        elsewhere -= within
        if within:
            _notes(table).content.append(pf.Para(*words(SAID)))
    for piece in _pieces(tree):
        piece.text = squared.get(piece.text, piece.text)
    if elsewhere:
        tree.content.append(pf.Para(*words(SAID)))


def _pieces(element: pf.Element) -> list[pf.Element]:
    """Every piece of text within, that of the header among them."""
    return every(element, pf.Str, pf.Code, pf.MetaString)


def _tables(tree: pf.Doc) -> list[pf.Div]:
    return [div for div in every(tree, pf.Div) if {"exhibit", "table"} <= set(div.classes)]


def _notes(table: pf.Div) -> pf.Div:
    """The notes below a table, empty ones where it had none."""
    for part in table.content:
        if isinstance(part, pf.Div) and "notes" in part.classes:
            return part
    notes = pf.Div(classes=["notes"])
    table.content.append(notes)
    return notes
