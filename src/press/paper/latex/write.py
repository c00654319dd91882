"""The LaTeX file that a journal may ask for: class article, its figures beside it in the folder figures."""

from __future__ import annotations

from pathlib import Path

import panflute as pf

from press.exhibits.table.latex_text import escape
from press.ground.fault import Fault
from press.paper.document import Document
from press.paper.latex.tree import latex_tree
from press.paper.pandoc import citing, convert

_SIGNS = "% signs of the text that LaTeX's own fonts lack"
_PREAMBLE = r"""
\usepackage{amsmath,amssymb,graphicx,pdflscape,fancyhdr}
\pagestyle{fancy}
\fancyhf{}
\renewcommand{\headrulewidth}{0.4pt}
\fancyhead[R]{\footnotesize %s}
\fancyfoot[C]{\thepage}
\setlength{\LTleft}{0pt}
\emergencystretch=3em
%s"""
_LATIN = 0x17F  # the last sign that an 8-bit font of Latin letters has
# What pandoc leaves as it is and LaTeX can print without help.
_KNOWN = frozenset("–—‘’“”…†‡•€™")


def write_latex(document: Document, path: Path, root: Path, style: Path | None) -> None:
    """Write the document as LaTeX, for pdflatex. Raises Fault where it holds a sign that LaTeX could not print."""
    tree = latex_tree(document)
    origin = escape(pf.stringify(tree.metadata["origin"])) if "origin" in tree.metadata else ""
    for name in ("lang", "keywords"):  # would ask for a package of its own, and say nothing in print
        tree.metadata.content.pop(name, None)
    tree.metadata["header-includes"] = pf.MetaInlines(pf.RawInline(_PREAMBLE % (origin, _SIGNS), format="latex"))
    tree.metadata["link-citations"] = pf.MetaBool(True)
    settings = {"documentclass": "article", "papersize": "a4", "fontsize": "11pt", "geometry": "margin=25mm"}
    options = [f"--variable={name}:{value}" for name, value in settings.items()]
    options += ["--standalone", *citing(style), "--wrap=none"]
    text = convert(tree, to="latex", options=options, root=root).decode()
    path.write_text(text.replace(_SIGNS, _declarations(text)), encoding="utf-8", newline="\n")


def _declarations(text: str) -> str:
    """How each sign beyond the Latin letters is printed. Raises Fault for one that is not known."""
    signs = sorted({sign for sign in text if ord(sign) > _LATIN} - _KNOWN)
    if lacking := [f"{sign} (U+{ord(sign):04X})" for sign in signs if escape(sign) == sign]:
        raise Fault(f"the LaTeX file cannot print {', '.join(lacking)}: write it otherwise, or add it to latex_text.py")
    return "\n".join(f"\\DeclareUnicodeCharacter{{{ord(sign):04X}}}{{{escape(sign)}}}" for sign in signs)
