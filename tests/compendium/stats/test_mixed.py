"""Courses over visits: with complete data the change of the course is that of the paired t-test, its interval and p."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from scipy import stats

from compendium.stats import course_search
from compendium.stats.changes import mean_change
from compendium.stats.course_groups import changes_of_groups
from compendium.stats.mixed import trajectory
from press.rows import Key, Ledger

KEY = Key("m")
VISITS = ["baseline", "month 3", "end"]
LAW = settings(deadline=None, max_examples=15, phases=[Phase.generate])
OFTEN = np.array([[1, 0, 0], [0.8, 0.6, 0], [0.5, 0.8, 0.33]])  # correlations 0.8, 0.5 and 0.88


def long(values: np.ndarray) -> pd.DataFrame:
    """One row per patient and visit from a table of patients x visits."""
    patients, visits = values.shape
    return pd.DataFrame(
        {
            "patient": np.repeat([f"p{i}" for i in range(patients)], visits),
            "visit": pd.Categorical(VISITS[:visits] * patients, categories=VISITS, ordered=True),
            "value": values.ravel().astype(float),
        }
    )


def complete(patients: int = 30, seed: int = 3) -> np.ndarray:
    """Correlations that differ between pairs of visits, and standard deviations that differ between visits."""
    drawn = np.random.default_rng(seed).normal(size=(patients, 3)) @ OFTEN.T
    return np.asarray(np.round(np.array([100, 110, 118]) + drawn * np.array([20, 18, 12]), 1))


def one_correlation(patients: int, seed: int) -> np.ndarray:
    """A random intercept for each patient: standard deviation 15 between patients, 5 within."""
    rng = np.random.default_rng(seed)
    own, noise = rng.normal(0, 15, (patients, 1)), rng.normal(0, 5, (patients, 3))
    return np.asarray(100 + own + np.array([0, 10, 18]) + noise)


def fitted(table: pd.DataFrame) -> Ledger:
    return Ledger(trajectory(table, KEY))


def test_with_complete_data_a_change_is_the_paired_t_test() -> None:
    """Unstructured and complete, the estimate of the covariance is the sample's: SE = SD of the changes / root n."""
    values = complete()
    found, changes = fitted(long(values)), values[:, 2] - values[:, 0]
    n, expected = len(changes), mean_change(changes)
    assert found["m.covariance"].note == "unstructured" and found.value("m.covariance") == 6
    assert found.value("m.end.change.se") == pytest.approx(np.std(changes, ddof=1) / math.sqrt(n), rel=1e-9)
    assert found.value("m.end.change.df") == pytest.approx(n - 1, rel=1e-6)
    for name, value in (("mean", expected.value), ("ci_low", expected.low), ("ci_high", expected.high)):
        assert found.value(f"m.end.change.{name}") == pytest.approx(value, rel=1e-7)
    assert found.value("m.end.change.p") == pytest.approx(float(stats.ttest_1samp(changes, 0).pvalue), rel=1e-5)
    for place, visit in enumerate(("baseline", "month_3", "end")):
        assert found.value(f"m.{visit}.mean") == pytest.approx(values[:, place].mean(), rel=1e-12)
        assert found.value(f"m.{visit}.se") == pytest.approx(values[:, place].std(ddof=1) / math.sqrt(n), rel=1e-9)
    between = np.corrcoef(values.T)
    assert found.value("m.correlation_lowest") == pytest.approx(between.min(), rel=1e-7)
    assert found["m.correlation_lowest"].note == "baseline and end"
    assert found.value("m.correlation_highest") == pytest.approx(between[1, 2], rel=1e-7)


def grouped(values: np.ndarray, groups: list[str], names: list[str]) -> pd.DataFrame:
    """A course with the group of each patient, in the order of `names`."""
    of_rows = np.repeat(groups, values.shape[1])
    return long(values).assign(group=pd.Categorical(of_rows, categories=names))


def test_with_complete_data_groups_are_welchs_t_test_of_their_changes() -> None:
    """One group varies three times as much as the other and is twice as large: two covariances, two sample SDs."""
    values, groups = complete(40), ["yes"] * 26 + ["no"] * 14
    values[26:] = 100 + (values[26:] - 100) / 3
    found = Ledger(changes_of_groups(grouped(values, groups, ["yes", "no"]), KEY, visit="month 3"))
    yes, no = (values[:, 1] - values[:, 0])[:26], (values[:, 1] - values[:, 0])[26:]
    expected = stats.ttest_ind(yes, no, equal_var=False)
    interval = expected.confidence_interval(0.95)
    at = "m.month_3.change_difference"
    assert found.value(f"{at}.mean") == pytest.approx(yes.mean() - no.mean(), rel=1e-10)
    by_hand = math.sqrt(yes.var(ddof=1) / 26 + no.var(ddof=1) / 14)
    assert found.value(f"{at}.se") == pytest.approx(by_hand, rel=1e-8)
    assert found.value(f"{at}.df") == pytest.approx(expected.df, rel=1e-6)
    assert found.value(f"{at}.ci_low") == pytest.approx(interval.low, rel=1e-6)
    assert found.value(f"{at}.ci_high") == pytest.approx(interval.high, rel=1e-6)
    assert found.value(f"{at}.p") == pytest.approx(expected.pvalue, rel=1e-6)
    seen = [found[f"m.month_3.{name}.mean"].n for name in ("change_yes", "change_no", "change_difference")]
    assert seen == [26, 14, 40]


def test_each_group_is_the_course_of_that_group_by_itself() -> None:
    """Change and model of a group are those of `trajectory`, whoever the other group is."""
    values, groups = complete(40), ["yes"] * 26 + ["no"] * 14
    values[26:] = one_correlation(14, seed=2)
    values[[3, 8, 30], 2] = math.nan
    found = Ledger(changes_of_groups(grouped(values, groups, ["yes", "no"]), KEY, visit="end"))
    for name, members in (("yes", values[:26]), ("no", values[26:])):
        alone = fitted(long(members))
        for statistic in ("mean", "ci_low", "ci_high", "se", "df", "p"):
            here = found[f"m.end.change_{name}.{statistic}"]
            assert here.value == alone.value(f"m.end.change.{statistic}")
        assert found.value(f"m.by_group_{name}.aic") == alone.value("m.aic")
        assert found[f"m.by_group_{name}.covariance"].note == alone["m.covariance"].note
    assert found["m.by_group_yes.covariance"].note == "unstructured"
    assert found["m.by_group_no.covariance"].note == "compound symmetry"


def test_a_random_intercept_is_recovered_where_it_is_true() -> None:
    """Compound symmetry is the repeated-measures analysis of variance: SE = root (2 x residual mean square / n)."""
    values = one_correlation(60, seed=1)
    found, n = fitted(long(values)), len(values)
    effects = values - values.mean(axis=0) - values.mean(axis=1, keepdims=True) + values.mean()
    residual = (effects**2).sum() / ((n - 1) * 2)
    between = (3 * values.mean(axis=1).var(ddof=1) - residual) / 3
    assert found["m.covariance"].note == "compound symmetry"
    assert found.value("m.correlation_lowest") == pytest.approx(between / (between + residual), rel=1e-7)
    assert found["m.correlation_lowest"].note == "any two visits"
    assert found.value("m.correlation_lowest") == pytest.approx(0.9, abs=0.05)  # 15 squared / (15 squared + 5 squared)
    assert found.value("m.end.change.se") == pytest.approx(math.sqrt(2 * residual / n), rel=1e-8)
    assert found.value("m.end.change.df") == pytest.approx((n - 1) * 2, rel=1e-5)


def test_the_covariance_with_the_smallest_aic_is_taken_and_all_are_stated() -> None:
    found = fitted(long(complete(60)))
    tried = ("unstructured", "heterogeneous_compound_symmetry", "compound_symmetry")
    aic = {name: found.value(f"m.{name}.aic") for name in tried}
    assert min(aic, key=lambda name: aic[name]) == "unstructured"
    assert found.value("m.aic") == aic["unstructured"]
    assert found.value("m.aic") == pytest.approx(-2 * found.value("m.log_likelihood") + 2 * (3 + 6))
    assert "unstructured covariance" in found["m.end.change.mean"].method and "m.warning" not in found
    assert "Satterthwaite" in found["m.end.change.ci_low"].method


def test_two_visits_that_determine_each_other_are_refused_by_name() -> None:
    """As month 12 and the end of a dose that was no longer changed: the likelihood has no maximum."""
    values = complete()
    values[:, 2] = values[:, 1]
    found = fitted(long(values))
    assert found["m.unstructured.aic"].note == "month 3 and end determine each other (singular)"
    assert found["m.warning"].note == f"unstructured covariance refused: {found['m.unstructured.aic'].note}"
    assert found["m.covariance"].note == "heterogeneous compound symmetry"
    assert found.value("m.end.mean") == pytest.approx(values[:, 2].mean())


def test_missing_visits_are_left_out_and_n_says_so() -> None:
    table = long(complete())
    table.loc[[2, 5, 8], "value"] = math.nan
    found = fitted(table)
    assert [found[f"m.{name}.mean"].n for name in ("baseline", "month_3", "end")] == [30, 30, 27]
    assert (found.value("m.n"), found.value("m.n_observations")) == (30, 87)
    assert "m.warning" not in found
    assert "m.baseline.change.mean" not in found


@LAW
@given(
    st.integers(0, 999),
    st.sampled_from([1e-200, 1e-3, 1.0, 1e4, 1e150]),
    st.floats(-5, 5),
    st.permutations(range(54)),
)
def test_unit_origin_and_order_of_rows_do_not_matter(seed: int, unit: float, shift: float, order: list[int]) -> None:
    values = complete(18, seed)
    values[seed % 18, 1:] = math.nan
    values[(seed + 5) % 18, 2] = math.nan
    one, other = fitted(long(values)), fitted(long((values + shift) * unit).iloc[order])
    assert other["m.covariance"].note == one["m.covariance"].note
    for name in ("mean", "ci_low", "ci_high", "se"):
        assert other.value(f"m.end.change.{name}") == pytest.approx(unit * one.value(f"m.end.change.{name}"), rel=1e-6)
    assert other.value("m.end.mean") == pytest.approx(unit * (one.value("m.end.mean") + shift), rel=1e-8)
    for name in ("m.end.change.df", "m.end.change.p", "m.correlation_lowest"):
        assert other.value(name) == pytest.approx(one.value(name), rel=1e-4)


def test_a_visit_that_nobody_made() -> None:
    found = fitted(long(complete()[:, :2]))
    assert found["m.end.mean"].note == "nothing recorded at one of the visits"
    assert found["m.end.change.p"].note == "nothing recorded at one of the visits"
    assert not math.isnan(found.value("m.month_3.change.mean"))


def test_a_visit_with_one_patient_has_no_variance_of_its_own() -> None:
    values = complete()
    values[1:, 2] = math.nan
    found = fitted(long(values))
    assert found["m.unstructured.aic"].note == "too few patients at end for a variance of its own"
    assert found["m.covariance"].note == "compound symmetry"
    assert found.value("m.end.change.se") > 0


def test_two_visits_that_no_patient_made_both_have_no_correlation_of_their_own() -> None:
    values = complete()
    values[:15, 1], values[15:, 2] = math.nan, math.nan
    found = fitted(long(values))
    assert found["m.unstructured.aic"].note == "no patient has a value at both month 3 and end"
    assert not math.isnan(found.value("m.end.change.p"))


EQUAL_STEPS = np.add.outer(np.array([100.1, 110.7, 95.3, 120.9]), np.array([0, 5.1, 9.7]))


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (complete()[:, :1], "fewer than two visits with recorded values"),
        (complete()[:1], "fewer than two patients seen more than once"),
        (np.full((4, 3), 7), "all values are equal"),
        (np.tile([1.1, 2.3, 3.7], (4, 1)), "all patients have the same values"),
        (EQUAL_STEPS, "no covariance could be fitted: unstructured: "),
        (
            np.array([[1, 9], [9, 1], [2, 8], [8, 2]]),
            "no covariance could be fitted: unstructured: baseline and month 3",
        ),
        (np.empty((0, 3)), "fewer than two visits with recorded values"),
    ],
    ids=["one visit", "one patient", "equal", "equal patients", "equal steps", "opposite", "nobody"],
)
def test_what_cannot_be_fitted_says_why(values: np.ndarray, reason: str) -> None:
    found = fitted(long(values))
    assert found["m.warning"].note.startswith(reason)
    assert math.isnan(found.value("m.baseline.mean"))
    for row in found:
        assert not math.isnan(row.value) or row.note.startswith(reason)


@pytest.mark.parametrize("patients", [2, 3, 4, 5])
def test_few_patients_give_a_fit_or_a_reason(patients: int) -> None:
    for seed in range(5):
        for row in fitted(long(complete(patients, seed))):
            assert not math.isnan(row.value) or row.note, row.id


def test_two_values_at_one_visit_are_refused() -> None:
    table = long(complete())
    with pytest.raises(ValueError, match="two values at the same visit"):
        trajectory(pd.concat([table, table[:1]]), KEY)


def test_a_row_says_of_which_visit_it_is_and_visits_have_an_order() -> None:
    """Categories that pandas makes of text are sorted by the alphabet: "end" would come before "first"."""
    table = long(complete())
    unordered = table.assign(visit=pd.Categorical(table["visit"].astype(str)))
    with pytest.raises(ValueError, match="visit must be an ordered categorical"):
        trajectory(unordered, KEY)
    nameless = table.assign(visit=table["visit"].where(table.index != 4))
    with pytest.raises(ValueError, match=r"1 row\(s\) of the course have no visit"):
        trajectory(nameless, KEY)


def test_groups_are_two_and_each_patient_is_in_one() -> None:
    table, groups = long(complete(8)), np.repeat(list("aabb"), 6)
    two = table.assign(group=pd.Categorical(groups, categories=list("ab")))
    with pytest.raises(ValueError, match="two groups at a visit after the first are compared, not 2 at month 9"):
        changes_of_groups(two, KEY, visit="month 9")
    three = table.assign(group=pd.Categorical(np.repeat(list("aabc"), 6)))
    with pytest.raises(ValueError, match="two groups at a visit after the first are compared, not 3 at end"):
        changes_of_groups(three, KEY, visit="end")
    for other in ("b", None):
        mixed_up = two["group"].astype(object).where(two.index != 1, other)
        with pytest.raises(ValueError, match="a patient is in two groups"):
            changes_of_groups(two.assign(group=pd.Categorical(mixed_up, categories=list("ab"))), KEY, visit="end")


def test_an_empty_group_leaves_the_change_of_the_other_and_says_which_is_empty() -> None:
    alone = grouped(complete(8), ["a"] * 8, ["a", "b"])
    found = Ledger(changes_of_groups(alone, KEY, visit="end"))
    said = "fewer than two visits with recorded values"
    assert found["m.end.change_b.mean"].note == said and found["m.end.change_b.mean"].n == 0
    assert found["m.end.change_difference.mean"].note == f"b: {said}"
    assert not math.isnan(found.value("m.end.change_a.mean"))
    for row in found:
        assert not math.isnan(row.value) or row.note, row.id


def test_a_patient_without_a_group_is_in_neither() -> None:
    values = complete(30)
    table = grouped(values, ["a"] * 14 + ["b"] * 15 + ["?"], ["a", "b"])
    one = changes_of_groups(table, KEY, visit="end")
    assert one == changes_of_groups(grouped(values[:29], ["a"] * 14 + ["b"] * 15, ["a", "b"]), KEY, visit="end")


def few_patients(seed: int) -> pd.DataFrame:
    """Seven to twelve patients at four visits, of whom a third of the later values are missing."""
    rng, visits = np.random.default_rng(seed), ["first", "second", "third", "last"]
    n = int(rng.integers(7, 13))
    values = rng.standard_normal((n, 1)) + 0.5 * rng.standard_normal((n, len(visits)))
    seen = rng.random(values.shape) < np.array([1.0, 0.67, 0.67, 0.67])
    patient, visit = np.nonzero(seen)
    names = pd.Categorical.from_codes(visit, pd.Index(visits), ordered=True)
    return pd.DataFrame({"patient": patient.astype(str), "visit": names, "value": values[seen]})


def test_to_end_the_search_where_the_matrix_is_singular_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """DECISIONS 74: gone on with, the search ends at a matrix that is refused as well."""
    minimize, refused = course_search.optimize.minimize, 0
    for seed in range(20):
        ended = list(trajectory(few_patients(seed), KEY))
        with monkeypatch.context() as patch:
            patch.setattr(course_search.optimize, "minimize", lambda *a, **k: minimize(*a, **{**k, "callback": None}))
            gone_on = list(trajectory(few_patients(seed), KEY))
        assert [row.id for row in ended] == [row.id for row in gone_on]
        assert [row.value for row in ended] == pytest.approx([row.value for row in gone_on], rel=1e-9, nan_ok=True)
        refused += any("singular" in row.note for row in ended)
    assert refused > 3
