"""The tree as LaTeX needs it: labels and references that LaTeX numbers itself, figures as PDF, wide tables turned."""

from __future__ import annotations

from pathlib import PurePosixPath

import panflute as pf

from press.paper.document import Document
from press.paper.tree_copy import copied

_SMALL = "\\footnotesize\\setlength{\\tabcolsep}{3pt}"
_NOTES = "\\vspace{-\\baselineskip}{\\scriptsize\\raggedright\\setlength{\\parskip}{1pt}\\setlength{\\parindent}{0pt}"
_NUMBERED = {"table": "Table~", "fig": "Figure~", "disp-formula": "Equation~"}


def latex_tree(document: Document) -> pf.Doc:
    """Return a copy of the document's tree written for LaTeX."""
    return copied(document.tree).walk(_element)


def _element(element: pf.Element, _doc: pf.Doc) -> pf.Element | list[pf.Element] | None:
    if isinstance(element, pf.Link) and "xref" in element.classes:
        return _reference(element)
    if isinstance(element, pf.Div):
        if "equation" in element.classes:
            return _equation(element)
        if "exhibit" in element.classes:
            return _figure(element) if "figure" in element.classes else _table(element)
    if isinstance(element, pf.Span) and "label" in element.classes:
        return []  # LaTeX writes the label
    if isinstance(element, pf.Span) and "indent" in element.classes:
        return _inline(f"\\hspace*{{{len(pf.stringify(element))}em}}")
    return None


def _inline(code: str) -> pf.RawInline:
    return pf.RawInline(code, format="latex")


def _block(code: str) -> pf.RawBlock:
    return pf.RawBlock(code, format="latex")


def _reference(link: pf.Link) -> pf.Element:
    """A number that LaTeX counts, after its word where the text has one; a section goes by its title."""
    anchor, kind = link.url.removeprefix("#"), link.attributes["ref-type"]
    if kind not in _NUMBERED:
        return link
    word = _NUMBERED[kind] if "\N{NO-BREAK SPACE}" in pf.stringify(link) else ""
    return _inline(f"{word}\\ref{{{anchor}}}")


def _equation(div: pf.Div) -> pf.RawBlock:
    formula = div.content[0].content[0].text.strip()
    return _block(f"\\begin{{equation}}\\label{{{div.identifier}}}\n{formula}\n\\end{{equation}}")


def _figure(div: pf.Div) -> pf.Plain:
    (figure,) = (part for part in div.content if isinstance(part, pf.Figure))
    picture = PurePosixPath(figure.content[0].content[0].url).with_suffix(".pdf")
    opening = f"\\begin{{figure}}\n\\centering\n\\includegraphics[width=\\linewidth]{{{picture}}}\n\\caption{{"
    closing = f"}}\\label{{{div.identifier}}}\n\\end{{figure}}"
    return pf.Plain(_inline(opening), *_unlabelled(figure.caption), _inline(closing))


def _table(div: pf.Div) -> list[pf.Element]:
    """A table that breaks over pages, in small type with its notes; a wide one lies on its side."""
    parts: list[pf.Element] = []
    for part in div.content:
        if isinstance(part, pf.Table):
            part.identifier = div.identifier
            part.caption = pf.Caption(pf.Plain(*_unlabelled(part.caption)))
            parts.append(part)
        else:
            parts += [_block(_NOTES), *part.content, _block("\\par}")]
    name = "landscape" if "landscape" in div.classes else "center"
    return [_block(f"\\begin{{{name}}}{_SMALL}"), *parts, _block(f"\\end{{{name}}}")]


def _unlabelled(caption: pf.Caption) -> list[pf.Inline]:
    """A caption without the space that its label left behind."""
    words = list(caption.content[0].content)
    return words[1:] if words and isinstance(words[0], pf.Space) else words
