"""The codebook: its rows are understood, and one that cannot be is told with its row."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from compendium.registry.codebook import TABLES, Codebook, load_codebook
from press.ground.fault import Fault
from press.ground.paths import find_input, output_folder, project_root


def test_a_row_of_the_codebook_is_understood_as_it_is_written() -> None:
    mmt8 = load_codebook().variable("mmt8", "visits")
    assert (mmt8.kind, mmt8.low, mmt8.high, mmt8.usual_low, mmt8.usual_high) == ("integer", 0, 150, 20, 150)
    assert (mmt8.decimals, mmt8.required, mmt8.role, mmt8.levels) == (0, False, "outcome", ())


def test_every_variable_can_be_held_against_its_row() -> None:
    for variable in load_codebook().variables:
        assert (variable.kind == "level") == bool(variable.levels), variable.name
        if variable.table in TABLES and variable.kind in ("number", "integer"):
            limits = (variable.low, variable.usual_low, variable.usual_high, variable.high)
            assert None not in limits, variable.name
            assert list(limits) == sorted(limits, key=lambda limit: limit or 0), variable.name


def test_a_codebook_is_read_again_once_it_has_changed(tmp_path: Path) -> None:
    """Within a run it is read once; a change of one letter, at the same moment and of the same size, is seen."""
    text, path = (project_root() / "data" / "codebook.csv").read_text(encoding="utf-8"), tmp_path / "codebook.csv"
    path.write_text(text, encoding="utf-8")
    moment = path.stat().st_mtime_ns
    assert load_codebook(path) is load_codebook(path)
    path.write_text(text.replace("Age at first", "Ago at first"), encoding="utf-8")
    os.utime(path, ns=(moment, moment))
    assert load_codebook(path).label("age").startswith("Ago")


def test_every_enzyme_has_its_limit() -> None:
    book = load_codebook()
    limits = {variable.name.removesuffix("_uln") for variable in book.with_role("limit")}
    assert limits == {"ck", "aldolase", "ldh", "ast", "alt", "myoglobin"}
    assert limits <= {variable.name for variable in book.with_role("outcome")}


@pytest.mark.parametrize(
    ("ask", "answer"),
    [
        (lambda book: book.variable("mmt_8"), "nearest: mmt8"),
        (lambda book: book.variable("age", "visits"), "no variable 'age'"),
        (lambda book: book.table("infusions"), "no table 'infusions'"),
    ],
)
def test_what_the_codebook_lacks_is_said(ask: Callable[[Codebook], object], answer: str) -> None:
    with pytest.raises(Fault, match=answer):
        ask(load_codebook())


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",integer,years,", ",whole,years,", '5, column kind: "whole" - the rule: one of id, text'),
        ("integer,years,0,110", "integer,years,none,110", '5, column low: "none" - the rule: a number, or empty'),
        ("integer,years,0,110", "integer,years,0,1e2", '5, column high: "1e2" - the rule: a number, or empty'),
        (",,0,yes,baseline", ",,0,always,baseline", '5, column required: "always" - the rule: one of yes, no'),
        ("name,table,label", "name,sheet,label", "1, column table: the rule: the first row names this column"),
        ("age,patients,Age at first IVIg,", "age,patients,", '5, column kind: "years" - the rule: one of id, text'),
        ("age,patients,Age", "age,patient,Age", '5, column table: "patient" - the rule: one of patients, visits'),
        (
            "age,patients,Age",
            "sex,patients,Age",
            '5, column name: "sex" - the rule: no two rows the same; row 4 has it too',
        ),
        (
            "integer,years,0,110",
            "integer,years,110,0",
            '5, column low: "110" - the rule: no more than high, which is 0',
        ),
        (
            "0,110,18,90",
            "0,110,90,18",
            '5, column usual_low: "90" - the rule: no more than usual_high, which is 18',
        ),
    ],
)
def test_a_row_that_cannot_be_understood_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    good = (project_root() / "data" / "codebook.csv").read_text(encoding="utf-8")
    assert old in good
    bad = tmp_path / "codebook.csv"
    bad.write_text(good.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Fault, match=f"codebook.csv, row {message}"):
        load_codebook(bad)


def test_a_codebook_that_is_not_there_or_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="a file that can be opened"):
        load_codebook(tmp_path / "codebook.csv")
    (tmp_path / "codebook.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Fault, match="written in UTF-8, not in UTF-16"):
        load_codebook(tmp_path / "codebook.csv")


def test_an_input_is_taken_from_this_build_before_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRESS_OUT", str(tmp_path))
    assert output_folder() == tmp_path
    assert find_input("data/codebook.csv") == project_root() / "data" / "codebook.csv"
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "codebook.csv").touch()
    assert find_input("data/codebook.csv") == tmp_path / "data" / "codebook.csv"


def test_the_project_is_found_from_anywhere_or_its_absence_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project_root()
    monkeypatch.chdir(tmp_path)
    assert project_root() == root
    monkeypatch.setenv("PRESS_ROOT", str(tmp_path))
    with pytest.raises(Fault, match="unset or correct it"):
        project_root()
