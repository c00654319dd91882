"""Imputed yes/no features: yes or no, drawn as similar patients are, finite under separation, moved by a delta."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from compendium.stats.imputation import Imputer, independent
from compendium.stats.pooled_logistic import PRECISION, fit_sets, state_pooled, state_precision
from press.rows import Key

CHOICES = {"imputations": 400, "cycles": 5, "seed": 7}


def gapped(values: list[bool | None], *, name: str = "skin") -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(values, dtype="boolean")})


def test_what_was_recorded_stays_and_the_rest_is_yes_or_no() -> None:
    features = gapped([True, False, None, True, False, None] * 10)
    features["raynaud"] = pd.Series([None, True, False, True, False, True] * 10, dtype="boolean")
    drawn = Imputer(features, pd.DataFrame({"age": np.arange(60.0)})).draw(**CHOICES)
    assert set(np.unique(drawn)) == {0.0, 1.0}
    for place, name in enumerate(features):
        known = features[name].notna().to_numpy()
        assert (drawn[:, known, place] == features[name][known].to_numpy(dtype=float)).all()


def test_the_share_imputed_is_that_of_similar_patients() -> None:
    """30 of 40 with the marker have the feature and 10 of 40 without: gaps are filled so, within Monte Carlo error.

    The mean of a probability drawn about its estimate lies a little nearer to one half.
    """
    features = gapped([True] * 30 + [False] * 10 + [True] * 10 + [False] * 30 + [None] * 40)
    known = pd.DataFrame({"marker": [1.0] * 40 + [0.0] * 40 + [1.0] * 20 + [0.0] * 20})
    drawn = Imputer(features, known).draw(**CHOICES)[..., 0]
    assert drawn[:, 80:100].mean() == pytest.approx(0.74, abs=0.02)
    assert drawn[:, 100:].mean() == pytest.approx(0.26, abs=0.02)


def test_draws_differ_between_sets_by_more_than_one_coin() -> None:
    """Proper imputation (Rubin 1987) draws the coefficients, too: shares of the sets scatter more than binomially."""
    features = gapped([True, False] * 10 + [None] * 400)
    shares = Imputer(features, pd.DataFrame({"constant": np.ones(420)})).draw(**CHOICES)[:, 20:, 0].mean(axis=1)
    assert shares.std() > 3 * np.sqrt(0.25 / 400)


def test_a_separated_imputation_stays_finite_and_follows_the_others() -> None:
    """Everybody with the diagnosis has the feature and nobody without: Firth's estimate is finite, and so are draws."""
    features = gapped([True] * 40 + [False] * 40 + [None] * 20)
    known = pd.DataFrame({"dm": [1.0] * 40 + [0.0] * 40 + [1.0] * 10 + [0.0] * 10})
    drawn = Imputer(features, known).draw(**CHOICES)[..., 0]
    assert np.isfinite(drawn).all()
    assert drawn[:, 80:90].mean() > 0.9
    assert drawn[:, 90:].mean() < 0.1


def test_columns_that_say_the_same_do_not_stop_the_imputation() -> None:
    features = gapped([True, False, False, None, True] * 8)
    known = pd.DataFrame({"dm": [1.0, 0, 1, 0, 1] * 8, "not_dm": [0.0, 1, 0, 1, 0] * 8, "always": np.ones(40)})
    assert np.isfinite(Imputer(features, known).draw(**CHOICES)).all()
    assert independent(known.to_numpy()).tolist() == [0]


def test_two_features_with_gaps_in_other_patients_are_drawn_from_each_other() -> None:
    values = [True, True, False, False] * 20
    features = gapped([None if i % 9 == 0 else value for i, value in enumerate(values)])
    features["raynaud"] = pd.Series([None if i % 7 == 3 else value for i, value in enumerate(values)], dtype="boolean")
    drawn = Imputer(features, pd.DataFrame({"age": np.arange(80.0) % 13})).draw(**CHOICES)
    expected = np.array(values, dtype=float)
    wrong = np.abs(drawn - expected[:, None])[:, features.isna().any(axis=1).to_numpy()].mean()
    assert wrong < 0.1


def test_a_delta_moves_the_odds_of_what_is_imputed_and_nothing_else() -> None:
    """Odds 1 times exp(2) are a probability of 0.88; the draws scatter, so the mean lies a little nearer to a half."""
    features = gapped([True, False] * 200 + [None] * 100)
    imputer = Imputer(features, pd.DataFrame({"age": np.tile([1.0, 1.0, 2.0, 2.0], 125)}))
    shares = [imputer.draw(**CHOICES, delta={"skin": by})[:, 400:, 0].mean() for by in (-2.0, 0.0, 2.0)]
    assert shares == pytest.approx([0.12, 0.5, 0.88], abs=0.01)


def test_one_seed_gives_one_answer() -> None:
    imputer = Imputer(gapped([True, False, None] * 10), pd.DataFrame({"age": np.arange(30.0)}))
    assert (imputer.draw(**CHOICES) == imputer.draw(**CHOICES)).all()
    assert (imputer.draw(**CHOICES) != imputer.draw(**{**CHOICES, "seed": 8})).any()


def test_a_feature_that_nobody_has_recorded_can_not_be_imputed_and_the_rows_say_so() -> None:
    drawn = Imputer(gapped([None] * 20), pd.DataFrame({"age": np.arange(20.0)})).draw(**CHOICES)
    assert np.isnan(drawn).all()
    sets = fit_sets(np.tile([0.0, 1.0], 10), drawn, ["skin"], firth=False)
    rows = [*state_pooled(sets, Key("x")), *state_precision(sets, Key("x"))]
    assert len(rows) == 4 + len(PRECISION)
    assert {row.note for row in rows} == {"no equation to impute a feature from"}


def test_a_separated_set_has_no_estimate_by_maximum_likelihood_and_one_by_firth() -> None:
    outcome = np.array([1.0] * 20 + [0.0] * 20)
    sets = np.stack([outcome, outcome, 1 - outcome])[..., None]
    fitted = fit_sets(outcome, sets, ["skin"], firth=False)
    assert state_pooled(fitted, Key("x"))[0].note.startswith("no estimate in 3 of 3 imputed sets")
    assert np.isfinite(
        [row.value for row in state_pooled(fit_sets(outcome, sets, ["skin"], firth=True), Key("x"))]
    ).all()


def test_a_gap_in_what_is_imputed_from_is_refused() -> None:
    with pytest.raises(ValueError, match="recorded in everybody"):
        Imputer(gapped([True, None]), pd.DataFrame({"age": [50.0, None]}))


@pytest.mark.parametrize("bad", [{"imputations": 0}, {"cycles": 0}, {"seed": -1}, {"seed": None}])
def test_choices_are_counts(bad: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must be a whole number"):
        Imputer(gapped([True, None, False]), pd.DataFrame({"age": [1.0, 2.0, 3.0]})).draw(**{**CHOICES, **bad})
