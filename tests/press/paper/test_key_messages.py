"""The box of key messages stands between abstract and text in every form: one border, one title, a real list."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree, html
from pypdf import PdfReader

from press.paper.compose import compose
from press.paper.write import write_paper

from .paper_project import PROVENANCE, edit, fault_of, lay_out_project

BOX = """::: {.key-messages}
- {cohort.n:Word} patients were seen [@kim2020].
- {efficacy.response.percent:percent0} *responded*.
:::

# Introduction {#sec-introduction}"""


@pytest.fixture(scope="module")
def project(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = lay_out_project(tmp_path_factory.mktemp("project"), root)
    edit(made, "manuscript.md", ("# Introduction {#sec-introduction}", BOX))
    return made


@pytest.fixture(scope="module")
def out(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    write_paper(project, folder, PROVENANCE)
    return folder / "paper"


def test_numbers_in_the_box_are_results_and_their_section_is_the_box(project: Path) -> None:
    quoted = [(one.text, one.section) for one in compose(project, PROVENANCE).known.quoted]
    assert ("Twelve", "Key messages") in quoted and ("78%", "Key messages") in quoted
    assert ("78%", "Abstract") in quoted and ("Twelve", "Results") in quoted


def test_word_draws_one_border_around_a_title_and_a_real_list(out: Path) -> None:
    """WordprocessingML joins the borders of neighbours only where borders and indents are the same (17.3.1.24)."""
    word = docx.Document(str(out / "manuscript.docx"))
    inside = [each for each in word.paragraphs if each.style is not None and each.style.name == "Key Messages"]
    assert [each.text for each in inside] == [
        "Key messages",
        "Twelve patients were seen [1].",
        "78% responded.",
    ]
    shapes = {(each.paragraph_format.left_indent, each.paragraph_format.first_line_indent) for each in inside}
    assert len(shapes) == 1
    assert [each._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None for each in inside] == [False, True, True]
    style = inside[0].style
    assert style is not None
    sides = [qn(f"w:{side}") for side in ("top", "left", "bottom", "right")]
    assert [side.tag for side in style.element.pPr.find(qn("w:pBdr"))] == sides
    order = [each.text for each in word.paragraphs]
    assert order.index("Keywords: myositis; simulation") < order.index("Key messages") < order.index("Introduction")


def test_the_page_has_it_as_an_aside_with_a_heading(out: Path) -> None:
    page = html.fromstring((out / "manuscript.html").read_text(encoding="utf-8"))
    (box,) = page.xpath("//main/aside[@class='key-messages']")
    assert page.get_element_by_id(box.get("aria-labelledby")).text == "Key messages"
    assert [each.text_content().strip() for each in box.iter("li")] == [
        "Twelve patients were seen [1].",
        "78% responded.",
    ]
    assert box.getprevious().get("class") == "abstract" and box.xpath(".//span[@title]")


def test_jats_has_it_as_a_boxed_text_with_a_caption_before_the_first_section(out: Path) -> None:
    body = etree.parse(out / "manuscript.xml").find("body")
    assert body is not None
    box = body[0]
    assert (box.tag, box.get("content-type")) == ("boxed-text", "key-messages")
    assert [child.tag for child in box] == ["caption", "list"]
    assert box.findtext("caption/title") == "Key messages" and len(box.findall("list/list-item")) == 2


def test_latex_frames_it(out: Path) -> None:
    tex = (out / "manuscript.tex").read_text(encoding="utf-8")
    framed = tex[tex.index("\\fbox{") : tex.index("\\section{Introduction}")]
    assert "\\textbf{Key messages}" in framed and framed.count("\\item") == 2


def test_it_stands_whole_on_one_page_of_the_pdf(out: Path) -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO((out / "manuscript.pdf").read_bytes())).pages]
    (whole,) = [page for page in pages if "Key messages" in page]
    assert (
        whole.index("Abstract")
        < whole.index("Key messages")
        < whole.rindex("78% responded")
        < whole.rindex("Trials are")
    )


def test_a_typed_number_stops_the_build_there_too(root: Path, tmp_path: Path) -> None:
    project = lay_out_project(tmp_path, root)
    edit(project, "manuscript.md", ("# Introduction {#sec-introduction}", BOX.replace("{cohort.n:Word}", "12")))
    assert '"12" is typed' in fault_of(project)
