"""The display equations of the paper's Word file: the formula in the middle of the line, its number at the right."""

from __future__ import annotations

from itertools import pairwise

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from press.paper.word.reference import text_width
from press.paper.word.styles import EQUATION

_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMathPara"
_SIDE = 800  # the width left and right of a formula, in twentieths of a point


def place_equations(document: Document) -> None:
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
