"""The paper in Word: real tables and captions, equations to edit, numbered lines, links that arrive, fixed bytes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import panflute as pf
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table as WordTable

from press.ground.fault import Fault
from press.paper.document import Document
from press.paper.word.reference import reference_document, text_width
from press.paper.word.widths import column_widths
from press.paper.word.write import write_word

from .small_paper import lay_out, small_paper

FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("word")
    lay_out(folder)
    return folder


@pytest.fixture(scope="module")
def paper(root: Path) -> Document:
    return small_paper(root, rows=30)


def _write(document: Document, root: Path, name: str) -> Path:
    path = root / "out" / f"{name}.docx"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1767225600")
        write_word(document, path, root, root / "paper/numbers.csl")
    return path


@pytest.fixture(scope="module")
def file(paper: Document, root: Path) -> Path:
    return _write(paper, root, "manuscript")


@pytest.fixture
def word(file: Path) -> docx.document.Document:
    return docx.Document(str(file))


def _patients(word: docx.document.Document) -> WordTable:
    return next(table for table in word.tables if len(table.rows) > 30)


def _width(table: WordTable) -> int:
    return sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.gridCol_lst)


def test_the_same_paper_is_the_same_bytes_and_is_left_as_it_was(paper: Document, root: Path, file: Path) -> None:
    before = pf.stringify(paper.tree)
    assert _write(paper, root, "again").read_bytes() == file.read_bytes()
    assert pf.stringify(paper.tree) == before


def test_the_file_says_its_title_and_language_and_no_moment_of_making(file: Path) -> None:
    core = docx.Document(str(file)).core_properties
    names = "Ann One; Bob van Two; The Example Group"
    assert (core.title, core.author, core.language) == ("A registry, simulated", names, "en-GB")
    assert core.created is not None and core.modified is not None
    assert {core.created.isoformat(), core.modified.isoformat()} == {"2026-01-01T00:00:00+00:00"}
    with zipfile.ZipFile(file) as parts:
        assert "docProps/custom.xml" not in parts.namelist()
        assert {entry.date_time[0] for entry in parts.infolist()} == {2026}


def test_a_table_repeats_its_headings_keeps_its_rows_whole_and_fills_the_page(word: docx.document.Document) -> None:
    table = _patients(word)._tbl
    heads = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.tr_lst]
    assert heads == [True, True, *[False] * 32]
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in table.tr_lst)
    assert _width(_patients(word)) == text_width()


def test_a_section_of_a_table_spans_it_and_an_indent_is_no_blank(word: docx.document.Document) -> None:
    rows = _patients(word)._tbl.tr_lst
    assert [cell.grid_span for cell in rows[2].tc_lst] == [4]
    label = _patients(word).rows[4].cells[0].paragraphs[0]
    assert label.text == "Level 0 of a variable with a long name"
    assert label.paragraph_format.left_indent


def test_a_caption_stays_with_its_table_and_the_notes_with_the_last_row(word: docx.document.Document) -> None:
    caption, note = (
        next(each for each in word.paragraphs if each.text.startswith(opening)) for opening in ("Table 1.", "a Twice")
    )
    assert caption.style is not None and note.style is not None
    assert (caption.style.name, note.style.name) == ("Table Caption", "Table Notes")
    assert caption.style.paragraph_format.keep_with_next
    assert caption.runs[0].style.name == "Caption Label"
    last = _patients(word).rows[-1].cells
    assert all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in last)


def test_wide_tables_share_turned_pages_and_every_page_has_the_header(word: docx.document.Document) -> None:
    turned = [section.page_width > section.page_height for section in word.sections]
    assert turned == [False, True, False]
    assert {section.header.paragraphs[0].text for section in word.sections} == {"A registry, simulated"}
    wide = [table for table in word.tables if table.rows[-1].cells[0].text == "Interval"]
    assert [_width(table) for table in wide] == [text_width(landscape=True)] * 2


def test_a_table_that_asks_for_a_wide_page_and_fits_an_upright_one_stays_upright(word: docx.document.Document) -> None:
    assert _width(word.tables[-1]) == text_width()


def test_a_column_has_room_for_its_longest_number_and_prose_takes_the_rest() -> None:
    number, label = "−0.44 (−0.54 to −0.34)".replace(" ", "\N{NO-BREAK SPACE}"), "Physician global activity VAS"
    first, least, rest = column_widths([[(label, False)], [(number, False)], [("a mean " * 40, False)]], 60)
    assert least > 10  # so wide, in the size of the letters, is the number, which must not be cut
    assert rest > 30
    assert first + least + rest == pytest.approx(60)


def test_no_page_stays_empty_where_a_wide_table_ends_the_paper(paper: Document, root: Path) -> None:
    named = [getattr(block, "identifier", "") for block in paper.tree.content]
    results = list(paper.tree.content)[named.index("sec-results") : named.index("tbl-wider") + 1]
    shortened = replace(paper, tree=pf.Doc(*results, metadata=paper.tree.metadata))
    word = docx.Document(str(_write(shortened, root, "wide")))
    assert [section.page_width > section.page_height for section in word.sections] == [False, True]


def test_lines_are_numbered_on_every_page_from_first_to_last(word: docx.document.Document) -> None:
    for section in word.sections:
        numbers = section._sectPr.find(qn("w:lnNumType"))
        assert (numbers.get(qn("w:countBy")), numbers.get(qn("w:restart"))) == ("1", "continuous")
        assert {section.page_width, section.page_height} <= set(range(Mm(209), Mm(211))) | set(range(Mm(296), Mm(298)))


def test_an_equation_can_be_edited_and_has_its_number_at_its_side(word: docx.document.Document) -> None:
    (table,) = (table for table in word.tables if table._tbl.find(f".//{FORMULA}oMathPara") is not None)
    cells = table.rows[0].cells
    assert cells[1]._tc.find(f".//{FORMULA}f") is not None  # a fraction, not a picture
    assert [cell.text for cell in cells] == ["", "", "(1)"]


def test_a_picture_is_a_png_with_its_alternative_text(file: Path, word: docx.document.Document) -> None:
    (shape,) = word.inline_shapes
    assert shape._inline.docPr.get("descr") == "MMT8 rises."
    assert abs(shape.width - Mm(120)) < Mm(0.1)
    with zipfile.ZipFile(file) as parts:
        assert [Path(name).suffix for name in parts.namelist() if "/media/" in name] == [".png"]


def test_every_link_within_the_paper_has_its_bookmark(word: docx.document.Document) -> None:
    body = word.element.body
    asked = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))}
    there = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    assert {"tbl-patients", "fig-course", "eq-model", "sec-model", "ref-aggarwal2022"} <= asked <= there


def test_headings_are_black_and_the_text_is_serif() -> None:
    styles = docx.Document(io.BytesIO(reference_document("Short"))).styles
    for name in ("Title", "Heading 1", "Heading 2", "Body Text", "Table Caption"):
        style = next(style for style in styles if style.name == name)
        assert (str(style.font.color.rgb), style.font.name) == ("000000", "Times New Roman")
        assert "Theme" not in str(dict(style.element.rPr.rFonts.attrib))


def test_a_picture_that_is_not_there_stops_with_its_name(paper: Document, root: Path) -> None:
    lost = replace(paper, tree=pf.Doc(pf.Para(pf.Image(url="figures/lost.svg")), metadata=paper.tree.metadata))
    with pytest.raises(Fault, match=r"figures/lost\.png"):
        _write(lost, root, "lost")
    assert not (root / "out/lost.docx").exists()
