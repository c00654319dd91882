"""Rule: each part of the site is made from what is there, and a slip in it is told with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from compendium.exhibits.site_moving import LEADS
from press.exhibits.figure.kept import KeptFigure, read_figure
from press.ground.fault import Fault
from press.paper.lint import read_allowed
from press.rows import Key, Ledger
from press.site.chapters import chapter, figure_block, read_figures
from press.site.downloads import files_of_paper
from press.site.executed import ExecutedNotebook, read_notebooks
from press.site.finishing import finish
from press.site.layout import _unlike
from press.site.leads import Lead, to_pages, with_leads
from press.site.lookups import documents, sources_tables
from press.site.pages import fill_pages, read_pages
from press.site.shown_rows import ShownRows
from press.site.terms import Link, Linker
from press.site.vocabulary import read_vocabulary
from press.site.write import check_links

LEDGER = Ledger([Key("cohort").row("n", 123, n=123, method="count")])


def test_a_name_in_two_lines_of_the_vocabulary_is_a_fault() -> None:
    table = "| Term | What it means here | Variable |\n|---|---|---|\n| SD, IQR | spread | |\n| SD | other | |\n"
    cells = [{"cell_type": "markdown", "source": table}]
    with pytest.raises(Fault, match="'SD' stands in the lines 'SD, IQR' and 'SD'"):
        read_vocabulary([ExecutedNotebook("one", "One", {"cells": cells})])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{cohort.m:int} patients", "no result has the id cohort.m; nearest: cohort.n"),
        ("{cohort.n:integer} patients", "the format is not one of"),
        ("{Cohort.n:int} patients", "a brace is not a field"),
        ("123 patients", '"123" is typed'),
    ],
)
def test_a_slip_in_a_page_is_told_with_its_file_and_line(line: str, message: str) -> None:
    with pytest.raises(Fault) as fault:
        fill_pages({"index.md": f"# Title\n\n{line} here.\n"}, LEDGER)
    assert "paper/pages/index.md, line 3: " in str(fault.value)
    assert message in str(fault.value)


def test_every_slip_of_every_page_is_told_at_once(root: Path) -> None:
    allowed = read_allowed(root / "paper" / "allowed_digits.csv")
    with pytest.raises(Fault) as fault:
        fill_pages({"a.md": "{no.such:int}\n\nMMT8 and {cohort.m:int}", "b.md": "99 of them"}, LEDGER, allowed)
    lines = str(fault.value).splitlines()
    assert [line.split(":")[0].strip() for line in lines[1:]] == [
        *("paper/pages/a.md, line 1", "paper/pages/a.md, line 3", "paper/pages/b.md, line 1"),
    ]


def test_a_picture_that_is_not_published_stops_the_build(root: Path) -> None:
    output = {"output_type": "display_data", "data": {"image/png": ""}, "metadata": {}}
    cells = [{"cell_type": "code", "id": "x-1", "metadata": {}, "source": "", "outputs": [output]}]
    with pytest.raises(Fault, match=r"notebooks/x\.ipynb, cell 1: it shows a picture that is none of paper/figures"):
        chapter(ExecutedNotebook("x", "X", {"cells": cells}), read_figures(root / "paper" / "figures"))


def test_a_chapter_shows_each_picture_once_with_its_caption_and_keeps_the_notebook(root: Path) -> None:
    (notebook,) = (each for each in read_notebooks(root / "notebooks") if each.name == "01_cohort")
    before = json.dumps(notebook.content)
    made = json.loads(chapter(notebook, read_figures(root / "paper" / "figures")))
    shown = [cell["source"] for cell in made["cells"] if "{figure}" in "".join(cell["source"])]
    assert len(shown) == 3
    outputs = [output["data"] for cell in made["cells"] for output in cell.get("outputs", [])]
    assert not any(kind.startswith("image/") for data in outputs for kind in data)
    assert [list(data) for data in outputs if "text/html" in data and len(data) > 1] == []
    caption = read_figure(root / "paper" / "figures" / "flow_chart.json").caption.partition(";")[0]
    assert (
        sum("Flow of patients" in json.dumps(cell) and caption[:3] in json.dumps(cell) for cell in made["cells"]) == 1
    )
    assert json.dumps(notebook.content) == before


def test_a_link_stands_below_the_exhibit_that_it_belongs_to() -> None:
    table = {"cell_type": "code", "id": "t", "outputs": [{"data": {"text/html": ['<div id="table-table-one">']}}]}
    figure = {"cell_type": "markdown", "id": "f", "source": "```{figure} /figures/swimmer.svg\n```"}
    leads = {"01_a/table_one": Lead("turn", "Turn it"), "01_a/swimmer": Lead("people", "Open one")}
    sources = [cell.get("source") for cell in with_leads([table, figure], "01_a", leads)]
    assert sources == [None, "[Turn it →](turn.md)", figure["source"], "[Open one →](people.md)"]
    assert list(with_leads([table, figure], "02_b", leads)) == [table, figure]


def test_a_link_to_a_page_that_a_run_on_patients_has_not_is_left_out(root: Path) -> None:
    report = read_pages(root / "paper/report_pages")
    assert to_pages(LEADS, report) == {}
    assert to_pages(LEADS, read_pages(root / "paper/pages")) == LEADS


def test_an_empty_ending_of_a_number_is_no_place_to_stop_at() -> None:
    body = '<p>One patient<span class="row" data-rows="cohort.n"></span>.</p>'
    assert finish(body, ShownRows(LEDGER), Linker({})) == "<p>One patient.</p>"


def test_a_parameter_is_shown_as_it_may_leave_this_machine() -> None:
    code = ["# Parameters\n", 'registry = "/srv/data/our centres"\n', "seed = 7"]
    cells = [{"cell_type": "code", "id": "i", "metadata": {"tags": ["injected-parameters"]}, "source": code}]
    cells[0]["outputs"] = []
    made = chapter(ExecutedNotebook("x", "X", {"cells": cells}), [], {"registry": "registry our centres", "seed": 7})
    assert "/srv" not in made
    assert 'registry = \\"registry our centres\\"\\nseed = 7' in made


def test_a_figure_without_words_stops_the_build(tmp_path: Path) -> None:
    content = {"name": "a", "title": "A.", "caption": "B.", "alt": " ", "width_mm": 1.0, "height_mm": 1.0}
    (tmp_path / "a.json").write_text(json.dumps(content))
    with pytest.raises(Fault, match="no alternative text in paper/figures: a"):
        read_figures(tmp_path)


def test_marks_of_markdown_in_a_caption_are_shown_as_they_are() -> None:
    block = figure_block(KeptFigure("a", "A.", "n < 3, 2*3, _x_", 'say "so"', 1.0, 1.0))
    assert r"n &lt; 3, 2\*3, \_x\_" in block
    assert r':alt: "say \"so\""' in block


def test_links_that_lead_nowhere_are_told_all_at_once(tmp_path: Path) -> None:
    page = '<a href="b.html#no">x</a><a href="c.html">y</a><img src="https://x.org/a.png"><a href="https://x.org">z</a>'
    (tmp_path / "a.html").write_text(f"<html><body>{page}</body></html>")
    (tmp_path / "b.html").write_text('<html><body id="yes"><a href="a.html">back</a></body></html>')
    with pytest.raises(Fault) as message:
        check_links(tmp_path)
    said = str(message.value)
    assert "a.html: b.html#no names a place that the page does not have" in said
    assert "a.html: c.html is not there" in said
    assert "a.html: https://x.org/a.png is asked of a network" in said
    assert said.count("\n") == 3


def test_each_row_of_the_sources_has_one_place_that_a_link_can_point_to() -> None:
    line = dict.fromkeys(("section", "line", "value", "n", "method", "heading"), "12")
    line |= {"document": "manuscript", "id": "cohort.n", "display": "123", "notebook": "01_cohort", "cell": "3"}
    made = sources_tables([line, {**line, "line": "30"}], ["01_cohort"])
    assert made.count('id="row-cohort.n"') == 1
    assert made.count('href="01_cohort.html#cell-3"') == 2
    assert made.count("### Manuscript: 12") == 1


def test_the_files_of_the_paper_are_listed_by_text_each_with_what_it_is_good_for() -> None:
    assert documents([]) == ""
    listed = documents(["manuscript.pdf", "manuscript.tex", "supplement.pdf"])
    assert '<a href="paper/manuscript.pdf">manuscript.pdf</a>: PDF, to read and print' in listed
    assert [line for line in listed.splitlines() if line.startswith("**")] == ["**Manuscript**", "**Supplement**"]


def test_a_paper_without_a_supplement_has_no_files_of_one(tmp_path: Path) -> None:
    assert list(files_of_paper(tmp_path)) == []
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper/manuscript.md").touch()
    assert list(files_of_paper(tmp_path)) == [f"manuscript.{each}" for each in ("pdf", "docx", "html", "xml", "tex")]


def test_a_term_is_linked_where_it_first_stands_as_a_word_of_its_own() -> None:
    links = {"ULN": Link("#uln", "limit"), "× ULN": Link("#x", "times"), "Responder": Link("#r", "who")}
    body = (
        "<h2>ULN</h2><p>non-responder, ULNs of <code>ULN</code> <em>Two responders</em>: 2 ×\nULN, ULN, responder.</p>"
    )
    made = finish(body, ShownRows(LEDGER), Linker(links))
    assert made == (
        '<h2>ULN</h2><p>non-responder, <a class="term" href="#uln" title="limit">ULNs</a> of <code>ULN</code> '
        '<em>Two <a class="term" href="#r" title="who">responders</a></em>: 2 '
        '<a class="term" href="#x" title="times">×\nULN</a>, ULN, responder.</p>'
    )


def test_a_number_that_names_a_row_that_there_is_not_is_refused() -> None:
    with pytest.raises(KeyError, match=r"no result has the id cohort\.m"):
        finish('<td data-rows="cohort.n cohort.m">3</td>', ShownRows(LEDGER), Linker({}))


def test_a_figure_called_like_a_part_of_the_site_stops_the_build() -> None:
    """A page includes parts by name: the figure would stand in the place of the document."""
    with pytest.raises(Fault, match=r"paper/figures/decisions\.json: the site has a part of this name"):
        _unlike({"made/decisions.md": "1. One."}, {"made/decisions.md": "figure"})
    assert _unlike({"made/decisions.md": "1. One."}, {"made/flow.md": "figure"}) == {"made/flow.md": "figure"}
