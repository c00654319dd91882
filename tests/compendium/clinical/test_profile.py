"""For which kind of patient response was likely: laws that hold in the committed registry, and registries without."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pandas as pd
import pytest

from compendium.clinical.candidates import is_responder
from compendium.clinical.profile import ADJUSTED, PROFILE, WIDER, parameters, profile_rows
from compendium.clinical.response_models import profiled
from press.rows import Ledger

from .patients import selected


@cache
def committed() -> tuple[Ledger, pd.DataFrame]:
    cohort = selected()[1]
    return Ledger(profiled(cohort, seed=3, replicates=100)), cohort.patients


def test_the_kinds_of_patient_are_everybody_with_both_features_known_once() -> None:
    ledger, patients = committed()
    known = patients[["raynaud", "skin"]].notna().all(axis=1) & patients["response"].notna()
    totals = ledger.find(variable="patient_profile", statistic="total")
    assert sum(row.value for row in totals) == ledger.value("predictors.patient_profile.n") == known.sum()
    assert ledger.value("predictors.patient_profile.left_out") == (~known).sum()
    both = patients[known & patients["raynaud"].eq(True) & patients["skin"].eq(True)]
    assert ledger.value("predictors.patient_profile.raynaud_skin.count") == is_responder(both["response"]).sum()


def test_the_predicted_responders_are_as_many_as_the_observed() -> None:
    # FLIC (Puhr et al. 2017); a kind that nobody is of is not predicted
    ledger, _ = committed()
    for key in (PROFILE, ADJUSTED):
        kinds = [row.level for row in ledger.find(variable=key.variable, statistic="predicted")]
        at = {
            name: np.array([ledger.value(key.at(level=kind).row(name, 0).id) for kind in kinds])
            for name in ("total", "predicted")
        }
        assert (np.isnan(at["predicted"]) == (at["total"] == 0)).all()
        expected = np.dot(at["total"], np.nan_to_num(at["predicted"])) / 100
        assert expected == pytest.approx(ledger.value(key.row("events", 0).id), abs=1e-6)


def test_with_diagnosis_in_the_model_each_kind_is_parted_in_two() -> None:
    ledger, _ = committed()
    for kind in ("raynaud", "skin", "raynaud_skin"):
        parts = [
            ledger.value(f"{ADJUSTED.analysis}.{ADJUSTED.variable}.{each}.total")
            for each in (kind, f"{kind}_dm_or_overlap")
        ]
        assert sum(parts) == ledger.value(f"predictors.patient_profile.{kind}.total")


def test_a_reader_gets_the_table_of_kinds_from_the_printed_coefficients() -> None:
    # TRIPOD+AI, item 22: the full model, so that a prediction can be made from it
    ledger, _ = committed()
    names = ("intercept", "raynaud", "skin")
    intercept, raynaud, skin = (
        ledger.value(f"predictors.patient_profile.{name}.equation.coefficient") for name in names
    )
    for kind, line in {
        "none": intercept,
        "raynaud": intercept + raynaud,
        "skin": intercept + skin,
        "raynaud_skin": intercept + raynaud + skin,
    }.items():
        predicted = ledger.value(f"predictors.patient_profile.{kind}.predicted")
        assert 100 / (1 + math.exp(-line)) == pytest.approx(predicted, abs=1e-9)


def test_the_sample_is_asked_for_the_predictors_in_the_model_and_for_all_that_were_compared() -> None:
    # Riley et al. 2020: every parameter that was a candidate counts, not only those kept
    ledger, _ = committed()
    few, all_of_them = (
        ledger.value(f"predictors.patient_profile.{level}.usual.n_shrinkage")
        for level in ("sample_size", "sample_size_all_candidates")
    )
    assert ledger.value("predictors.patient_profile.sample_size.usual.parameters") == 2
    assert all_of_them > 10 * few
    own = ledger.value("predictors.patient_profile.sample_size.own.r2")
    assert own == ledger.value("predictors.patient_profile.corrected.r2")
    assert own < ledger.value("predictors.patient_profile.apparent.r2")


def test_a_level_counts_as_a_parameter_but_for_one_and_one_that_nobody_has_does_not() -> None:
    diagnosis = pd.Categorical(["DM", "PM", None], categories=["DM", "PM", "IBM"])
    assert parameters(pd.DataFrame({"age": [1.0, 2.0, 3.0], "skin": [True, False, True], "diagnosis": diagnosis})) == 3


def test_the_auc_with_an_interval_is_the_apparent_one_of_the_bootstrap() -> None:
    ledger, _ = committed()
    for model in ("patient_profile", "patient_profile_adjusted", "patient_profile_wider"):
        assert ledger.value(f"predictors.{model}.auc") == pytest.approx(
            ledger.value(f"predictors.{model}.apparent.auc")
        )


def cut_down(case: str) -> tuple[pd.Series, pd.DataFrame]:
    rng = np.random.default_rng(1)
    response = pd.Series(rng.random(60) < 0.8, dtype="boolean")
    features = pd.DataFrame(rng.random((60, 2)) < 0.4, columns=["raynaud", "skin"]).astype("boolean")
    if case == "nobody has a feature":
        features["raynaud"] = False
    elif case == "nobody":
        response, features = response[:0], features[:0]
    elif case == "everybody responds":
        response[:] = True
    elif case == "nothing is recorded":
        features["skin"] = pd.NA
    elif case == "a feature separates":
        features["skin"] = ~response
    elif case == "a predictor is a number":
        features = features.assign(skin=rng.normal(50, 10, 60))
    elif case == "features go together":
        features["skin"] = features["raynaud"]
    elif case == "one did not respond":
        response[:] = True
        response.iloc[0] = False
    return response, features


CASES = (
    "nobody has a feature",
    "nobody",
    "everybody responds",
    "nothing is recorded",
    "a feature separates",
    "a predictor is a number",
    "features go together",
    "one did not respond",
)


@pytest.mark.parametrize("case", CASES)
def test_whatever_the_registry_what_has_no_value_has_a_reason(case: str) -> None:
    response, features = cut_down(case)
    models = dict.fromkeys((PROFILE, ADJUSTED, WIDER), features)
    ledger = Ledger(profile_rows(response, models, candidates=40, seed=1, replicates=20))
    for row in ledger:
        assert row.method, row.id
        assert not math.isnan(row.value) or row.note, row.id
        assert math.isfinite(row.value) or math.isnan(row.value), row.id
