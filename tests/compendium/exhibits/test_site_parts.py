"""Rule: what the site shows of the project's own documents is refused where a merge in it was not finished."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from compendium.exhibits.site_parts import files_of_the_toy, included
from press.ground.fault import Fault

TOY = "tests/press/toy_study"


@pytest.mark.parametrize("file", ["README.md", "DECISIONS.md", "data/README.md"])
def test_an_unfinished_merge_in_a_document_of_the_site_is_told(root: Path, tmp_path: Path, file: str) -> None:
    (tmp_path / "data").mkdir()
    for each in ("README.md", "DECISIONS.md", "data/README.md"):
        shutil.copy(root / each, tmp_path / each)
    assert "made/decisions.md" in included(tmp_path)
    with (tmp_path / file).open("a", encoding="utf-8") as text:
        text.write("<<<<<<< HEAD\n")
    with pytest.raises(Fault, match=rf'^{file}, line [0-9]+: a merge left "<<<<<<< HEAD" here: finish the merge'):
        included(tmp_path)


def test_an_unfinished_merge_in_the_smallest_study_is_told(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / TOY, tmp_path, dirs_exist_ok=True)
    assert "rain.csv" in files_of_the_toy(tmp_path)
    (tmp_path / "data" / "rain.csv").write_text(">>>>>>> theirs\n", encoding="utf-8")
    with pytest.raises(Fault, match=r"^data/rain\.csv, line 1"):
        files_of_the_toy(tmp_path)
