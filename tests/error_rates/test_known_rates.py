"""Rule: the simulation finds the coverage and size that are known exactly, and each scenario draws what it says.

Authority: coverage and size of what rests on a binomial count are sums over all counts (Brown, Cai and DasGupta 2001);
other truths are recomputed here by another way.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.proportion import proportion_confint

from error_rates.every import every_scenario
from error_rates.rates import scenario_rows
from error_rates.running import SEED, judge_cohorts
from error_rates.scenario import Interval, NullTest, Outcome
from error_rates.scenarios.clusters import events_of_patients
from error_rates.scenarios.course import covariance_of_visits, draw_groups, means_of_visits
from error_rates.sizes import PUBLISHED, read_sizes
from press.ground.paths import project_root
from press.ground.spreadsheet import read_spreadsheet

COHORTS = 1500
SIGMAS = 4  # of the Monte Carlo error: one chance in 16,000 for a right answer to fail, and the seed is fixed


def simulated(name: str, cohorts: int = COHORTS) -> dict[str, float]:
    """The share of cohorts in which each measure of a scenario holds the truth, or rejects it."""
    outcomes = judge_cohorts(name, 0, cohorts).outcomes
    wanted = [
        Outcome.HOLDS if isinstance(measure, Interval) else Outcome.REJECTS
        for measure in every_scenario()[name].measures
    ]
    shares = [float(np.mean(column == each)) for column, each in zip(outcomes.T, wanted, strict=True)]
    return dict(zip((measure.name for measure in every_scenario()[name].measures), shares, strict=True))


def monte_carlo(share: float, cohorts: int = COHORTS) -> float:
    return SIGMAS * math.sqrt(share * (1 - share) / cohorts)


@pytest.mark.parametrize("name", ["share", "rare_share"])
def test_the_coverage_of_a_share_is_that_of_the_binomial_sum(name: str) -> None:
    n = read_sizes().count("patients")
    (share,) = {measure.truth / 100 for measure in every_scenario()[name].measures if isinstance(measure, Interval)}
    counts = np.arange(n + 1)
    found = simulated(name)
    for measure, method in (("wilson", "wilson"), ("exact", "beta")):
        low, high = proportion_confint(counts, n, method=method)
        holds = (np.nan_to_num(low) <= share + 1e-12) & (share - 1e-12 <= np.nan_to_num(high, nan=1.0))
        exact = float(stats.binom.pmf(counts, n, share)[holds].sum())
        assert abs(found[measure] - exact) <= monte_carlo(exact), (measure, exact)


def test_the_size_of_the_tests_of_a_feature_is_that_of_the_sum_over_all_tables() -> None:
    size = read_sizes()
    responders, others = size.count("responders"), size.count("patients") - size.count("responders")
    share = size.share("raynaud_share")
    first, second = (stats.binom.pmf(np.arange(n + 1), n, share) for n in (responders, others))
    fisher = chi2 = 0.0
    for a, b in np.argwhere(np.outer(first, second) > 1e-7):
        table = [[a, responders - a], [b, others - b]]
        weight = first[a] * second[b]
        fisher += weight * (stats.fisher_exact(table).pvalue < 0.05)
        chi2 += weight * (stats.chi2_contingency(table, correction=False).pvalue < 0.05)
    found = simulated("feature_null", 400)
    assert fisher < 0.05
    assert abs(found["p"] - fisher) <= monte_carlo(fisher, 400)
    assert abs(found["p_chi2"] - chi2) <= monte_carlo(chi2, 400)


def test_the_paired_t_interval_covers_as_it_promises() -> None:
    """Of normal changes it does so exactly, whatever their number and correlation (Student 1908)."""
    assert abs(simulated("ratio", 400)["ratio"] - 0.95) <= monte_carlo(0.95, 400)


def test_kappa_is_that_of_its_definition() -> None:
    """Cohen 1960, as scikit-learn computes it from patients that are weighted by the share of their kind."""
    (measure,) = every_scenario()["agreement"].measures
    size = read_sizes()
    both, first, second = (size.share(f"judged_{name}") for name in ("both", "first", "second"))
    neither = 1 - both - first - second
    judged = [True, True, False, False], [True, False, True, False]
    assert isinstance(measure, Interval)
    assert measure.truth == pytest.approx(cohen_kappa_score(*judged, sample_weight=[both, first, second, neither]))


@pytest.mark.parametrize("dispersion", [1.0, 2.7])
def test_events_come_as_often_and_as_clustered_as_they_should(dispersion: float) -> None:
    size = read_sizes()
    events, infusions = events_of_patients(np.random.default_rng(1), size, 400_000, dispersion)
    rate = size["events"] / size["infusions"]
    assert events.sum() / infusions.sum() == pytest.approx(rate, rel=0.02)
    assert infusions.mean() == pytest.approx(size["infusions"] / size["patients"], rel=0.01)
    pearson = float(np.mean((events - rate * infusions) ** 2 / (rate * infusions)))
    assert pearson == pytest.approx(dispersion, rel=0.05)


def test_the_truths_of_changes_are_those_of_many_patients() -> None:
    """Mean and pseudomedian at the ceiling, from another million of patients than the scenario's."""
    size, rng = read_sizes(), np.random.default_rng(99)
    shared, own = rng.standard_normal((2, 1_000_000))
    rho = size["correlation_baseline_end"]
    latent = (
        size["mmt8_baseline_mean"] + size["mmt8_baseline_sd"] * shared,
        size["mmt8_end_mean"] + size["mmt8_end_sd"] * (rho * shared + math.sqrt(1 - rho**2) * own),
    )
    before, after = (np.minimum(np.rint(each), size["mmt8_ceiling"]) for each in latent)
    truths = {
        measure.name: measure.truth for measure in every_scenario()["ceiling"].measures if isinstance(measure, Interval)
    }
    changes = after - before
    assert truths["mean"] == pytest.approx(changes.mean(), abs=0.1)
    assert truths["hl"] == np.median((changes[::2] + changes[1::2]) / 2)


def test_the_correlations_of_the_visits_are_those_chosen() -> None:
    """They were seen before visits had errors of measurement (DECISIONS 66, 72); the registry's are lower since."""
    covariance = covariance_of_visits(read_sizes())
    sds = np.sqrt(np.diag(covariance))
    correlations = (covariance / np.outer(sds, sds))[np.triu_indices(5, 1)]
    assert (correlations.min().round(2), correlations.max().round(2)) == (0.6, 0.99)
    assert np.linalg.eigvalsh(covariance).min() > 0


def test_non_responders_are_seen_less_often_and_their_changes_are_spread_half_as_far() -> None:
    size, rng = read_sizes(), np.random.default_rng(61)
    means = means_of_visits(size)
    drawn = [draw_groups(rng, size, means) for _ in range(60)]
    per_patient = drawn[0].drop_duplicates("patient")["group"].value_counts()
    assert per_patient["responder"] == size.count("responders")
    assert per_patient.sum() == size.count("patients")
    wide = [long.pivot(index=["group", "patient"], columns="visit", values="value") for long in drawn]
    both = pd.concat([table["month_6"] - table["baseline"] for table in wide])
    change = {name: both[[group == name for group, _ in both.index]] for name in per_patient.index}
    ratio = change["non_responder"].std() / change["responder"].std()
    assert ratio == pytest.approx(size["sd_ratio_non_responders"], abs=0.04)
    for name, seen in (("responder", "seen_month_6"), ("non_responder", "seen_month_6_non_responders")):
        assert change[name].mean() == pytest.approx(means[2] - means[0], abs=1.5)
        assert change[name].notna().mean() == pytest.approx(size.share(seen), abs=0.05)


def test_printed_sizes_are_read_from_where_they_are_printed() -> None:
    printed = {line["id"]: line["value"] for line in read_spreadsheet(project_root() / PUBLISHED)}
    lines = read_spreadsheet(project_root() / "data" / "error_rates" / "sizes.csv")
    for line in lines:
        assert bool(line["value"]) != bool(line["published"]), line["id"]
        if line["published"]:
            assert read_sizes()[line["id"]] == float(printed[line["published"]])


def test_every_scenario_has_a_seed_of_its_own_and_states_what_it_judges() -> None:
    every = every_scenario().values()
    assert len({scenario.number for scenario in every}) == len(every)
    for scenario in every:
        found = scenario.cohort(0, SEED)
        for measure in scenario.measures:
            assert measure.stated_by in found, (scenario.name, measure.name)
            assert found[measure.stated_by].method


def test_what_is_not_computed_is_counted_and_no_miss() -> None:
    """Three cohorts, worked by hand: one interval holds, one lies above the truth, one could not be made."""
    scenario = every_scenario()["share"]
    judged = judge_cohorts("share", 0, 3)
    judged.outcomes[:, 0] = [Outcome.HOLDS, Outcome.ABOVE, Outcome.NOT_COMPUTED]
    found = {row.id: row.value for row in scenario_rows(scenario, judged, SEED)}
    at = "error_rates.share.wilson"
    assert found[f"{at}.coverage.percent"] == 50
    assert found[f"{at}.coverage.total"] == 2
    assert found[f"{at}.truth_below"] == 50
    assert found[f"{at}.truth_above"] == 0
    assert found[f"{at}.not_computed"] == pytest.approx(100 / 3)
    assert found[f"{at}.coverage.within"] == 0
    assert found[f"{at}.coverage.se"] == pytest.approx(100 * math.sqrt(0.25 / 2))


def test_a_test_of_a_true_hypothesis_rejects_below_five_percent() -> None:
    from press.rows import Key

    test = NullTest("p", "a test", "x.p")
    verdicts = [test.judge({"x.p": Key("x").row("p", p)})[0] for p in (0.049, 0.05, math.nan)]
    assert verdicts == [Outcome.REJECTS, Outcome.ACCEPTS, Outcome.NOT_COMPUTED]
