"""Multiple imputation of the printed model, and what a delta would change: on committed and on invented patients."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pandas as pd
import pytest

from compendium.clinical.candidates import is_responder
from compendium.clinical.response_models import PRINTED_MODEL, predictors
from compendium.clinical.values_imputed import IMPUTATIONS, NOTHING, imputed_from, imputed_rows
from compendium.clinical.values_not_at_random import DELTAS, delta_level, tipping
from compendium.clinical.values_not_recorded import extreme_fills
from compendium.stats.logistic import logistic
from press.rows import Key, Ledger, Row

from .patients import selected

KEY = Key("x")
NAMES = list(PRINTED_MODEL)


def rows_of(patients: pd.DataFrame, features: pd.DataFrame | None = None) -> list[Row]:
    table = predictors(patients)[NAMES] if features is None else features
    return imputed_rows(patients, is_responder(patients["response"]), table, KEY, seed=2021)


@cache
def imputed() -> Ledger:
    return Ledger(rows_of(selected()[1].patients))


def invented(skin: list[bool | None], raynaud: list[bool | None], *, responders: list[bool]) -> list[Row]:
    """Patients with these features, none of them alike in age."""
    n = len(skin)
    features = pd.DataFrame({"raynaud": raynaud, "skin": skin}, dtype="boolean")
    patients = features.assign(
        patient_id=[f"P{i:03}" for i in range(n)],
        diagnosis=pd.Categorical(["DM", "PM"] * (n // 2)),
        sex=pd.Categorical(["female"] * n),
        age=np.arange(n) % 17,
        myalgia=pd.Series([None] * n, dtype="boolean"),
    )
    return imputed_rows(patients, pd.Series(responders, dtype="boolean"), features, KEY, seed=1)


def test_every_patient_is_used_and_the_answer_lies_between_the_extreme_fills() -> None:
    patients = selected()[1].patients
    features = predictors(patients)[NAMES]
    fills = Ledger(extreme_fills(is_responder(patients["response"]), features, KEY))
    for name in NAMES:
        row = imputed()[f"x.{name}.imputed.or"]
        assert row.n == len(patients)
        assert fills.value(f"x.{name}.filled.or_lowest") < row.value < fills.value(f"x.{name}.filled.or_highest")
    assert imputed().value("x.imputed.imputed") == features.isna().any(axis=1).sum()


def test_enough_sets_were_drawn() -> None:
    """White, Royston and Wood 2011: at least 100 x FMI sets, and Monte Carlo error small against the standard error."""
    assert imputed().value("x.imputed.needed") <= IMPUTATIONS
    for name in NAMES:
        assert imputed().value(f"x.{name}.imputed.mc_percent_of_se") < 10
        p, error = (imputed().value(f"x.{name}.imputed.{each}") for each in ("p", "mc_p"))
        assert error < p / 10


def test_skin_involvement_is_imputed_where_diagnosis_separates_it_and_stays_finite() -> None:
    """In polymyositis and IMNM nobody recorded has skin involvement: it is imputed rarely, not never, and with finite
    odds ratios."""
    assert imputed().value("x.skin.imputed.alike_in_diagnosis") == imputed().value("x.skin.imputed.imputed")
    assert 0 < imputed().value("x.skin.imputed.percent_present") < 20
    assert all(math.isfinite(row.value) for row in imputed() if row.statistic in ("or", "ci_low", "ci_high", "p"))


def test_the_order_of_the_patients_changes_nothing() -> None:
    shuffled = selected()[1].patients.sample(frac=1, random_state=3)
    assert [repr(row) for row in rows_of(shuffled)] == [repr(row) for row in imputed()]


def test_a_higher_delta_imputes_the_feature_more_often() -> None:
    for name in NAMES:
        shares = [imputed().value(f"x.{name}.{delta_level(by)}.delta.percent_present") for by in DELTAS]
        assert shares == sorted(shares)
        assert shares[-1] == imputed().value(f"x.{name}.delta.percent_at_highest")
        assert shares[0] < imputed().value(f"x.{name}.imputed.percent_present") < shares[-1]


def test_nothing_missing_is_said_and_the_complete_cases_stand() -> None:
    patients = selected()[1].patients
    full = predictors(patients)[NAMES].fillna(False)
    rows = Ledger(rows_of(patients.assign(**full), full))
    alone = Ledger(logistic(is_responder(patients["response"]), full, KEY))
    for name in NAMES:
        for statistic in ("or", "ci_low", "ci_high", "p"):
            row = rows[f"x.{name}.imputed.{statistic}"]
            assert row.value == alone.value(f"x.{name}.{statistic}")
            assert row.note == NOTHING
        assert rows[f"x.{name}.imputed.fmi"].note == NOTHING
    assert {row.id for row in rows} == {row.id for row in imputed()}


@pytest.mark.parametrize(
    ("skin", "raynaud", "responders", "said"),
    [
        ([None] * 40, [True, False] * 20, [True, True, False, False] * 10, "nobody has every variable"),
        ([True, None, False, False] * 10, [True, False] * 20, [True] * 40, "the outcome is the same in everyone"),
        ([True, None, True, True] * 10, [True, True, False, False] * 10, [True, False] * 20, "skin is the same"),
    ],
)
def test_where_no_model_can_be_fitted_every_row_says_why(
    skin: list[bool | None], raynaud: list[bool | None], responders: list[bool], said: str
) -> None:
    rows = invented(skin, raynaud, responders=responders)
    assert {row.id for row in rows} == {row.id for row in imputed()}
    assert all(said in row.note for row in rows if math.isnan(row.value))


def test_a_separated_outcome_has_no_estimate_by_maximum_likelihood_but_one_by_firth() -> None:
    skin: list[bool | None] = [True, False, None, True, False] * 8
    rows = Ledger(invented(skin, [True, True, False, False] * 10, responders=[value is True for value in skin]))
    assert "separated" in rows["x.skin.imputed.or"].note
    assert math.isfinite(rows.value("x.skin.imputed_firth.or"))
    assert rows["x.skin.delta.tipping"].note == rows["x.skin.imputed.or"].note


def test_an_auxiliary_with_gaps_is_left_out_and_a_category_not_recorded_is_none_of_the_levels() -> None:
    patients = pd.DataFrame({"diagnosis": pd.Categorical(["DM", None, "PM"]), "sex": pd.Categorical(["male"] * 3)})
    known = imputed_from(patients.assign(age=[50, 60, 70], myalgia=[True, None, False]), pd.Series([True, False, True]))
    assert known.columns.tolist() == ["response", "diagnosis DM", "diagnosis PM", "sex male", "age"]
    assert known.iloc[1].tolist() == [0, 0, 0, 1, 60]


def test_one_sentence_says_whether_any_verdict_changes() -> None:
    changed = [row for row in imputed() if row.statistic == "tipping" and row.variable and not math.isnan(row.value)]
    assert not changed
    said = "no delta from −3 to 3, for one feature or for all, changes whether an interval holds 1"
    assert imputed()["x.delta.tipping"].note == said


def limits(low: float, high: float, level: str = "") -> list[Row]:
    at = Key("x", "skin", level)
    return [at.row("ci_low", low), at.row("ci_high", high)]


def test_the_tipping_point_is_the_nearest_delta_at_which_the_verdict_on_one_changes() -> None:
    line = [*limits(0.2, 0.9, "minus_1"), *limits(0.3, 1.1, "plus_2"), *limits(0.4, 1.6, "plus_3")]
    found = tipping(limits(0.2, 0.8), line, KEY)
    assert (found.value, found.note) == (2, "the interval comes to hold 1 at a delta of 2")
    back = tipping(limits(0.5, 1.2), [*limits(0.2, 0.9, "minus_3"), *limits(0.5, 1.3, "plus_1")], KEY)
    assert (back.value, back.note) == (-3, "the interval no longer holds 1 at a delta of −3")
    never = tipping(limits(0.2, 0.8), limits(0.2, 0.9, "plus_1"), KEY)
    assert math.isnan(never.value)
    assert never.note == "at no delta from −3 to 3 does the interval come to hold 1"
