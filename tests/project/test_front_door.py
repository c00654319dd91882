"""Rule: what the README, `make help`, the CI script and the commit hooks tell a reader to run is there."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

# what git ignores
MADE = {".git", ".venv", ".build", ".hypothesis", "__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache"}


@pytest.fixture(scope="module")
def targets(root: Path) -> set[str]:
    """The targets that the Makefile is meant to be used with."""
    text = (root / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (help .*)$", text, re.MULTILINE)
    return set(phony.split()) - {"environment"}


def test_help_is_the_default_and_lists_every_target(root: Path, targets: set[str]) -> None:
    shown = subprocess.run(["make"], cwd=root, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^make (\w+) ", shown, re.MULTILINE)) == targets
    assert targets == {"help", "all", "test", "lab", "clean", "simulate", "tidy"}


def test_the_readme_gives_commands_that_exist(root: Path, targets: set[str]) -> None:
    told = set(re.findall(r"\bmake ([a-z]+)\b", " ".join(re.findall(r"`[^`]+`|```[^`]+```", readme(root)))))
    assert {"all", "test"} <= told <= targets


def test_ci_runs_the_command_that_the_readme_gives(root: Path) -> None:
    script = (root / ".ci" / "run").read_text(encoding="utf-8")
    assert re.search(r"^make test$", script, re.MULTILINE)
    assert "make test" in readme(root)
    assert os.access(root / ".ci" / "run", os.X_OK)


def test_commit_hooks_are_local_and_download_nothing(root: Path) -> None:
    repositories = yaml.safe_load((root / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert [each["repo"] for each in repositories] == ["local"]
    assert {hook["language"] for each in repositories for hook in each["hooks"]} == {"system"}


def test_no_file_names_a_folder_of_one_machine(root: Path) -> None:
    ours = [path for path in root.rglob("*") if path.is_file() and not MADE & set(path.relative_to(root).parts)]
    named = re.compile(rb"/(?:home|Users)/[a-z]+/|/roo[t]/|" + re.escape(str(root).encode()) + rb"\b")
    texts = [path for path in ours if path.suffix not in (".png", ".docx", ".pdf")]
    assert [path.name for path in texts if named.search(path.read_bytes())] == []


def readme(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")
