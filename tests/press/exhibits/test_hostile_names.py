"""Names are data: what would be code in one of the formats arrives in it as the letters that were sent."""

from __future__ import annotations

import csv
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import docx
import pypdf
import pytest
from markdown_it import MarkdownIt

from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.figure.style import journal_style, new_figure
from press.exhibits.passage import Passage, Plain
from press.exhibits.publishing import answer, write_table
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.kept import read_table
from press.exhibits.table.latex_text import lacking
from press.exhibits.table.layout import Table
from press.exhibits.table.write_latex import latex_table
from press.exhibits.table.write_markdown import markdown_table
from press.rows import Key, Ledger
from press.rows.csv_text import from_csv

FORMULAS = ("=cmd|' /C calc'!A0", "+1", "-x", "@SUM(1)")
CODE = ("<img src=x onerror=alert(1)>", r"\input{/etc/passwd}", "$x$ $", "a & b --> <!--", "{{m^2}} {0}", "]]>", "*_`|")
MARKS = (
    *(
        "patients [v2](final)",
        "*new* data ![p](x.png)",
        "_new_ __data__ ~~old~~",
        "`code`",
        "<https://x.org> &amp; &#60;",
    ),
    *("# heading", "1. item", "* item", "> said", "--- --", "[v2]: final", r"a\*b\\", "two\nlines", 'x headers="x"'),
)
LETTERS = ("данные", "Ελλάς", "日本", "حمزة", "😀", "ZA\u0301")
STAND_INS = ("\ue002a", "a\ue000b", "\ue000\ue0010\ue002", "a\ue003", "\ue0021\ue001")
CONTROL = ("Cedar\x0b", "a\x00b", "\x1b[31m", "\ufffe")


def named(name: str) -> Table:
    """A table in which a name stands wherever one can."""
    table = TableBuilder("table_named", name)
    table.column(name, align="left")
    table.column(name, spanner=f"{name} above")
    table.section(f"{name} section", marks=table.note(name))
    table.line(name, name, indent=1)
    table.source(name)
    return table.build()


class _Read(HTMLParser):
    """The texts and the elements of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: set[str] = set()
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags |= {tag, *(name for name, _ in attrs)}
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags |= {tag, *(name for name, _ in attrs)}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data.strip())


@pytest.mark.parametrize("name", [*FORMULAS, *CODE, *MARKS, *LETTERS])
def test_a_table_holds_a_name_as_it_was_sent(name: str, tmp_path: Path) -> None:
    kept, page, latex, word, json = write_table(named(name), tmp_path)
    with kept.open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert [from_csv(cell) for cell in cells].count(name) == 3  # the head of the rows and two cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    read = _Read(page.read_text(encoding="utf-8"))
    shown = name.replace("{{", "{ {").replace(
        "}}", "} }"
    )  # in a title and a heading, of which great_tables makes units
    assert read.texts.count(name) + read.texts.count(shown) >= 5
    assert not read.tags & {"img", "onerror", "script"}
    assert r"\input{" not in latex.read_text(encoding="utf-8") and "$" not in latex.read_text(encoding="utf-8").replace(
        r"\$", ""
    )
    document = docx.Document(str(word))
    assert [paragraph.text for paragraph in document.paragraphs] == [name, name]
    assert [cell.text for row in document.tables[0].rows[1:2] for cell in row.cells] == [name, name]
    assert read_table(json) == named(name)


@pytest.mark.parametrize("name", STAND_INS)
def test_no_letter_of_the_private_area_becomes_a_tag(name: str, tmp_path: Path) -> None:
    """The writers of HTML put such letters where tags will stand."""
    shown = "".join("\ufffd" if letter in "\ue000\ue001\ue002\ue003" else letter for letter in name)
    read = _Read(write_table(named(name), tmp_path)[1].read_text(encoding="utf-8"))
    assert read.texts.count(shown) >= 5 and read.open == [] and "data-rows" not in read.tags
    assert not any(letter in text for text in read.texts for letter in "\ue000\ue001\ue002\ue003")
    said = _Read(Passage((NOTE.format(name), Plain(name)))._repr_html_())
    assert "".join(said.texts).count(shown) == 2 and said.open == [] and said.tags == {"p"}


NOTE = "Centre {}: "


@pytest.mark.parametrize("name", [*FORMULAS, *CODE, *MARKS, *LETTERS])
def test_a_notebook_shows_a_name_as_it_was_sent(name: str) -> None:
    """In a sentence, below it and in a table as Markdown: names are no marks of it, whichever form is shown."""
    row = Key("cohort", "registry").row("origin", None, method=name, note=name)
    said = answer("{cohort.registry.origin:note} {cohort.registry.origin:method}.", Ledger([row]), name)
    line = " ".join(name.split())
    for page in (said._repr_html_(), MarkdownIt("gfm-like", {"linkify": False}).render(said._repr_markdown_())):
        read = _Read(page)
        assert "".join(read.texts).replace(" ", "").count(line.replace(" ", "")) == 3
        assert read.open == [] and read.tags <= {"p", "em", "span", "class", "data-rows"}
    read = _Read(MarkdownIt("gfm-like", {"linkify": False}).render(markdown_table(named(name))))
    assert sum(line in text for text in read.texts) == 8
    assert read.tags <= {*("p", "table", "thead", "tbody", "tr", "th", "td", "strong", "sup", "style", "br")}


@pytest.mark.parametrize("name", [*LETTERS, *STAND_INS])
def test_a_letter_that_latex_lacks_is_a_question_mark_in_a_table_and_a_comment_says_so(name: str) -> None:
    """A sign that no font of the encoding T1 has stops pdflatex, which is not the author's doing."""
    code = latex_table(named(name))
    (comment,) = (line for line in code.splitlines() if line.startswith("% printed"))
    assert lacking(name) and all(sign in comment for sign in lacking(name))
    rest = code.replace(comment, "")
    assert "?" in rest and max(rest) <= "\u017f"


@pytest.mark.parametrize("name", CONTROL)
def test_what_no_format_can_hold_is_shown_as_unknown_and_stops_nothing(name: str, tmp_path: Path) -> None:
    """A character that XML 1.0, 2.2, does not know made python-docx fail, and an SVG that no browser opened."""
    _, page, latex, word, _ = write_table(named(name), tmp_path)
    assert "\ufffd" in docx.Document(str(word)).tables[0].rows[1].cells[0].text
    assert "\ufffd" in page.read_text(encoding="utf-8")
    assert not set(latex.read_text(encoding="utf-8")) & set("\x00\x0b\x1b\ufffe")


@pytest.mark.filterwarnings("ignore:Glyph .* missing from font")  # of a control character, drawn as an empty box
@pytest.mark.parametrize("name", [*FORMULAS, *CODE, *CONTROL[:3]])
def test_a_figure_shows_a_name_as_it_was_sent(name: str, tmp_path: Path) -> None:
    """Where matplotlib would set mathematics, an SVG would open an element or end a comment."""
    with journal_style():
        figure = new_figure(height=40)
        axes = figure.subplots()
        axes.barh([0], [1], label=name)
        axes.set_yticks([0], [name])
        axes.set_title(name)
        axes.legend()
    exhibit = Exhibit("figure_named", figure, name, Passage((name,)), name)
    svg, pdf, *_ = exhibit.save(tmp_path)
    drawn = ElementTree.fromstring(svg.read_bytes())
    legible = name.translate(dict.fromkeys((0, 11, 27), "\ufffd"))
    assert drawn.findtext(".//{http://purl.org/dc/elements/1.1/}title") == legible
    assert not [element for element in drawn.iter() if element.tag.endswith(("img", "script"))]
    words = pypdf.PdfReader(BytesIO(pdf.read_bytes())).pages[0].extract_text().replace(" ", "")
    assert name in CONTROL or words.count(name.replace(" ", "")) == 3
