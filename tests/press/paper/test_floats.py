"""An exhibit of the PDF stands behind the paragraph that names it first, and none overtakes another of its kind."""

from __future__ import annotations

import panflute as pf
import pytest

from press.paper.typst.floats import at_first_mention


def text(order: str) -> list[pf.Element]:
    """Blocks by letters: "p" a paragraph, "p:A" one that names the exhibit A, "A" a figure, and "1" a table."""
    return [_block(each) for each in order.split()]


def _block(written: str) -> pf.Element:
    if written.startswith("p"):
        links = [pf.Link(pf.Str(name), url=f"#{name}", classes=["xref"]) for name in written[2:]]
        return pf.Para(*links)
    return pf.Div(identifier=written, classes=["exhibit", "table" if written.isdigit() else "figure"])


def order(blocks: list[pf.Element]) -> str:
    names = (block.identifier if isinstance(block, pf.Div) else None for block in blocks)
    return " ".join(name or "p" for name in names)


@pytest.mark.parametrize(
    ("written", "placed"),
    [
        ("p:A p p A", "p A p p"),  # named long before its place
        ("A p p:A p", "p p A p"),  # placed before it is named
        ("p:B p:A A B p", "p p A B p"),  # Figure B waits for Figure A
        ("p:2A p:1 1 2 A p", "p A p 1 2 p"),  # a figure does not wait for a table
        ("p A p", "p A p"),  # named nowhere in the text itself: as in the abstract alone
        ("p:A1 p:A1 A 1", "p A 1 p"),
        ("p p", "p p"),
    ],
)
def test_each_stands_where_it_is_first_named_in_the_order_of_its_kind(written: str, placed: str) -> None:
    assert order(at_first_mention(text(written))) == placed


def test_a_heading_between_stays_before_what_it_heads() -> None:
    blocks = [_block("p:A"), pf.Header(pf.Str("Results")), _block("p"), _block("A")]
    kinds = [type(each).__name__ for each in at_first_mention(blocks)]
    assert kinds == ["Para", "Div", "Header", "Para"]
