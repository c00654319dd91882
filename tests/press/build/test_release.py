"""Rule: a publication that was cut short is completed at the next start; two builds never work side by side."""

from __future__ import annotations

import errno
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from press.build.manifest import Manifest
from press.build.release import recover
from press.command.command import main
from press.ground.fault import Fault


def cut_short(monkeypatch: pytest.MonkeyPatch, study: Any, after: int) -> None:
    """Build, and stop as a power cut would after so many files have been moved into place."""
    rename = Path.replace
    moved: list[Path] = []

    def failing(source: Path, target: Path) -> Path:
        if "staging" in str(source) and "staging" not in str(target):
            if len(moved) == after:
                raise SystemExit("power cut")
            moved.append(target)
        return rename(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", failing)
        with pytest.raises(SystemExit):
            study.build()


@pytest.mark.parametrize("after", [0, 1, 2])
def test_an_interrupted_publication_is_completed_at_the_next_start(
    study: Any, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    study.edit("src/standin/count.py", "4", "5")
    study.edit("notebooks/2_left.md", "needs: [1_count]", "needs: [1_count, 4_alone]")
    cut_short(monkeypatch, study, after)
    outcome = study.build()
    assert "1_count  had been interrupted while being published; completed now" in study.said
    assert "1_count" in outcome.current
    assert "count,,,,n,6,6,count," in study.read("paper/results/count.csv")
    assert study.read("data/analysis/rows.txt") == "row\n" * 6
    assert "6 were counted" in study.read("notebooks/1_count.ipynb")
    assert not (study.root / ".build/publishing.json").exists()


def test_what_was_edited_before_a_publication_is_completed_is_put_aside(
    study: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    study.edit("notebooks/4_alone.md", '"alone")', '"lonely")')
    cut_short(monkeypatch, study, 0)
    study.write("data/analysis/alone.txt", "mine")
    study.build()
    (aside,) = (study.root / ".build/replaced/data/analysis").iterdir()
    assert (aside.read_text(), study.read("data/analysis/alone.txt")) == ("mine", "lonely")
    assert "4_alone  replaced what no build had made: data/analysis/alone.txt" in study.said


def test_a_publication_that_cannot_be_completed_is_run_again(study: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    study.edit("src/standin/count.py", "4", "5")
    cut_short(monkeypatch, study, 1)
    for path in (study.root / ".build/staging").glob("*/1_count/**/*.txt"):
        path.unlink()
    assert "1_count" in study.ran()
    assert study.read("data/analysis/rows.txt") == "row\n" * 6


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("paper/results", "paper/results/count.csv cannot be written, so nothing of 1_count was published: "),
        ("data/analysis/rows.txt", "data/analysis/rows.txt cannot be written, so nothing .*: a folder of this name"),
    ],
    ids=["its folder is a file", "its place is a folder"],
)
def test_a_file_that_cannot_be_put_in_its_place_is_one_message_and_nothing_moves(
    make_study: Callable[[dict[str, str]], Any], place: str, message: str
) -> None:
    study = make_study({})
    if place.endswith("txt"):
        (study.root / place / "inside").mkdir(parents=True)
    else:
        study.write(place, "a file")
    with pytest.raises(Fault, match=message):
        study.build()
    assert not (study.root / ".build/publishing.json").exists()
    assert not list(study.root.glob("paper/results/*.csv"))


def test_a_rename_that_fails_is_one_message_and_is_completed_by_the_next_build(
    study: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    study.edit("src/standin/count.py", "4", "5")
    rename = Path.replace

    def full(source: Path, target: Path) -> Path:
        if target.name == "rows.txt":
            raise OSError(errno.ENOSPC, "No space left on device")
        return rename(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        with pytest.raises(Fault, match=r"rows\.txt cannot be put in its place; .*: No space left on device"):
            study.build()
    assert "1_count" in study.build().current
    assert study.read("data/analysis/rows.txt") == "row\n" * 6


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder of another filesystem, where a file can be brought by copying it alone."""
    there = Path("/dev/shm")
    if not there.is_dir() or there.stat().st_dev == Path(tempfile.gettempdir()).stat().st_dev:
        pytest.skip("all of this machine's folders lie on one filesystem")
    with tempfile.TemporaryDirectory(dir=there) as folder:
        yield Path(folder)


def test_outputs_may_lie_on_another_filesystem(study: Any, elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study.edit("notebooks/4_alone.md", '"alone")', '"lonely")')
    (study.root / "data/analysis/rows.txt").rename(study.root / "rows.txt")
    shutil.rmtree(study.root / "data/analysis")
    shutil.move(study.root / "rows.txt", elsewhere)
    (study.root / "data/analysis").symlink_to(elsewhere)
    (elsewhere / ".alone.txt.partial").write_text("half of it", encoding="utf-8")  # of a build that was killed there
    cut_short(monkeypatch, study, 0)
    assert study.ran() == set()
    assert "4_alone  had been interrupted while being published; completed now" in study.said
    assert {path.name: path.read_text(encoding="utf-8") for path in elsewhere.iterdir()} == {
        "alone.txt": "lonely",
        "rows.txt": "row\n" * 5,
    }


def test_half_a_journal_means_that_nothing_had_moved(study: Any) -> None:
    before = study.published()
    study.write(".build/publishing.json", '{"name": "1_co')
    assert study.ran() == set()
    assert study.published() == before


def test_nothing_to_recover_is_the_usual_case(study: Any) -> None:
    assert recover(study.project, Manifest(study.project)) is None


def test_a_second_build_in_the_same_folder_waits_and_says_for_whom(study: Any) -> None:
    study.edit("src/standin/right.py", "-n", "-n + 1")
    holder = {"process": 4711, "since": "09:30:00", "words": ["paper", "--seed=7"]}
    study.write(".build/at_work.json", json.dumps(holder))
    held = "import fcntl, sys, time; f = open(sys.argv[1]); fcntl.flock(f, 2); print(flush=True); time.sleep(3)"
    with subprocess.Popen([sys.executable, "-c", held, study.root / ".build/lock"], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        assert study.ran() == {"3_right"}
    assert "waiting until the build `paper --seed=7` of process 4711, begun at 09:30:00, has ended" in study.said


@pytest.mark.parametrize("verb", ["tidy", "clean", "lab"])
def test_what_is_no_build_is_refused_while_one_is_at_work(
    study: Any, verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with FileLock(study.root / ".build/lock", is_singleton=False):
        assert main([verb]) == 2
    assert capsys.readouterr().err == "standin: another build is at work in this folder: wait until it has ended\n"
