"""Rule: the press prints any study; this one is four files, and no source of another study can be reached from it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import pypdf
import pytest
from lxml import html

from press.exhibits.table.kept import read_table

TOY = Path(__file__).parent / "toy_study"
FILES = {"data/rain.csv", "notebooks/01_rain.md", "paper/manuscript.md", "pyproject.toml", "src/rain/__init__.py"}
SAID = "In Cedar 46.0 mm fell in a month, in Alder 69.0 mm (Table 1)."
WET = "town,month,millimetres\nCedar,June,90\nAlder,June,1\n"  # another folder of data
OTHERS = ("compendium", "simulated_registry")


def press(study: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the press on a study as its author would, with a copy of the press in which no other study is."""
    around = {name: value for name, value in os.environ.items() if not name.startswith("PRESS_")}
    around["PYTHONPATH"] = str(study.parent / "tool")
    command = [sys.executable, "-P", "-m", "press", *words]
    return subprocess.run(command, cwd=study, env=around, capture_output=True, text=True)


@pytest.fixture(scope="module")
def toy(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy study, built; beside it the press, and in the place of the other packages what refuses to be imported."""
    folder = tmp_path_factory.mktemp("toy")
    shutil.copytree(TOY, folder / "rain", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(root / "src/press", folder / "tool/press", ignore=shutil.ignore_patterns("__pycache__"))
    for name in OTHERS:
        (folder / "tool" / name).mkdir()
        (folder / "tool" / name / "__init__.py").write_text("raise ImportError('out of reach')\n", encoding="utf-8")
    (folder / "rain/wet").mkdir()
    (folder / "rain/wet/rain.csv").write_text(WET, encoding="utf-8")
    done = press(folder / "rain", "all")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "rain"


def test_it_is_four_files_and_the_one_that_names_the_study() -> None:
    files = {path.relative_to(TOY).as_posix() for path in TOY.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    assert files == FILES
    assert len((TOY / "paper/manuscript.md").read_text(encoding="utf-8").splitlines()) <= 12


@pytest.mark.parametrize("name", OTHERS)
def test_the_other_studies_are_out_of_reach(toy: Path, name: str) -> None:
    around = os.environ | {"PYTHONPATH": str(toy.parent / "tool")}
    done = subprocess.run([sys.executable, "-P", "-c", f"import {name}"], env=around, capture_output=True, text=True)
    assert done.returncode == 1 and "out of reach" in done.stderr
    made = [path for path in toy.rglob("*") if path.is_file() and ".build" not in path.parts]
    texts = [path.read_text(encoding="utf-8") for path in made if path.suffix in (".html", ".csv", ".xml", ".ipynb")]
    assert len(texts) > 8
    assert not any(name in text for text in texts)


def test_it_has_a_table_with_the_row_of_each_number(toy: Path) -> None:
    table = read_table(toy / "paper/tables/table_rain.json")
    assert [[cell.text for cell in line.cells] for line in table.lines] == [
        ["Alder", "2", "69.0"],
        ["Cedar", "2", "46.0"],
    ]
    assert table.lines[1].cells[2].rows == ("rain.millimetres.cedar.mean",)


def test_it_has_a_pdf(toy: Path) -> None:
    pages = pypdf.PdfReader(toy / "paper/manuscript.pdf").pages
    assert SAID in " ".join(" ".join(page.extract_text() for page in pages).split())


def test_it_has_a_word_file_with_its_table(toy: Path) -> None:
    word = docx.Document(str(toy / "paper/manuscript.docx"))
    assert SAID in [" ".join(paragraph.text.split()) for paragraph in word.paragraphs]
    assert [cell.text for cell in word.tables[0].rows[-1].cells] == ["Cedar", "2", "46.0"]


def test_it_has_a_site_with_its_notebook_its_sources_and_its_functions(toy: Path) -> None:
    pages = {name: html.parse(toy / f"site/{name}.html").getroot() for name in ("index", "01_rain", "sources")}
    assert pages["index"].findtext(".//h1").startswith("Rain in two towns")
    assert pages["index"].xpath("//a[@href='01_rain.html']") and pages["index"].xpath("//a[@href='paper.html']")
    assert pages["01_rain"].xpath("//td[@data-rows='rain.millimetres.cedar.mean']/text()") == ["46.0"]
    assert "01_rain, cell 3" in pages["sources"].text_content()
    assert "Return the mean of each town" in html.parse(toy / "site/reference/rain.html").getroot().text_content()


def test_a_second_build_makes_nothing_and_another_folder_of_data_other_numbers(toy: Path) -> None:
    assert "current     01_rain, paper, downloads, reference, site" in press(toy, "all").stdout
    done = press(toy, "paper", "--data", "wet")
    assert done.returncode == 0, done.stderr
    said = [" ".join(each.text.split()) for each in docx.Document(str(toy / "paper/manuscript.docx")).paragraphs]
    assert SAID.replace("46.0", "90.0").replace("69.0", "1.0") in said


def test_where_there_is_a_report_and_no_manuscript_it_is_printed_under_its_own_name(toy: Path, tmp_path: Path) -> None:
    study = shutil.copytree(toy, tmp_path / "rain", ignore=shutil.ignore_patterns(".build", "site", "manuscript.*"))
    shutil.copytree(toy.parent / "tool", tmp_path / "tool")
    text = (TOY / "paper/manuscript.md").read_text(encoding="utf-8")
    left = "[how rain was measured]{.authors}"
    (study / "paper/report.md").write_text(f"{text}\n# Methods {{#sec-methods}}\n\n{left}\n", encoding="utf-8")
    done = press(study, "all")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "paper       paper/report.md leaves 1 place to its authors:" in done.stdout
    assert (
        "Methods: how rain was measured" in done.stdout
        and "look at     site/index.html, paper/report.pdf" in done.stdout
    )
    paragraphs = [" ".join(each.text.split()) for each in docx.Document(str(study / "paper/report.docx")).paragraphs]
    assert SAID in paragraphs and "[Authors: how rain was measured]" in paragraphs
    files = html.parse(study / "site/paper.html").getroot().xpath("//a/@href[contains(., 'paper/')]")
    assert files and all(name.startswith("paper/report.") and (study / "site" / name).is_file() for name in files)
    assert not list(study.glob("paper/manuscript.*"))


def test_the_pages_on_the_code_wait_for_no_notebook_and_rest_on_no_parameter(toy: Path, tmp_path: Path) -> None:
    study = shutil.copytree(toy, tmp_path / "rain", ignore=shutil.ignore_patterns(".build", "site"))
    shutil.copytree(toy.parent / "tool", tmp_path / "tool")
    source, notebook = study / "src/rain/__init__.py", study / "notebooks/01_rain.md"
    about = source.read_text(encoding="utf-8").replace('name="rain",', 'name="rain", prints=("site",),')
    source.write_text(about, encoding="utf-8")
    whole = notebook.read_text(encoding="utf-8")
    notebook.write_text(whole.replace("results = analyse(data)", "raise ValueError('no rain')"), encoding="utf-8")
    failed = press(study, "all")
    assert failed.returncode == 1
    assert "reference  done in" in failed.stdout
    assert (study / "site/reference/rain.html").is_file() and not (study / "site/index.html").exists()
    notebook.write_text(whole.replace("results = analyse(data)", "results = analyse(data)  # again"), encoding="utf-8")
    done = press(study, "all", "--data", "wet")
    assert done.returncode == 0, done.stdout
    assert "current     reference" in done.stdout
    source.write_text(about.replace("Return the mean", "Give the mean"), encoding="utf-8")
    assert "reference  runs: src/rain/__init__.py changed" in press(study, "all", "--data", "wet").stdout
    assert "Give the mean" in (study / "site/reference/rain.html").read_text(encoding="utf-8")


def test_what_the_study_says_of_itself_is_part_of_what_the_paper_rests_on(toy: Path) -> None:
    press(toy, "paper", "--data", "wet")  # current already, where the test before ran
    study = toy / "src/rain/__init__.py"
    study.write_text(
        study.read_text(encoding="utf-8").replace('name="rain",', 'name="rain", label="rain:slug",'), encoding="utf-8"
    )
    said = press(toy, "paper", "--data", "wet").stdout
    assert "paper  runs: src/rain/__init__.py changed" in said


def test_a_project_that_names_no_study_is_not_taken_for_another(tmp_path: Path, root: Path) -> None:
    shutil.copytree(TOY, tmp_path / "rain")
    (tmp_path / "rain/pyproject.toml").write_text("[tool.pres]\nstudy = 'rain:STUDY'\n", encoding="utf-8")
    around = os.environ | {"PYTHONPATH": str(root / "src")}  # the press of this repository, which is a study, too
    around.pop("PRESS_ROOT", None)
    command = [sys.executable, "-P", "-m", "press", "all"]
    done = subprocess.run(command, cwd=tmp_path / "rain", env=around, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"press: {tmp_path}/rain/pyproject.toml has no section [tool.press]: put it there")


def test_where_no_study_is_that_is_the_message(toy: Path, tmp_path: Path) -> None:
    shutil.copytree(toy.parent / "tool", tmp_path / "tool")
    (tmp_path / "empty").mkdir()
    done = press(tmp_path / "empty", "all")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("press: there is no study here: run the command in its folder")


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("", 'pyproject.toml: [tool.press] must say which study this is: study = "package.module:STUDY"'),
        ('study = "rain:RAIN"', "pyproject.toml: [tool.press] names rain:RAIN, which is not there: "),
        (
            'study = "snow:STUDY"',
            "pyproject.toml: [tool.press] names snow:STUDY, which is not there: No module",
        ),
        (
            'study = "broken:STUDY"',
            "pyproject.toml: [tool.press] names broken:STUDY, which cannot be loaded: SyntaxError",
        ),
        ('study = "rain:STUDY"\nverbs = "x"', "pyproject.toml: [tool.press] and [tool.press.verbs] must be sections"),
        ('study = "rain:KEY"', "pyproject.toml: [tool.press] names rain:KEY, which is no press.study.Study"),
    ],
)
def test_a_study_that_is_not_there_is_one_message(toy: Path, tmp_path: Path, said: str, message: str) -> None:
    shutil.copytree(toy.parent / "tool", tmp_path / "tool")
    shutil.copytree(TOY, tmp_path / "rain")
    (tmp_path / "rain/src/broken.py").write_text("STUDY = (\n", encoding="utf-8")
    (tmp_path / "rain/pyproject.toml").write_text(f"[tool.press]\n{said}\n", encoding="utf-8")
    done = press(tmp_path / "rain", "all")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"press: {message}") and "Traceback" not in done.stderr
