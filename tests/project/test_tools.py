"""Rule: style, types and the direction of imports hold for every file; the tools' own verdicts are the tests."""

from __future__ import annotations

import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    "words",
    [
        ("-m", "ruff", "check", "--no-cache", "."),
        ("-m", "ruff", "format", "--check", "--no-cache", "."),
        ("-m", "mypy"),
    ],
    ids=["ruff check", "ruff format", "mypy"],
)
def test_the_tool_finds_nothing(root: Path, words: tuple[str, ...]) -> None:
    done = run(root, *words)
    assert done.returncode == 0, done.stdout + done.stderr


def test_imports_go_one_way(root: Path) -> None:
    done = run(root, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Contracts: 10 kept, 0 broken." in done.stdout


def test_no_folder_with_tests_is_passed_over(root: Path, pytestconfig: pytest.Config) -> None:
    """pytest leaves out some folders by their names: a room called "build" was among them, with all of its tests."""
    folders = {path.name for top in ("src", "tests") for path in (root / top).rglob("*") if path.is_dir()}
    left_out = [name for name in folders for each in pytestconfig.getini("norecursedirs") if fnmatch(name, each)]
    assert set(left_out) <= {"__pycache__"} | {name for name in folders if name.startswith(".")}


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], cwd=root, capture_output=True, text=True)


LONGEST = 200  # lines: what a clinician who checks a module can still read through at one sitting


def test_modules_are_short_enough_to_be_read(root: Path) -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in (root / "src").rglob("*.py")}
    assert {path.name: length for path, length in lengths.items() if length > LONGEST} == {}
