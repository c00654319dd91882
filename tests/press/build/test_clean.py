"""Rule: `clean` removes what the build made, as long as it is as the build made it, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from filelock import FileLock

from press.command.clean import clean
from press.ground.fault import Fault
from press.notebooks.pair import tidy

from ..command_line import press


def test_clean_removes_what_the_build_made_and_nothing_else(study: Any) -> None:
    made = set(study.published())
    study.write("paper/results/notes.txt", "mine")
    sources = {path for path in study.root.rglob("*") if path.is_file() and ".build" not in path.parts}
    cleaned = clean(study.project)
    assert set(cleaned.removed) == made
    assert cleaned.kept == []
    assert not (study.root / ".build").exists()
    left = {path for path in study.root.rglob("*") if path.is_file()}
    assert left == sources - {study.root / name for name in made}


def test_a_file_that_was_altered_is_kept_and_named(study: Any) -> None:
    study.edit("paper/results/left.csv", "10", "11")
    assert clean(study.project).kept == ["paper/results/left.csv"]
    assert "11" in study.read("paper/results/left.csv")


def test_what_a_build_had_put_aside_stays_and_is_named(study: Any) -> None:
    study.edit("paper/results/left.csv", "10", "11")
    study.brought_back()
    (aside,) = clean(study.project).aside
    assert aside.startswith(".build/replaced/paper/results/left.csv.") and "11" in study.read(aside)
    said = press(study.root, "clean").stdout
    assert f"kept {aside}: no build had made it, and one had put it there" in said
    assert [each.name for each in (study.root / ".build").iterdir()] == ["replaced"]


def test_clean_waits_for_no_build(study: Any) -> None:
    with (
        FileLock(study.root / ".build/lock", is_singleton=False),
        pytest.raises(Fault, match="another build is at work"),
    ):
        clean(study.project)
    assert study.ran() == set()


def test_prose_that_tidy_took_over_is_still_the_builds_own(study: Any) -> None:
    study.edit("notebooks/1_count.md", "Some prose.", "Better prose.")
    tidy(study.project)
    assert study.ran() == set()
    assert clean(study.project).kept == []


def test_a_publication_that_was_cut_short_is_completed_first(study: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    study.edit("notebooks/4_alone.md", '"alone")', '"lonely")')
    with monkeypatch.context() as patch:
        patch.setattr("press.build.release._carry_out", lambda *_: 1 / 0)  # the power fails
        with pytest.raises(ZeroDivisionError):
            study.build()
    cleaned = clean(study.project)
    assert cleaned.kept == []
    assert "data/analysis/alone.txt" in cleaned.removed


def test_a_clean_study_builds_the_same_again(study: Any) -> None:
    before = study.published()
    clean(study.project)
    assert len(study.ran()) == 4
    assert study.published() == before
