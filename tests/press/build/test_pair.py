"""Rule: the member of a pair that was edited wins, by content and not by date; no edit is ever lost."""

from __future__ import annotations

import json
import os
from typing import Any

import nbformat
import pytest

from press.ground.fault import Fault
from press.notebooks.pair import differences, tidy

TEXT, EXECUTED = "notebooks/1_count.md", "notebooks/1_count.ipynb"


def edit_executed(study: Any, old: str, new: str) -> None:
    """Edit a cell of the .ipynb as JupyterLab would: with other ids, times and metadata than the build writes."""
    path = study.root / EXECUTED
    notebook = nbformat.read(path, as_version=4)
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"random{number}"
        cell.metadata["scrolled"] = True
        cell.source = cell.source.replace(old, new)
    writes = notebook.metadata["press"]["writes"]
    notebook.metadata["press"]["writes"] = {kind: writes[kind] for kind in sorted(writes)}
    notebook.metadata["kernelspec"]["display_name"] = "Python 3 (ipykernel)"
    notebook.metadata["language_info"] = {"name": "python", "version": "3.11.7"}
    nbformat.write(notebook, path)


def test_a_built_study_is_in_its_normal_form(study: Any) -> None:
    before = study.published()
    assert tidy(study.project) == []
    assert study.published() == before


def test_an_edited_text_is_taken_over_whatever_the_dates_say(study: Any) -> None:
    study.edit(TEXT, "Some prose.", "Better prose.")
    os.utime(study.root / TEXT, (0, 0))
    assert tidy(study.project) == ["1_count.ipynb: taken from 1_count.md, which was edited"]
    assert "Better prose." in study.read(EXECUTED)
    assert "5 were counted" in study.read(EXECUTED)
    assert tidy(study.project) == []


def test_an_edited_notebook_is_taken_over_whatever_the_dates_say(study: Any) -> None:
    edit_executed(study, "Some prose.", "Better prose.")
    os.utime(study.root / EXECUTED, (0, 0))
    message = tidy(study.project)
    assert message == [
        "1_count.md: taken from 1_count.ipynb, which was edited",
        "1_count.ipynb: written in its normal form, its outputs kept",
    ]
    assert "Better prose." in study.read(TEXT)
    assert tidy(study.project) == []
    assert study.build().ran == {}  # it was prose


def test_code_edited_in_the_notebook_runs_again(study: Any) -> None:
    edit_executed(study, "were counted", "were found")
    tidy(study.project)
    assert "were found" in study.read(TEXT)
    assert study.ran() == {"1_count"}
    assert "5 were found" in study.read(EXECUTED)


def test_code_edited_in_the_text_loses_its_output_and_runs_again(study: Any) -> None:
    study.edit(TEXT, "were counted", "were found")
    tidy(study.project)
    cells = json.loads(study.read(EXECUTED))["cells"]
    assert [cell["outputs"] for cell in cells if "were found" in "".join(cell["source"])] == [[]]
    assert study.ran() == {"1_count"}


def test_saving_in_jupyterlab_without_an_edit_leaves_no_trace(study: Any) -> None:
    before, text = study.published(), study.read(TEXT)
    edit_executed(study, "", "")
    assert tidy(study.project) == ["1_count.ipynb: written in its normal form, its outputs kept"]
    assert study.published() == before
    assert study.read(TEXT) == text


def test_two_edits_stop_with_a_message_that_names_both(study: Any) -> None:
    study.edit(TEXT, "Some prose.", "Better prose.")
    edit_executed(study, "Some prose.", "Worse prose.")
    before = study.published(), study.read(TEXT)
    with pytest.raises(Fault, match=r"notebooks/1_count\.md and notebooks/1_count\.ipynb were both edited") as by_tidy:
        tidy(study.project)
    with pytest.raises(Fault) as by_build:
        study.build()
    assert str(by_build.value) == str(by_tidy.value)
    assert "`.venv/bin/jupytext --to md:myst notebooks/1_count.ipynb`" in str(by_tidy.value)
    assert (study.published(), study.read(TEXT)) == before


def test_the_same_edit_in_both_is_no_conflict(study: Any) -> None:
    study.edit(TEXT, "Some prose.", "Better prose.")
    edit_executed(study, "Some prose.", "Better prose.")
    tidy(study.project)
    assert tidy(study.project) == []


def test_a_check_tells_and_changes_nothing(study: Any) -> None:
    study.edit(TEXT, "Some prose.", "Better prose.")
    before = study.published()
    assert tidy(study.project, check=True) == ["1_count.ipynb: taken from 1_count.md, which was edited"]
    assert study.published() == before


def test_an_injected_cell_stays_out_of_the_text(study: Any) -> None:
    study.build({"seed": "7"})
    text = study.read(TEXT)
    assert tidy(study.project) == []
    assert study.read(TEXT) == text
    assert differences(study.project) == []


def test_a_pair_that_does_not_say_the_same_is_named(study: Any) -> None:
    assert differences(study.project) == []
    study.edit(TEXT, ":tags: [parameters]", ":tags: [parameters, hide-input]")
    (study.root / "notebooks/4_alone.ipynb").unlink()
    assert differences(study.project) == [
        "notebooks/1_count.md and 1_count.ipynb do not say the same",
        "notebooks/4_alone.md has no executed pair 4_alone.ipynb",
    ]


def test_a_build_never_overwrites_an_edit_of_the_notebook(study: Any) -> None:
    edit_executed(study, "Some prose.", "Better prose.")
    before = study.published()
    with pytest.raises(Fault, match=r"1_count\.ipynb was edited; `make tidy` takes the edit over"):
        study.build()
    assert study.published() == before
    tidy(study.project)
    assert study.build().exit_code == 0
    assert "Better prose." in study.read(EXECUTED)


def test_an_executed_notebook_that_is_none_is_made_anew(study: Any) -> None:
    before = study.published()
    study.write(EXECUTED, "<<<<<<< ours")
    assert study.brought_back() == {"1_count"}
    assert study.published() == before
