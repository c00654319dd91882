"""The paper as a Word file: real tables and captions, editable equations, numbered lines, the same bytes every time."""

from __future__ import annotations

import io
import tempfile
from itertools import pairwise
from pathlib import Path

import docx.document
import panflute as pf
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from press.exhibits.table.word_file import save
from press.ground.dates import source_moment
from press.paper.byline import LINES, NAMES
from press.paper.document import Document, running_head
from press.paper.key_messages import is_box
from press.paper.pandoc import citing, convert
from press.paper.run_in_notes import run_in
from press.paper.tree_copy import as_png
from press.paper.tree_walk import walk
from press.paper.word.box import box, draw_box
from press.paper.word.pages import TURN_BACK, TURN_WIDE, settle_pages
from press.paper.word.reference import reference_document, text_width
from press.paper.word.styles import AFFILIATION, EQUATION, LABEL, NOTES
from press.paper.word.tables import dress_tables

_STYLES = {"notes": NOTES, "equation": EQUATION}
_GAP = "\N{EN SPACE} "  # between two notes that run on


def write_word(document: Document, path: Path, root: Path, style: Path | None) -> None:
    """Write a text of the paper as Word; `style` is the CSL file of its citations.

    Raises Fault with pandoc's words where it cannot be written, as for a figure that is not there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".word-", dir=path.parent) as folder:
        reference = Path(folder) / "reference.docx"
        reference.write_bytes(reference_document(running_head(document.tree)))
        options = [*citing(style), "--metadata=link-citations:true", f"--reference-doc={reference}"]
        written = convert(_prepared(document.copy_of_tree()), to="docx", options=["--standalone", *options], root=root)
    word = docx.Document(io.BytesIO(written))
    settle_pages(word)
    place_equations(word)
    draw_box(word)
    dress_tables(word)
    _affiliations(word)
    _properties(word, document)
    save(word, path)


def _prepared(ready: pf.Doc) -> pf.Doc:
    """The tree with the names of Word's styles, pictures that Word can show and the pages that are turned."""
    walk(ready, _named)
    if LINES in ready.metadata:  # each line a paragraph, as pandoc prints each author
        ready.metadata[NAMES] = ready.metadata.content.pop(LINES)
    if keywords := ready.get_metadata("keywords"):
        words = pf.Para(pf.Strong(pf.Str("Keywords:")), pf.Space(), pf.Str("; ".join(keywords)))
        ready.content.insert(0, pf.Div(words, attributes={"custom-style": "Abstract"}))
    return ready


def _named(element: pf.Element) -> list[pf.Element] | None:
    if isinstance(element, pf.Image):
        as_png(element)
    elif isinstance(element, pf.Span) and "label" in element.classes:
        element.attributes["custom-style"] = LABEL
    elif isinstance(element, pf.Div):
        if is_box(element):
            box(element)
        for name in element.classes:
            if name in _STYLES:
                element.attributes["custom-style"] = _STYLES[name]
        if "notes" in element.classes:
            element.content = run_in(element.content, _GAP)
        if "landscape" in element.classes:
            return [pf.RawBlock(TURN_WIDE, "openxml"), element, pf.RawBlock(TURN_BACK, "openxml")]
    return None


def _affiliations(word: docx.document.Document) -> None:
    """Set what follows the names of the authors smaller than these."""
    signed = [each for each in word.paragraphs if each.style is not None and each.style.name == "Author"]
    for line in signed[1:]:
        line.style = word.styles[AFFILIATION]


def _properties(word: docx.document.Document, document: Document) -> None:
    """Who and what, in which language; no moment of making, nor pandoc's copy of its own settings."""
    core = word.core_properties
    core.author = "; ".join(author.name for author in document.authors)
    core.language, core.last_modified_by, core.comments = "en-GB", "", ""
    core.created = core.modified = source_moment()
    package = word.part.package
    for key in [key for key, rel in package.rels.items() if rel.reltype.endswith("/custom-properties")]:
        del package.rels[key]


_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMathPara"
_SIDE = 800  # the width left and right of a formula, in twentieths of a point


def place_equations(document: docx.document.Document) -> None:
    """Set every numbered equation in a line of three cells: in one paragraph with its number, Word shrinks it.

    Pandoc writes the formula and, in the next paragraph, the number.
    """
    own = [each for each in document.paragraphs if each.style is not None and each.style.name == EQUATION]
    for formula, number in pairwise(own):
        drawn = formula._p.find(_FORMULA)
        if drawn is None or number._p.find(_FORMULA) is not None:
            continue
        widths = (_SIDE, text_width() - 2 * _SIDE, _SIDE)
        texts = ("", "", f"<w:r><w:t>{number.text.strip()}</w:t></w:r>")
        cells = "".join(_cell(width, text) for width, text in zip(widths, texts, strict=True))
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        size = f'<w:tblW w:w="{text_width()}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        head = f"<w:tblPr>{size}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
        table = parse_xml(f"<w:tbl {nsdecls('w')}>{head}{row}</w:tbl>")
        table.tr_lst[0].tc_lst[1].p_lst[0].append(drawn)
        formula._p.addprevious(table)
        for paragraph in (formula, number):
            paragraph._p.getparent().remove(paragraph._p)


def _cell(width: int, text: str) -> str:
    size = f'<w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/>'
    side = f'<w:jc w:val="{"right" if text else "center"}"/>'
    return f'<w:tc><w:tcPr>{size}</w:tcPr><w:p><w:pPr><w:pStyle w:val="{EQUATION}"/>{side}</w:pPr>{text}</w:p></w:tc>'
