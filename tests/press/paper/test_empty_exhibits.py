"""Rule: of exhibits of which nothing can be shown one sentence tells in each section, and references lead to it.

A paper of fifty patients had seven tables in a row that said no more than this, and two empty frames among them.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree, html
from pypdf import PdfReader

from press.exhibits.figure.kept import NOTHING, read_figure, write_figure
from press.exhibits.places import FIGURES, TABLES
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.kept import write_json
from press.paper.empty_exhibits import named_together
from press.paper.write import write_paper

from ..origin import SIMULATED
from .paper_project import MANUSCRIPT, PROVENANCE, lay_out_project

STARS = ("one", "two", "three", "four")
MORE = """
See @tbl-one, @tbl-two, @tbl-three and @tbl-four.

::: {#tbl-one .table file=one}
:::

::: {#fig-course .figure file=course}
:::

::: {#tbl-two .table file=two}
:::

::: {#tbl-three .table file=three}
:::

# Safety {#sec-safety}

::: {#tbl-four .table file=four}
:::

# References {#sec-references}
"""


@pytest.fixture(scope="module")
def written(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a paper whose figure is an empty frame, as are four of its tables."""
    project = lay_out_project(tmp_path_factory.mktemp("empty"), root)
    for name in STARS:
        table = TableBuilder(name, "Stars")
        table.column("Feature")
        table.column("n")
        table.line("Skin", "*")
        table.source(SIMULATED)
        write_json(table.build(), project / TABLES / f"{name}.json")
    kept = project / FIGURES / "course.json"
    write_figure(replace(read_figure(kept), caption=f"{NOTHING}. {SIMULATED}", quotes=()), kept)
    text = MANUSCRIPT.replace("::: {#fig-course .figure file=course}\n:::\n", "")
    text = text.replace("# References {#sec-references}\n", MORE)
    (project / "paper/manuscript.md").write_text(text, encoding="utf-8")
    out = tmp_path_factory.mktemp("out")
    provenance = replace(PROVENANCE, exhibits=PROVENANCE.exhibits | dict.fromkeys(STARS, PROVENANCE.exhibits["wide"]))
    write_paper(project, out, provenance)
    return out / "paper"


def test_a_section_names_its_empty_exhibits_in_one_sentence(written: Path) -> None:
    page = html.fromstring((written / "manuscript.html").read_text(encoding="utf-8"))
    said = [each.text_content() for each in page.xpath("//main//p") if "Nothing of" in each.text_content()]
    assert [each.replace("\xa0", " ") for each in said] == [
        "Nothing of Tables 2 to 4 and Figure 1 can be shown of so few patients.",
        "Nothing of Table 5 can be shown of so few patients.",
    ]
    assert len(page.xpath("//table")) == 1 and not page.xpath("//img | //svg")  # that of the patients


def test_every_reference_to_them_leads_to_the_sentence(written: Path) -> None:
    page = html.fromstring((written / "manuscript.html").read_text(encoding="utf-8"))
    article = etree.parse(written / "manuscript.xml")
    tex = (written / "manuscript.tex").read_text(encoding="utf-8")
    for name in ("tbl-one", "tbl-two", "tbl-three", "tbl-four", "fig-course"):
        assert page.xpath(f"//a[@href='#{name}']")
        (place,) = page.xpath(f"//*[@id='{name}']")
        assert "Nothing of" in place.xpath("ancestor-or-self::p")[0].text_content()
        assert len(article.xpath(f"//*[@id='{name}']")) == 1, name
        assert f"\\label{{{name}}}" in tex


def test_the_printed_page_says_it_too(written: Path) -> None:
    text = " ".join("".join(page.extract_text() for page in PdfReader(written / "manuscript.pdf").pages).split())
    assert "Nothing of Tables 2 to 4 and Figure 1 can be shown of so few patients." in text.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (["Table 1"], "Table 1"),
        (["Table 1", "Table 2"], "Tables 1 and 2"),
        (["Table S1", "Table S2", "Table S3", "Table S5"], "Tables S1 to S3 and S5"),
        (["Figure 2", "Table 1", "Table 3", "Table 5"], "Figure 2 and Tables 1, 3 and 5"),
        (["Table 1", "Figure 1", "Table 2"], "Tables 1 and 2, and Figure 1"),
    ],
)
def test_numbers_are_told_as_a_sentence_tells_them(labels: list[str], said: str) -> None:
    assert named_together(labels).replace("\xa0", " ") == said
