"""The LaTeX file that a journal may ask for: class article, its figures beside it in the folder figures."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import panflute as pf

from press.exhibits.table.latex_text import escape, lacking, stand_in_comment
from press.paper.byline import LINES, NAMES
from press.paper.document import Document, running_head
from press.paper.key_messages import TITLE, is_box
from press.paper.left_to_write import MARKED
from press.paper.pandoc import citing, convert
from press.paper.tree_walk import walk

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
    """Write the document as LaTeX, for pdflatex.

    What the author wrote has no sign that LaTeX could not print (`compose` refuses it); a name from the data may, and
    gets a question mark for each, of which a comment in the file tells.
    """
    tree = latex_tree(document)
    head = running_head(tree)
    for name in ("lang", "keywords"):  # would ask for a package of its own, and say nothing in print
        tree.metadata.content.pop(name, None)
    tree.metadata["header-includes"] = pf.MetaInlines(pf.RawInline(_PREAMBLE % (escape(head), _SIGNS), format="latex"))
    _sign(tree)
    tree.metadata["link-citations"] = pf.MetaBool(True)
    settings = {"documentclass": "article", "papersize": "a4", "fontsize": "11pt", "geometry": "margin=25mm"}
    options = [f"--variable={name}:{value}" for name, value in settings.items()]
    options += ["--standalone", *citing(style), "--wrap=none"]
    text = convert(tree, to="latex", options=options, root=root).decode()
    path.write_text(text.replace(_SIGNS, _declarations(text, head)), encoding="utf-8", newline="\n")


def _sign(tree: pf.Doc) -> None:
    """Let the lines of the title block be what LaTeX prints of the authors; in the PDF's own data names stand alone."""
    if LINES in tree.metadata:
        lines, names = tree.metadata.content.pop(LINES), tree.metadata[NAMES]
        tree.metadata["author-meta"] = pf.MetaString(escape("; ".join(map(pf.stringify, names))))
        parts = [inline for line in lines for inline in (pf.LineBreak(), *line.content)]
        tree.metadata[NAMES] = pf.MetaList(pf.MetaInlines(*parts[1:]))


def _declarations(text: str, head: str) -> str:
    """How each sign beyond the Latin letters is printed, and which are not; `head` stands in the text escaped."""
    signs = sorted({sign for sign in text if ord(sign) > _LATIN or lacking(sign)} - _KNOWN)
    lines = [f"\\DeclareUnicodeCharacter{{{ord(sign):04X}}}{{{escape(sign)}}}" for sign in signs]
    missing = lacking(text + head)
    return "\n".join([*([stand_in_comment(missing)] if missing else []), *lines])


_SMALL = "\\footnotesize\\setlength{\\tabcolsep}{3pt}"
_NOTES = "\\vspace{-\\baselineskip}{\\scriptsize\\raggedright\\setlength{\\parskip}{1pt}\\setlength{\\parindent}{0pt}"
_BOX = (
    "\\begin{center}\\fbox{\\begin{minipage}{0.95\\linewidth}\n",
    "\\end{minipage}}\\end{center}",
)
_NUMBERED = {"table": "Table~", "fig": "Figure~", "disp-formula": "Equation~"}


def latex_tree(document: Document) -> pf.Doc:
    """Return a copy of the document's tree written for LaTeX."""
    tree = document.copy_of_tree()
    walk(tree, _element)
    return tree


def _element(element: pf.Element) -> pf.Element | list[pf.Element] | None:
    if isinstance(element, pf.Link) and "xref" in element.classes:
        return _reference(element)
    if isinstance(element, pf.Div):
        if "equation" in element.classes:
            return _equation(element)
        if "exhibit" in element.classes:
            return _figure(element) if "figure" in element.classes else _table(element)
        if is_box(element):
            return [_block(_BOX[0] + f"\\textbf{{{TITLE}}}"), *element.content, _block(_BOX[1])]
    if isinstance(element, pf.Span) and "label" in element.classes:
        return []  # LaTeX writes the label
    if isinstance(element, pf.Span) and MARKED in element.classes:
        return [_inline("{\\bfseries\\color[rgb]{0.7,0,0}"), *element.content, _inline("}")]
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
