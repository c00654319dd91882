"""Rule: what a notebook says of itself must fit; where it does not, one message says how, and nothing runs."""

from __future__ import annotations

from typing import Any

import pytest

from press.ground.fault import Fault
from press.notebooks.notebook import load_notebooks


def test_the_order_of_the_run_comes_from_what_each_needs(study: Any) -> None:
    study.edit("notebooks/1_count.md", "needs: []", "needs: [4_alone]")
    names = [notebook.name for notebook in load_notebooks(study.project)]
    assert names.index("4_alone") < names.index("1_count") < names.index("2_left")


def test_exhibits_stand_for_all_their_files(study: Any) -> None:
    study.edit("notebooks/2_left.md", "results: [left]", "tables: [one]\n    figures: [flow]")
    (left,) = [notebook for notebook in load_notebooks(study.project) if notebook.name == "2_left"]
    tables = [f"paper/tables/one.{ending}" for ending in ("csv", "html", "tex", "docx", "json")]
    assert list(left.writes) == tables + [f"paper/figures/flow.{ending}" for ending in ("svg", "pdf", "png", "json")]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("needs: [1_count]", "needs: [0_count]", "needs 0_count, which is no notebook"),
        ("needs: [1_count]", "needs: [2_left]", "need each other in a circle: 2_left -> 2_left"),
        ("needs: [1_count]", "needs: 1_count", "`needs:` must be a list of names"),
        ("needs: [1_count]", "wants: [1_count]", "need a mapping `press:`"),
        ("needs: [1_count]", "needs: [1_count]\n  reads: [data/none.csv]", "reads data/none.csv, which is no file"),
        ("needs: [1_count]", "needs: [1_count]\n  reads: [../data/codebook.csv]", "which is no file of the project"),
        ("needs: [1_count]", "needs: [1_count]\n  reads: [/etc/hosts]", "which is no file of the project"),
        ("needs: [1_count]", "needs: []\n  reads: [./paper/results/count.csv]", "which is no file of the project"),
        ("needs: [1_count]", "needs: [1_count]\n  reads: [paper/results/left.csv]", "which it writes itself"),
        ("needs: [1_count]", "needs: []\n  reads: [paper/results/count.csv]", "which 1_count writes: name that under"),
        ("needs: [1_count]", "needs: [1_count]\n  reads: data/none.csv", "`reads:` must be a list of names"),
        ("results: [left]", "results: [count]", "paper/results/count.csv is declared twice: by 1_count and by 2_left"),
        ("results: [left]", "tables: [one]\n    figures: [one]", "one is the name of a table and of a figure"),
        ("results: [left]", "exhibits: [left]", "`writes:` may name results, tables, figures, data"),
        ("results: [left]", "data: [../left.csv]", "may not be written; what is named under `data:` lies in"),
        ("press:\n", "other:\n", "need a mapping `press:`"),
        ("needs: [1_count]", "needs: [1_count", "cannot be read as MyST Markdown"),
    ],
)
def test_a_declaration_that_does_not_fit_is_told(study: Any, old: str, new: str, message: str) -> None:
    study.edit("notebooks/2_left.md", old, new)
    with pytest.raises(Fault, match=message):
        study.build()


def test_a_folder_without_notebooks_is_told(study: Any) -> None:
    for path in (study.root / "notebooks").iterdir():
        path.unlink()
    with pytest.raises(Fault, match="no notebook was found"):
        study.build()
