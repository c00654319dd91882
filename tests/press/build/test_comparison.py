"""Rule: printed figures are held against the results of this build; a disagreement is shown and is no failure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from press.build.manifest import Manifest

PRINTED = """\
id,section,quantity,group,printed,value,unit,rule,note
count.n,count,counted,all,{printed},{printed},patients,equal,
right.n,right,changed,all,-5,-5,patients,equal,
"""
SOURCES = "id,row,direction_row\ncount.n,count.n,\nright.n,right.n,\n"


def stand_in(folder: Path) -> SimpleNamespace:
    """Say whose data they are, as reading a registry does."""
    simulated = (folder / "SIMULATED.md").is_file()
    return SimpleNamespace(origin="Simulated registry: no patient data." if simulated else "Registry: stand-in.")


@pytest.fixture
def printed(study: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """A function that makes a study for which `count.n` was printed as given (it is 5)."""

    def make(count: str) -> Any:
        study.write("data/published.csv", PRINTED.format(printed=count))
        study.write("data/definitions/published_sources.csv", SOURCES)
        monkeypatch.setattr("compendium.registry.reading.read_registry", stand_in)
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


def test_the_page_says_whose_data_they_are_when_that_changes(printed: Callable[[str], Any]) -> None:
    study = printed("5")
    study.write("data/registry/SIMULATED.md", "simulated")
    study.build()
    assert "Simulated registry" in study.read("paper/published.html")
    (study.root / "data/registry/SIMULATED.md").unlink()
    study.build()
    assert "Simulated registry" not in study.read("paper/published.html")


def test_the_comparison_is_traced_to_all_it_was_made_of(printed: Callable[[str], Any]) -> None:
    study = printed("5")
    study.build()
    record = Manifest(study.project)["published"]
    assert record is not None
    assert set(record.outputs) == {"paper/published.csv", "paper/published.html"}
    assert record.basis.parameters["registry"] == "data/registry"
    assert set(record.basis.parameters) == {"registry", "response", "seed", "replicates"}
    read = {"data/registry/pisa/patients.csv", "data/published.csv", "paper/results/count.csv"}
    assert read <= set(record.basis.inputs)


def test_nothing_is_compared_while_a_notebook_is_stopped(printed: Callable[[str], Any]) -> None:
    study = printed("5")
    study.build()
    before = study.published()
    study.edit("notebooks/3_right.md", "row.value\n", "1 / 0\n")
    assert study.build().agree is None
    assert study.published() == before
