"""The four analyses on the committed registry: laws that hold whatever the data, and figures counted another way."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest
from scipy import stats

from compendium.clinical import did_they_improve, how_safe, who_responds, who_was_treated
from compendium.clinical.how_many_responded import by_definition
from compendium.clinical.responses import SCORE, read_responses
from press.rows import Ledger, slug

from .patients import records, selected

SEED, REPLICATES = 7, 50


@cache
def who() -> Ledger:
    return who_was_treated.analyse(records(), *selected(), seed=SEED, replicates=REPLICATES)


@cache
def improved() -> Ledger:
    return did_they_improve.analyse(selected()[1])


@cache
def responds() -> Ledger:
    return who_responds.analyse(selected()[1], seed=SEED, replicates=REPLICATES)


@cache
def safe() -> Ledger:
    return how_safe.analyse(selected()[1])


@pytest.mark.parametrize("analysis", [who, improved, responds, safe])
def test_every_row_has_a_method_and_every_missing_value_a_reason(analysis: object) -> None:
    """design.md's result row: its n, its method; a failure is a row too, and says why."""
    for row in analysis():  # type: ignore[operator]
        assert row.method, row.id
        assert row.value == row.value or row.note, row.id


@pytest.mark.parametrize("variable", ["sex", "diagnosis", "reason", "stop_reason"])
def test_levels_add_up_overall_and_across_groups(variable: str) -> None:
    """Counts of all levels are the number recorded; responders plus non-responders are all, as nobody is undecided."""
    ledger, levels = who(), [slug(level) for level in selected()[1].patients[variable].cat.categories]
    for level in levels:
        total = ledger.value(f"cohort.{variable}.{level}.count")
        by_response = [
            ledger.value(f"cohort.{variable}.{level}.{group}.count") for group in ("responder", "non_responder")
        ]
        by_centre = [ledger.value(f"cohort.{variable}.{level}.{group}.count") for group in ("b", "a", "c")]
        assert sum(by_response) == sum(by_centre) == total
    recorded = sum(ledger.value(f"cohort.{variable}.{level}.count") for level in levels)
    assert recorded + ledger.value(f"cohort.{variable}.missing") == ledger.value("cohort.n")


def test_the_combinations_of_indications_are_everyone_once() -> None:
    """Each patient has exactly one combination; those that hold muscle add up to the muscle indication."""
    rows = who().find(variable="indication_pattern", statistic="count")
    assert sum(row.value for row in rows) == who().value("cohort.n")
    muscle = sum(row.value for row in rows if "muscle" in row.level.split("_"))
    assert muscle == who().value("cohort.indication_muscle.count")


def test_missing_values_are_counted_as_the_files_have_them() -> None:
    """Counted again from the visits of the included patients."""
    visits = selected()[1].visits
    at_baseline = visits[visits["visit"] == "baseline"]
    assert who().value("cohort.missing.myoglobin.baseline.count") == at_baseline["myoglobin"].isna().sum()


def test_the_change_of_mmt8_is_the_plain_mean_of_the_differences() -> None:
    """scipy.stats.ttest_rel on the merged visits gives the same mean and interval."""
    visits = selected()[1].visits
    wide = visits.pivot(index="patient_id", columns="visit", values="mmt8")[["baseline", "end"]].dropna()
    found = stats.ttest_rel(wide["end"], wide["baseline"])
    interval = found.confidence_interval(0.95)
    ledger = improved()
    assert ledger.value("efficacy.mmt8.change.mean") == pytest.approx((wide["end"] - wide["baseline"]).mean())
    assert ledger.value("efficacy.mmt8.change.ci_low") == pytest.approx(interval.low)
    assert ledger.value("efficacy.mmt8.change.ci_high") == pytest.approx(interval.high)
    assert ledger["efficacy.mmt8.change.mean"].n == len(wide)


@pytest.mark.parametrize("response", list(read_responses()))
def test_the_definition_in_force_is_the_one_asked_for(response: str) -> None:
    """The chosen definition's count is stated once more without its name, and the groups compared are its groups."""
    cohort = selected(response)[1]
    ledger = Ledger(by_definition(cohort, did_they_improve.ANALYSIS), who_responds.group_sizes(cohort))
    assert ledger.value("efficacy.response.count") == ledger.value(f"efficacy.response.{response}.count")
    assert ledger.value("predictors.responders") == ledger.value("efficacy.response.count")
    undecided = ledger.value("efficacy.response.undecided")
    assert ledger.value("efficacy.response.total") + undecided == len(cohort.patients)


def test_a_harder_improvement_score_has_fewer_responders() -> None:
    """Whoever reaches 60 reaches 40 and 20."""
    by_score = [definition for definition in read_responses().values() if definition.rule == SCORE]
    harder = sorted(by_score, key=lambda definition: definition.threshold)
    counts = [improved().value(f"efficacy.response.{definition.id}.count") for definition in harder]
    assert len(counts) > 1 and counts == sorted(counts, reverse=True)


def test_the_course_agrees_with_the_visits_where_all_were_seen() -> None:
    """At baseline nearly everybody has MMT8, so the modelled mean lies within half a point of the plain one."""
    visits = selected()[1].visits
    plain = visits.loc[visits["visit"] == "baseline", "mmt8"].mean()
    assert improved().value("efficacy.mmt8_course.baseline.mean") == pytest.approx(plain, abs=0.5)


def test_the_course_of_ck_is_stated_in_multiples_of_uln() -> None:
    """Nearly everybody has CK at baseline: within 5% of the plain geometric mean; the change is a ratio below 1."""
    ledger, visits = improved(), selected()[1].visits
    at_baseline = visits[visits["visit"] == "baseline"]
    plain = stats.gmean((at_baseline["ck"] / at_baseline["ck_uln"]).dropna())
    assert ledger.value("efficacy.ck_course.baseline.mean") == pytest.approx(plain, rel=0.05)
    assert 0 < ledger.value("efficacy.ck_course.end.change.mean") < 1


def test_expected_regression_to_the_mean_by_hand() -> None:
    """(1 - r) x (115 - baseline mean), with r from numpy on the pairs."""
    visits = selected()[1].visits
    wide = visits.pivot(index="patient_id", columns="visit", values="mmt8")[["baseline", "end"]].dropna()
    r = wide["baseline"].corr(wide["end"])
    expected = (1 - r) * (115 - wide["baseline"].mean())
    assert improved().value("efficacy.regression_to_the_mean.expected_change") == pytest.approx(expected)
    at_the_top = (1 - r) * (150 - wide["baseline"].mean())
    assert improved().value("efficacy.regression_to_the_mean.150.expected_change") == pytest.approx(at_the_top)
    assert improved().value("efficacy.regression_to_the_mean.highest") == pytest.approx(at_the_top)
    whole = (wide["end"] - wide["baseline"]).mean()
    long_run = improved().value("efficacy.regression_to_the_mean.explains_all")
    assert (1 - r) * (long_run - wide["baseline"].mean()) == pytest.approx(whole)


def test_the_two_by_two_of_raynaud_is_fishers() -> None:
    """scipy.stats.fisher_exact on the counts as tabulated by pandas."""
    patients = selected()[1].patients.dropna(subset=["raynaud", "response"])
    table = pd.crosstab(patients["response"].astype(str), patients["raynaud"].astype(bool))
    assert responds().value("predictors.raynaud.p") == pytest.approx(stats.fisher_exact(table.to_numpy())[1])


def test_patients_with_events_and_events_add_up() -> None:
    """Patients by worst grade add up to patients with any event; events by class add up to all events."""
    ledger = safe()
    grades = [ledger.value(f"safety.grade.grade_{grade}.patients.count") for grade in range(1, 6)]
    assert sum(grades) == ledger.value("safety.any.patients.count")
    classes = [row for row in ledger.find(group="events", statistic="count") if row.variable.startswith("class_")]
    assert sum(row.value for row in classes if not row.level) == ledger.value("safety.any.events.count")
    assert sum(row.value for row in classes if row.level) == ledger.value("safety.any.events.count")


def test_none_seen_is_stated_with_the_rule_of_three() -> None:
    """No death from an adverse event among 123: at most 3/123 = 2.4 %; Clopper-Pearson 3.0 % (background, exact)."""
    ledger = safe()
    assert ledger.value("safety.interest.death.patients.count") == 0
    assert ledger.value("safety.interest.death.patients.rule_of_three") == pytest.approx(100 * 3 / 123)
    assert ledger.value("safety.interest.death.patients.ci_high") == pytest.approx(2.955, abs=0.01)


def test_time_to_first_event_never_falls() -> None:
    """A cumulative incidence cannot go down."""
    shares = [safe().value(f"safety.first_event.{month}.percent") for month in range(25)]
    assert shares == sorted(shares)
