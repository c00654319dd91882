"""Rule: nothing to do is said without loading what builds; and it is never said where something is to be done."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from press.command.command import main

from ..command_line import press

LOADED = """
import sys

from press.command.command import main

code = main(["all"])
print(sorted({"jupytext", "papermill", "nbformat", "pandas", "psutil", "filelock"} & set(sys.modules)), file=sys.stderr)
sys.exit(code)
"""


def glanced(study: Any) -> bool:
    """Run `all`; return whether a glance was enough."""
    kept = study.root / ".build/manifest.json"
    before = kept.stat().st_mtime_ns
    done = subprocess.run([sys.executable, "-c", LOADED], cwd=study.root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert kept.is_file() and before
    study.said = done.stdout
    return done.stderr.splitlines()[-1] == "[]"


@pytest.fixture
def known(study: Any) -> Any:
    """A study of which the last `all` has kept what it looks like."""
    assert not glanced(study)
    assert glanced(study)
    assert study.said.splitlines()[1] == "current     1_count, 4_alone, 2_left, 3_right"
    return study


def test_a_build_that_ran_something_is_followed_by_a_glance(known: Any) -> None:
    known.edit("src/standin/right.py", "-n", "-n + 1")
    assert not glanced(known)
    assert "ran         3_right" in known.said
    assert glanced(known)
    assert "ran" not in known.said


@pytest.mark.parametrize(
    "path",
    ["src/standin/left.py", "data/registry/pisa/patients.csv", "paper/results/left.csv", "notebooks/4_alone.ipynb"],
)
def test_a_changed_byte_is_looked_at_whatever_its_file_s_size_and_date(known: Any, path: str) -> None:
    file = known.root / path
    old = file.stat()
    content = file.read_bytes()
    file.write_bytes(content[:-2] + bytes([content[-2] ^ 1]) + content[-1:])
    os.utime(file, ns=(old.st_atime_ns, old.st_mtime_ns))
    done = press(known.root, "all")
    assert "current     1_count, 4_alone, 2_left, 3_right" not in done.stdout, done.stdout + done.stderr


def test_a_new_file_behind_a_link_is_looked_at(known: Any, tmp_path: Path) -> None:
    shutil.copytree(known.root / "data/registry/pisa", tmp_path / "elsewhere")
    (known.root / "data/registry/brescia").symlink_to(tmp_path / "elsewhere")
    assert not glanced(known)
    assert glanced(known)
    (tmp_path / "elsewhere/patients.csv").write_text("patient_id\nBS0001\n")
    assert not glanced(known)
    assert "ran         1_count" in known.said


def test_what_changes_while_a_build_runs_is_not_taken_for_what_was_built(
    known: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from press.build.release import release

    def and_an_edit(*what: Any) -> Any:
        known.edit("src/standin/left.py", "twice(n)\n", "twice(n) + 1\n")
        return release(*what)

    known.edit("src/standin/right.py", "-n", "-n + 1")
    monkeypatch.setattr("press.build.published.release", and_an_edit)
    monkeypatch.chdir(known.root)
    assert main(["all"]) == 0
    capsys.readouterr()
    assert not glanced(known)
    assert "ran         2_left" in known.said


def test_what_is_odd_once_a_build_is_done_does_not_make_it_fail(
    known: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from press.build.release import release

    def and_a_pipe(*what: Any) -> Any:
        os.mkfifo(known.root / "notes")
        return release(*what)

    known.edit("src/standin/right.py", "-n", "-n + 1")
    monkeypatch.setattr("press.build.published.release", and_a_pipe)
    monkeypatch.chdir(known.root)
    assert main(["all"]) == 0
    assert "ran         3_right" in capsys.readouterr().out


@pytest.mark.parametrize("content", ["[]", "7", "null", '{"format": 1}', '{"format": 1, "seen": [], "lines": 3}', "{"])
def test_a_glance_that_is_not_as_it_was_written_is_none(known: Any, content: str) -> None:
    known.write(".build/glance.json", content)
    assert not glanced(known)
    assert json.loads(known.read(".build/glance.json"))["lines"]
