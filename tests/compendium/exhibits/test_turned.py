"""Rule: under the definition in force the turned rows are the paper's own; of patients none is turned."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from compendium.clinical.cohort import FOLDER
from compendium.clinical.each_definition import under
from compendium.clinical.responses import read_responses
from compendium.exhibits.site_moving import in_force, moving_parts
from compendium.exhibits.site_patients import patients_part
from compendium.exhibits.tables_cohort import table_one
from compendium.exhibits.turned import ANALYSES, FILE, as_if, write_turned
from press.exhibits.places import read_results
from press.ground.fault import Fault
from press.rows import Ledger
from press.rows.provenance import Provenance


@pytest.fixture(scope="module")
def every(root: Path) -> Ledger:
    """Every result row of the project."""
    return read_results(root)


def test_the_rows_under_the_definition_in_force_are_those_of_the_paper(every: Ledger) -> None:
    chosen, compared = in_force(every), 0
    for analysis in ANALYSES:
        for row in every.find(analysis=under(analysis, chosen)):
            own = every[row.id.replace(row.analysis, analysis, 1)]
            assert (repr(row.value), row.n, row.method, row.note) == (repr(own.value), own.n, own.method, own.note)
            compared += 1
    assert compared > 500


def test_table_1_as_if_the_definition_in_force_were_in_force_is_the_papers(every: Ledger) -> None:
    assert table_one(as_if(every, in_force(every)), "") == table_one(every, "")


@pytest.mark.parametrize("definition", [*read_responses()])
def test_under_each_definition_the_groups_are_as_large_as_the_chapter_on_efficacy_counts_them(
    every: Ledger, definition: str
) -> None:
    turned, share = as_if(every, definition), f"efficacy.response.{definition}"
    responders, total = (every.value(f"{share}.{name}") for name in ("count", "total"))
    assert turned.value("cohort.response.responder.count") == responders
    assert turned.value("cohort.response.non_responder.count") == total - responders
    assert turned.value("cohort.response.missing") == every.value(f"{share}.undecided")


def test_without_its_rows_a_definition_is_not_shown_with_those_of_another(every: Ledger) -> None:
    of_the_paper = Ledger(row for row in every if row.analysis in ANALYSES)
    with pytest.raises(Fault, match=r"^paper/results/turned\.csv has no rows of the definition 'imacs': run"):
        as_if(of_the_paper, "imacs")


def test_of_a_registry_of_patients_no_other_definition_is_turned(tmp_path: Path) -> None:
    # Between two definitions the counts differ by the few in whom the two disagree: a difference would tell of them.
    (tmp_path / FOLDER).mkdir(parents=True)
    about = {"registry": "ours", "response": "physician", "origin": "Registry: ours.", "simulated": False}
    (tmp_path / FOLDER / "about.json").write_text(json.dumps(about), encoding="utf-8")
    write_turned(tmp_path, tmp_path / "out", Provenance())
    assert not (tmp_path / "out" / FILE).exists()


def test_single_patients_of_another_registry_are_not_shown(root: Path, tmp_path: Path) -> None:
    for file in (root / "data" / "registry").rglob("*.csv"):  # the same files without the seal of the simulated ones
        copy = tmp_path / file.relative_to(root / "data" / "registry")
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(file.read_bytes())
    assert patients_part(tmp_path) == "*Single patients are shown of the simulated registry only.*\n"


def test_a_second_time_the_parts_are_the_same_bytes(root: Path, every: Ledger) -> None:
    assert moving_parts(root, every) == moving_parts(root, every)
