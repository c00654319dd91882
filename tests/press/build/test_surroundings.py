"""Rule: a notebook runs in the same surroundings everywhere, whatever its reader has set up for other work."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from press.command.lab import open_lab
from press.ground.opened import NOTES
from press.run.environment import kernel_environment


def test_what_would_change_a_result_is_fixed(study: Any, tmp_path: Path) -> None:
    outer = {"PYTHONHASHSEED": "5", "OMP_NUM_THREADS": "8", "MPLBACKEND": "Qt5Agg", "MATPLOTLIBRC": "mine", "HOME": "h"}
    inner = kernel_environment(study.project, tmp_path, outer)
    fixed = {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "VECLIB_MAXIMUM_THREADS": "1", "HOME": "h"}
    assert {name: inner[name] for name in fixed} == fixed
    assert not {"MPLBACKEND", "MATPLOTLIBRC"} & set(inner)
    assert inner["PRESS_OUT"] == str(tmp_path)
    assert inner["SOURCE_DATE_EPOCH"].isdigit()


def test_another_python3_kernel_of_the_reader_is_not_used(
    study: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = tmp_path / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    kernel.write_text(json.dumps({"argv": ["/no/such/python"], "display_name": "Mine", "language": "python"}))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    study.edit(
        "notebooks/4_alone.md", '"alone")', '"alone")\nimport sys\n\nassert sys.executable == ' + repr(sys.executable)
    )
    assert study.ran() == {"4_alone"}, study.said


def test_jupyterlab_opens_texts_as_notebooks_and_writes_aside(study: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    became: dict[str, Any] = {}
    monkeypatch.setattr(os, "execve", lambda *words: became.update(words=words[1], environment=words[2]))
    monkeypatch.chdir(study.root)
    study.edit("notebooks/1_count.md", "Some prose.", "Better prose.")
    open_lab(study.project, ["--no-browser"])
    environment = became["environment"]
    assert "--no-browser" in became["words"]
    assert environment["PRESS_OUT"] == str(study.root / ".build" / "draft")
    settings = Path(environment["JUPYTER_CONFIG_PATH"].split(os.pathsep)[0])
    overrides = json.loads((settings / "labconfig" / "default_setting_overrides.json").read_text(encoding="utf-8"))
    assert overrides["@jupyterlab/docmanager-extension:plugin"]["defaultViewers"] == {"markdown": "Jupytext Notebook"}
    assert "Better prose." in study.read("notebooks/1_count.ipynb")  # else jupytext would refuse to open the text


@pytest.mark.parametrize("links", ["package", "files"])
def test_packages_that_were_installed_by_links_are_the_systems_wherever_the_links_lead(
    root: Path, tmp_path: Path, links: str
) -> None:
    """As `uv pip install --link-mode symlink` installs them: a font that matplotlib finds lies in the cache."""
    kept, installed = tmp_path / "cache/drawing", tmp_path / "environment/drawing"
    kept.mkdir(parents=True)
    for name in ("__init__.py", "font.ttf"):
        (kept / name).write_text("", encoding="utf-8")
    (tmp_path / "cache/another.txt").write_text("", encoding="utf-8")
    installed.parent.mkdir()
    if links == "package":
        installed.symlink_to(kept)
    else:
        installed.mkdir()
        for path in kept.iterdir():
            (installed / path.name).symlink_to(path)
    opens = f"""
        import sys
        sys.path.append({str(installed.parent)!r})
        from press.ground import opened
        opened.watch()
        import drawing
        for name in ("drawing/font.ttf", "another.txt"):
            open({str(kept.parent)!r} + "/" + name).close()
    """
    (tmp_path / "study").mkdir()
    around = {"PRESS_WATCH": "1", "PRESS_ROOT": str(tmp_path / "study"), "PRESS_OUT": str(tmp_path / "study/out")}
    environment = os.environ | around | {"PYTHONPATH": str(root / "src"), "HOME": str(tmp_path / "home")}
    subprocess.run([sys.executable, "-c", dedent(opens)], env=environment, check=True)
    noted = (tmp_path / "study/out" / NOTES).read_text(encoding="utf-8").splitlines()
    assert [name for name in noted if name.startswith(str(tmp_path))] == [str(tmp_path / "cache/another.txt")]
