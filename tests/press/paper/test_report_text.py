"""A report takes the place of the manuscript where there is none, and shows what its authors have to write."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from lxml import etree, html
from pypdf import PdfReader

from press.paper.author_text import Source, fill
from press.paper.compose import compose
from press.paper.files import main_text, texts
from press.paper.write import write_paper
from press.printing import printing
from press.rows import Key, Ledger
from press.study import Study

from ..origin import SIMULATED
from .paper_project import MANUSCRIPT, PROVENANCE, edit, fault_of, lay_out_project

WANTED = ("of which years", "who approved this")
MARKS = [f"[Authors: {each}]" for each in WANTED]
REPORT = (
    MANUSCRIPT.replace("licence: CC BY 4.0\n", f'subtitle: "[{WANTED[0]}]{{.authors}}"\n')
    .replace("Nobody was blinded.", f"[{WANTED[1]}]{{.authors}} {{?The change| It was {{efficacy.change.mean:d1}}. ?}}")
    .replace("::: {#fig-course", "::: {#tbl-wide .table file=wide}\n:::\n\n::: {#fig-course")
)


@pytest.fixture(scope="module")
def project(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project as a run's: a report, and neither manuscript nor supplement."""
    made = lay_out_project(tmp_path_factory.mktemp("report"), root)
    for name in ("manuscript.md", "supplement.md"):
        (made / "paper" / name).unlink()
    (made / "paper/report.md").write_text(REPORT, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def written(project: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    out = tmp_path_factory.mktemp("out")
    said = write_paper(project, out, PROVENANCE)
    return out / "paper", said


def test_a_manuscript_goes_before_a_report_and_a_report_has_no_supplement(project: Path, tmp_path: Path) -> None:
    assert (main_text(project), texts(project)) == ("report", ("report",))
    (tmp_path / "paper").mkdir()
    for name in ("report", "supplement"):
        (tmp_path / f"paper/{name}.md").touch()
    assert texts(tmp_path) == ("report",)
    (tmp_path / "paper/manuscript.md").touch()
    assert texts(tmp_path) == ("manuscript", "supplement")


def test_the_steps_that_print_read_and_write_the_reports_files(project: Path, tmp_path: Path) -> None:
    study = Study("small", "Small")
    steps = {step.name: step for step in printing(study, project)}
    for step in steps.values():
        assert not [path for path in (*step.reads, *step.writes) if "manuscript" in path or "supplement" in path]
    assert steps["paper"].reads[0] == "paper/report.md" and steps["paper"].shows == "paper/report.pdf"
    assert "paper/report_pages" in steps["site"].reads and "paper/pages" not in steps["site"].reads
    assert printing(replace(study, prints=("paper",)), tmp_path)[0].shows == "paper/manuscript.pdf"


def test_every_form_is_written_under_the_reports_name(written: tuple[Path, str]) -> None:
    names = sorted(path.name for path in written[0].iterdir())
    assert names == [*(f"report.{ending}" for ending in ("docx", "html", "pdf", "tex", "xml")), "sources.csv"]


def test_what_is_left_to_the_authors_stands_in_every_form(written: tuple[Path, str]) -> None:
    folder = written[0]
    page = html.fromstring((folder / "report.html").read_text(encoding="utf-8"))
    assert [" ".join(mark.text_content().split()) for mark in page.iter("mark")] == MARKS
    word = docx.Document(str(folder / "report.docx"))
    lit = ["".join(run.text for run in each.runs if run.font.highlight_color) for each in word.paragraphs]
    assert [" ".join(each.split()) for each in lit if each] == MARKS
    pdf = " ".join(" ".join(page.extract_text() for page in PdfReader(folder / "report.pdf").pages).split())
    xml = " ".join(" ".join(etree.parse(folder / "report.xml").getroot().itertext()).split())
    assert all(mark in pdf and mark in xml for mark in MARKS)
    tex = " ".join((folder / "report.tex").read_text(encoding="utf-8").split())
    assert len(re.findall(r"\\bfseries\\color\[rgb\]\{[\d.,]+\}\{?\[\}?Authors: ", tex)) == len(MARKS)


def test_the_build_ends_with_the_places_that_are_left(written: tuple[Path, str]) -> None:
    head, *places, unsigned = written[1].split("\n")
    assert unsigned.startswith("the report is unsigned: fill in paper/report_authors.yml")
    assert head == "paper/report.md leaves 2 places to its authors:"
    assert sorted(places) == [f"  Response definitions: {WANTED[1]}", f"  Subtitle: {WANTED[0]}"]


def test_a_text_that_grants_no_licence_grants_none_in_its_jats_file(written: tuple[Path, str]) -> None:
    assert "licen" not in (written[0] / "report.xml").read_text(encoding="utf-8").lower()


def test_a_number_of_the_report_says_where_it_stands(project: Path) -> None:
    """Whether a passage is told or not, messages and sources name the author's line."""
    change = next(one for one in compose(project, PROVENANCE).known.quoted if one.row.id == "efficacy.change.mean")
    lines = REPORT.split("\n")
    assert (change.file, lines[change.line - 1].count("{efficacy.change.mean:d1}")) == ("paper/report.md", 1)
    ledger = Ledger([Key("a").row("or", None, note="nobody [x]"), Key("a").row("n", 9)])
    filled = fill(Source("a.md", "One {?A ratio|\nis {a.or:d1}\nso. ?}\nAnd {a.n:int}."), ledger)
    assert [(one.row.id, one.line) for one in filled.quoted] == [("a.or", 1), ("a.n", 4)]
    assert filled.text.startswith("One A ratio could not be computed ([nobody &#91;x&#93;]{.row row=a.or}).\nAnd ")


def test_a_passage_that_does_not_end_is_a_flaw() -> None:
    (flaw,) = fill(Source("a.md", "So {?The change| it was."), Ledger()).flaws
    assert "belongs to no passage" in flaw.message


def test_a_text_that_speaks_of_one_set_of_data_is_printed_over_no_other(root: Path, tmp_path: Path) -> None:
    """The simulated paper's words never stand over patients, however the build was asked for."""
    project = lay_out_project(tmp_path, root)
    edit(project, "manuscript.md", ("licence: CC BY 4.0", f'speaks-of: "{SIMULATED}"'))
    assert compose(project, PROVENANCE)
    edit(project, "manuscript.md", (SIMULATED, "Registry: ours."))
    assert (
        f"paper/manuscript.md: it speaks of “Registry: ours.”, and the exhibits are those of “{SIMULATED}”"
        in fault_of(project)
    )
