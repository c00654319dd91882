"""The paper as its readers get it: each file is opened as they would open it, and two builds give the same bytes."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from lxml import html
from pypdf import PdfReader

from press.exhibits.places import TABLES
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.kept import write_json
from press.ground.fault import Fault
from press.paper.compose import compose
from press.paper.document import Document
from press.paper.files import DEFAULT_STYLE
from press.paper.latex.write import write_latex
from press.paper.pandoc import citing, convert
from press.paper.typst.write import typst_source, write_pdf
from press.paper.write import MOST_SETTINGS, style_file, write_paper

from ..origin import SIMULATED
from .paper_project import PROVENANCE, edit, lay_out_project

FILES = ["manuscript.docx", "manuscript.html", "manuscript.pdf", "manuscript.tex", "manuscript.xml"]
FILES += ["sources.csv", "supplement.docx", "supplement.html", "supplement.pdf"]


@pytest.fixture(scope="module")
def small(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out_project(tmp_path_factory.mktemp("paper"), root)


@pytest.fixture(scope="module")
def out(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    write_paper(small, folder, PROVENANCE)
    return folder / "paper"


@pytest.fixture(scope="module")
def page(out: Path) -> html.HtmlElement:
    return html.fromstring((out / "manuscript.html").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pdf(out: Path) -> PdfReader:
    return PdfReader(io.BytesIO((out / "manuscript.pdf").read_bytes()))


@pytest.fixture(scope="module")
def tex(out: Path) -> str:
    return (out / "manuscript.tex").read_text(encoding="utf-8")


def test_every_file_is_written_and_no_other(out: Path) -> None:
    assert sorted(path.name for path in out.iterdir()) == FILES


def test_a_second_build_gives_the_same_bytes(small: Path, out: Path, tmp_path: Path) -> None:
    write_paper(small, tmp_path, PROVENANCE)
    assert [name for name in FILES if (tmp_path / "paper" / name).read_bytes() != (out / name).read_bytes()] == []


def test_no_file_names_a_folder_of_the_machine(small: Path, out: Path) -> None:
    named = [name for name in FILES if str(small.parent).encode() in (out / name).read_bytes()]
    assert named == []


def test_nothing_is_written_when_anything_is_at_fault(root: Path, tmp_path: Path) -> None:
    faulty = lay_out_project(tmp_path / "faulty", root)
    edit(faulty, "supplement.md", ("name=STROBE", "name=STROBA"))
    with pytest.raises(Fault, match=r"paper/supplement\.md, line 33: .* no item of STROBA"):
        write_paper(faulty, tmp_path / "out", PROVENANCE)
    assert not (tmp_path / "out").exists()


def set_on_pages(monkeypatch: pytest.MonkeyPatch, pages: list[int]) -> list[int]:
    """Let the first checklist of the supplement stand on these pages, one at each setting; return those left."""
    left = list(pages)

    def setting(document: Document, target: Path, root: Path, csl: Path | None) -> dict[str, int]:
        found = write_pdf(document, target, root, csl)
        return found | {"tbl-strobe": left.pop(0)} if document.name == "supplement" else found

    monkeypatch.setattr("press.paper.write.write_pdf", setting)
    return left


def test_the_supplement_is_set_until_its_checklists_say_their_own_pages(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page number in a checklist can need another line, which pushes what follows to the next page."""
    left = set_on_pages(monkeypatch, [2, 3, 3, 3])
    write_paper(small, tmp_path, PROVENANCE)
    assert left == [3]


def test_pages_that_never_hold_are_a_fault_and_nothing_is_written(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_on_pages(monkeypatch, [2, 3] * MOST_SETTINGS)
    with pytest.raises(Fault, match="the supplement's checklists move its own pages; put them at its end"):
        write_paper(small, tmp_path / "out", PROVENANCE)
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("later", [0.0, 0.5])
def test_of_two_files_that_fail_the_first_is_reported_whichever_failed_first(
    later: float, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files are written side by side, and what a reader is told must not depend on the machine."""

    def failing(name: str, seconds: float) -> Callable[..., None]:
        def write(*_: object) -> None:
            time.sleep(seconds)
            raise Fault(f"{name} cannot be written")

        return write

    monkeypatch.setattr("press.paper.write.write_word", failing("Word", later))
    monkeypatch.setattr("press.paper.write.write_jats", failing("JATS", 0.25))
    with pytest.raises(Fault, match="Word cannot be written"):
        write_paper(small, tmp_path, PROVENANCE)
    assert list(tmp_path.iterdir()) == []


def test_whatever_is_put_aside_lies_in_the_folder_of_the_step(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a killed build leaves is cleared up with that folder."""
    used: list[str] = []
    made = tempfile.mkdtemp
    monkeypatch.setattr(tempfile, "mkdtemp", lambda *given: used.append(made(*given)) or used[-1])
    write_paper(small, tmp_path / "out", PROVENANCE)
    assert used and all(Path(folder).is_relative_to(tmp_path / "out") for folder in used)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["paper"]


def test_a_table_that_is_known_to_be_long_is_set_as_one_that_was_measured(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = lay_out_project(tmp_path, root)
    made = TableBuilder("wide", "Long", landscape=True)
    made.column("Row", align="left")
    for row in range(80):
        made.line(f"Row {row}")
    made.source(SIMULATED)
    write_json(made.build(), project / TABLES / "wide.json")
    supplement = compose(project, PROVENANCE).supplement
    assert supplement is not None and "surely-long: true" in typst_source(supplement, project, None)
    write_pdf(supplement, tmp_path / "known.pdf", project, None)
    monkeypatch.setattr("press.paper.typst.tables._LONG", 10_000)
    write_pdf(supplement, tmp_path / "measured.pdf", project, None)
    assert (tmp_path / "known.pdf").read_bytes() == (tmp_path / "measured.pdf").read_bytes()


def test_the_notes_of_a_table_stand_with_its_last_rows(root: Path, tmp_path: Path) -> None:
    """They stood alone on a page, or below the figure that had floated to the top of it, wherever the table ended."""
    project = lay_out_project(tmp_path, root)
    for rows in range(50, 92, 6):
        made = TableBuilder("wide", "Long")
        made.column("Row", align="left")
        made.column("Value", marks=made.note("Lettered note."))
        made.section("All")
        for row in range(1, rows + 1):
            made.line(f"Row {row} of {rows}", "1", indent=row % 2)
        made.source("General note.", SIMULATED)
        write_json(made.build(), project / TABLES / "wide.json")
        supplement = compose(project, PROVENANCE).supplement
        assert supplement is not None
        write_pdf(supplement, tmp_path / "long.pdf", project, None)
        pages = [page.extract_text() for page in PdfReader(tmp_path / "long.pdf").pages]
        (noted,) = (text for text in pages if "General note." in text)
        assert "Lettered note." in noted and f"Row {rows} of {rows}" in noted and f"Row {rows - 1} of" in noted, rows


def test_an_unknown_style_is_a_fault_that_lists_those_there_are(root: Path) -> None:
    with pytest.raises(Fault, match="no citation style apa; paper/styles has: american-medical-association, elsevier"):
        style_file(root, "apa")


def test_the_style_decides_how_citations_look(small: Path, tmp_path: Path) -> None:
    manuscript = compose(small, PROVENANCE).main
    said = {}
    for style in (DEFAULT_STYLE, "american-medical-association"):
        write_latex(manuscript, tmp_path / "a.tex", small, style_file(small, style))
        said[style] = (tmp_path / "a.tex").read_text(encoding="utf-8")
    assert "{[}\\citeproc{ref-kim2020}{1}" in said[DEFAULT_STYLE]
    assert "few\\textsuperscript{\\citeproc{ref-kim2020}{1(p3)}" in said["american-medical-association"]
    assert all("10.1000/182" in text for text in said.values())


@pytest.mark.parametrize("style", ["american-medical-association", "elsevier-vancouver", DEFAULT_STYLE, "the-lancet"])
def test_the_list_of_references_calls_journals_by_their_short_names(small: Path, style: str) -> None:
    said = convert(
        compose(small, PROVENANCE).main.tree, to="plain", options=citing(style_file(small, style)), root=small
    )
    assert b"J Trials" in said and b"Journal of Trials" not in said


# HTML


def test_the_page_asks_for_nothing_outside_itself(page: html.HtmlElement) -> None:
    sources = [*page.xpath("//@src"), *page.xpath("//link/@href")]
    assert sources and all(source.startswith("data:") for source in sources)
    assert "url(" not in "".join(page.xpath("//style/text()"))


def test_the_page_states_language_title_and_scale(page: html.HtmlElement) -> None:
    assert page.get("lang") == "en-GB"
    assert page.findtext(".//title") == "Response of 12 patients: a simulated cohort"
    assert page.xpath("//meta[@name='viewport']/@content") == ["width=device-width, initial-scale=1"]
    assert [each.text_content() for each in page.xpath("//h1 | //h2")][:3] == [
        *("Response of 12 patients: a simulated cohort", "Abstract", "Introduction")
    ]
    assert page.xpath("//p[@class='origin']")[0].text_content() == SIMULATED


def test_a_number_tells_its_source_by_pointer_and_by_keyboard(page: html.HtmlElement) -> None:
    numbers = page.xpath("//main//*[@class='row']")
    assert {number.get("tabindex") for number in numbers} == {"0"}
    (percent,) = (number for number in numbers if number.get("data-row") == "efficacy.response.percent")
    assert percent.text_content() == "78%"
    assert (
        percent.get("title") == "efficacy.response.percent; n = 12; percentage, Wilson interval; notebook 02_efficacy"
    )
    (cell,) = page.xpath("//td[@data-rows='cohort.n efficacy.change.mean']")
    assert cell.get("title").splitlines()[0] == "cohort.n; n = 12; count; notebook 01_cohort"


def test_a_formula_too_wide_for_a_phone_can_be_scrolled_by_keyboard(page: html.HtmlElement) -> None:
    (equation,) = page.xpath("//div[@id='eq-model']")
    assert (equation.get("tabindex"), equation.get("role")) == ("0", "region")
    assert equation.get("aria-label") == "Equation 1"


def test_the_heads_of_a_table_say_what_they_head(page: html.HtmlElement) -> None:
    (table,) = page.xpath("//figure[@id='tbl-patients']//table")
    assert {head.get("scope") for head in table.xpath("thead//th[not(@colspan)]")} == {"col"}
    assert table.xpath("thead//th[@colspan='2']/@scope") == ["colgroup"]
    assert [head.text_content() for head in table.xpath("tbody//th[@scope='rowgroup']")] == ["Demographics", "Course"]
    assert [head.text_content().strip() for head in table.xpath("tbody//th[@scope='row']")] == [
        *("Age, years", "Median [IQR]", "Any, n/N (%)")
    ]
    assert len(table.xpath("tbody")) == 2 and table.xpath("tbody//th[@class='indent-1']")


def test_a_wide_table_scrolls_in_a_box_that_the_keyboard_reaches_and_a_reader_hears_named(
    page: html.HtmlElement,
) -> None:
    for box in page.xpath("//div[@class='scroll']"):
        assert (box.get("tabindex"), box.get("role")) == ("0", "region")
        assert page.xpath(f"//figcaption[@id='{box.get('aria-labelledby')}']")


def test_a_figure_is_told_in_words(page: html.HtmlElement) -> None:
    (picture,) = page.xpath("//figure[@id='fig-course']//img")
    assert picture.get("alt") == 'MMT8 rises from "low" to high.'
    assert picture.get("src").startswith("data:image/svg+xml;base64,")


def test_formulas_are_mathml_with_their_number(page: html.HtmlElement) -> None:
    (equation,) = page.xpath("//div[@id='eq-model']")
    assert equation.xpath(".//*[local-name()='math']") and equation.text_content().strip().endswith("(1)")


def test_links_lead_somewhere_also_to_the_other_page(out: Path, page: html.HtmlElement) -> None:
    other = html.fromstring((out / "supplement.html").read_text(encoding="utf-8"))
    ids, theirs = set(page.xpath("//@id")), set(other.xpath("//@id"))
    links = page.xpath("//a/@href")
    assert "supplement.html#tbl-wide" in links
    assert [link for link in links if link.startswith("#") and link[1:] not in ids] == []
    assert [link for link in links if link.startswith("supplement.html#") and link.split("#")[1] not in theirs] == []
    assert len(ids) == len(page.xpath("//@id"))


def test_the_page_has_colours_that_can_be_told_apart(page: html.HtmlElement) -> None:
    css = "".join(page.xpath("//style/text()"))
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", css))
    for name in ("ink", "quiet", "link"):
        assert _contrast(colours[name], "#ffffff") >= 4.5
        assert _contrast(colours[name], colours["tint"]) >= 4.5


def _contrast(one: str, other: str) -> float:
    """The ratio that WCAG 2.2 asks to be at least 4.5."""

    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, pale = sorted((light(one), light(other)))
    return (pale + 0.05) / (dark + 0.05)


# PDF


def test_the_pdf_is_tagged_titled_and_in_a_language(pdf: PdfReader) -> None:
    catalogue = pdf.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in catalogue
    assert catalogue["/Lang"] == "en-GB"
    assert pdf.metadata is not None and pdf.metadata.title == "Response of 12 patients: a simulated cohort"
    assert pdf.metadata.author == "Ann One, Bo Two, The Example Group"
    assert b"pdfuaid:part>1<" in catalogue["/Metadata"].get_data()


def test_every_font_is_in_the_pdf(pdf: PdfReader) -> None:
    fonts = [font.get_object() for page in pdf.pages for font in page["/Resources"]["/Font"].values()]
    parts = [part.get_object() for font in fonts for part in font.get("/DescendantFonts", [font])]
    assert parts
    for part in parts:
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(part["/FontDescriptor"]), part["/BaseFont"]


def test_figures_and_formulas_of_the_pdf_have_words(pdf: PdfReader) -> None:
    message = _alternatives(pdf.trailer["/Root"]["/StructTreeRoot"])
    assert 'MMT8 rises from "low" to high.' in message
    assert "y = \\beta_0 + \\beta_1 x" in message


def _alternatives(element: object) -> list[str]:
    found: list[str] = []
    waiting = [element]
    while waiting:
        item = waiting.pop()
        item = item.get_object() if hasattr(item, "get_object") else item
        if isinstance(item, list):
            waiting += item
        elif isinstance(item, dict):
            found += [str(item["/Alt"])] if "/Alt" in item else []
            waiting += [item["/K"]] if "/K" in item else []
    return found


def test_every_page_of_the_pdf_has_its_whole_running_head_and_its_number(root: Path, tmp_path: Path) -> None:
    """A head that was cut off told neither what the paper is about nor that it is on a simulated registry."""
    small = lay_out_project(tmp_path / "small", root)
    long = "A cohort of many patients with a long list of rare diseases of muscle and skin, on a simulated registry"
    edit(small, "manuscript.md", ("  A simulated cohort", f"  {long}"))
    write_paper(small, tmp_path, PROVENANCE)
    for name, head, prefix in (("manuscript", long, ""), ("supplement", "Supplement to a simulated cohort", "S")):
        pages = PdfReader(tmp_path / f"paper/{name}.pdf").pages
        for number, sheet in enumerate(pages, start=1):
            text = " ".join(sheet.extract_text().split())
            assert text.startswith(head) and f"Page {prefix}{number} of {prefix}{len(pages)}" in text


def test_every_page_of_the_supplement_is_upright_and_a_wide_table_repeats_its_heading(out: Path) -> None:
    pages = PdfReader(io.BytesIO((out / "supplement.pdf").read_bytes())).pages
    assert all(page.mediabox.width < page.mediabox.height for page in pages)
    lines = [page.extract_text() for page in pages if "Line " in page.extract_text()]
    assert len(lines) >= 2 and all("Column 8" in text for text in lines)


def test_nothing_on_a_page_stands_in_its_margin(out: Path) -> None:
    """Margins are 20 mm in the manuscript and 18 mm in the supplement; a wide table was set beyond them."""
    for name, margin in (("manuscript", 20), ("supplement", 18)):
        with pypdfium2.PdfDocument(out / f"{name}.pdf") as document:
            for page in document:
                width = page.get_width()
                boxes = [found.get_bounds() for found in page.get_objects()]
                least = margin * 72 / 25.4 - 2  # points; a rule is half its breadth wider
                assert min(left for left, *_ in boxes) > least and max(box[2] for box in boxes) < width - least


def test_a_table_of_the_manuscript_that_a_page_holds_is_whole_and_floats_to_where_it_is_first_named(
    root: Path, tmp_path: Path
) -> None:
    small = lay_out_project(tmp_path / "small", root)
    made = TableBuilder("patients", "Long")
    made.column("Row", align="left")
    made.column("Value", marks=made.note("Lettered note."))
    for row in range(1, 41):
        made.line(f"Row {row} of 40", "1")
    made.source("General note.", SIMULATED)
    write_json(made.build(), small / TABLES / "patients.json")
    first = "Trials are few, see @tbl-patients." + "\n\nA paragraph of the introduction." * 60
    edit(small, "manuscript.md", ("Trials are few", first))
    manuscript = compose(small, PROVENANCE).main
    pages = write_pdf(manuscript, tmp_path / "a.pdf", small, style_file(small, DEFAULT_STYLE))
    texts = [sheet.extract_text() for sheet in PdfReader(tmp_path / "a.pdf").pages]
    (whole,) = [number for number, text in enumerate(texts, 1) if "Row " in text]
    assert all(f"Row {row} of 40" in texts[whole - 1] for row in range(1, 41)) and "General note." in texts[whole - 1]
    introduction = next(number for number, text in enumerate(texts, 1) if "Trials are few" in text)
    assert pages["tbl-patients"] == whole and whole - introduction in (0, 1)  # and not after the whole introduction
    assert len(texts) > whole + 1


def test_the_checklist_gives_the_page_on_which_the_pdf_has_the_place(out: Path, pdf: PdfReader) -> None:
    supplement = PdfReader(io.BytesIO((out / "supplement.pdf").read_bytes()))
    text = " ".join(" ".join(page.extract_text() for page in supplement.pages).split())
    blinded = next(
        number for number, page in enumerate(pdf.pages, start=1) if "Nobody was blinded" in page.extract_text()
    )
    table = next(number for number, page in enumerate(supplement.pages, start=1) if "Line 0" in page.extract_text())
    assert f"Methods: Response definitions (page {blinded}); Supplement: Table S1 (page S{table})" in text


def test_a_figure_that_floats_is_on_the_page_where_it_is_seen(root: Path, tmp_path: Path) -> None:
    """It is where its caption is, however far down the page the paragraph ends that names it first."""
    floated = []
    for count in range(4, 24, 2):
        small = lay_out_project(tmp_path / f"small{count}", root)
        named = "\n\nA paragraph." * count + "\n\nAs @fig-course shows." + "\n\nOne more paragraph." * 4
        edit(small, "manuscript.md", (", their course in @fig-course", ""), ("; @fig-course]", "]"))
        edit(small, "manuscript.md", ("# References", f"{named}\n\n# References"))
        pages = write_pdf(compose(small, PROVENANCE).main, tmp_path / "a.pdf", small, style_file(small, DEFAULT_STYLE))
        texts = [sheet.extract_text() for sheet in PdfReader(tmp_path / "a.pdf").pages]
        assert "The course. Means." in texts[pages["fig-course"] - 1]
        floated.append(pages["fig-course"] > 1 and "One more paragraph" in texts[pages["fig-course"] - 2])
    assert any(floated)  # past the words below the one that names it


def test_a_formula_in_the_title_of_a_reference_can_be_set(root: Path, tmp_path: Path) -> None:
    small = lay_out_project(tmp_path / "small", root)
    edit(small, "references.bib", ("A trial", "A trial of {IgG}$_{4}$ and $\\gamma$-globulin"))
    write_pdf(compose(small, PROVENANCE).main, tmp_path / "a.pdf", small, style_file(small, DEFAULT_STYLE))
    assert "A trial of IgG" in "".join(page.extract_text() for page in PdfReader(tmp_path / "a.pdf").pages)


def test_what_cannot_be_set_is_a_fault_without_the_machine_s_folders(root: Path, tmp_path: Path) -> None:
    small = lay_out_project(tmp_path / "small", root)
    manuscript = compose(small, PROVENANCE).main
    (small / "paper/figures/course.svg").unlink()
    with pytest.raises(Fault, match=r"the PDF of the manuscript cannot be set: .*paper/figures/course\.svg") as caught:
        write_pdf(manuscript, tmp_path / "a.pdf", small, style_file(small, DEFAULT_STYLE))
    assert str(tmp_path) not in str(caught.value)


# LaTeX


def test_latex_numbers_and_refers_by_itself(tex: str) -> None:
    assert (
        "Table~\\ref{tbl-patients}" in tex and "Figure~\\ref{fig-course}" in tex and "Equation~\\ref{eq-model}" in tex
    )
    assert "Tables \\ref{tbl-patients} and {S1}" in " ".join(tex.split())
    assert "\\begin{equation}\\label{eq-model}\ny = \\beta_0 + \\beta_1 x\n\\end{equation}" in tex
    assert "\\includegraphics[width=\\linewidth]{figures/course.pdf}" in tex
    labels = re.findall(r"\\label\{([^}]*)\}", tex)
    assert {"tbl-patients", "fig-course", "eq-model", "sec-response", "at-blinding"} <= set(labels)
    assert len(labels) == len(set(labels))
    assert "Table 1." not in tex


def test_latex_declares_the_signs_that_its_fonts_lack(tex: str) -> None:
    for sign in ("2265", "2212", "03B3"):
        assert f"\\DeclareUnicodeCharacter{{{sign}}}" in tex


def test_a_sign_of_the_author_s_that_latex_could_not_print_is_refused_with_its_line(root: Path, tmp_path: Path) -> None:
    """One of the data's is not: see test_hostile_names."""
    small = lay_out_project(tmp_path / "signs", root)
    edit(small, "manuscript.md", ("Nobody was blinded", "Nobody was blinded ☃"))
    with pytest.raises(Fault, match=r"manuscript\.md, line \d+: the LaTeX file cannot print ☃ \(U\+2603\)"):
        write_paper(small, tmp_path / "out", PROVENANCE)
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no TeX on this machine: pdflatex is not installed")
def test_latex_compiles(small: Path, out: Path, tmp_path: Path) -> None:
    shutil.copy(out / "manuscript.tex", tmp_path)
    shutil.copytree(small / "paper/figures", tmp_path / "figures")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "manuscript.tex"]
    for _ in range(2):  # the second run knows the labels
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        assert ran.returncode == 0, ran.stdout.decode(errors="replace")[-2000:]
    assert "undefined" not in (tmp_path / "manuscript.log").read_text(errors="replace")
    text = " ".join(page.extract_text() for page in PdfReader(tmp_path / "manuscript.pdf").pages)
    assert "patients are in Table 1, their course in Figure 1" in " ".join(text.split())
