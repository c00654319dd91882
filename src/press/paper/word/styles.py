"""How the paper's Word file looks: a serif text at one and a half lines, plain black headings, small tables."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

SERIF, SANS = "Times New Roman", "Arial"
LABEL, NOTES, EQUATION = "Caption Label", "Table Notes", "Equation"
AFFILIATION, KEY_MESSAGES = "Affiliation", "Key Messages"
CELL, SMALL_CELL = "Table Cell", "Small Table Cell"
MARGIN = Mm(25)
LINK = RGBColor(0x1F, 0x3A, 0x6B)  # dark blue: ten to one against white
GREY = RGBColor(0x59, 0x59, 0x59)


@dataclass(frozen=True)
class Look:
    """How one kind of paragraph looks; lengths in points, `lines` in lines of its own size."""

    size: float = 12
    bold: bool = False
    italic: bool = False
    lines: float = 1.0
    before: float = 0
    after: float = 0
    font: str = SERIF
    with_next: bool = False
    whole: bool = False  # its lines stay on one page
    hanging: float = 0
    numbered: bool = True  # its lines count where the lines of the text are numbered


LOOKS = {
    "Normal": Look(),
    "Body Text": Look(lines=1.5, after=6),
    "First Paragraph": Look(lines=1.5, after=6),
    "Block Text": Look(lines=1.5, after=6),
    "Title": Look(16, bold=True, lines=1.15, after=6),
    "Subtitle": Look(13, lines=1.15, after=12),
    "Author": Look(after=6),
    AFFILIATION: Look(9.5, after=2),
    "Date": Look(after=12),
    "Abstract Title": Look(14, bold=True, before=12, after=6, with_next=True),
    "Abstract": Look(lines=1.5, after=6),
    KEY_MESSAGES: Look(11, lines=1.15, after=3),
    "Heading 1": Look(14, bold=True, before=18, after=6, with_next=True),
    "Heading 2": Look(12, bold=True, before=12, after=4, with_next=True),
    **{f"Heading {level}": Look(italic=True, before=12, after=4, with_next=True) for level in range(3, 10)},
    "Caption": Look(10, lines=1.15, before=12, after=4, whole=True),
    "Table Caption": Look(10, lines=1.15, before=12, after=4, with_next=True, whole=True),
    "Image Caption": Look(10, lines=1.15, before=4, after=14, whole=True),
    "Figure": Look(before=12, with_next=True, numbered=False),
    "Captioned Figure": Look(before=12, with_next=True, numbered=False),
    "Compact": Look(lines=1.15, after=3),  # pandoc's for a list of short items, and for cells before they are dressed
    CELL: Look(8.5, font=SANS, before=1, after=1),
    SMALL_CELL: Look(7.5, font=SANS, before=0.5, after=0.5),
    "Footnote Text": Look(10),
    "Bibliography": Look(11, lines=1.15, after=4, hanging=21, whole=True),
    NOTES: Look(8, font=SANS, before=2),
    EQUATION: Look(before=6, after=6),
    "Header": Look(9, numbered=False),
    "Footer": Look(9, numbered=False),
}


def dress(document: Document) -> None:
    """Give every style of pandoc's reference document, and those added here, its look."""
    styles = document.styles
    known = {style.name: style for style in styles}
    for name, look in LOOKS.items():
        if name not in known:
            known[name] = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name in ("Header", "Footer"))
            known[name].base_style = known["Normal"]
        _look(known[name], look)
        if f"{name} Char" in known:  # its twin for a few words, which Word keeps like it
            _letters(known[f"{name} Char"], look)
    styles.add_style(LABEL, WD_STYLE_TYPE.CHARACTER).font.bold = True
    numbers = styles.add_style("Line Number", WD_STYLE_TYPE.CHARACTER, builtin=True).font
    numbers.name, numbers.size, numbers.color.rgb = SANS, Pt(7), GREY
    styles["Hyperlink"].base_style = styles["Default Paragraph Font"]  # a link is as large as the words around it
    link = styles["Hyperlink"].font
    link.color.rgb, link.underline = LINK, False
    _table_style(styles["Table"].element)
    _border(known[KEY_MESSAGES])
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _look(style: ParagraphStyle, look: Look) -> None:
    _letters(style, look)
    shape = style.paragraph_format
    shape.alignment = WD_ALIGN_PARAGRAPH.LEFT
    shape.line_spacing, shape.space_before, shape.space_after = look.lines, Pt(look.before), Pt(look.after)
    shape.left_indent, shape.right_indent, shape.first_line_indent = Pt(look.hanging), Pt(0), Pt(-look.hanging)
    shape.keep_with_next, shape.keep_together, shape.widow_control = look.with_next, look.whole, True
    if not look.numbered:
        properties = style.element.get_or_add_pPr()
        properties.insert_element_before(OxmlElement("w:suppressLineNumbers"), "w:pBdr", "w:shd", "w:tabs", "w:spacing")


def _border(style: ParagraphStyle) -> None:
    """A line around a paragraph, and around all neighbours of the same style."""
    sides = "".join(_rule(side, 8).replace('w:space="0"', 'w:space="6"') for side in ("top", "left", "bottom", "right"))
    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>")
    style.element.get_or_add_pPr().insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def _letters(style: CharacterStyle, look: Look) -> None:
    properties = style.element.get_or_add_rPr()
    for old in list(properties):  # among them the theme's font and colour, which would win
        properties.remove(old)
    fonts = " ".join(f'w:{script}="{look.font}"' for script in ("ascii", "hAnsi", "cs", "eastAsia"))
    properties.append(parse_xml(f"<w:rFonts {nsdecls('w')} {fonts}/>"))
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, look.italic
    style.font.color.rgb = RGBColor(0, 0, 0)


def _table_style(style: BaseOxmlElement) -> None:
    """Three rules: above the heading, below it, below the last line."""
    for old in [*style.findall(qn("w:tblPr")), *style.findall(qn("w:tblStylePr"))]:
        style.remove(old)
    rules = _rule("top", 12) + _rule("bottom", 12)
    space = '<w:left w:w="50" w:type="dxa"/><w:right w:w="50" w:type="dxa"/>'
    inside = f"<w:tblBorders>{rules}</w:tblBorders><w:tblCellMar>{space}</w:tblCellMar>"
    style.append(parse_xml(f"<w:tblPr {nsdecls('w')}>{inside}</w:tblPr>"))
    inside = f"<w:tcPr><w:tcBorders>{_rule('bottom', 6)}</w:tcBorders></w:tcPr>"
    style.append(parse_xml(f'<w:tblStylePr {nsdecls("w")} w:type="firstRow">{inside}</w:tblStylePr>'))


def _rule(side: str, eighths: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="000000"/>'
