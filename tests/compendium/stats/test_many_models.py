"""Many models at once against one at a time (statsmodels, firthmodels) and R; variance by decision against ANOVA.

Authority: maximum likelihood and Firth's penalised likelihood have one answer, whoever finds it; R's glm and logistf.
"""

from __future__ import annotations

import csv
import itertools
import warnings

import numpy as np
import pytest
import statsmodels.api as sm
from firthmodels import FirthLogisticRegression
from hypothesis import given
from hypothesis import strategies as st

from compendium.stats import many_models
from compendium.stats.apart import REST, variance_by_decision
from compendium.stats.grouped_logistic import Fits
from compendium.stats.many_models import imputed_models, log_odds
from compendium.stats.recorded import Floats, numbers

from .test_against_r import REFERENCE, cohort


def answers() -> dict[tuple[str, str], float]:
    with (REFERENCE / "logistic.csv").open(encoding="utf-8") as file:
        return {(line["function"], line["id"]): float(line["value"]) for line in csv.DictReader(file)}


def drawn(seed: int, n: int = 90) -> tuple[Floats, Floats]:
    """A response and three predictors, some not recorded."""
    rng = np.random.default_rng(seed)
    predictors = np.column_stack([rng.random(n) < 0.4, rng.random(n) < 0.3, rng.normal(5, 3, n)]).astype(float)
    line = 0.8 - 0.9 * predictors[:, 0] + 0.4 * predictors[:, 1] + 0.1 * (predictors[:, 2] - 5)
    outcome = (rng.random(n) < 1 / (1 + np.exp(-line))).astype(float)
    predictors[rng.random(predictors.shape) < 0.04] = np.nan
    return outcome, predictors


@pytest.mark.parametrize("seed", range(5))
def test_a_batch_says_what_statsmodels_and_firthmodels_say_of_each(seed: int) -> None:
    outcomes, tables = zip(*(drawn(10 * seed + k) for k in range(4)), strict=True)
    for firth in (False, True):
        found = log_odds(np.array(outcomes), np.array(tables), firth=firth)
        for place, (outcome, table) in enumerate(zip(outcomes, tables, strict=True)):
            whole = ~np.isnan(table).any(axis=1)
            if firth:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    model = FirthLogisticRegression(backend="numpy", max_iter=200, gtol=1e-10, xtol=1e-10)
                    model.fit(table[whole], outcome[whole])
                assert found.estimates[place] == pytest.approx(model.coef_, abs=1e-6)
            else:
                model = sm.Logit(outcome[whole], sm.add_constant(table[whole])).fit(disp=False)
                assert found.estimates[place] == pytest.approx(model.params[1:], abs=1e-8)
                assert np.sqrt(found.variances[place]) == pytest.approx(model.bse[1:], rel=1e-6)


@given(st.integers(0, 10_000), st.floats(0.1, 50), st.floats(-100, 100))
def test_units_of_a_covariate_change_no_odds_ratio_and_a_turned_outcome_turns_it(
    seed: int, scale: float, shift: float
) -> None:
    outcome, table = drawn(seed)
    other = table * [1, 1, scale] + [0, 0, shift]
    one = log_odds(outcome[None], table[None], firth=False).estimates[0]
    two = log_odds(outcome[None], other[None], firth=False).estimates[0]
    turned = log_odds(1 - outcome[None], table[None], firth=False).estimates[0]
    np.testing.assert_allclose(two[:2], one[:2], atol=1e-6)
    np.testing.assert_allclose(turned, -one, atol=1e-6)


def test_patients_who_are_not_in_a_model_change_nothing() -> None:
    outcome, table = drawn(3)
    left_out = np.where(np.arange(90) < 20, np.nan, outcome)
    both = log_odds(np.array([outcome, left_out]), table[None], firth=False).estimates
    np.testing.assert_allclose(both[1], log_odds(outcome[None, 20:], table[None, 20:], firth=False).estimates[0])
    assert not np.allclose(both[0], both[1])


def test_a_separated_model_has_no_estimate_by_maximum_likelihood_and_one_by_firth() -> None:
    """Heinze and Schemper 2002: finite by Firth's method whatever the table."""
    outcome, exposed = np.array([[1.0] * 10 + [0.0] * 10]), np.array([1.0] * 10 + [0.0] * 10)[None, :, None]
    assert np.isnan(log_odds(outcome, exposed, firth=False).estimates).all()
    assert np.isfinite(log_odds(outcome, exposed, firth=True).estimates).all()


def sparse(seed: int) -> tuple[Floats, Floats]:
    """Thirty-nine patients of whom seven did not respond, and three yes/no predictors."""
    rng = np.random.default_rng(seed)
    table = (rng.random((39, 3)) < [0.35, 0.7, 0.5]).astype(float)
    return (rng.permutation(39) >= 7).astype(float), table


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_in_sparse_data_firth_has_the_estimate_of_firthmodels_and_never_none(first: int) -> None:
    """Heinze and Schemper 2002: the penalised likelihood has one finite maximum, however few the patients."""
    outcomes, tables = map(np.array, zip(*map(sparse, range(first, first + 50)), strict=True))
    found = log_odds(outcomes, tables, firth=True)
    for place, (outcome, table) in enumerate(zip(outcomes, tables, strict=True)):
        model = FirthLogisticRegression(backend="numpy", max_iter=500, gtol=1e-6, xtol=1e-6).fit(table, outcome)
        assert found.estimates[place] == pytest.approx(model.coef_, abs=1e-4)
        design = sm.add_constant(table)
        chance = model.predict_proba(table)[:, 1]
        information = (design.T * (chance * (1 - chance))) @ design
        assert found.variances[place] == pytest.approx(np.diag(np.linalg.inv(information))[1:], rel=1e-3)


def test_a_model_that_the_common_fit_does_not_find_is_found_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes, tables = map(np.array, zip(*map(sparse, range(5)), strict=True))
    before = log_odds(outcomes, tables, firth=True)
    lost = Fits(np.full((5, 4), np.nan), np.full((5, 4, 4), np.nan))
    monkeypatch.setattr(many_models, "fit", lambda *_, **__: lost)
    after = log_odds(outcomes, tables, firth=True)
    np.testing.assert_allclose(after.estimates, before.estimates, atol=1e-5)
    np.testing.assert_allclose(after.variances, before.variances, rtol=1e-4)


def test_a_predictor_alike_in_all_is_none_and_is_not_called_separated() -> None:
    outcome, table = sparse(1)
    sets = np.stack([np.column_stack([table[:, 0], np.ones(39)])] * 2)
    found = imputed_models(outcome, sets, firth=True)
    assert np.isnan(found.coefficients).all()
    assert "2 of 2" in found.note and "alike in all" in found.note and "separated" not in found.note


@pytest.mark.parametrize(
    ("of", "names", "firth", "within"),
    [("logistic", ["raynaud", "skin", "age"], False, 1e-7), ("firth", ["marker", "raynaud", "duration"], True, 2e-5)],
)
def test_r_says_the_same(of: str, names: list[str], firth: bool, within: float) -> None:
    """tests/reference/logistic.csv: glm, and brglm2 for Firth's likelihood, on the cohort there."""
    patients = cohort()
    outcome = numbers(patients["response"])
    table = np.column_stack([numbers(patients[name]) for name in names])
    found = np.exp(log_odds(outcome[None], table[None], firth=firth).estimates[0])
    for name, odds in zip(names, found, strict=True):
        assert odds == pytest.approx(answers()[of, f"r.{name}.or"], rel=within), name


def test_imputed_sets_without_a_gap_pool_to_the_model_itself() -> None:
    outcome, table = drawn(5)
    whole = table[~np.isnan(table).any(axis=1)]
    answers = outcome[~np.isnan(table).any(axis=1)]
    found = imputed_models(answers, np.stack([whole] * 3), firth=False)
    one = log_odds(answers[None], whole[None], firth=False)
    assert float(found.pooled(0).estimate) == pytest.approx(one.estimates[0, 0])
    assert float(found.pooled(0).total) == pytest.approx(one.variances[0, 0])
    assert found.n == len(whole)


def crossed(rng: np.random.Generator) -> tuple[Floats, dict[str, list[str]]]:
    ways = list(itertools.product("abc", "pq", "xyz"))
    return rng.normal(size=len(ways)), {name: [way[place] for way in ways] for place, name in enumerate("UVW")}


@pytest.mark.parametrize("seed", range(5))
def test_of_a_balanced_list_the_parts_are_those_of_an_analysis_of_variance(seed: int) -> None:
    """Sums of squares by hand: how often a choice is made, times the square of how far its mean is from all."""
    values, chosen = crossed(np.random.default_rng(seed))
    found = variance_by_decision(values, chosen)
    total = np.square(values - values.mean()).sum()
    for name, choices in chosen.items():
        where = np.array(choices)
        made = [where == each for each in set(choices)]
        by_hand = sum(each.sum() * (values[each].mean() - values.mean()) ** 2 for each in made)
        assert found[name] == pytest.approx(100 * by_hand / total)
    assert sum(found.values()) == pytest.approx(100)


def test_the_order_of_analyses_and_the_names_of_choices_do_not_matter() -> None:
    rng = np.random.default_rng(1)
    values, chosen = crossed(rng)
    order = rng.permutation(len(values))
    mixed = {name: [choices[at].swapcase() for at in order] for name, choices in chosen.items()}
    assert variance_by_decision(values[order], mixed) == pytest.approx(variance_by_decision(values, chosen))


def test_where_analyses_failed_or_all_say_the_same_there_is_still_an_answer() -> None:
    values, chosen = crossed(np.random.default_rng(2))
    values[3] = np.nan
    assert set(variance_by_decision(values, chosen)) == {*"UVW", REST}
    assert all(np.isnan(each) for each in variance_by_decision(np.ones(18), chosen).values())
