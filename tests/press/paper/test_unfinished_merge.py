"""A merge that was not finished stops the paper, whichever of its texts it is in, with the file and the line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from press.ground.fault import Fault
from press.paper.citations import read_references

from .paper_project import fault_of, lay_out_project

MERGE = "<<<<<<< HEAD\nOne.\n=======\nAnother.\n>>>>>>> theirs\n"


@pytest.fixture
def project(root: Path, tmp_path: Path) -> Iterator[Path]:
    yield lay_out_project(tmp_path / "project", root)


@pytest.mark.parametrize("name", ["manuscript.md", "supplement.md", "references.bib"])
def test_a_text_with_two_versions_is_refused(name: str, project: Path) -> None:
    path = project / "paper" / name
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}{MERGE}", encoding="utf-8")
    line = text.count("\n") + 1
    with pytest.raises(Fault, match=rf"^paper/{name}, line {line}: a merge left .* finish the merge"):
        raise Fault(fault_of(project))


def test_a_heading_underlined_with_seven_signs_is_none(project: Path) -> None:
    (project / "paper/references.bib").write_text("Mine\n=======\n", encoding="utf-8")
    assert read_references(project / "paper/references.bib") == ()
