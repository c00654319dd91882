"""Where tables and figures of the PDF stand: behind the paragraph that first refers to each, from where they float."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import panflute as pf

from press.paper.tree_walk import every


def at_first_mention(blocks: Sequence[pf.Element]) -> list[pf.Element]:
    """Return the blocks of a text with each table and figure behind the block that is the first to refer to it.

    Tables keep their order among themselves, and so do figures; one that nothing refers to stays where it is.

    >>> shown = pf.Div(identifier="fig-a", classes=["exhibit", "figure"])
    >>> said = pf.Para(pf.Link(pf.Str("Figure 1"), url="#fig-a", classes=["xref"]))
    >>> [type(each).__name__ for each in at_first_mention([said, pf.Para(), shown])]
    ['Para', 'Div', 'Para']
    """
    words = [block for block in blocks if not _is_exhibit(block)]
    first: dict[str, int] = {}
    for place, block in enumerate(words, 1):
        for name in _mentioned(block):
            first.setdefault(name, place)
    waiting: dict[int, list[pf.Element]] = {}
    before, least = 0, {"table": 0, "figure": 0}
    for block in blocks:
        if not _is_exhibit(block):
            before += 1
            continue
        kind = "table" if "table" in block.classes else "figure"
        least[kind] = max(first.get(block.identifier, before), least[kind])
        waiting.setdefault(least[kind], []).append(block)
    placed = [*waiting.get(0, [])]
    for place, block in enumerate(words, 1):
        placed += [block, *waiting.get(place, [])]
    return placed


def _is_exhibit(block: pf.Element) -> bool:
    return isinstance(block, pf.Div) and "exhibit" in block.classes


def _mentioned(block: pf.Element) -> Iterator[str]:
    for link in every(block, pf.Link):
        if "xref" in link.classes:
            yield link.url.removeprefix("#")
