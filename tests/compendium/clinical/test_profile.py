"""For which kind of patient response was likely: laws that hold in the committed registry, and registries without."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pandas as pd
import pytest

from compendium.clinical.profile import profile_rows
from compendium.clinical.who_responds import is_responder, profiled
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
    # FLIC (Puhr et al. 2017)
    ledger, _ = committed()
    kinds = [row.level for row in ledger.find(variable="patient_profile", statistic="predicted")]
    at = {
        name: [ledger.value(f"predictors.patient_profile.{kind}.{name}") for kind in kinds]
        for name in ("total", "predicted")
    }
    expected = np.dot(at["total"], at["predicted"]) / 100
    assert expected == pytest.approx(ledger.value("predictors.patient_profile.events"), abs=1e-6)


def test_the_auc_with_an_interval_is_the_apparent_one_of_the_bootstrap() -> None:
    ledger, _ = committed()
    for model in ("patient_profile", "patient_profile_wider"):
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
    ledger = Ledger(profile_rows(response, features, features, seed=1, replicates=20))
    for row in ledger:
        assert row.method, row.id
        assert not math.isnan(row.value) or row.note, row.id
        assert math.isfinite(row.value) or math.isnan(row.value), row.id
