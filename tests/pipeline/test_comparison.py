"""Rule: printed figures are held against the results of this build; a disagreement is shown and is no failure."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

PRINTED = """\
id,section,quantity,group,printed,value,unit,rule,note
count.n,count,counted,all,{printed},{printed},patients,equal,
right.n,right,changed,all,-5,-5,patients,equal,
"""
SOURCES = "id,row,direction_row\ncount.n,count.n,\nright.n,right.n,\n"


@pytest.fixture
def printed(make_study: Callable[[dict[str, str]], Any], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """A function that makes a study for which `count.n` was printed as given (it is 5)."""

    def make(count: str) -> Any:
        registry = SimpleNamespace(origin="Registry: stand-in.")
        study = make_study(
            {"data/published.csv": PRINTED.format(printed=count), "data/definitions/published_sources.csv": SOURCES}
        )
        monkeypatch.setattr("compendium.registry.reading.read_registry", lambda _: registry)
        return study

    return make


def test_agreement_is_counted_and_the_page_says_whose_data_they_are(printed: Callable[[str], Any]) -> None:
    study = printed("5")
    assert study.build().agree == (2, 2)
    assert "Registry: stand-in." in study.read("paper/published.html")
    before = study.published()
    assert study.build().agree == (2, 2)
    assert study.published() == before


def test_a_disagreement_is_shown_and_is_no_failure(printed: Callable[[str], Any]) -> None:
    study = printed("6")
    outcome = study.build()
    assert outcome.agree == (1, 2)
    assert outcome.exit_code == 0
    assert [line.rpartition(",")[2] for line in study.read("paper/published.csv").splitlines()[1:]] == ["no", "yes"]


def test_changed_results_are_compared_anew(printed: Callable[[str], Any]) -> None:
    study = printed("5")
    study.build()
    assert study.build({"seed": "2"}).agree == (0, 2)


def test_nothing_is_compared_while_a_notebook_is_stopped(printed: Callable[[str], Any]) -> None:
    study = printed("5")
    study.build()
    before = study.published()
    study.edit("notebooks/3_right.md", "row.value\n", "1 / 0\n")
    assert study.build().agree is None
    assert study.published() == before
