"""Rule: nothing to do is said without loading what builds; and it is never said where something is to be done."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from press.build.build import build

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
    with patch("press.build.build.build", side_effect=build) as builds:
        done = press(study.root, "all")
    assert done.returncode == 0, done.stderr
    study.said = done.stdout
    return not builds.called


def test_a_glance_loads_nothing_that_builds(known: Any) -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], cwd=known.root, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "[]\n")


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
    known: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from press.build.release import release

    def and_an_edit(*what: Any) -> Any:
        known.edit("src/standin/left.py", "twice(n)\n", "twice(n) + 1\n")
        return release(*what)

    known.edit("src/standin/right.py", "-n", "-n + 1")
    monkeypatch.setattr("press.build.published.release", and_an_edit)
    assert not glanced(known)
    monkeypatch.setattr("press.build.published.release", release)
    assert not glanced(known)
    assert "ran         2_left" in known.said


@pytest.mark.parametrize("content", ["[]", "7", "null", '{"format": 1}', '{"format": 1, "seen": [], "lines": 3}', "{"])
def test_a_glance_that_is_not_as_it_was_written_is_none(known: Any, content: str) -> None:
    known.write(".build/glance.json", content)
    assert not glanced(known)
    assert json.loads(known.read(".build/glance.json"))["lines"]
