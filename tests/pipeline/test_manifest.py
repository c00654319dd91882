"""Rule: for every output the manifest says from which notebook, inputs, code, packages, seed and commit it came."""

from __future__ import annotations

import hashlib
import platform
import subprocess
from importlib.metadata import version
from typing import Any

from compendium.pipeline.manifest import Manifest


def sha256(study: Any, name: str) -> str:
    return hashlib.sha256((study.root / name).read_bytes()).hexdigest()


def test_every_published_file_has_its_checksum_and_nothing_else_has(study: Any) -> None:
    recorded = Manifest(study.project).outputs()
    assert recorded == {name: sha256(study, name) for name in study.published()}


def test_an_output_is_traced_to_all_it_was_made_of(study: Any) -> None:
    origin = Manifest(study.project).provenance("paper/results/left.csv")
    assert origin is not None
    assert origin["notebook"] == "2_left"
    assert origin["sha256"] == sha256(study, "paper/results/left.csv")
    assert origin["inputs"]["paper/results/count.csv"] == sha256(study, "paper/results/count.csv")
    assert origin["inputs"]["data/codebook.csv"] == sha256(study, "data/codebook.csv")
    assert set(origin["code"]) == {f"src/standin/{name}.py" for name in ("__init__", "left", "arithmetic")}
    assert origin["environment"]["python"] == platform.python_version()
    assert origin["environment"]["packages"]["pandas"] == version("pandas")
    assert origin["environment"]["requirements.lock"] == sha256(study, "requirements.lock")


def test_seed_and_parameters_are_recorded(study: Any) -> None:
    study.build({"seed": "7"})
    origin = Manifest(study.project).provenance("paper/results/count.csv")
    assert origin is not None
    assert origin["seed"] == 7
    assert origin["parameters"] == {"registry": "data/registry", "response": "physician", "seed": 7, "replicates": 10}


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
    (study.root / "paper/results/left.csv").unlink()
    study.build()
    origin = Manifest(study.project).provenance("paper/results/left.csv")
    assert origin is not None
    assert origin["git"] == {"commit": git("rev-parse", "HEAD").strip(), "dirty": False}
    study.edit("src/standin/left.py", "twice(n)\n", "twice(n) + 0\n")
    study.build()
    origin = Manifest(study.project).provenance("paper/results/left.csv")
    assert origin is not None
    assert origin["git"]["dirty"] is True


def test_a_manifest_that_is_not_whole_means_building_anew(study: Any) -> None:
    study.write(".build/manifest.json", "{")
    assert len(study.ran()) == 4


def test_a_file_that_the_build_did_not_make_has_no_origin(study: Any) -> None:
    assert Manifest(study.project).provenance("data/codebook.csv") is None
