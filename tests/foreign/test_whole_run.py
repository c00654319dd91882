"""Rule: one command makes the whole paper of a centre's own registry; what is refused changes nothing.

The one run of the real study on patients: nine of one centre, their files with names, words and dates of their own.
"""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from compendium.leaving.places import CERTIFICATE
from press.rows import Ledger
from tests.copied import OF_NOBODY, copy_of, press_in, sums
from tests.foreign.plain import FILES
from tests.foreign.registries import NINE, REGISTRIES

FORMS = ("pdf", "docx", "html", "tex", "xml", "md")
TEXTS = (".md", ".csv", ".txt", ".toml", ".json", ".ipynb", ".html", ".js", ".tex", ".xml", ".svg", ".bib")
# The code, what the site says of it, and the build's own record.
OF_THE_CODE = ("src/", "site/reference", ".build/")


@dataclass(frozen=True)
class Run:
    """A copy of the study in which the nine were run, and what was there before and after."""

    study: Path
    registry: Path
    mapping: Path
    before: dict[str, str]
    done: subprocess.CompletedProcess[str]

    @property
    def folder(self) -> Path:
        return self.study / "runs/nine"


@pytest.fixture(scope="module")
def run(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The study, copied and run on the nine as a user would."""
    study, theirs = copy_of(root, tmp_path_factory.mktemp("study")), tmp_path_factory.mktemp("theirs")
    nine = REGISTRIES["nine"]
    registry = nine.write(theirs, nine.rows())
    mapping = nine.mapping("nine", theirs)
    before = sums(study)
    done = press_in(study, "all", f"--registry={mapping}", "--name=nine", LC_ALL="C.UTF-8")
    return Run(study, registry, mapping, before, done)


def test_one_command_makes_the_paper_in_every_form_and_its_certificate(run: Run) -> None:
    assert run.done.returncode == 0, run.done.stdout + run.done.stderr
    assert all((run.folder / "paper" / f"report.{form}").stat().st_size > 1000 for form in FORMS)
    assert (run.folder / "site/index.html").is_file()
    assert "none of them can be told" in run.done.stdout
    assert "| paper/report.pdf |" in (run.folder / CERTIFICATE).read_text(encoding="utf-8")
    assert Ledger.read(run.folder / "paper/results/cohort.csv").value("cohort.n") <= NINE


def test_the_many_analyses_are_not_made_of_patients(run: Run) -> None:
    """Their sets of patients differ by a few; the guard has looked at what stands there instead."""
    rows = Ledger.read(run.folder / "paper/results/multiverse.csv")
    assert {row.statistic for row in rows if row.value == row.value} <= {
        *("specifications", "of_each", "decisions", "imputations")
    }
    assert all(row.n is None for row in rows)


def test_nothing_else_is_touched(run: Run) -> None:
    assert sums(run.study, leave_out="runs") == run.before


def test_the_words_of_the_simulated_paper_do_not_stand_over_patients(run: Run) -> None:
    """In no file: a data-protection officer opens the README first, which had said that no row is a patient."""
    files = {path.relative_to(run.folder).as_posix(): path for path in run.folder.rglob("*") if path.suffix in TEXTS}
    texts = {name: path.read_text(encoding="utf-8") for name, path in files.items() if not name.startswith(OF_THE_CODE)}
    assert {"README.md", "paper/report.md", "paper/report.html", "site/index.html", "data/codebook.csv"} <= texts.keys()
    words = {
        name: json.loads(value) for name, value in re.findall(r"^const (\w+) = (.*);$", texts["site/words.js"], re.M)
    }
    found = words["WORDS"]  # the search's lines of each page
    of_pages = {name: lines for name, lines in found.items() if not f"site/{name}".startswith(OF_THE_CODE)}
    assert of_pages.keys() >= {"index", "02_efficacy"}
    texts["site/words.js"] = json.dumps([of_pages, words["ANSWERS"]])
    assert {name: said for name, text in texts.items() if (said := OF_NOBODY.findall(text))} == {}


def test_what_cannot_be_true_is_refused_and_what_was_made_stays(run: Run) -> None:
    visits = run.registry / FILES["visits"]
    whole, before = visits.read_text(encoding="utf-8"), sums(run.folder)
    first = whole.splitlines()[1]
    visits.write_text(whole + first + "\n", encoding="utf-8")  # one visit twice
    done = press_in(run.study, "all", f"--registry={run.mapping}", "--name=nine", LC_ALL="C.UTF-8")
    visits.write_text(whole, encoding="utf-8")
    assert done.returncode == 2 and "Traceback" not in done.stdout + done.stderr
    assert f"{visits.name}" in done.stderr and "What to do:" in done.stderr
    assert sums(run.folder) == before
