"""Diagnosis beside the printed features: how far skin involvement is diagnosis, and what is left of it then."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from compendium.clinical.candidates import ANALYSIS, is_responder
from compendium.clinical.response_models import models
from compendium.clinical.skin_and_diagnosis import skin_by_diagnosis
from press.rows import Ledger

from .patients import selected


def test_skin_involvement_is_counted_in_every_diagnosis_and_in_none_twice() -> None:
    """On the committed registry, against a cross table by pandas; not recorded is in no denominator."""
    patients, rows = selected()[1].patients, Ledger(skin_by_diagnosis(selected()[1].patients, ANALYSIS))
    table = pd.crosstab(patients["diagnosis"].astype(str), patients["skin"].astype("object"))
    for name, counts in table.iterrows():
        at = f"predictors.skin_by_diagnosis.{str(name).lower()}"
        assert [rows.value(f"{at}.count"), rows.value(f"{at}.total")] == [counts[True], counts.sum()]
    others = table.drop(["DM", "overlap"]).sum()
    assert rows.value("predictors.skin_by_diagnosis.elsewhere.count") == others[True]
    assert rows.value("predictors.skin_by_diagnosis.elsewhere.total") == others.sum()


def test_the_adjusted_model_is_the_logistic_regression_of_statsmodels() -> None:
    """Raynaud, skin and DM or overlap in one model, fitted anew by statsmodels' GLM."""
    patients, rows = selected()[1].patients, Ledger(models(selected()[1]))
    frame = pd.DataFrame(
        {
            "response": is_responder(patients["response"]),
            "raynaud": patients["raynaud"],
            "skin": patients["skin"],
            "dm_or_overlap": patients["diagnosis"].isin(["DM", "overlap"]),
        }
    )
    complete = frame.dropna().astype(float)
    found = sm.GLM(complete["response"], sm.add_constant(complete.iloc[:, 1:]), family=sm.families.Binomial()).fit()
    for name in ("raynaud", "skin", "dm_or_overlap"):
        assert rows.value(f"predictors.{name}.adjusted.or") == pytest.approx(np.exp(found.params[name]), rel=1e-6)
        low, high = np.exp(found.conf_int().loc[name])
        assert rows.value(f"predictors.{name}.adjusted.ci_low") == pytest.approx(low, rel=1e-4)
        assert rows.value(f"predictors.{name}.adjusted.ci_high") == pytest.approx(high, rel=1e-4)
