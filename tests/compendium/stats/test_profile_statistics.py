"""The profile of the patient: FLIC, discrimination, calibration, optimism and sample size, each by definition."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from firthmodels import FirthLogisticRegression
from scipy import optimize

from compendium.stats import calibration, discrimination
from compendium.stats.complete_cases import CompleteCases, complete_cases
from compendium.stats.flic import by_kind, equation, fit_flic, predicted_probability
from compendium.stats.grouped_logistic import FIRTH_PENALTY, fit, grouped, probability, with_constant
from compendium.stats.optimism import BY_LIKELIHOOD, MEASURES, draw, optimism
from compendium.stats.proportion import proportion
from compendium.stats.sample_size import required_patients
from press.rows import Key, Ledger

KEY = Key("m")


def patients(n: int = 123, seed: int = 8) -> tuple[pd.Series, pd.DataFrame]:
    """Two yes/no features and an outcome that most have, from a fixed seed."""
    rng = np.random.default_rng(seed)
    raynaud, skin = rng.random(n) < 0.25, rng.random(n) < 0.55
    outcome = rng.random(n) < probability(2.0 - 1.2 * raynaud - 0.6 * skin)
    features = pd.DataFrame({"raynaud": pd.array(raynaud, "boolean"), "skin": pd.array(skin, "boolean")})
    return pd.Series(outcome, dtype="boolean"), features


def by_firthmodels(design: np.ndarray, outcome: np.ndarray) -> np.ndarray:
    """Fit one model by the library, to a gradient and a step far smaller than it stops at unasked."""
    model = FirthLogisticRegression(backend="numpy", max_iter=1000, gtol=1e-6, xtol=1e-7).fit(design, outcome)
    assert model.converged_
    return np.array([model.intercept_, *model.coef_])


def test_each_batched_fit_is_that_of_the_library_fitted_by_itself() -> None:
    counts = grouped(complete_cases(*patients()))
    events, others = draw(counts, 123, seed=4, replicates=25)
    found = fit(with_constant(counts.patterns)[None], events, others, penalty=FIRTH_PENALTY).coefficients
    for coefficients, with_it, without in zip(found, events.astype(int), others.astype(int), strict=True):
        design = np.concatenate([np.repeat(counts.patterns, each, axis=0) for each in (with_it, without)])
        outcome = np.repeat([1.0, 0.0], [with_it.sum(), without.sum()])
        assert coefficients == pytest.approx(by_firthmodels(design, outcome), abs=1e-6)


def test_flic_predicts_on_average_what_was_observed() -> None:
    # the law of FLIC (Puhr et al. 2017), which Firth's own intercept breaks
    outcome, features = patients()
    cases = complete_cases(outcome, features)
    mean = np.mean([found.value for found in predicted_probability(cases, cases.predictors)])
    assert mean == pytest.approx(cases.events / cases.n, abs=1e-9)
    counts = grouped(cases)
    firth = fit(with_constant(counts.patterns)[None], counts.events[None], counts.others[None], penalty=FIRTH_PENALTY)
    line = with_constant(cases.predictors) @ firth.coefficients[0]
    assert abs(probability(line).mean() - cases.events / cases.n) > 1e-4


def test_the_interval_is_wald_with_the_covariance_of_firth() -> None:
    # by hand for one feature: Firth adds half a patient to every cell of the table (Heinze and Schemper 2002)
    cases = CompleteCases(
        np.repeat([1.0, 0.0, 1.0, 0.0], [36, 4, 10, 10]), np.repeat([[0.0], [1.0]], [40, 20], axis=0), ("skin",)
    )
    found = predicted_probability(cases, np.array([[0.0], [1.0]]))
    share = np.array([36.5 / 41, 10.5 / 21])  # Firth's probabilities
    slope = math.log((share[1] / (1 - share[1])) / (share[0] / (1 - share[0])))
    intercept = optimize.brentq(
        lambda a: 40 * probability(np.array(a)) + 20 * probability(np.array(a + slope)) - 46, -9, 9
    )
    for estimate, line, n, p in zip(found, (intercept, intercept + slope), (40, 20), share, strict=True):
        half = 1.959963984540054 / math.sqrt(n * p * (1 - p))
        wanted = [1 / (1 + math.exp(-each)) for each in (line, line - half, line + half)]
        assert [estimate.value, estimate.low, estimate.high] == pytest.approx(wanted, rel=1e-7)


def test_every_kind_of_patient_is_stated_also_one_that_nobody_is() -> None:
    outcome, features = patients()
    both = features["raynaud"] & features["skin"]
    rows = Ledger(by_kind(outcome[~both], features[~both], KEY))
    assert [row.level for row in rows.find(statistic="total")] == ["none", "raynaud", "skin", "raynaud_skin"]
    assert rows.value("m.raynaud_skin.total") == 0
    assert math.isnan(rows.value("m.raynaud_skin.predicted"))  # said to be empty, not predicted
    assert rows["m.raynaud_skin.predicted"].note == "nobody is of this kind"
    assert 0 < rows.value("m.raynaud.predicted") < 100
    seen = rows.find(level="skin")[:5]
    assert [row.value for row in seen] == [row.value for row in proportion(int(seen[0].value), seen[1].n or 0, KEY)]


@pytest.mark.parametrize("same", ["raynaud", "outcome"])
def test_where_no_model_can_be_fitted_the_rows_say_why(same: str) -> None:
    outcome, features = patients()
    if same == "outcome":
        outcome[:] = True
    else:
        features[same] = False
    for rows in (by_kind(outcome, features, KEY), optimism(outcome, features, KEY, seed=1, replicates=5)):
        assert rows[-1].statistic == "warning"
        assert "the same in everyone" in rows[-1].note
        assert all(row.note for row in rows if math.isnan(row.value))


def test_separation_leaves_a_finite_prediction() -> None:
    cases = CompleteCases(np.repeat([0.0, 1.0], 5), np.repeat([[0.0], [1.0]], 5, axis=0), ("marker",))
    low, high = predicted_probability(cases, np.array([[0.0], [1.0]]))
    assert 0 < low.value < 0.5 < high.value < 1


def test_the_auc_is_the_share_of_pairs_in_the_right_order_and_its_interval_is_delongs() -> None:
    # the definition pair by pair (DeLong 1988): placements and their variances, ties counted half
    rng = np.random.default_rng(3)
    predicted, outcome = rng.integers(0, 12, 60) / 12, rng.integers(0, 2, 60)
    with_it, without = predicted[outcome == 1], predicted[outcome == 0]
    pairs = np.array([[float(a > b) + (a == b) / 2 for b in without] for a in with_it])
    variance = pairs.mean(axis=1).var(ddof=1) / with_it.size + pairs.mean(axis=0).var(ddof=1) / without.size
    half = 1.959963984540054 * math.sqrt(variance)
    found = discrimination.auc(predicted, outcome)
    assert [found.value, found.low, found.high] == pytest.approx(
        [pairs.mean(), pairs.mean() - half, pairs.mean() + half]
    )
    by_counts = discrimination.grouped_auc(predicted[None], (outcome == 1)[None] * 1.0, (outcome == 0)[None] * 1.0)
    assert by_counts[0] == pytest.approx(found.value, rel=1e-12)


def test_the_maximum_likelihood_fit_is_perfectly_calibrated_in_its_own_patients() -> None:
    counts = grouped(complete_cases(*patients()))
    events, others = counts.events[None], counts.others[None]
    line = with_constant(counts.patterns) @ fit(with_constant(counts.patterns)[None], events, others, penalty=0.0)[0][0]
    assert calibration.slope(line[None], events, others)[0] == pytest.approx(1, abs=1e-7)
    assert calibration.intercept(line[None], events, others)[0] == pytest.approx(0, abs=1e-7)
    assert calibration.intercept(line[None] - 0.5, events, others)[0] == pytest.approx(0.5, abs=1e-7)


def test_optimism_is_that_of_fitting_and_measuring_one_replicate_after_another() -> None:
    outcome, features = patients()
    cases = complete_cases(outcome, features)
    counts = grouped(cases)
    differences = []
    for events, others in zip(*draw(counts, cases.n, seed=6, replicates=400), strict=True):
        line = counts.patterns @ fit_flic(counts.patterns, events[None], others[None]).coefficients[0, 1:]
        areas = []
        for with_it, without in ((events, others), (counts.events, counts.others)):
            values = np.repeat(np.tile(line, 2), np.concatenate([with_it, without]).astype(int))
            answers = np.repeat([1, 0], [int(with_it.sum()), int(without.sum())])
            areas.append(discrimination.auc(values, answers).value)
        differences.append(areas[0] - areas[1])
    rows = Ledger(optimism(outcome, features, KEY, seed=6, replicates=400))
    assert "400 of them" in rows["m.optimism.auc"].method
    assert rows.value("m.optimism.auc") == pytest.approx(np.mean(differences), abs=1e-12)
    for name in MEASURES:
        corrected = rows.value(f"m.apparent.{name}") - rows.value(f"m.optimism.{name}")
        assert rows.value(f"m.corrected.{name}") == pytest.approx(corrected, abs=1e-12)
    assert rows.value("m.corrected.auc") < rows.value("m.apparent.auc")
    assert rows.value("m.corrected.slope") < rows.value("m.apparent.slope")


def test_optimism_depends_neither_on_the_order_of_the_patients_nor_on_the_block(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    outcome, features = patients()
    wanted = optimism(outcome, features, KEY, seed=2, replicates=50)
    monkeypatch.setattr("compendium.stats.optimism._BLOCK", 7)
    found = optimism(outcome[::-1], features[::-1], KEY, seed=2, replicates=50)
    assert [row.value for row in found] == pytest.approx([row.value for row in wanted], abs=1e-9)


def test_the_worked_example_of_riley() -> None:
    # pmsampsize, which leaves out the error of a probability: prevalence 0.174, R2 0.288, 24 parameters
    found = required_patients(24, 0.174, 0.288)
    assert [found[name] for name in ("n_shrinkage", "n_optimism", "n_precision")] == [623, 662, 221]
    # BMJ 2020;368:m441, step 2: ten parameters, an outcome in 0.3, a mean absolute error of 0.05
    assert required_patients(10, 0.3, 0.1)["n_error"] == 461


def test_the_error_of_a_probability_depends_on_the_rarer_outcome_and_has_a_formula_for_thirty_parameters() -> None:
    # van Smeden et al., Stat Methods Med Res 2019;28:2455-74: events fractions up to a half, 4 to 12 candidates;
    # Riley et al. allow 30
    assert required_patients(10, 0.7, 0.1)["n_error"] == required_patients(10, 0.3, 0.1)["n_error"]
    beyond = required_patients(31, 0.3, 0.1)
    assert math.isnan(beyond["n_error"])
    assert beyond["n_needed"] == max(beyond[name] for name in ("n_precision", "n_shrinkage", "n_optimism"))


@pytest.mark.parametrize("r2", [0.05, 0.1, 0.2])
def test_twice_the_parameters_ask_for_twice_the_patients_by_shrinkage_and_optimism(r2: float) -> None:
    one, two = required_patients(5, 0.3, r2), required_patients(10, 0.3, r2)
    for name in ("n_shrinkage", "n_optimism"):
        assert 2 * one[name] - 2 <= two[name] <= 2 * one[name]
    assert one["n_precision"] == two["n_precision"]


def test_the_equation_gives_back_the_predicted_probabilities_in_the_units_given() -> None:
    outcome, features = patients()
    features["age"] = np.random.default_rng(5).normal(55, 13, len(features))
    cases = complete_cases(outcome, features)
    held = Ledger(equation(outcome, features, KEY))
    slopes = np.array([held.value(f"m.{name}.equation.coefficient") for name in cases.names])
    line = held.value("m.intercept.equation.coefficient") + cases.predictors @ slopes
    wanted = [found.value for found in predicted_probability(cases, cases.predictors)]
    assert probability(line) == pytest.approx(np.array(wanted), abs=1e-9)


def test_a_separated_model_has_no_maximum_likelihood_fit_also_where_rounding_stops_its_climb() -> None:
    # Albert and Anderson (Biometrika 1984): quasi-complete separation, no finite maximum; the second model has one
    patterns = np.array([[0.0], [1.0]])
    events, others = np.array([[20.0, 10.0], [19.0, 10.0]]), np.array([[0.0, 10.0], [1.0, 10.0]])
    found = fit(with_constant(patterns)[None], events, others, penalty=0.0).coefficients
    assert np.isnan(found[0]).all()
    assert found[1] == pytest.approx([math.log(19), -math.log(19)], abs=1e-9)
    assert np.isfinite(fit(with_constant(patterns)[None], events, others, penalty=FIRTH_PENALTY).coefficients).all()


def test_a_model_is_fitted_alike_alone_and_among_others() -> None:
    counts = grouped(complete_cases(*patients()))
    events, others = draw(counts, 123, seed=4, replicates=25)
    together = fit(with_constant(counts.patterns)[None], events, others, penalty=0.0).coefficients
    alone = [
        fit(with_constant(counts.patterns)[None], with_it[None], without[None], penalty=0.0).coefficients[0]
        for with_it, without in zip(events, others, strict=True)
    ]
    assert together == pytest.approx(np.array(alone), abs=1e-12, nan_ok=True)


def test_firth_shrinks_so_that_its_calibration_slope_lies_above_that_of_maximum_likelihood() -> None:
    # why the corrected slope can be above one: maximum likelihood has slope one in its own patients, Firth above
    outcome, features = patients()
    by_firth = Ledger(optimism(outcome, features, KEY, seed=6, replicates=200))
    by_likelihood = Ledger(optimism(outcome, features, KEY, seed=6, replicates=200, fitting=BY_LIKELIHOOD))
    assert by_likelihood.value("m.apparent.slope") == pytest.approx(1, abs=1e-7)
    assert by_firth.value("m.apparent.slope") > 1
    assert by_firth.value("m.corrected.slope") > by_likelihood.value("m.corrected.slope")
    assert "maximum likelihood" in by_likelihood["m.corrected.slope"].method


@pytest.mark.parametrize(("prevalence", "r2"), [(0.0, 0.1), (1.0, 0.1), (0.2, 0.0), (0.2, 0.9)])
def test_an_impossible_share_or_r2_is_refused(prevalence: float, r2: float) -> None:
    with pytest.raises(ValueError, match="is not between 0 and"):
        required_patients(2, prevalence, r2)
