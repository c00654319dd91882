"""A merge that was not finished stops the site, whichever text it is in, with the file and the line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from compendium.exhibits.site_parts import included
from press.ground.fault import Fault
from press.site.executed import read_notebooks
from press.site.pages import read_pages
from press.site.reference import reference

MERGE = "<<<<<<< HEAD\nOne.\n=======\nAnother.\n>>>>>>> theirs\n"


def pages(folder: Path) -> None:
    (folder / "paper/pages").mkdir(parents=True)
    (folder / "paper/pages/index.md").write_text(f"# Front\n{MERGE}", encoding="utf-8")
    read_pages(folder / "paper/pages")


def sources(folder: Path) -> None:
    (folder / "src").mkdir()
    (folder / "src/one.py").write_text(f"import os\n{MERGE}", encoding="utf-8")
    reference(folder / "src")


def notebooks(folder: Path) -> None:
    (folder / "notebooks").mkdir()
    content = {"cells": [{"cell_type": "markdown", "source": f"# One\n{MERGE}"}]}
    (folder / "notebooks/01_one.ipynb").write_text(json.dumps(content), encoding="utf-8")
    read_notebooks(folder / "notebooks")


def documents(folder: Path) -> None:
    (folder / "README.md").write_text(f"# Read me\n{MERGE}", encoding="utf-8")
    included(folder)


@pytest.mark.parametrize(
    ("read", "file"),
    [
        (pages, "paper/pages/index.md"),
        (sources, "src/one.py"),
        (notebooks, "notebooks/01_one.ipynb"),
        (documents, "README.md"),
    ],
)
def test_a_text_with_two_versions_is_refused(read: Callable[[Path], None], file: str, tmp_path: Path) -> None:
    with pytest.raises(Fault, match=rf"^{file}, line 2: a merge left .* finish the merge"):
        read(tmp_path)
