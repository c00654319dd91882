"""Words of typst itself, put into a document tree: a string, a piece of a paragraph, a block."""

from __future__ import annotations

import panflute as pf


def quoted(text: str) -> str:
    r"""Return text as a typst string.

    >>> quoted('5 "points"')
    '"5 \\"points\\""'
    """
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def inline(code: str) -> pf.RawInline:
    """Return typst's own code as part of a paragraph."""
    return _typst(pf.RawInline(code))


def block(code: str) -> pf.RawBlock:
    """Return typst's own code as a block."""
    return _typst(pf.RawBlock(code))


def place(div: pf.Div) -> str:
    """Return what marks the place of an exhibit within its caption: it is where that is seen, wherever it floats.

    >>> place(pf.Div(identifier="fig-a")), place(pf.Div())
    ('#metadata(none) <fig-a>', '')
    """
    return f"#metadata(none) <{div.identifier}>" if div.identifier else ""


def _typst(raw: pf.Element) -> pf.Element:
    raw.format = "typst"  # set afterwards: panflute's own list of formats is older than typst
    return raw
