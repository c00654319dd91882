"""Pandoc is run in one place: its warnings stop the paper, the user's own set-up of it counts for nothing."""

from __future__ import annotations

from pathlib import Path

import panflute as pf
import pytest

from press.ground.dates import SOURCE_DATE
from press.ground.fault import Fault
from press.paper.pandoc import convert, default_file, locked_pandoc, read_markdown


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


def test_the_pandoc_of_the_lock_runs_whichever_comes_first_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pypandoc itself takes the newest that it finds, and with it the files came out otherwise, or not at all."""
    newer = tmp_path / "bin/pandoc"
    newer.parent.mkdir()
    newer.write_text("#!/bin/sh\necho pandoc 99.9\n", encoding="utf-8")
    newer.chmod(0o755)
    for name in ("PATH", "PYPANDOC_PANDOC"):
        monkeypatch.setenv(name, str(newer.parent if name == "PATH" else newer))
    assert convert("A", source="markdown", to="plain", root=tmp_path) == b"A\n"


def test_without_the_locked_pandoc_there_is_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("press.paper.pandoc.find_spec", lambda _name: None)
    locked_pandoc.cache_clear()
    with pytest.raises(Fault, match="pandoc is not in the environment: install pypandoc-binary as the lock names it"):
        locked_pandoc()


@pytest.mark.parametrize("name", ["GHCRTS", "LC_ALL", "TZ", "HOME", "SOURCE_DATE_EPOCH", "XDG_DATA_HOME"])
def test_no_setting_of_the_shell_changes_what_is_written(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", SOURCE_DATE)
    options = ["--standalone", "--metadata=title:ü", "--metadata=date:2026"]
    before = convert("Ü.", source="markdown", to="docx", options=options, root=tmp_path)
    if name != "SOURCE_DATE_EPOCH":
        monkeypatch.setenv(name, "-nonsense")
    else:
        monkeypatch.delenv(name)
    assert convert("Ü.", source="markdown", to="docx", options=options, root=tmp_path) == before


@pytest.mark.parametrize("keywords", ["one thing", "[one thing]", "\n  - one thing"])
def test_one_keyword_may_be_a_list_or_not(keywords: str, tmp_path: Path) -> None:
    tree = read_markdown(f"---\nkeywords: {keywords}\n---\n", tmp_path)
    assert [pf.stringify(each) for each in tree.metadata["keywords"]] == ["one thing"]


@pytest.mark.parametrize("keywords", ["{name: one}", "[{name: one}]", "[[one], [two]]", "true"])
def test_a_keyword_is_words_and_no_more(keywords: str, tmp_path: Path) -> None:
    with pytest.raises(Fault, match="the header's keywords must be words, or a list of words"):
        read_markdown(f"---\nkeywords: {keywords}\n---\n", tmp_path)


@pytest.mark.parametrize("author", ["Ann One", "[Ann One]", "{name: Ann}"])
def test_a_header_names_no_author(author: str, tmp_path: Path) -> None:
    """Named at two places, the two would differ one day: of a paper's authors and their order that must not be."""
    with pytest.raises(Fault, match=r"the header names authors; they are named in one file .*authors\.yml: delete it"):
        read_markdown(f"---\nauthor: {author}\n---\n", tmp_path)


def test_pandoc_s_own_files_can_be_had() -> None:
    assert default_file("reference.docx").startswith(b"PK")
    with pytest.raises(Fault, match="pandoc has no file of its own called none"):
        default_file("none")
