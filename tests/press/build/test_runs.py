"""Rule: a study on other data is made in a folder of its own, and nothing else is touched, read or made anew for it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ..command_line import press
from .test_glance import glanced

TAKES = """takes=(
        *("src", "requirements.lock", "jupytext.toml", "notebooks/*.md"),
        *("data/*.csv", "data/definitions", "!*/left.md"),
    ),"""
COUNT_ROWS = """
from pathlib import Path


def how_many(seed, registry):
    files = [Path(registry)] if Path(registry).is_file() else Path(registry).rglob("*.csv")
    return seed + sum(len(each.read_text().splitlines()) for each in files)
"""
SHELL = {"LC_ALL": "C.UTF-8"}  # its own process: a run begins in the place of the command that was typed


@pytest.fixture
def shared(make_study: Any) -> Any:
    """A study that says what a run on other data takes along, and counts the rows of its registry."""
    study = make_study({"src/standin/count.py": COUNT_ROWS, "data/definitions/left.md": "not taken along\n"})
    study.edit("src/standin/study.py", 'prints=("paper",),', f'prints=("paper",), {TAKES}')
    study.edit("notebooks/1_count.md", "how_many(seed)", "how_many(seed, registry)")
    assert not glanced(study)
    return study


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """Three lines, of another centre."""
    file = tmp_path / "their data.csv"
    file.write_text("patient_id\nS1\nS2\n", encoding="utf-8")
    return file


def ran(done: subprocess.CompletedProcess[str]) -> set[str]:
    """The steps of which the last screen says that they ran."""
    lines = [line for line in done.stdout.splitlines() if line.startswith("ran ")]
    return set(re.findall(r"(\w+) \(", "".join(lines)))


def counted(folder: Path) -> str:
    return (folder / "paper/results/count.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[5]


def test_a_run_makes_all_in_its_own_folder_and_touches_nothing_else(shared: Any, theirs: Path) -> None:
    before = shared.published()
    done = press(shared.root, "all", f"--registry={theirs}", "--name=theirs", **SHELL)
    run = shared.root / "runs/theirs"
    assert done.returncode == 0, done.stdout + done.stderr
    assert ran(done) == {"1_count", "2_left", "3_right", "4_alone"}
    assert (counted(run), counted(shared.root)) == ("4", "3")
    assert shared.published() == before
    assert glanced(shared), "the study itself has nothing to do"
    assert not (run / "data/registry").exists()
    assert not (run / "data/definitions/left.md").exists()


def test_a_run_has_a_readme_of_its_own_that_may_be_edited(shared: Any, theirs: Path) -> None:
    """That of the project speaks of the project's own data."""
    (shared.root / "README.md").write_text("# No patient\n", encoding="utf-8")
    (shared.root / "of_a_run.md").write_text("# A run\n", encoding="utf-8")
    shared.edit("src/standin/study.py", TAKES, f'{TAKES} readme_of_run="of_a_run.md",')
    readme = shared.root / "runs/theirs/README.md"
    press(shared.root, "all", f"--registry={theirs}", "--name=theirs", **SHELL)
    assert readme.read_text(encoding="utf-8") == "# A run\n"
    (shared.root / "of_a_run.md").write_text("# A run on other data\n", encoding="utf-8")
    press(shared.root, "all", "--name=theirs", **SHELL)
    assert readme.read_text(encoding="utf-8") == "# A run on other data\n"
    readme.write_text("# Ours\n", encoding="utf-8")
    press(shared.root, "all", "--name=theirs", **SHELL)
    assert readme.read_text(encoding="utf-8") == "# Ours\n"


def test_a_run_is_known_by_its_name_from_then_on(shared: Any, theirs: Path) -> None:
    press(shared.root, "all", f"--registry={theirs}", "--name=theirs", **SHELL)
    again = press(shared.root, "all", "--name=theirs", **SHELL)
    assert (again.returncode, again.stdout.splitlines()[1]) == (0, "current     1_count, 4_alone, 2_left, 3_right")
    assert "nothing is to be done" in press(shared.root, "status", "--name=theirs", **SHELL).stdout
    of = press(shared.root, "why", "paper/results/left.csv", "--name=theirs", **SHELL)
    assert of.stdout.startswith("paper/results/left.csv was made by 2_left"), of.stderr
    with theirs.open("a", encoding="utf-8") as file:
        file.write("S3\n")
    assert "their data.csv changed" in press(shared.root, "status", "--name=theirs", **SHELL).stdout
    assert ran(press(shared.root, "all", "--name=theirs", **SHELL)) == {"1_count", "2_left", "3_right"}
    assert counted(shared.root / "runs/theirs") == "5"


def test_a_run_follows_the_study_but_for_what_was_changed_in_it(shared: Any, theirs: Path) -> None:
    press(shared.root, "all", f"--registry={theirs}", "--name=theirs", **SHELL)
    run = shared.root / "runs/theirs"
    shared.edit("src/standin/left.py", "return twice(n)", "return twice(n) + 1")
    (run / "notebooks/4_alone.md").write_text(
        shared.read("notebooks/4_alone.md").replace("# The notebook", "Our own words.\n\n# The notebook"),
        encoding="utf-8",
    )
    again = press(shared.root, "all", "--name=theirs", **SHELL)
    assert again.returncode == 0, again.stderr
    assert ran(again) == {"2_left"} and "kept" not in again.stdout
    shared.edit("notebooks/4_alone.md", "# The notebook", "# A notebook")
    (shared.root / "src/standin/right.py").rename(shared.root / "src/standin/wrong.py")
    shared.edit("notebooks/3_right.md", "standin.right", "standin.wrong")
    again = press(shared.root, "all", "--name=theirs", **SHELL)
    assert "kept notebooks/4_alone.md as it is here; the project's own is another" in again.stdout
    assert "removed src/standin/right.py: the project has it no more" in again.stdout
    assert "Our own words." in (run / "notebooks/4_alone.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["", "..", ".hidden", "a/b", "../elsewhere", "x" * 61, "a b", "-x", "\x1b[2J"])
def test_what_is_no_name_is_refused(shared: Any, theirs: Path, name: str) -> None:
    done = press(shared.root, "all", f"--registry={theirs}", f"--name={name}", **SHELL)
    assert done.returncode == 2
    assert "is no name for a run: letters, digits" in done.stderr and "\x1b" not in done.stderr
    assert not (shared.root / "runs").exists()


def test_a_run_that_is_not_there_is_told(shared: Any, theirs: Path) -> None:
    done = press(shared.root, "all", "--name=theirs", **SHELL)
    assert (done.returncode, done.stderr) == (
        2,
        "standin: there is no run theirs: to begin one, say on which registry\n",
    )
    press(shared.root, "all", f"--registry={theirs}", "--name=theirs", **SHELL)
    done = press(shared.root, "status", "--name=their", **SHELL)
    assert (done.returncode, done.stderr) == (2, "standin: there is no run their; nearest: theirs\n")
    within = press(shared.root / "runs/theirs", "all", "--name=another", **SHELL)
    assert (within.returncode, within.stderr) == (
        2,
        "standin: this is the run theirs: a run has no runs of its own; leave the name out\n",
    )
    alone = press(shared.root / "runs/theirs", "all", **SHELL)
    assert (alone.returncode, alone.stdout.splitlines()[1][:7]) == (0, "current"), alone.stderr


def test_a_registry_that_cannot_be_found_makes_no_run_that_lasts(shared: Any, theirs: Path) -> None:
    done = press(shared.root, "all", "--registry=nowhere.xlsx", "--name=theirs", **SHELL)
    assert done.returncode == 2
    assert "nowhere.xlsx: no file or folder is called so" in done.stderr
    done = press(shared.root, "all", f"--registry={theirs}", "--name=theirs", **SHELL)
    assert done.returncode == 0, done.stderr


def test_a_study_that_takes_nothing_along_has_no_runs(study: Any) -> None:
    done = press(study.root, "all", "--name=theirs")
    assert done.returncode == 2 and "unrecognized arguments: --name=theirs" in done.stderr


def test_of_a_run_that_stops_nothing_is_kept_that_may_quote_the_data(shared: Any, theirs: Path) -> None:
    """An error's message, a traceback, a log: each may show a patient; the study's own are kept for reading."""
    shared.edit(
        "src/standin/count.py", "return seed", 'print(found := "S1")\n    return seed / len(found) + int(found)'
    )
    done = press(shared.root, "all", f"--registry={theirs}", "--name=theirs", **SHELL)
    assert done.returncode == 1 and "1_count stopped" in done.stdout
    assert "kept in" not in done.stdout
    left = [path for path in (shared.root / "runs/theirs").rglob("*") if path.is_file() and path.suffix != ".py"]
    assert left and not [path for path in left if b"S1" in path.read_bytes() and path.suffix != ".pyc"]
    assert "kept in  .build/failed/1_count.failed.ipynb" in press(shared.root, "all", **SHELL).stdout


SEALS = """
from pathlib import Path


def seal(root, out, _provenance):
    (out / "paper").mkdir(parents=True, exist_ok=True)
    (out / "paper/seal.txt").write_text(Path(THEIRS).read_text() + (root / "paper/results/left.csv").read_text())
    return "sealed      by its own step"
"""
SEALED = """steps=(
        Step(
            "noted", calls="standin.seal:seal", reads=("paper/results/*.csv",), writes=("paper/seal*.txt",),
            of_data=True, in_runs=True,
        ),
    ),"""


def test_a_step_of_runs_is_done_in_them_alone_and_again_where_their_data_changed(shared: Any, theirs: Path) -> None:
    """As what examines a run on patients before it is handed on: it reads the data themselves, and may."""
    shared.edit("src/standin/study.py", "import Parameter, Study", "import Parameter, Step, Study")
    shared.edit("src/standin/study.py", 'prints=("paper",),', f'prints=("paper",), {SEALED}')
    shared.write("src/standin/seal.py", SEALS.replace("THEIRS", repr(str(theirs))))
    own = press(shared.root, "all", **SHELL)
    assert own.returncode == 0, own.stderr
    assert "noted" not in own.stdout and not (shared.root / "paper/seal.txt").exists()
    done = press(shared.root, "all", f"--registry={theirs}", "--name=theirs", **SHELL)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "noted" in ran(done) and "sealed      by its own step" in done.stdout
    assert "nothing is to be done" in press(shared.root, "status", "--name=theirs", **SHELL).stdout
    with theirs.open("a", encoding="utf-8") as file:
        file.write("S3\n")
    again = press(shared.root, "all", "--name=theirs", **SHELL)
    assert "noted" in ran(again), again.stdout
    assert "S3" in (shared.root / "runs/theirs/paper/seal.txt").read_text(encoding="utf-8")


def test_what_vouches_for_all_that_lies_there_is_taken_away_where_it_cannot_be_said_anew(
    shared: Any, theirs: Path
) -> None:
    """A certificate of what was there before would stand beside files that it says nothing of."""
    shared.edit("src/standin/study.py", "import Parameter, Study", "import Parameter, Step, Study")
    shared.edit("src/standin/study.py", 'prints=("paper",),', f'prints=("paper",), {SEALED.replace("steps=", "last=")}')
    refusing = SEALS.replace("THEIRS", repr(str(theirs))).replace(
        '    return "sealed',
        '    if "S3" in Path(THEIRS).read_text():\n        raise OSError("S3")\n    return "sealed',
    )
    shared.write("src/standin/seal.py", refusing.replace("THEIRS", repr(str(theirs))))
    seal = shared.root / "runs/theirs/paper/seal.txt"
    assert press(shared.root, "all", f"--registry={theirs}", "--name=theirs", **SHELL).returncode == 0
    assert seal.exists()
    assert press(shared.root, "all", "--name=theirs", **SHELL).returncode == 0 and seal.exists()
    theirs.write_text("patient_id\nS1\nS2\nS3\n", encoding="utf-8")
    done = press(shared.root, "all", "--name=theirs", **SHELL)
    assert done.returncode == 1 and "what it had said of other files was removed" in done.stdout
    assert not seal.exists() and (shared.root / "runs/theirs/paper/results/count.csv").exists()
    theirs.write_text("patient_id\nS1\nS2\n", encoding="utf-8")
    assert press(shared.root, "all", "--name=theirs", **SHELL).returncode == 0 and seal.exists()
