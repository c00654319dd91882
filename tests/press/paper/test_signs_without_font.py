"""A centre writes its terms as its patients say them: whatever the script, the PDF is set, and the words stay whole.

PDF/UA-1 (ISO 14289-1, 7.21.4) has no place for a letter without a font; the fonts of the PDF have no Chinese, Korean
or Thai, no emoji and few signs of phonetics.
"""

from __future__ import annotations

from pathlib import Path

import docx
import pypdf
import pytest

from press.exhibits.figure.kept import KeptFigure, write_figure
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.kept import write_json
from press.ground.printable import printable
from press.paper.compose import compose
from press.paper.html.write import write_html
from press.paper.typst.squares import SAID
from press.paper.typst.write import write_pdf
from press.paper.word.write import write_word

from .paper_project import PROVENANCE, STYLE, lay_out_project

NAMES = (
    "头痛",
    "片頭痛",
    "두통",
    "ปวดหัว",
    "Kopf\U0001f600weh",
    "\U0001f468\N{ZERO WIDTH JOINER}\U0001f469",
    "頭\u0301a\u20dd",
)
SHOWN = ("□□", "□□□", "Kopf□weh")


@pytest.fixture
def project(root: Path, tmp_path: Path) -> Path:
    return lay_out_project(tmp_path / "project", root)


def _exhibits(project: Path, names: tuple[str, ...], title: str = "Course", registry: str = "ours") -> None:
    """The small paper's two tables, the first with the names, and its figure."""
    for name, lines in {"patients": names, "wide": ("One",)}.items():
        table = TableBuilder(name, "Terms")
        table.column("", align="left")
        table.column("Patients")
        for line in lines:
            table.line(line, "12")
        table.source(f"Registry: {registry}.")
        write_json(table.build(), project / f"paper/tables/{name}.json")
    about = KeptFigure("course", title, f"Of all. Registry: {registry}.", title, 101.6, 50.8)
    write_figure(about, project / "paper/figures/course.json")


def _pages(project: Path, out: Path) -> str:
    document = compose(project, PROVENANCE).main
    write_pdf(document, out, project, project / STYLE)
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(out).pages).split())


def test_a_table_shows_squares_in_the_pdf_and_says_so_below(project: Path, tmp_path: Path) -> None:
    _exhibits(project, NAMES)
    text = _pages(project, tmp_path / "paper.pdf")
    assert all(shown in text for shown in SHOWN), text
    assert text.count(SAID) == 1
    document = compose(project, PROVENANCE).main
    write_html(document, tmp_path / "paper.html", project, project / STYLE)
    page = (tmp_path / "paper.html").read_text("utf-8")
    write_word(document, tmp_path / "paper.docx", project, project / STYLE)
    cells = "".join(part.text or "" for part in docx.Document(str(tmp_path / "paper.docx")).element.body.iter("{*}t"))
    for whole in (page, cells):
        assert all(name in whole for name in NAMES)
        assert "□" not in whole


def test_a_caption_and_the_origin_show_squares_and_the_last_sentence_says_so(project: Path, tmp_path: Path) -> None:
    _exhibits(project, ("One",), title="Course of 头痛", registry="두통")
    text = _pages(project, tmp_path / "paper.pdf")
    assert "Course of □□." in text
    assert "Registry: □□." in text
    assert SAID in text


def test_letters_that_the_fonts_have_are_shown_as_they_are(project: Path, tmp_path: Path) -> None:
    _exhibits(project, ("Головная боль", "πονοκέφαλος", "Kopfschmerz ≥ 3 µg", "ból głowy", "♥ √ →"))
    text = _pages(project, tmp_path / "paper.pdf")
    assert "Головная боль" in text
    assert "πονοκέφαλος" in text
    assert "□" not in text


@pytest.mark.parametrize("name", NAMES)
def test_what_stands_instead_can_be_set(name: str) -> None:
    instead = printable([name])[name]
    assert not printable([instead])
    assert [sign for sign in instead if sign.isascii()] == [sign for sign in name if sign.isascii()]


def test_no_letter_is_lost_to_a_neighbour() -> None:
    """A word is judged by itself, not by the words beside it."""
    assert printable(["μ", "Ж", "头μ", "½"]) == {"头μ": "□μ"}
