"""The table of the profile: its lines are the kinds of patient, and what it says of the model is read from the rows."""

from __future__ import annotations

from functools import cache

import pytest

from compendium.clinical.cohort import open_registry, select
from compendium.clinical.response_models import profiled
from compendium.clinical.who_responds import group_sizes
from compendium.exhibits.figures_profile import profile
from compendium.exhibits.tables_profile import table_prediction, table_profile
from press.rows import Ledger

from . import registries

ORIGIN = "Simulated registry: no patient data."


@cache
def rows() -> Ledger:
    cohort = select(open_registry("data/registry"), name="data/registry", response="physician")[1]
    return Ledger(group_sizes(cohort), profiled(cohort, seed=3, replicates=20))


def test_each_kind_of_patient_has_a_line_with_its_rows() -> None:
    table = table_profile(rows(), ORIGIN)
    kinds = ["None of them", "Raynaud's phenomenon", "Skin involvement", "Raynaud's phenomenon + Skin involvement"]
    lines = [line for line in table.lines if line.kind == "row"]
    assert [line.cells[0].text for line in lines] == 3 * kinds
    for line, kind in zip(lines, ("none", "raynaud", "skin", "raynaud_skin"), strict=False):
        assert line.cells[1].rows == (
            f"predictors.patient_profile.{kind}.count",
            f"predictors.patient_profile.{kind}.total",
        )
        assert line.cells[3].rows[0] == f"predictors.patient_profile.{kind}.predicted"


def test_a_kind_that_nobody_is_of_is_said_to_be_empty_and_not_predicted() -> None:
    # skin involvement is a part of dermatomyositis: nobody has the diagnosis and neither feature
    table = table_profile(rows(), ORIGIN)
    total = "predictors.patient_profile_adjusted.dm_or_overlap.total"
    diagnosed = [line for line in table.lines if line.kind == "row" and total in line.cells[1].rows]
    assert [cell.text for cell in diagnosed[0].cells[1:]] == ["0/0", "–", "–"]
    assert "Nobody is of this kind." in dict(table.lettered_notes).values()


def test_the_models_are_printed_in_full() -> None:
    # TRIPOD+AI, items 22 and 23a
    table = table_prediction(rows(), ORIGIN)
    held = {row for line in table.lines for cell in line.cells for row in cell.rows}
    for name in ("intercept", "raynaud", "skin", "dm_or_overlap"):
        assert f"predictors.patient_profile_adjusted.{name}.equation.coefficient" in held
    for name in ("auc", "brier", "slope", "intercept"):
        assert f"predictors.patient_profile.corrected.{name}" in held
    assert "predictors.patient_profile.maximum_likelihood.corrected.slope" in held
    assert "predictors.patient_profile.sample_size_all_candidates.usual.n_needed" in held


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
    assert sum(line.kind == "row" for line in table_profile(made, ORIGIN).lines) == 12
    assert table_prediction(made, ORIGIN).lines
    assert ORIGIN in profile(made, ORIGIN).alt
