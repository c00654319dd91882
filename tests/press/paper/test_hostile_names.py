"""A name from the data is words in every format, whatever signs it holds: nothing in it is markup, code or a command.

The registry's folder, labels of variables, levels and centres come from whoever keeps the registry.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import docx
import pypdf
import pytest
from lxml import etree, html

from press.exhibits.figure.kept import KeptFigure, write_figure
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.kept import write_json
from press.paper.compose import compose
from press.paper.document import Document
from press.paper.html.write import write_html
from press.paper.jats.write import write_jats
from press.paper.latex.write import write_latex
from press.paper.typst.write import write_pdf
from press.paper.word.write import write_word
from press.rows import Key, Ledger

from .paper_project import PROVENANCE, STYLE, lay_out_project

NAMES = (
    'a"><img src=x onerror=alert(1)>',
    "</script><script>alert(1)</script>",
    "<svg onload=alert(1)>",
    "$x$ and $$y$$",
    "*b* _c_ **d** ~~e~~ ^f^",
    "[a](javascript:x)",
    "{{x}} {cohort.n:int} {#id .class}",
    "`code` ``more``",
    "a|b||c",
    "#heading",
    "# heading",
    "@kim2020 [@kim2020]",
    "- item",
    "1. item",
    "= section",
    "+ item",
    "/ term: x",
    "a & b &amp; &#60;",
    "100% // not a comment /* nor this */",
    r"\input{/etc/passwd} \end{document} \\ \x",
    "--o -- ---",
    "Zürich ü Ł",
    "it's “so” 'x'",
    "<!-- x --> ]]> <?x?>",
    "https://example.org/?a=b&c=d",
    "<label> <at> #let x = 1; #x",
    "two\nlines",
    "Больница данные",
    "Ελλάς ΑΒΓ",
    "![p](x.png)",
    "patients [v2](final) _new_ __data__",
    "=1+1 @SUM(1)",
)
ENDINGS = {"pdf": write_pdf, "docx": write_word, "html": write_html, "xml": write_jats, "tex": write_latex}


@pytest.fixture(scope="module")
def hostile(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Document]:
    """The small paper with every name as label, level, column, note, caption, description, origin and quoted text."""
    project = lay_out_project(tmp_path_factory.mktemp("hostile") / "project", root)
    origin = f"Registry: {' '.join(NAMES)}."
    table = TableBuilder("patients", NAMES[0])
    table.column("", align="left")
    for name in NAMES[:3]:
        table.column(name)
    for name in NAMES:
        table.section(f"Level {name}")
        table.line(name, name, name, name, indent=1)
    table.source(f"Centres: {'; '.join(NAMES)}.", origin)
    write_json(table.build(), project / "paper/tables/patients.json")
    wide = TableBuilder("wide", "All")
    wide.column("", align="left")
    wide.line("One")
    wide.source(origin)
    write_json(wide.build(), project / "paper/tables/wide.json")
    about = KeptFigure("course", NAMES[1], f"{' '.join(NAMES)} {origin}", " ".join(NAMES), 101.6, 50.8)
    write_figure(about, project / "paper/figures/course.json")
    rows = Ledger.read(project / "paper/results/efficacy.csv")
    definition = Key("efficacy", "response").row("definition", None, note=" ".join(NAMES))
    others = [row for row in rows if row.id != definition.id]
    Ledger([*others, definition]).write(project / "paper/results/efficacy.csv")
    return project, compose(project, PROVENANCE).main


def squeezed(text: str) -> str:
    """Without blanks and the signs that print alike: where lines break is the format's own affair."""
    for sign, plain in (("’", "'"), ("‘", "'"), ("\u00a0", " "), ("\u200b", ""), ("\u00ad", "")):
        text = text.replace(sign, plain)
    return "".join(text.split())


def of_html(path: Path) -> str:
    page = html.parse(path).getroot()
    assert not page.xpath("//script[contains(., 'alert')] | //svg | //*[@onerror or @onload] | //img[@src='x']")
    assert not [each for each in page.xpath("//a/@href") if each.startswith("javascript")]
    pictures = page.xpath("//img/@alt")
    return "".join(page.itertext()) + " ".join(pictures)


def of_word(path: Path) -> str:
    document = docx.Document(str(path))
    head = "".join(paragraph.text for paragraph in document.sections[0].header.paragraphs)
    return head + "".join(part.text or "" for part in document.element.body.iter("{*}t"))


def of_xml(path: Path) -> str:
    article = etree.parse(path).getroot()
    assert not list(article.iter("script", "img", "svg", "code", "ext-link/[@href='javascript:x']"))
    return "".join(article.itertext())


def of_pdf(path: Path) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


@pytest.mark.parametrize(
    ("ending", "words_of"), [("html", of_html), ("docx", of_word), ("xml", of_xml), ("pdf", of_pdf)]
)
def test_every_name_is_printed_letter_by_letter(
    ending: str, words_of: Callable[[Path], str], hostile: tuple[Path, Document], tmp_path: Path
) -> None:
    project, manuscript = hostile
    path = tmp_path / f"manuscript.{ending}"
    ENDINGS[ending](manuscript, path, project, project / STYLE)
    said = squeezed(words_of(path))
    assert [name for name in NAMES if said.count(squeezed(name)) < len(NAMES) // 8] == []


def test_in_latex_no_name_is_a_command_or_a_comment(hostile: tuple[Path, Document], tmp_path: Path) -> None:
    project, manuscript = hostile
    path = tmp_path / "manuscript.tex"
    write_latex(manuscript, path, project, project / STYLE)
    text = path.read_text(encoding="utf-8")
    assert r"\input{" not in text and r"\textbackslash" in text
    assert text.count(r"\end{document}") == 1
    assert "$x$" not in text and r"\$x\$" in text
    assert "[a](javascript:x)" in text.replace("{[}", "[").replace("{]}", "]")


def test_in_latex_a_question_mark_stands_for_a_letter_that_its_fonts_lack(
    hostile: tuple[Path, Document], tmp_path: Path
) -> None:
    """Latin letters (the encoding T1) are there wherever LaTeX is; Cyrillic would ask for packages and fonts more."""
    project, manuscript = hostile
    path = tmp_path / "manuscript.tex"
    write_latex(manuscript, path, project, project / STYLE)
    text = path.read_text(encoding="utf-8")
    assert r"\DeclareUnicodeCharacter{0411}{?}" in text and r"\DeclareUnicodeCharacter{0393}" in text
    (said,) = (line for line in text.splitlines() if line.startswith("% printed as a question mark"))
    assert "Б (U+0411)" in said and "Zürich" in text
    held = set(re.findall(r"DeclareUnicodeCharacter\{(\w+)\}", text))
    assert {f"{ord(sign):04X}" for sign in "".join(NAMES) if ord(sign) > 0x17F} - held <= {"201C", "201D"}
