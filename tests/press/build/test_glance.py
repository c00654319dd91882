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
    ["src/standin/left.py", "data/registry/cedar/patients.csv", "paper/results/left.csv", "notebooks/4_alone.ipynb"],
)
def test_a_changed_byte_is_looked_at_whatever_its_file_s_size_and_date(known: Any, path: str) -> None:
    file = known.root / path
    old = file.stat()
    content = file.read_bytes()
    file.write_bytes(content[:-2] + bytes([content[-2] ^ 1]) + content[-1:])
    os.utime(file, ns=(old.st_atime_ns, old.st_mtime_ns))
    done = press(known.root, "all")
    assert "current     1_count, 4_alone, 2_left, 3_right" not in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 300_000])
def test_a_file_of_whatever_size_is_looked_at_to_its_end(study: Any, size: int) -> None:
    (study.root / "data/registry/big.bin").write_bytes(bytes(size))
    assert not glanced(study)
    assert glanced(study)
    (study.root / "data/registry/big.bin").write_bytes(bytes(max(size - 1, 0)) + b"x")
    assert not glanced(study)


def test_a_registry_in_a_folder_that_cannot_be_listed_is_looked_at(known: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where only those that know the name may go in: a walk from above does not come by."""
    (known.root / "data/private").mkdir()
    shutil.move(known.root / "data/registry", known.root / "data/private/registry")
    real = os.scandir

    def scandir(path: Any) -> Any:
        if str(path).endswith("data/private"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    given = ("all", "--registry", "data/private/registry")
    for _ in range(2):
        assert press(known.root, *given).returncode == 0
    (known.root / "data/private/registry/cedar/patients.csv").write_text("patient_id\nPI0002\n")
    assert "ran         1_count" in press(known.root, *given).stdout


def test_a_new_file_behind_a_link_is_looked_at(known: Any, tmp_path: Path) -> None:
    shutil.copytree(known.root / "data/registry/cedar", tmp_path / "elsewhere")
    (known.root / "data/registry/alder").symlink_to(tmp_path / "elsewhere")
    assert not glanced(known)
    assert glanced(known)
    (tmp_path / "elsewhere/patients.csv").write_text("patient_id\nBS0001\n")
    assert not glanced(known)
    assert "ran         1_count" in known.said


def test_what_lies_outside_the_project_is_looked_at_wherever_it_is_named(known: Any) -> None:
    shutil.copytree(known.root / "data/registry", known.root.parent / "ours")
    for name in ("notebooks/1_count.md", "src/standin/count.py"):
        known.edit(name, '"data/registry"', '"../ours"')
    known.edit("src/standin/study.py", "reads=(", 'reads=("../settings/*.csv", ')
    assert not glanced(known)
    assert not glanced(known)  # only now is it known what else to look at
    assert glanced(known)
    (known.root.parent / "ours/cedar/patients.csv").write_text("patient_id\nPI0002\n")
    assert not glanced(known)
    assert "ran         1_count" in known.said
    known.write("../settings/new.csv", "setting\n")
    assert not glanced(known)


def test_a_folder_is_the_one_that_is_meant_from_where_it_is_asked_for(known: Any) -> None:
    for place, rows in (("one", "PI0001"), ("two", "PI0002")):
        known.write(f"data/{place}/registry/patients.csv", f"patient_id\n{rows}\n")
    known.edit("src/standin/count.py", "data/registry", "data/nowhere")
    for place in ("one", "two"):
        done = press(known.root / "data" / place, "all", "--registry", "registry")
        assert done.returncode == 0, done.stderr
    assert "parameter registry: data/one/registry -> data/two/registry" in done.stdout


def test_what_changes_while_a_build_runs_is_not_taken_for_what_was_built(
    known: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from press.build.release import release

    def and_an_edit(*what: Any) -> Any:
        known.edit("src/standin/left.py", "twice(n)\n", "twice(n) + 1\n")
        known.edit("data/registry/cedar/patients.csv", "PI0001", "PI0002")  # which a current step rests on
        return release(*what)

    known.edit("src/standin/right.py", "-n", "-n + 1")
    monkeypatch.setattr("press.build.published.release", and_an_edit)
    stopped = press(known.root, "all")
    problem = "data/registry/cedar/patients.csv changed while the build ran, so what 1_count made does not hold"
    assert (stopped.returncode, problem in stopped.stderr) == (2, True)
    monkeypatch.setattr("press.build.published.release", release)
    assert not glanced(known)
    assert {"1_count", "2_left"} <= {line.split()[0] for line in known.said.splitlines() if "runs:" in line}


def test_what_is_odd_once_a_build_is_done_does_not_make_it_fail(known: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from press.build.release import release

    def and_a_pipe(*what: Any) -> Any:
        os.mkfifo(known.root / "notes")
        return release(*what)

    known.edit("src/standin/right.py", "-n", "-n + 1")
    monkeypatch.setattr("press.build.published.release", and_a_pipe)
    done = press(known.root, "all")
    assert (done.returncode, "ran         3_right" in done.stdout) == (0, True)


@pytest.mark.parametrize("content", ["[]", "7", "null", '{"format": 2}', '{"format": 2, "seen": [], "lines": 3}', "{"])
def test_a_glance_that_is_not_as_it_was_written_is_none(known: Any, content: str) -> None:
    known.write(".build/glance.json", content)
    assert not glanced(known)
    assert json.loads(known.read(".build/glance.json"))["lines"]
