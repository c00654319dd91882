"""The two texts as one paper: everything numbered, every reference resolved, every slip told at once with its line."""

from __future__ import annotations

from pathlib import Path

import panflute as pf
import pytest

from press.paper.compose import Paper, compose
from press.paper.pandoc import convert

from ..origin import SIMULATED
from .paper_project import PROVENANCE, edit, fault_of, lay_out_project


@pytest.fixture(scope="module")
def small(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out_project(tmp_path_factory.mktemp("paper"), root)


@pytest.fixture(scope="module")
def paper(small: Path) -> Paper:
    return compose(small, PROVENANCE)


@pytest.fixture(scope="module")
def text(small: Path, paper: Paper) -> str:
    return convert(paper.main.tree, to="plain", options=["--wrap=none"], root=small).decode()


def test_exhibits_and_equations_are_numbered_in_their_order(paper: Paper) -> None:
    labels = {name: anchor.label for name, anchor in paper.known.anchors.items()}
    assert labels["tbl-patients"] == "Table 1"
    assert labels["fig-course"] == "Figure 1"
    assert labels["eq-model"] == "Equation 1"
    assert [labels[f"tbl-{name}"] for name in ("wide", "sources", "points", "strobe")] == [
        *("Table S1", "Table S2", "Table S5", "Table S6")
    ]


def test_sections_and_places_are_called_by_their_titles(paper: Paper) -> None:
    labels = {name: anchor.label for name, anchor in paper.known.anchors.items()}
    assert labels["sec-response"] == labels["at-blinding"] == "Methods: Response definitions"
    assert (labels["sec-title"], labels["sec-abstract"], labels["sec-methods"]) == ("Title", "Abstract", "Methods")
    assert paper.known.anchors["tbl-patients"].section == "Results"
    assert paper.known.anchors["tbl-wide"].document == "supplement"


def test_references_read_as_labels(text: str) -> None:
    said = " ".join(text.replace("\u00a0", " ").split())
    assert "patients are in Table 1, their course in Figure 1, all of it in Table S1" in said
    assert "Equation 1 is explained in Section “Response definitions”" in said
    assert "see Table 1 and Figure 1 and Tables 1 and S1." in said


def test_references_are_links_here_and_named_places_there(paper: Paper) -> None:
    links: list[pf.Element] = []
    paper.main.tree.walk(lambda each, _doc: links.append(each) if "xref" in getattr(each, "classes", ()) else None)
    message = {pf.stringify(link).replace("\u00a0", " "): link for link in links}
    assert (message["Table 1"].url, message["Table 1"].attributes["ref-type"]) == ("#tbl-patients", "table")
    assert message["Table S1"].attributes == {"ref-type": "table", "document": "supplement", "target": "tbl-wide"}


def test_numbers_carry_their_rows_also_in_the_header(paper: Paper) -> None:
    ids: list[str] = []
    paper.main.tree.walk(
        lambda each, _doc: ids.append(each.attributes["row"]) if "row" in getattr(each, "classes", ()) else None
    )
    assert set(ids) == {"cohort.n", *(f"efficacy.{name}" for name in _EFFICACY)}
    assert pf.stringify(paper.main.tree.metadata["title"]).strip() == "Response of 12 patients: a simulated cohort"


_EFFICACY = ("response.percent", "response.definition", "change.p", "change.mean")


def test_an_exhibit_stands_in_its_place_with_its_author_s_words(paper: Paper) -> None:
    shown = {block.identifier: block for block in paper.main.tree.content if isinstance(block, pf.Div)}
    captions = {
        name: pf.stringify(shown[name].content[0].caption.content[0]) for name in ("tbl-patients", "fig-course")
    }
    assert captions["tbl-patients"] == "Table 1. Patients’ characteristics & more. Women are not shown."
    assert captions["fig-course"] == "Figure 1. The course. Means."


def test_every_table_of_results_says_once_where_the_data_come_from(paper: Paper) -> None:
    """In its notes, which go with a table that is copied alone; a figure says it in its picture."""
    said: dict[str, int] = {}
    for document in (paper.main, paper.complete(paper.supplement, {})):
        for div in document.tree.content:
            if isinstance(div, pf.Div) and "exhibit" in div.classes:
                said[div.identifier or "none"] = pf.stringify(div).count(SIMULATED)
    assert said.pop("fig-course") == 0
    results = {name for name in said if said[name]}
    assert {"tbl-patients"} <= results and set(said.values()) == {0, 1}
    assert said["none"] == 0  # definitions, files and checklists rest on no patient


def test_what_was_quoted_is_known_with_its_source(paper: Paper) -> None:
    assert [one.section for one in paper.main.quoted][:2] == ["Title", "Abstract"]
    assert paper.main.row_sources["cohort.n"] == "cohort.n; n = 12; count; notebook 01_cohort"
    assert {one.file for one in paper.known.quoted} == {"paper/manuscript.md", "paper/supplement.md"}


@pytest.fixture(scope="module")
def faults(root: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What is said of a paper in which nearly everything is wrong."""
    small = lay_out_project(tmp_path_factory.mktemp("faulty"), root)
    edit(
        small,
        "manuscript.md",
        ("{efficacy.change.mean:d1}", "{efficacy.chance.mean:d1}"),
        ("Trials are few [@kim2020, p. 3].", "Trials are few [@kim2021]; 48 patients."),
        ("@eq-model is", "@eq-modell is"),
        ("## Response definitions {#sec-response}", "## Response definitions"),
        ("their course in @fig-course", "their course"),
        ("; @fig-course]", "]"),
        ("file=course", "file=curse"),
        ("all of it in @tbl-wide", "[all of it](#tbl-wid)"),
        ("Little is known.", "Little is known of {cohort.m:int}."),
        ("[]{#at-blinding}", "[]{#blinding}"),
        ("where $x$", "[@kim2020; @tbl-patients] where $x$"),
        ("By convention", "[]{#at-twice}By [convention]{#at-twice}"),
    )
    edit(small, "supplement.md", ("file=wide", ""), ("{#tbl-points", "{#tbl-patients"), ("name=STROBE", "name=STROBA"))
    return fault_of(small)


@pytest.mark.parametrize(
    "message",
    [
        "paper/manuscript.md, line 32: no result has the id efficacy.chance.mean; nearest: efficacy.change.mean",
        'in the sentence "The change was {efficacy.chance.mean:d1} ({efficacy.change.p:p}), see [@tbl-patients] and',
        "paper/manuscript.md, line 10: no result has the id cohort.m; nearest: cohort.n",
        'line 17: "48" is typed, not asked of a result row',
        "line 17: paper/references.bib has no entry kim2021; nearest: kim2020",
        "line 31: nothing here has the id eq-modell; nearest: eq-model",
        "line 31: nothing here has the id tbl-wid; nearest: tbl-wide",
        "line 32: nothing here has the id sec-response",
        'line 21: the heading "Response definitions" needs an id that begins with sec-',
        "line 23: the place blinding needs an id that begins with at-",
        "line 27: a bracket holds citations or references, not both: [@kim2020; @tbl-patients]",
        "line 39: Figure 1 (fig-course) is nowhere referred to",
        "line 39: paper/figures has no figure curse; there are: course",
        "paper/manuscript.md, line 17: the id at-twice is given twice",
        "paper/supplement.md, line 11: which table? Write file=<name> in its braces; there are: patients, wide",
        "paper/supplement.md, line 27: the id tbl-patients is in both texts",
        "paper/supplement.md, line 16: nothing here has the id tbl-points",
        'paper/supplement.md, line 33: paper/checklists.csv, row 3, column where: "at-blinding" - the rule: STROBE-7',
    ],
)
def test_every_slip_is_told_at_once_with_its_line(faults: str, message: str) -> None:
    assert message in faults


def test_faults_are_counted_and_in_order(faults: str) -> None:
    head, *lines = faults.splitlines()
    message = [line for line in lines if line.startswith("  paper/")]
    assert head == f"The paper cannot be made: {len(message)} faults."
    assert message == sorted(
        message, key=lambda line: (line.split(", line ")[0], int(line.split(", line ")[1].split(":")[0]))
    )


def test_exhibits_of_two_registries_do_not_share_a_paper(root: Path, tmp_path: Path) -> None:
    other = lay_out_project(tmp_path / "other", root)
    table = other / "paper/tables/wide.json"
    table.write_text(table.read_text(encoding="utf-8").replace(SIMULATED, "Registry: hospital."), encoding="utf-8")
    assert "the exhibits come from different data: Registry: hospital. Simulated registry" in fault_of(other)


def test_an_exhibit_names_its_registry(root: Path, tmp_path: Path) -> None:
    other = lay_out_project(tmp_path / "other", root)
    table = other / "paper/tables/wide.json"
    table.write_text(table.read_text(encoding="utf-8").replace(SIMULATED, ""), encoding="utf-8")
    assert "paper/supplement.md, line 11: the table wide does not say from which data it is" in fault_of(other)


def test_an_exhibit_that_rests_on_no_registry_names_none(root: Path, tmp_path: Path) -> None:
    """The error rates of the methods were printed as a centre's: `origin=none` in the braces."""
    other = lay_out_project(tmp_path / "other", root)
    edit(other, "supplement.md", ("file=wide}", "file=wide origin=none}"))
    table = other / "paper/tables/wide.json"
    with_note, texts = table.read_text(encoding="utf-8"), list[str]()
    for words in (with_note, with_note.replace(SIMULATED, "")):
        table.write_text(words, encoding="utf-8")
        supplement = compose(other, PROVENANCE).supplement
        assert supplement is not None
        texts.append(convert(supplement.tree, to="plain", options=["--wrap=none"], root=other).decode())
    assert texts[0] == texts[1]


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_a_picture_that_one_of_the_files_needs_is_missed_at_once(ending: str, root: Path, tmp_path: Path) -> None:
    other = lay_out_project(tmp_path / "other", root)
    (other / f"paper/figures/course.{ending}").unlink()
    assert f"line 39: paper/figures has no course.{ending}: `make all` writes it anew" in fault_of(other)


def test_a_block_of_an_unknown_name_is_no_silence(root: Path, tmp_path: Path) -> None:
    other = lay_out_project(tmp_path / "other", root)
    edit(other, "supplement.md", ("{.csv file", "{.cvs file"))
    message = "paper/supplement.md, line 36: .cvs is no block of the paper; those are .table, .figure, .sources"
    assert message in fault_of(other)


def test_a_slip_in_the_checklists_is_told_once(root: Path, tmp_path: Path) -> None:
    other = lay_out_project(tmp_path / "other", root)
    edit(other, "checklists.csv", ("at-blinding", "at-blindin"))
    edit(other, "supplement.md", ("::: {.csv", "::: {.checklist name=STROBE}\n:::\n\n::: {.csv"))
    assert fault_of(other).count('"at-blindin" - the rule: STROBE-7 points to') == 1


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("analysis,", "analyses,", ", row 1, column analysis: the rule: the first row names this column"),
        ("78.05", "abc", ', row 2, column value: "abc" - the rule: a number, or empty'),
        ("definition", "percent", " cannot be read: the statistic efficacy.response.percent is stated twice"),
    ],
)
def test_results_that_were_changed_by_hand_are_named(
    old: str, new: str, message: str, root: Path, tmp_path: Path
) -> None:
    other = lay_out_project(tmp_path / "other", root)
    edit(other, "results/efficacy.csv", (old, new))
    fault = fault_of(other)
    assert fault.removeprefix(f"{other}/").startswith(f"paper/results/efficacy.csv{message}")
    assert "run `make all`, which makes it anew" in fault or "rename analyses" in fault


def test_what_pandoc_cannot_make_sense_of_is_told_with_all_else(root: Path, tmp_path: Path) -> None:
    other = lay_out_project(tmp_path / "other", root)
    edit(other, "manuscript.md", ("# Results {#sec-results}", "# Results {#sec-methods}"), ("are few", "are 3"))
    fault = fault_of(other)
    assert 'line 17: "3" is typed' in fault
    assert "the text cannot be read: Duplicate identifier" in fault


def test_a_damaged_exhibit_is_named_from_the_project(root: Path, tmp_path: Path) -> None:
    other = lay_out_project(tmp_path / "other", root)
    (other / "paper/tables/wide.json").write_text("{", encoding="utf-8")
    fault = fault_of(other)
    assert "line 11: paper/tables/wide.json cannot be read" in fault and str(tmp_path) not in fault


def test_without_a_manuscript_there_is_no_paper(root: Path, tmp_path: Path) -> None:
    other = lay_out_project(tmp_path / "other", root)
    (other / "paper/manuscript.md").unlink()
    assert fault_of(other).startswith("paper/manuscript.md is not there")


def test_a_paper_may_be_without_a_supplement(root: Path, tmp_path: Path) -> None:
    other = lay_out_project(tmp_path / "other", root)
    (other / "paper/supplement.md").unlink()
    edit(other, "manuscript.md", (", all of it in @tbl-wide", ""), (" and [-@tbl-wide]", ""))
    assert compose(other, PROVENANCE).supplement is None
