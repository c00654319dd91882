"""Pandoc is run in one place: its warnings stop the paper, the user's own set-up of it counts for nothing."""

from __future__ import annotations

from pathlib import Path

import panflute as pf
import pytest

from press.ground.fault import Fault
from press.paper.pandoc import convert, default_file, read_markdown


def test_a_warning_stops_the_paper(tmp_path: Path) -> None:
    with pytest.raises(Fault, match=r"^the text cannot be read: Div at line 1 column 1 unclosed"):
        read_markdown("::: {.x}\nopen\n", tmp_path)


def test_a_file_that_is_missing_is_named_from_the_project(tmp_path: Path) -> None:
    options = ["--citeproc", f"--csl={tmp_path}/paper/none.csl"]
    with pytest.raises(Fault, match="the paper cannot be written as plain") as caught:
        convert("A", source="markdown", to="plain", options=options, root=tmp_path)
    assert "paper/none.csl" in str(caught.value) and str(tmp_path) not in str(caught.value)


def test_templates_of_the_user_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = tmp_path / ".local/share/pandoc/templates/default.plain"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert convert("A", source="markdown", to="plain", options=["--standalone"], root=tmp_path) == b"A\n"


def test_the_language_of_the_user_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "C")
    style = tmp_path / "Università/paper/none.csl"
    with pytest.raises(Fault, match=r"Università/paper/none\.csl"):
        convert("A", source="markdown", to="plain", options=["--citeproc", f"--csl={style}"], root=tmp_path)


@pytest.mark.parametrize("author", ["Ann One", "[Ann One]", "\n  - Ann One"])
def test_one_author_may_be_a_list_or_not(author: str, tmp_path: Path) -> None:
    tree = read_markdown(f"---\nauthor: {author}\n---\n", tmp_path)
    assert [pf.stringify(each) for each in tree.metadata["author"]] == ["Ann One"]


@pytest.mark.parametrize("author", ["{name: Ann}", "[{name: Ann}]", "[[Ann], [Bo]]", "true"])
def test_an_author_is_a_name_and_no_more(author: str, tmp_path: Path) -> None:
    with pytest.raises(Fault, match="the header's author must be words, or a list of words"):
        read_markdown(f"---\nauthor: {author}\n---\n", tmp_path)


def test_pandoc_s_own_files_can_be_had() -> None:
    assert default_file("reference.docx").startswith(b"PK")
    with pytest.raises(Fault, match="pandoc has no file of its own called none"):
        default_file("none")
