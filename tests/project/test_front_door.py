"""Rule: what the README, `make help`, the CI script and the commit hooks tell a reader to run is there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

# what git ignores
MADE = {".git", ".venv", ".build", ".hypothesis", "__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache"}


Made = subprocess.CompletedProcess[str]


@pytest.fixture
def front_door(root: Path, tmp_path: Path) -> Callable[..., Made]:
    """A function that runs make, with given words and shell variables, in a folder that holds the Makefile alone."""
    shutil.copy(root / "Makefile", tmp_path)
    shell = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}

    def run(*words: str, **variables: str) -> Made:
        return subprocess.run(["make", *words], cwd=tmp_path, env=shell | variables, capture_output=True, text=True)

    return run


@pytest.fixture(scope="module")
def targets(root: Path) -> set[str]:
    """The targets that the Makefile is meant to be used with."""
    text = (root / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (help .*)$", text, re.MULTILINE)
    return set(phony.split()) - {"environment"}


def test_help_is_the_default_and_lists_every_target(root: Path, targets: set[str]) -> None:
    shown = subprocess.run(["make"], cwd=root, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^make ([\w-]+) ", shown, re.MULTILINE)) == targets
    made = {
        "all",
        "paper",
        "site",
        "status",
        "why",
        "changes",
        "verify",
        "disclose",
        "test",
        "lab",
        "clean",
        "simulate",
        "simulate-study",
        "extra",
        "tidy",
        "bench",
    }
    assert targets == made | {"help"}


def test_a_variable_that_is_mistyped_stops_make(front_door: Callable[..., Made]) -> None:
    done = front_door("all", "RESPONS=tis20")
    assert done.returncode == 2
    assert "there is no variable RESPONS; there are PYTHON, REGISTRY, NAME, RESPONSE, SEED," in done.stderr


def test_asking_what_make_would_do_does_nothing_in_a_fresh_clone(
    front_door: Callable[..., Made], tmp_path: Path
) -> None:
    assert front_door("-n", "all").returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["Makefile"]


@pytest.mark.parametrize("python", ["/no/such/python", "true"])
def test_a_python_that_will_not_do_is_told(front_door: Callable[..., Made], tmp_path: Path, python: str) -> None:
    (tmp_path / "true").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    (tmp_path / "true").chmod(0o755)
    done = front_door("all", f"PYTHON={python if python[0] == '/' else tmp_path / python}")
    assert done.returncode == 2
    assert "is not a Python 3.11 or 3.12 that runs" in done.stderr


def test_another_python_than_that_of_the_environment_is_told(front_door: Callable[..., Made], tmp_path: Path) -> None:
    for name, version in (("mine", "3.12.1"), (".venv/bin/python", "3.11.9")):  # each says its version, whatever asked
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"#!/bin/sh\necho {version}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    done = front_door("all", f"PYTHON={tmp_path / 'mine'}")
    assert done.returncode == 2
    assert "was made with another Python than" in done.stderr


def test_the_readme_gives_commands_that_exist(root: Path, targets: set[str]) -> None:
    message = set(
        re.findall(r"\bmake ([a-z]+(?:-[a-z]+)?)\b", " ".join(re.findall(r"`[^`]+`|```[^`]+```", readme(root))))
    )
    assert {"all", "test"} <= message <= targets


def test_ci_runs_the_command_that_the_readme_gives(root: Path) -> None:
    script = (root / ".ci" / "run").read_text(encoding="utf-8")
    assert re.search(r"^make test\n(.*\n)*make all\n(.*\n)*test -z .*git status", script, re.MULTILINE)
    assert "make test" in readme(root)
    assert os.access(root / ".ci" / "run", os.X_OK)


def test_commit_hooks_are_local_and_download_nothing(root: Path) -> None:
    repositories = yaml.safe_load((root / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert [each["repo"] for each in repositories] == ["local"]
    assert {hook["language"] for each in repositories for hook in each["hooks"]} == {"system"}


def test_no_file_names_a_folder_of_one_machine(root: Path) -> None:
    ours = [path for path in root.rglob("*") if path.is_file() and not MADE & set(path.relative_to(root).parts)]
    named = re.compile(rb"/(?:home|Users)/[^/\s]+/|/roo[t]/|" + re.escape(str(root).encode()) + rb"\b")
    texts = [path for path in ours if path.suffix not in (".png", ".docx", ".pdf")]
    assert [path.name for path in texts if named.search(path.read_bytes())] == []


def readme(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")
