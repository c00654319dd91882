"""How wide the columns of a table in Word are: no word and no number is cut, and the longest texts share the rest."""

from __future__ import annotations

from collections.abc import Sequence

from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl, CT_Tc

Text = tuple[str, bool]  # a text and whether it is bold
# As WordprocessingML names them; asked of every cell, they are not looked up each time.
_PARAGRAPH, _TEXT, _VALUE = qn("w:p"), qn("w:t"), qn("w:val")
_SIDE, _HEADER = f"{qn('w:pPr')}/{qn('w:jc')}", f"{qn('w:trPr')}/{qn('w:tblHeader')}"
_NARROW, _WIDE = frozenset("ijlft.,:;|'!()[]/ "), frozenset("mwMW%@")
_BOLD = 1.08  # times the width of plain letters
_AIR = 0.75  # of the size of the letters: the space at both sides of a text
_LABEL = 11  # times the size of the letters: the least room for the label of a row
_PROSE = 0.4  # of the page: a text longer than this wraps, and asks for no more


def column_widths(columns: Sequence[Sequence[Text]], total: float) -> list[float]:
    """Return a width for each column, all together `total`; lengths in the size of the letters (em).

    A word is what stands between two blanks.

    >>> [round(width) for width in column_widths([[("Age, years", False)], [("n", True), ("123", False)]], 30)]
    [21, 9]
    >>> [round(width) for width in column_widths([[("mean change " * 9, False)], [("efficacy.p", False)]], 30)]
    [25, 5]
    """
    least, most = _least(columns), _most(columns)
    if sum(most) <= total:
        return [width * total / sum(most) for width in most]
    if sum(least) >= total:
        return [width * total / sum(least) for width in least]
    wish = [max(min(long, _PROSE * total) - short, 0.0) for long, short in zip(most, least, strict=True)]
    spare = (total - sum(least)) / (sum(wish) or 1)
    return [short + spare * long for short, long in zip(least, wish, strict=True)]


def fits(columns: Sequence[Sequence[Text]], total: float) -> bool:
    """Whether the columns find room in `total` without a word cut."""
    return sum(_least(columns)) <= total


def texts(table: CT_Tbl) -> list[list[Text]]:
    """Return what must not be cut, by column: each word of a heading, a number with all that belongs to it, a word."""
    columns: list[list[Text]] = [[] for _ in table.tblGrid.gridCol_lst]
    for row in table.tr_lst:
        cells = row.tc_lst
        if len(cells) == len(columns):  # one text a column: neither a section nor a heading over several
            for column, cell in zip(columns, cells, strict=True):
                column.extend(_texts(cell, heading=row.find(_HEADER) is not None))
    return columns


def _texts(cell: CT_Tc, *, heading: bool) -> list[Text]:
    paragraph = cell.find(_PARAGRAPH)
    text = "".join(part.text or "" for part in paragraph.iter(_TEXT))
    if heading:
        return [(word, True) for word in text.split(" ")]
    side = paragraph.find(_SIDE)
    prose = side is None or side.get(_VALUE) == "left"
    return [(text if prose else text.replace(" ", "\N{NO-BREAK SPACE}"), False)]


def _least(columns: Sequence[Sequence[Text]]) -> list[float]:
    words = [[(word, bold) for text, bold in column for word in text.split(" ")] for column in columns]
    least, most = _most(words), _most(columns)
    return [max(least[0], min(most[0], _LABEL)), *least[1:]]


def _most(columns: Sequence[Sequence[Text]]) -> list[float]:
    return [max((_length(*each) for each in column), default=0.0) + _AIR for column in columns]


def _length(text: str, bold: bool) -> float:
    """The length of a text in a sans-serif letter, near enough; a capital is as wide as a digit and a third."""
    widths = (
        0.28 if letter in _NARROW else 0.85 if letter in _WIDE else 0.72 if letter.isupper() else 0.556
        for letter in text
    )
    return sum(widths) * (_BOLD if bold else 1)
