"""Extreme fills of what was not recorded: each is an ordinary model of a filled table, and they bound the answer."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from compendium.clinical.candidates import is_responder
from compendium.clinical.response_models import PRINTED_MODEL, predictors
from compendium.clinical.values_not_recorded import extreme_fills
from press.rows import Key, Ledger

from .patients import selected

KEY = Key("x")


@cache
def filled() -> Ledger:
    patients = selected()[1].patients
    features = predictors(patients)[list(PRINTED_MODEL)]
    return Ledger(extreme_fills(is_responder(patients["response"]), features, KEY))


@pytest.mark.parametrize(("raynaud", "skin"), [(True, True), (True, False), (False, True), (False, False)])
def test_each_fill_is_the_model_of_the_filled_table(raynaud: bool, skin: bool) -> None:
    """By statsmodels' GLM on the same patients, filled by pandas."""
    patients = selected()[1].patients
    table = patients[["raynaud", "skin"]].fillna({"raynaud": raynaud, "skin": skin}).astype(float)
    outcome = is_responder(patients["response"]).astype(float)
    found = sm.GLM(outcome, sm.add_constant(table), family=sm.families.Binomial()).fit()
    level = "_".join("present" if fill else "absent" for fill in (raynaud, skin))
    for name in ("raynaud", "skin"):
        assert filled().value(f"x.{name}.{level}.filled.or") == pytest.approx(np.exp(found.params[name]), rel=1e-6)
        assert filled()[f"x.{name}.{level}.filled.or"].n == len(patients)


def test_the_extremes_bound_every_fill_and_name_theirs() -> None:
    rows = filled()
    for name in PRINTED_MODEL:
        ratios = [row for row in rows.find(variable=name, statistic="or") if row.level]
        assert len(ratios) == rows.value("x.filled.ways") == 4
        lowest, highest = (rows[f"x.{name}.filled.or_{end}"] for end in ("lowest", "highest"))
        assert lowest.value == min(row.value for row in ratios) and highest.value == max(row.value for row in ratios)
        assert rows.value(f"x.{name}.{highest.note.replace(', ', '_')}.filled.or") == highest.value


def test_nothing_missing_gives_one_answer_however_it_is_filled() -> None:
    features = pd.DataFrame({"raynaud": [True, True, False, False] * 10}, dtype="boolean")
    response = pd.Series([True, False, True, True, True, False, True, False] * 5, dtype="boolean")
    rows = Ledger(extreme_fills(response, features, KEY))
    assert rows.value("x.raynaud.filled.or_lowest") == rows.value("x.raynaud.filled.or_highest")
    assert rows.value("x.filled.missing") == 0


def test_where_no_fill_gives_a_model_the_row_says_so() -> None:
    features = pd.DataFrame({"raynaud": [True, None, None]}, dtype="boolean")
    rows = Ledger(extreme_fills(pd.Series([True, True, True], dtype="boolean"), features, KEY))
    assert rows["x.raynaud.filled.or_lowest"].note == "no fill gives a model"
