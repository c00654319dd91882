"""What a text leaves to its authors: places that no row can fill, marked in every form of the paper until they do."""

from __future__ import annotations

from collections.abc import Iterator

import panflute as pf

from press.paper.tree_walk import walk

AUTHORS = "authors"  # the class of what an author writes as [what is wanted]{.authors}
MARKED = "mark"  # pandoc's own class of what is highlighted


def left_to_write(tree: pf.Doc) -> tuple[str, ...]:
    """Mark every `[what is wanted]{.authors}` of a text, and return them in order, each after its section.

    In print it reads "[Authors: what is wanted]", highlighted.

    >>> wanted = pf.Span(pf.Str("names"), classes=["authors"])
    >>> tree = pf.Doc(pf.Header(pf.Str("Ethics")), pf.Para(wanted))
    >>> left_to_write(tree), pf.stringify(tree.content[1]).strip()
    (('Ethics: names',), '[Authors: names]')
    """
    return tuple(place for section, part in _parts(tree) for place in _marked(part, section))


def _parts(tree: pf.Doc) -> Iterator[tuple[str, pf.Element]]:
    """Each part of the header by its name, then each block under the heading above it."""
    for name, part in tree.metadata.content.items():
        yield name.capitalize(), part
    section = ""
    for block in tree.content:
        if isinstance(block, pf.Header):
            section = pf.stringify(block).strip()
        yield section, block


def _marked(part: pf.Element, section: str) -> list[str]:
    found: list[str] = []

    def action(element: pf.Element) -> None:
        if isinstance(element, pf.Span) and AUTHORS in element.classes:
            found.append(f"{section}: {' '.join(pf.stringify(element).split())}")
            element.content = [pf.Str("[Authors:"), pf.Space(), *element.content, pf.Str("]")]
            element.classes = [MARKED]

    walk(part, action)
    return found
