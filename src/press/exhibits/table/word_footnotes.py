"""Real footnotes in a Word file: marked in the cells, kept in a part of their own, lettered by Word itself."""

from __future__ import annotations

from xml.sax.saxutils import escape

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from press.exhibits.legible import legible
from press.exhibits.table.layout import Table

_LETTER = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'


class Footnotes:
    """The footnotes of one table: ask for the `marks` of the cells in reading order, then `attach` the texts.

    A footnote can stand in a Word text only once. The first mark of a note is the footnote itself; every later one
    is a cross-reference to it (a NOTEREF field), which Word and LibreOffice show as the same raised letter.
    """

    def __init__(self, table: Table) -> None:
        self._letters = table.letters
        self._texts = [text for _, text in table.lettered_notes]
        self._places = {key: place for place, key in enumerate(self._letters, start=1)}
        self._met: set[str] = set()

    def marks(self, keys: tuple[str, ...]) -> str:
        """Return the raised letters of the notes `keys`, as the last runs of a paragraph."""
        runs = ""
        for number, key in enumerate(sorted(keys, key=self._places.__getitem__)):
            runs += _run("<w:t>,</w:t>") if number else ""
            runs += self._again(key) if key in self._met else self._first(key)
            self._met.add(key)
        return runs

    def attach(self, document: Document) -> None:
        """Give the document the footnote texts and the setting that letters them and sets them below the text.

        A program that does not know "below the text" puts them at the foot of the page where their mark stands.
        """
        part = Part(
            PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, self._part().encode(), document.part.package
        )
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        letters = '<w:numFmt w:val="lowerLetter"/>'
        everywhere = f'<w:pos w:val="beneathText"/>{letters}<w:footnote w:id="-1"/><w:footnote w:id="0"/>'
        compatibility = document.settings.element.find(qn("w:compat"))
        compatibility.addprevious(parse_xml(f"<w:footnotePr {nsdecls('w')}>{everywhere}</w:footnotePr>"))
        # The section says it once more: some programs look for the kind of number only there.
        page = document.sections[0]._sectPr
        page.insert(0, parse_xml(f"<w:footnotePr {nsdecls('w')}>{letters}</w:footnotePr>"))

    def _first(self, key: str) -> str:
        place = self._places[key]
        return (
            f'<w:bookmarkStart w:id="{place}" w:name="_Ref_note_{place}"/>'
            + _run(f'<w:footnoteReference w:id="{place}"/>')
            + f'<w:bookmarkEnd w:id="{place}"/>'
        )

    def _again(self, key: str) -> str:
        order = f" NOTEREF _Ref_note_{self._places[key]} \\f \\h "
        return (
            _run('<w:fldChar w:fldCharType="begin"/>')
            + _run(f'<w:instrText xml:space="preserve">{order}</w:instrText>')
            + _run('<w:fldChar w:fldCharType="separate"/>')
            + _run(f"<w:t>{self._letters[key]}</w:t>")
            + _run('<w:fldChar w:fldCharType="end"/>')
        )

    def _part(self) -> str:
        """The footnotes part: the two separators that Word wants, then one footnote a note."""
        thin = '<w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
        separators = "".join(
            f'<w:footnote w:type="{kind}" w:id="{place}"><w:p>{thin}<w:r><w:{kind}/></w:r></w:p></w:footnote>'
            for place, kind in ((-1, "separator"), (0, "continuationSeparator"))
        )
        notes = "".join(
            f'<w:footnote w:id="{place}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>{_run("<w:footnoteRef/>")}'
            f'<w:r><w:t xml:space="preserve"> {escape(legible(text))}</w:t></w:r></w:p></w:footnote>'
            for place, text in enumerate(self._texts, start=1)
        )
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        return f"{head}<w:footnotes {nsdecls('w')}>{separators}{notes}</w:footnotes>"


def _run(content: str) -> str:
    return f"<w:r>{_LETTER}{content}</w:r>"
