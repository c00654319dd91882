"""Rule: the build says of each file where it came from, and of each step why it would be done, and does nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from press.command.inquiry import status, why
from press.ground.fault import Fault


def asked(study: Any, name: str) -> list[str]:
    return why(study.project, {}, None, study.root / name)


def test_status_shows_the_whole_tree(study: Any) -> None:
    before = study.published()
    lines = status(study.project, {}, None)
    assert [line.split()[:2] for line in lines[:4]] == [
        [name, "current"] for name in ("1_count", "4_alone", "2_left", "3_right")
    ]
    assert lines[-1] == "nothing is to be done"
    study.edit("src/standin/count.py", "4", "5")
    lines = status(study.project, {}, None)
    assert lines[0].split()[:3] == ["1_count", "to", "do"]
    assert lines[1].strip() == "src/standin/count.py changed"
    assert [line.split()[1:3] for line in lines if line.startswith(("2_", "3_"))] == [["after", "1_count"]] * 2
    assert lines[-1] == "`make all` does what is to be done"
    assert study.published() == before


def test_an_output_tells_its_cell_its_inputs_and_whether_it_would_be_made_again(study: Any) -> None:
    lines = asked(study, "paper/results/left.csv")
    assert lines[0] == "paper/results/left.csv was made by 2_left, cell 4: Writing the left"
    assert "  it read   paper/results/count.csv" in lines
    assert lines[-1] == "it would not be made again: nothing that it rests on has changed"
    study.edit("src/standin/arithmetic.py", "2 * n", "3 * n")
    assert asked(study, "paper/results/left.csv")[-1] == "it would be made again: src/standin/arithmetic.py changed"
    study.edit("src/standin/arithmetic.py", "3 * n", "2 * n")
    study.edit("src/standin/count.py", "4", "5")
    assert asked(study, "paper/results/left.csv")[-1] == "it may be made again: it needs 1_count, which would be"


def test_an_edited_output_is_said_to_be(study: Any) -> None:
    study.edit("paper/results/left.csv", "10", "11")
    assert asked(study, "paper/results/left.csv")[0].endswith(", and was altered since")


def test_a_source_tells_who_reads_it(study: Any) -> None:
    assert asked(study, "data/codebook.csv") == [
        "data/codebook.csv is a source: 1_count read it, and would be done anew if it changed"
    ]
    study.write("src/standin/new.py", "")
    assert asked(study, "src/standin/new.py") == [
        "src/standin/new.py is a source that no step has opened: a change of it has nothing made anew"
    ]


def test_a_spreadsheet_of_which_a_row_counts_is_a_source_of_whoever_reads_the_row(study: Any) -> None:
    reading = "    (project_root() / 'data/definitions/responses.csv').read_text()\n"
    study.edit("src/standin/count.py", "    for path", f"{reading}    for path")
    assert "1_count" in study.ran()
    assert asked(study, "data/definitions/responses.csv") == [
        "data/definitions/responses.csv is a source: 1_count read it, and would be done anew if it changed"
    ]


def test_before_a_first_build_the_declarations_tell(make_study: Callable[[dict[str, str]], Any]) -> None:
    study = make_study({})
    made = {"paper/results/left.csv": "2_left", "notebooks/3_right.ipynb": "3_right"}
    for name, step in made.items():
        assert asked(study, name) == [f"{name} is made by {step}, which was not built here yet"]
    assert asked(study, "data/codebook.csv")[0].startswith("data/codebook.csv is a source: 1_count, ")
    assert asked(study, "data/codebook.csv")[0].endswith(" may read it once built here: nothing was yet")


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_text("<<<<<<< HEAD\n")])
def test_an_executed_notebook_that_is_lost_or_half_merged_will_be_made_again(
    study: Any, damage: Callable[[Path], Any]
) -> None:
    damage(study.root / "notebooks/1_count.ipynb")
    assert status(study.project, {}, None)[0].split()[:3] == ["1_count", "to", "do"]
    assert asked(study, "paper/results/count.csv")[0] == "paper/results/count.csv was made by 1_count"


def test_what_is_neither_made_nor_read_is_told(study: Any) -> None:
    study.write("notes.txt", "mine")
    with pytest.raises(Fault, match=r"^notes\.txt is neither made nor read by a step of this build"):
        asked(study, "notes.txt")
    with pytest.raises(Fault, match=r"nearest: paper/results/left\.csv"):
        why(study.project, {}, None, Path(study.root / "paper/results/lef.csv"))
