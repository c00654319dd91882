"""The table of the profile: its lines are the kinds of patient, and what it says of the model is read from the rows."""

from __future__ import annotations

from functools import cache

import pytest

from compendium.clinical.cohort import open_registry, select
from compendium.clinical.who_responds import group_sizes, profiled
from compendium.exhibits.tables_profile import table_profile
from press.rows import Ledger

from . import registries

ORIGIN = "Simulated registry: no patient data."


@cache
def rows() -> Ledger:
    cohort = select(open_registry("data/registry"), name="data/registry", response="physician")[1]
    return Ledger(group_sizes(cohort), profiled(cohort, seed=3, replicates=20))


def test_each_kind_of_patient_has_a_line_with_its_rows() -> None:
    table = table_profile(rows(), ORIGIN)
    assert [line.cells[0].text for line in table.lines] == [
        "None of them",
        "Raynaud's phenomenon",
        "Skin involvement",
        "Raynaud's phenomenon + Skin involvement",
    ]
    for line, kind in zip(table.lines, ("none", "raynaud", "skin", "raynaud_skin"), strict=True):
        assert line.cells[1].rows == (
            f"predictors.patient_profile.{kind}.count",
            f"predictors.patient_profile.{kind}.total",
        )
        assert line.cells[3].rows[0] == f"predictors.patient_profile.{kind}.predicted"


def test_the_table_says_that_no_treatment_may_be_decided_by_it_and_how_well_the_model_predicts() -> None:
    table = table_profile(rows(), ORIGIN)
    assert any("No treatment may be decided" in text for text in table.source)
    quoted = {row for of_text in table.note_rows.values() for row in of_text}
    assert {"predictors.patient_profile.corrected.auc", "predictors.patient_profile_wider.corrected.auc"} <= quoted
    assert "predictors.patient_profile.left_out" in quoted


@pytest.mark.parametrize("cut", [registries.one_centre, registries.eight_patients, registries.bare])
def test_the_table_is_built_whatever_the_registry(cut: object) -> None:
    cohort = select(cut(registries.whole()), name="data/registry", response="physician")[1]  # type: ignore[operator]
    made = Ledger(group_sizes(cohort), profiled(cohort, seed=3, replicates=20))
    assert len(table_profile(made, ORIGIN).lines) == 4
