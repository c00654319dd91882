"""The PDF: typeset offline, tagged for a screen reader, every font embedded, the same bytes at every build."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from importlib.resources import as_file, files
from pathlib import Path

import panflute as pf
import typst

from press.ground.dates import source_date
from press.ground.fault import Fault
from press.paper.document import Document, running_head
from press.paper.files import MANUSCRIPT, SUPPLEMENT
from press.paper.pandoc import citing, convert
from press.paper.typst.code import inline, quoted
from press.paper.typst.tables import with_sections
from press.paper.typst.tree import typst_tree

_TEMPLATE = files("press.paper.typst") / "paper.typ"


def write_pdf(document: Document, path: Path, root: Path, style: Path | None) -> dict[str, int]:
    """Write the document as PDF/UA and return the page of each of its anchors. Raises Fault where it cannot be set."""
    source = typst_source(document, root, style).encode()
    compiler = typst.Compiler(input=source, root=str(root / "paper"), ignore_system_fonts=True)
    try:
        pages = json.loads(compiler.query("<pages>", field="value", one=True))  # typeset once for both
        pdf, warnings = compiler.compile_with_warnings(
            input=source, format="pdf", timestamp=source_date(), pdf_standards=["ua-1"]
        )
    except RuntimeError as error:  # typst's own, or what its query raises
        message = str(getattr(error, "message", error)).replace(f"{root}{os.sep}", "")
        raise Fault(f"the PDF of the {document.name} cannot be set: {message}") from error
    if warnings:
        raise Fault(f"the PDF of the {document.name} cannot be set: {warnings[0]}")
    assert isinstance(pdf, bytes), "one document is one PDF"
    path.write_bytes(pdf)
    return dict(pages)


def typst_source(document: Document, root: Path, style: Path | None) -> str:
    """Return the document as typst, from which the PDF is set; pictures are named from the folder paper."""
    tree = typst_tree(document)
    for name, code in _settings(document, tree.metadata).items():
        tree.metadata[name] = pf.MetaInlines(inline(code))
    with as_file(_TEMPLATE) as template:
        options = [f"--template={template}", *citing(style), "--wrap=none"]
        return with_sections(convert(tree, to="typst", options=options, root=root).decode())


def _settings(document: Document, metadata: Mapping[str, pf.MetaValue]) -> dict[str, str]:
    """What the template asks for beyond the header of the text, as typst writes it."""
    title = _text(metadata, "title") or document.name
    language, _, region = (_text(metadata, "lang") or "en-GB").partition("-")
    return {
        "pdf-title": quoted(title),
        "pdf-authors": _array(map(pf.stringify, metadata["author"]) if "author" in metadata else ()),
        "pdf-keywords": _array(map(pf.stringify, metadata["keywords"]) if "keywords" in metadata else ()),
        "spoken": quoted(language),
        "spoken-in": quoted(region) if region else "none",
        "running-head": quoted(running_head(document.tree) or title),
        "page-prefix": quoted("S" if document.name == SUPPLEMENT else ""),
        "places": _array(document.anchors),
        "contents": str(document.name == SUPPLEMENT).lower(),
        "whole": str(document.name == MANUSCRIPT).lower(),
    }


def _text(metadata: Mapping[str, pf.MetaValue], name: str) -> str:
    return pf.stringify(metadata[name]).strip() if name in metadata else ""


def _array(texts: Iterable[str]) -> str:
    return f"({''.join(f'{quoted(text)}, ' for text in texts)})"
