"""Rule: one command makes the whole paper of a centre's own registry; what is refused changes nothing.

The one run of the real study on patients: nine of one centre, their files with names, words and dates of their own.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from compendium.leaving.places import CERTIFICATE
from press.rows import Ledger
from tests.foreign.plain import FILES
from tests.foreign.registries import NINE, REGISTRIES

SOURCES = ("src", "data", "notebooks", "paper", "README.md", "DECISIONS.md", "pyproject.toml", "jupytext.toml")
FORMS = ("pdf", "docx", "html", "tex", "xml", "md")
# Words of the simulated paper that would be wrong of any patient.
OF_NOBODY = re.compile(r"simulated (patient|registry)|no patient's data", re.IGNORECASE)


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


def sums(folder: Path, leave_out: str = "") -> dict[str, str]:
    """The checksum of every file, but for what the build keeps for itself."""
    found = {}
    for place, folders, names in os.walk(folder):
        folders[:] = [each for each in folders if each not in (".build", "__pycache__", leave_out)]
        paths = (Path(place, name) for name in names)
        found |= {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    return found


def build(study: Path, *words: str) -> subprocess.CompletedProcess[str]:
    around = {name: value for name, value in os.environ.items() if not name.startswith("PRESS_")}
    command = [sys.executable, "-m", "press", "all", *words]
    environment = around | {"PYTHONPATH": str(study / "src"), "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, cwd=study, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def run(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The study, copied and run on the nine as a user would."""
    study, theirs = tmp_path_factory.mktemp("study"), tmp_path_factory.mktemp("theirs")
    for name in SOURCES:
        if (root / name).is_dir():
            shutil.copytree(root / name, study / name, ignore=shutil.ignore_patterns("__pycache__", "analysis"))
        else:
            shutil.copy(root / name, study / name)
    nine = REGISTRIES["nine"]
    registry = nine.write(theirs, nine.rows())
    mapping = nine.mapping("nine", theirs)
    before = sums(study)
    return Run(study, registry, mapping, before, build(study, f"--registry={mapping}", "--name=nine"))


def test_one_command_makes_the_paper_in_every_form_and_its_certificate(run: Run) -> None:
    assert run.done.returncode == 0, run.done.stdout + run.done.stderr
    assert all((run.folder / "paper" / f"report.{form}").stat().st_size > 1000 for form in FORMS)
    assert (run.folder / "site/index.html").is_file()
    assert "none of them can be told" in run.done.stdout
    assert "| paper/report.pdf |" in (run.folder / CERTIFICATE).read_text(encoding="utf-8")
    assert Ledger.read(run.folder / "paper/results/cohort.csv").value("cohort.n") <= NINE


def test_nothing_else_is_touched(run: Run) -> None:
    assert sums(run.study, leave_out="runs") == run.before


def test_the_words_of_the_simulated_paper_do_not_stand_over_patients(run: Run) -> None:
    for form in ("html", "md", "tex", "xml"):
        text = (run.folder / "paper" / f"report.{form}").read_text(encoding="utf-8")
        assert not OF_NOBODY.search(text), OF_NOBODY.search(text)


def test_what_cannot_be_true_is_refused_and_what_was_made_stays(run: Run) -> None:
    visits = run.registry / FILES["visits"]
    whole, before = visits.read_text(encoding="utf-8"), sums(run.folder)
    first = whole.splitlines()[1]
    visits.write_text(whole + first + "\n", encoding="utf-8")  # one visit twice
    done = build(run.study, f"--registry={run.mapping}", "--name=nine")
    visits.write_text(whole, encoding="utf-8")
    assert done.returncode == 2 and "Traceback" not in done.stdout + done.stderr
    assert f"{visits.name}" in done.stderr and "What to do:" in done.stderr
    assert sums(run.folder) == before
