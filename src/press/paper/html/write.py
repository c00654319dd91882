"""The HTML page: one file that needs no network, with formulas as MathML, for a wide screen, a phone and paper."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

import panflute as pf

from press.paper.document import Document
from press.paper.html.tree import html_tree
from press.paper.pandoc import citing, convert

_TEMPLATES = files("press.paper.html")


def write_html(document: Document, path: Path, root: Path, style: Path | None) -> None:
    """Write the document as one HTML page; the other text of the paper is linked as a page beside it."""
    tree = html_tree(document, root)
    tree.metadata["stylesheet"] = _code((_TEMPLATES / "paper.css").read_text(encoding="utf-8"))
    if document.other:
        tree.metadata["other"] = pf.MetaString(document.other)
        tree.metadata["other-title"] = pf.MetaString(f"To the {document.other}")
    tree.metadata["description"] = pf.MetaString(_description(document))
    tree.metadata["link-citations"] = pf.MetaBool(True)
    with as_file(_TEMPLATES / "paper.html") as template:
        options = [f"--template={template}", *citing(style), "--mathml", "--wrap=none"]
        options += ["--toc", "--toc-depth=3", "--shift-heading-level-by=1"]
        path.write_bytes(convert(tree, to="html5", options=options, root=root))


def _description(document: Document) -> str:
    metadata = document.tree.metadata
    return " ".join(pf.stringify(metadata[name]).strip() for name in ("title", "origin") if name in metadata)


def _code(text: str) -> pf.MetaInlines:
    return pf.MetaInlines(pf.RawInline(text, format="html"))
