"""Display equations with their numbers: a paragraph `$$ ... $$ {#eq-id}` becomes the formula and "(1)" at its side."""

from __future__ import annotations

from collections.abc import Mapping

import panflute as pf

from press.paper.document import Anchor
from press.paper.numbering import equation_id


def place_equations(tree: pf.Doc, anchors: Mapping[str, Anchor]) -> None:
    """Replace every equation that has an id by a Div of that id, as `document.Document` says."""

    def action(element: pf.Element, _doc: pf.Doc) -> pf.Div | None:
        name = equation_id(element)
        if name not in anchors:
            return None
        number = pf.Str(f"({anchors[name].label.rpartition(' ')[2]})")
        content = pf.Para(element.content[0], pf.Space(), pf.Span(number, classes=["label"]))
        return pf.Div(content, identifier=name, classes=["equation"])

    tree.walk(action)
