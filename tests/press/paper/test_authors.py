"""Who signs the paper: one file, checked, and its names in every form; a paper that nobody signs pretends nobody."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest
from lxml import etree, html
from pypdf import PdfReader

from press.paper.authors import check_character
from press.paper.compose import compose
from press.paper.files import main_text
from press.paper.write import write_paper
from press.printing import printing
from press.study import Study

from .paper_project import AUTHORS, PROVENANCE, edit, fault_of, lay_out_project

LINES = [
    "Ann One1,2, Bo Two2, The Example Group",
    "1 Unit of Examples, Exampletown",
    "2 Example Hospital & Clinic, Exampletown",
    "Correspondence: Ann One, ann@example.org",
    "ORCID: Ann One 0000-0002-1825-0097",
    "Contributions: Ann One (Software, Writing – original draft)",
]
TEXTS = ("manuscript", "supplement")


@pytest.fixture(scope="module")
def signed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("signed")
    assert write_paper(lay_out_project(folder / "project", root), folder, PROVENANCE) == ""
    return folder / "paper"


@pytest.fixture(scope="module")
def unsigned(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("unsigned")
    project = lay_out_project(folder / "project", root)
    (project / "paper/authors.yml").write_text("# nobody yet\nauthors: []\naffiliations: {}\n", encoding="utf-8")
    return folder / "paper", write_paper(project, folder, PROVENANCE)


def _pdf(path: Path) -> PdfReader:
    return PdfReader(io.BytesIO(path.read_bytes()))


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("name", TEXTS)
def test_names_affiliations_and_orcid_stand_in_the_title_block_of_every_form(signed: Path, name: str) -> None:
    word = [each.text for each in docx.Document(str(signed / f"{name}.docx")).paragraphs]
    assert word[1 : 1 + len(LINES)] == LINES
    page = html.fromstring((signed / f"{name}.html").read_text(encoding="utf-8"))
    assert [each.text_content() for each in page.xpath("//header/p[@class='authors' or @class='affiliation']")] == LINES
    assert page.xpath("//header//a/@href") == ["mailto:ann@example.org", "https://orcid.org/0000-0002-1825-0097"]
    first = _plain(_pdf(signed / f"{name}.pdf").pages[0].extract_text())
    assert all(_plain(line) in first for line in LINES)


def test_latex_has_the_same_lines_and_a_sign_of_its_own_escaped(signed: Path) -> None:
    tex = (signed / "manuscript.tex").read_text(encoding="utf-8")
    assert "\\author{Ann One\\textsuperscript{1,2}, Bo Two\\textsuperscript{2}, The Example Group\\\\" in tex
    assert "\\textsuperscript{2} Example Hospital \\& Clinic, Exampletown\\\\" in tex
    assert "\\href{https://orcid.org/0000-0002-1825-0097}{0000-0002-1825-0097}" in tex
    assert "pdfauthor={Ann One; Bo Two; The Example Group}" in tex


def test_the_files_say_of_themselves_who_wrote_them(signed: Path) -> None:
    for name in TEXTS:
        core = docx.Document(str(signed / f"{name}.docx")).core_properties
        assert core.author == "Ann One; Bo Two; The Example Group"
        page = html.fromstring((signed / f"{name}.html").read_text(encoding="utf-8"))
        assert page.xpath("//meta[@name='author']/@content") == ["Ann One", "Bo Two", "The Example Group"]
        metadata = _pdf(signed / f"{name}.pdf").metadata
        assert metadata is not None and metadata.author == "Ann One, Bo Two, The Example Group"


def test_jats_tags_each_part_as_archives_ask(signed: Path) -> None:
    """JATS4R's recommendations on authors and affiliations, ORCID iDs and CRediT."""
    article = etree.parse(signed / "manuscript.xml")
    first, second, group = article.iterfind(".//contrib-group/contrib")
    assert first.findtext("contrib-id[@contrib-id-type='orcid']") == "https://orcid.org/0000-0002-1825-0097"
    assert (first.findtext("name/surname"), first.findtext("name/given-names")) == ("One", "Ann")
    assert (first.get("corresp"), first.findtext("email"), second.get("corresp")) == ("yes", "ann@example.org", None)
    assert group.findtext("collab") == "The Example Group" and group.find("name") is None
    role = first.findall("role")[1]
    assert (role.text, role.get("vocab")) == ("Writing – original draft", "credit")
    assert role.get("vocab-term-identifier") == "https://credit.niso.org/contributor-roles/writing-original-draft/"
    places = {each.get("id"): each.findtext("institution") for each in article.iterfind(".//contrib-group/aff")}
    asked = [places[each.get("rid")] for each in first.iterfind("xref[@ref-type='aff']")]
    assert asked == ["Unit of Examples, Exampletown", "Example Hospital & Clinic, Exampletown"]


def test_an_unsigned_paper_names_nobody_in_any_form(unsigned: tuple[Path, str]) -> None:
    out, _ = unsigned
    for name in TEXTS:
        word = docx.Document(str(out / f"{name}.docx"))
        assert word.core_properties.author == ""
        assert not [each for each in word.paragraphs if each.style is not None and each.style.name == "Author"]
        page = html.fromstring((out / f"{name}.html").read_text(encoding="utf-8"))
        assert page.xpath("//meta[@name='author'] | //p[@class='authors']") == []
        metadata = _pdf(out / f"{name}.pdf").metadata
        assert metadata is not None and not metadata.author
    assert "\\author{}" in (out / "manuscript.tex").read_text(encoding="utf-8")
    assert etree.parse(out / "manuscript.xml").find(".//contrib-group") is None


def test_the_build_says_last_that_nobody_signs_and_where_to_sign(unsigned: tuple[Path, str]) -> None:
    assert unsigned[1].splitlines()[-1] == (
        "the manuscript is unsigned: fill in paper/authors.yml (who wrote it), then make paper"
    )


def test_a_paper_without_the_file_is_unsigned_too_and_a_report_has_a_file_of_its_own(
    root: Path, tmp_path: Path
) -> None:
    """The authors of a study are not those of whoever takes its programs to patients of their own."""
    project = lay_out_project(tmp_path / "project", root)
    for name in ("manuscript.md", "supplement.md"):
        (project / "paper" / name).rename(project / "paper" / name.replace("manuscript", "report"))
    edit(project, "report.md", ("@tbl-wide", "all of it"), (" and [-@tbl-wide]", ""))
    assert main_text(project) == "report"
    (project / "paper/supplement.md").unlink()
    assert compose(project, PROVENANCE).unsigned == "paper/report_authors.yml"
    (project / "paper/authors.yml").rename(project / "paper/report_authors.yml")
    paper = compose(project, PROVENANCE)
    assert (paper.unsigned, [each.name for each in paper.main.authors][:2]) == ("", ["Ann One", "Bo Two"])
    steps = {step.name: step for step in printing(Study("small", "Small"), project)}
    assert "paper/report_authors.yml" in steps["paper"].reads and "paper/authors.yml" not in steps["paper"].reads


def test_a_change_of_the_authors_makes_the_paper_anew_and_nothing_else(tmp_path: Path) -> None:
    reading = [step.name for step in printing(Study("small", "Small"), tmp_path) if "paper/authors.yml" in step.reads]
    assert reading == ["paper"]


def test_the_project_s_own_files_hold_for_the_press(root: Path) -> None:
    from press.paper.authors import read_authors

    for file in ("paper/authors.yml", "paper/report_authors.yml"):
        read_authors(root / file, file)


@pytest.mark.parametrize(
    "orcid", ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X", "0000-0002-9079-593X"]
)
def test_the_last_character_of_an_orcid_follows_from_the_others(orcid: str) -> None:
    """ISO 7064, MOD 11-2; the iDs are published ones."""
    assert check_character(orcid[:-1]) == orcid[-1]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "0000-0002-1825-0097",
            "0000-0002-1825-0079",
            r"line 2: authors\[1\]\.orcid: .* a character is mistyped\. What",
        ),
        ("0000-0002-1825-0097", "1825-0097", r'line 2: authors\[1\]\.orcid: "1825-0097" - the rule: an ORCID iD'),
        ("ann@example.org", "ann at example", r"line 2: authors\[1\]\.email: .*an e-mail address"),
        ("[unit, hospital]", "[unit, hopsital]", r"line 2: authors\[1\]\.affiliations: .*nearest: hospital"),
        ("[unit, hospital]", "[hospital]", r"line 8: affiliations\.unit: .*the affiliation of at least one author"),
        ("Software", "Sofware", r"line 3: authors\[1\]\.roles: .*nearest: Software"),
        ("family: Two", "surname: Two", r"line 4: authors\[2\]\.surname: .*a key of"),
        ("given: Bo, family: Two", "given: Ann, family: One", r"line 4: authors\[2\]: \"Ann One\" .*each author once"),
        ("group: The", "given: A, group: The", r"line 5: authors\[3\]\.given: .*of a person, not of a group"),
        ("authors:\n", "authors: none\nother:\n", r"line 1: authors: .*a list, in which each author"),
        ("hospital: Example", "hospital: [Example]\n  other: Example", r"line 7: affiliations\.hospital: "),
    ],
)
def test_what_is_wrong_with_the_file_is_said_by_line_and_rule(
    root: Path, tmp_path: Path, old: str, new: str, message: str
) -> None:
    project = lay_out_project(tmp_path / "project", root)
    assert old in AUTHORS
    edit(project, "authors.yml", (old, new))
    fault = fault_of(project)
    assert re.search(rf"paper/authors\.yml, {message}", fault), fault
    assert "What to do: " in fault


@pytest.mark.parametrize("text", ["", "authors: [", "- Ann One\n", "authors:\n  - Ann One\n", "\tauthors: []\n"])
def test_a_file_of_another_form_is_one_message_and_no_traceback(root: Path, tmp_path: Path, text: str) -> None:
    project = lay_out_project(tmp_path / "project", root)
    (project / "paper/authors.yml").write_text(text, encoding="utf-8")
    assert "paper/authors.yml" in fault_of(project)
