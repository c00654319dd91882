"""Rule: for every output the manifest says from which notebook, inputs, code, packages, seed and commit it came."""

from __future__ import annotations

import hashlib
import json
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from press.build.manifest import Manifest, commit


def sha256(study: Any, name: str) -> str:
    return hashlib.sha256((study.root / name).read_bytes()).hexdigest()


def kept(study: Any) -> Any:
    """The manifest as whoever asks where a file came from reads it."""
    return json.loads(study.read(".build/manifest.json"))


def test_every_published_file_has_its_checksum_and_nothing_else_has(study: Any) -> None:
    recorded = Manifest(study.project).outputs()
    assert recorded == {name: sha256(study, name) for name in study.published()}


def test_an_output_is_traced_to_all_it_was_made_of(study: Any) -> None:
    made = kept(study)["outputs"]["paper/results/left.csv"]
    assert (made["made_by"], made["sha256"]) == ("2_left", sha256(study, "paper/results/left.csv"))
    basis = kept(study)["records"]["2_left"][0]["basis"]
    assert basis["inputs"]["paper/results/count.csv"] == sha256(study, "paper/results/count.csv")
    assert basis["inputs"] == {
        "paper/results/count.csv": sha256(study, "paper/results/count.csv")
    }  # all that it opened
    assert "data/codebook.csv" in basis["unread"] and "src/standin/right.py" in basis["unread"]
    code = {name for name in basis["code"] if name.startswith("src/")}
    assert code == {f"src/standin/{name}.py" for name in ("__init__", "left", "arithmetic")}
    assert "press/exhibits/publishing.py" in basis["code"]  # the press, which is no part of this project
    assert basis["environment"]["python"] == platform.python_version()
    assert basis["environment"]["packages"]["pandas"] == version("pandas")
    assert basis["environment"]["requirements.lock"] == sha256(study, "requirements.lock")


def test_seed_and_parameters_are_recorded(study: Any) -> None:
    study.build({"seed": "7"})
    assert kept(study)["outputs"]["paper/results/count.csv"]["parameters"]["seed"] == 7
    parameters = {"registry": "data/registry", "response": "physician", "seed": 7, "replicates": 10}
    assert kept(study)["records"]["1_count"][0]["basis"]["parameters"] == parameters


def test_the_commit_and_whether_the_sources_differ_from_it_are_recorded(study: Any) -> None:
    def git(*words: str) -> str:
        names = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        return subprocess.run(
            ["git", *names, *words], cwd=study.root, capture_output=True, text=True, check=True
        ).stdout

    study.write(".gitignore", ".build/\ndata/analysis/\npaper/\nnotebooks/*.ipynb\n__pycache__/\n")
    git("init")
    git("add", ".")
    git("commit", "--message", "the sources")
    study.edit("notebooks/2_left.md", "row.value\n", "row.value + 0\n")
    git("commit", "--all", "--message", "another way to say it")
    study.build()
    made = kept(study)["outputs"]["paper/results/left.csv"]
    assert (made["commit"], made["dirty"]) == (git("rev-parse", "HEAD").strip(), False)
    study.edit("src/standin/left.py", "twice(n)\n", "twice(n) + 0\n")
    study.build()
    assert kept(study)["outputs"]["paper/results/left.csv"]["dirty"] is True


def test_a_manifest_that_is_not_whole_means_building_anew(study: Any) -> None:
    study.write(".build/manifest.json", "{")
    assert len(study.ran()) == 4


def test_the_commit_is_of_the_project_and_not_of_the_repository_that_a_shell_names(
    study: Any, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """git itself names one to whatever runs within a hook."""
    monkeypatch.setenv("GIT_DIR", str(root / ".git"))
    assert commit(study.project) == {"commit": None, "dirty": None}
