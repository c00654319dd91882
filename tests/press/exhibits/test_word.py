"""The Word file: real footnotes, headings on every page, rows kept whole, widths that fill the page, fixed bytes."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree  # type: ignore[import-untyped]

from press.exhibits.table.layout import Table
from press.exhibits.table.write_word import write_word

from .example import FISHER, build

W = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}


def _part(path: Path, name: str) -> etree._Element:
    with zipfile.ZipFile(path) as file:
        return etree.fromstring(file.read(name))


def _values(tree: etree._Element, xpath: str) -> list[str]:
    return [str(found) for found in tree.xpath(xpath, namespaces=W)]


@pytest.fixture
def path(table: Table, tmp_path: Path) -> Path:
    return write_word(table, tmp_path / "table.docx")


def test_every_note_is_one_real_footnote(path: Path, table: Table) -> None:
    notes = _part(path, "word/footnotes.xml")
    kinds = _values(notes, "//w:footnote/@w:type")
    assert kinds == ["separator", "continuationSeparator"]
    texts = [
        "".join(_values(note, ".//w:t/text()")).strip()
        for note in notes.xpath("//w:footnote[not(@w:type)]", namespaces=W)
    ]
    assert texts == [text for _, text in table.lettered_notes] and FISHER in texts
    assert _values(notes, "//w:footnote[not(@w:type)]//w:pStyle/@w:val") == ["FootnoteText"] * 3
    assert len(notes.xpath("//w:footnote[not(@w:type)]//w:footnoteRef", namespaces=W)) == 3


def test_the_first_mark_is_the_footnote_and_later_ones_refer_to_it(path: Path) -> None:
    body = _part(path, "word/document.xml")
    assert _values(body, "//w:footnoteReference/@w:id") == ["1", "2", "3"]
    assert _values(body, "//w:bookmarkStart/@w:name") == [f"_Ref_note_{place}" for place in (1, 2, 3)]
    orders = [order.split()[:2] for order in _values(body, "//w:instrText/text()")]
    assert orders == [["NOTEREF", "_Ref_note_3"], ["NOTEREF", "_Ref_note_1"], ["NOTEREF", "_Ref_note_3"]]
    shown = "//w:r[preceding-sibling::w:r[1]/w:fldChar/@w:fldCharType='separate']/w:t/text()"
    assert _values(body, shown) == ["c", "a", "c"]


def test_footnotes_are_lettered_and_stand_below_the_text(path: Path) -> None:
    settings = _part(path, "word/settings.xml")
    assert _values(settings, "/w:settings/w:footnotePr/w:numFmt/@w:val") == ["lowerLetter"]
    assert _values(settings, "/w:settings/w:footnotePr/w:pos/@w:val") == ["beneathText"]
    assert _values(settings, "/w:settings/w:footnotePr/w:footnote/@w:id") == ["-1", "0"]
    with zipfile.ZipFile(path) as file:
        assert b"/word/footnotes.xml" in file.read("[Content_Types].xml")
        assert b"footnotes.xml" in file.read("word/_rels/document.xml.rels")


def test_the_styles_that_footnotes_name_exist(path: Path) -> None:
    styles = _part(path, "word/styles.xml")
    names = {
        str(style.get(qn("w:styleId"))): style.find(qn("w:name")).get(qn("w:val"))
        for style in styles.iterfind(qn("w:style"))
    }
    assert names["FootnoteText"] == "footnote text" and names["FootnoteReference"] == "footnote reference"


def test_headings_repeat_and_no_row_is_split(path: Path, table: Table) -> None:
    rows = _part(path, "word/document.xml").xpath("//w:tbl/w:tr", namespaces=W)
    assert [bool(row.xpath("w:trPr/w:tblHeader", namespaces=W)) for row in rows] == [True] * 2 + [False] * len(
        table.lines
    )
    assert all(row.xpath("w:trPr/w:cantSplit", namespaces=W) for row in rows)


@pytest.mark.parametrize("landscape", [False, True])
def test_columns_fill_the_page_between_its_margins(landscape: bool, tmp_path: Path) -> None:
    path = write_word(build(landscape=landscape), tmp_path / "table.docx")
    section = docx.Document(str(path)).sections[0]
    assert section.page_width is not None and section.page_height is not None
    assert (section.page_width > section.page_height) == landscape
    body = _part(path, "word/document.xml")
    widths = [int(width) for width in _values(body, "//w:tblGrid/w:gridCol/@w:w")]
    page, left, right = (
        int(_values(body, f"//w:sectPr/{what}")[0]) for what in ("w:pgSz/@w:w", "w:pgMar/@w:left", "w:pgMar/@w:right")
    )
    assert abs(sum(widths) - (page - left - right)) <= 2  # twentieths of a point
    assert _values(body, "//w:tblLayout/@w:type") == ["fixed"]
    for row in body.xpath("//w:tr", namespaces=W):
        assert sum(int(width) for width in _values(row, "w:tc/w:tcPr/w:tcW/@w:w")) == sum(widths)


def test_caption_above_general_notes_below_and_words_for_a_screen_reader(path: Path, table: Table) -> None:
    document = docx.Document(str(path))
    first, *rest = [paragraph for paragraph in document.paragraphs if paragraph.text]
    assert first.text == table.title and first.style is not None and first.style.name == "Caption"
    assert [paragraph.text for paragraph in rest] == list(table.source)
    body = _part(path, "word/document.xml")
    assert _values(body, "//w:tblCaption/@w:val") == [table.title]
    assert _values(body, "//w:tblDescription/@w:val") == [" ".join(table.source)]


def test_cells_hold_the_texts_of_the_table(path: Path, table: Table) -> None:
    grid = docx.Document(str(path)).tables[0]
    for row, line in zip(grid.rows[2:], table.lines, strict=True):
        texts = [
            "".join(run.text for run in cell.paragraphs[0].runs if run.style.name == "Default Paragraph Font")
            for cell in row.cells
        ]
        wanted = [cell.text for cell in line.cells]
        assert texts == (wanted if line.kind == "row" else wanted * len(table.columns))


def test_the_same_table_is_the_same_bytes_and_states_the_date_of_every_file(wide: Table, tmp_path: Path) -> None:
    first, second = (write_word(wide, tmp_path / name) for name in ("one.docx", "two.docx"))
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as file:
        assert {entry.date_time for entry in file.infolist()} == {(2026, 1, 1, 0, 0, 0)}
        assert not [name for name in file.namelist() if "thumbnail" in name or "WithEffects" in name]
    core = docx.Document(str(first)).core_properties
    assert core.created.isoformat() == "2026-01-01T00:00:00+00:00"
    assert core.created == core.modified and core.title == wide.title and core.author == ""


def test_no_page_break_after_a_section_a_parent_row_or_the_last_row(path: Path) -> None:
    rows = _part(path, "word/document.xml").xpath("//w:tbl/w:tr", namespaces=W)[2:]
    held = [bool(row.xpath("w:tc/w:p/w:pPr/w:keepNext[not(@w:val='0')]", namespaces=W)) for row in rows]
    # Patients; the section; Age; Diagnosis, which has levels below it; Dermatomyositis; Anti-TIF1γ, before the notes
    assert held == [False, True, False, True, False, True]
