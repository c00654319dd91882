"""Groups compared: published and hand-worked values, the written test rule, and laws that any two groups obey."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.stats.compare import compare_levels, compare_numbers
from press.rows import Key, Ledger, Row

KEY = Key("x")
LAW = settings(max_examples=60, deadline=None, derandomize=True)
SAMPLE = st.lists(st.integers(-20, 20).map(float), min_size=1, max_size=15)


def in_groups(*samples: list[float], names: str = "abcdef") -> tuple[pd.Series, pd.Series]:
    labels = [name for name, sample in zip(names, samples, strict=False) for _ in sample]
    categories = list(names[: len(samples)])
    groups = pd.Series(pd.Categorical(labels, categories=categories, ordered=True))
    return pd.Series([value for sample in samples for value in sample], dtype=float), groups


def by_statistic(rows: list[Row]) -> dict[str, float]:
    return {row.statistic: row.value for row in rows}


def of_counts(counts: list[list[int]]) -> tuple[pd.Series, pd.Series]:
    """Two categorical series with these joint counts."""
    cells = [(r, c) for r, row in enumerate(counts) for c, count in enumerate(row) for _ in range(count)]
    rows = pd.Categorical([r for r, _ in cells], categories=range(len(counts)), ordered=True)
    columns = pd.Categorical([c for _, c in cells], categories=range(len(counts[0])), ordered=True)
    return pd.Series(rows), pd.Series(columns)


def level_test(counts: list[list[int]]) -> Row:
    return compare_levels(*of_counts(counts), KEY, seed=1, replicates=999)[0]


def test_hodges_lehmann_of_the_permeability_data() -> None:
    # Hollander and Wolfe, example 4.1 (R's ?wilcox.test): difference in location 0.305
    term = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
    earlier = [1.15, 0.88, 0.90, 0.74, 1.21]
    assert by_statistic(compare_numbers(*in_groups(term, earlier), KEY))["hl"] == pytest.approx(0.305)


def test_mann_whitney_by_hand() -> None:
    # 7 of 9 pairs larger: U = 7, mean 4.5, sd sqrt(9 * 7 / 12); z = (7 - 4.5 - 0.5) / sd = 0.8729
    found = by_statistic(compare_numbers(*in_groups([5, 6, 9], [1, 2, 7]), KEY))
    z = 2 / math.sqrt(63 / 12)
    assert found["p"] == pytest.approx(math.erfc(z / math.sqrt(2)))
    assert found["rank_biserial"] == pytest.approx((7 - 2) / 9)


def test_asymptotic_also_in_small_groups_without_ties() -> None:
    # scipy's "auto" would be exact here (p = 0.1); the footnote says normal approximation
    found = by_statistic(compare_numbers(*in_groups([1, 2, 3], [4, 5, 6]), KEY))
    assert found["p"] == pytest.approx(math.erfc((4.5 - 0.5) / math.sqrt(63 / 12) / math.sqrt(2)))


def test_missing_in_either_is_left_out_and_n_says_so() -> None:
    values, groups = in_groups([1, 2, math.nan, 4], [3, 5, 6, 8])
    groups.iloc[0] = None
    rows = compare_numbers(values, groups, KEY)
    assert {row.n for row in rows} == {6}
    kept = compare_numbers(*in_groups([2, 4], [3, 5, 6, 8]), KEY)
    assert by_statistic(rows) == pytest.approx(by_statistic(kept), nan_ok=True)


@pytest.mark.parametrize(
    ("samples", "reason"),
    [
        (([], [1.0, 2.0]), "fewer than two groups with recorded values"),
        (([3.0, 3.0], [3.0]), "all values are equal"),
    ],
)
def test_what_cannot_be_tested_is_a_row_with_the_reason(samples: tuple[list[float], ...], reason: str) -> None:
    row = compare_numbers(*in_groups(*samples), KEY)[0]
    assert math.isnan(row.value)
    assert row.note == reason


def test_too_few_for_an_interval_by_ranks() -> None:
    # 3 against 3: even the extreme ranks do not reach 95 %
    found = Ledger(compare_numbers(*in_groups([1, 2, 3], [4, 5, 6]), KEY))
    assert found.value("x.hl") == -3
    assert found["x.hl_low"].note == "too few observations for a 95% interval by ranks"


def test_complete_separation_of_ranks_has_no_rank_biserial_interval() -> None:
    found = Ledger(compare_numbers(*in_groups([1, 2, 3, 4], [5, 6, 7, 8]), KEY))
    assert found.value("x.rank_biserial") == -1
    assert math.isnan(found.value("x.rank_biserial_low"))
    assert "same way" in found["x.rank_biserial_low"].note


def test_three_groups_are_kruskal_wallis_and_an_empty_one_is_named() -> None:
    # ranks 1..6 in blocks of two: H = 12 / 42 * (3^2 + 7^2 + 11^2) / 2 - 21 = 4.571; chi-squared, 2 df
    (row,) = compare_numbers(*in_groups([1, 2], [3, 4], [5, 6]), KEY)
    assert row.method == "Kruskal-Wallis test"
    assert row.value == pytest.approx(math.exp(-(12 / 42 * (9 + 49 + 121) / 2 - 21) / 2))
    (row,) = compare_numbers(*in_groups([1, 2], [3, 4], [math.nan]), KEY)
    assert "1 group(s) without values left out" in row.note


def test_series_of_different_patients_are_refused() -> None:
    values, groups = in_groups([1, 2], [3, 4])
    with pytest.raises(ValueError, match="align both on the same patients"):
        compare_numbers(values, groups.set_axis([3, 2, 1, 0]), KEY)
    with pytest.raises(ValueError, match="must be categorical"):
        compare_numbers(values, pd.Series(list("aabb")), KEY)


@LAW
@given(SAMPLE, SAMPLE)
def test_swapping_the_groups_mirrors_the_estimates_and_leaves_p(first: list[float], second: list[float]) -> None:
    one = by_statistic(compare_numbers(*in_groups(first, second), KEY))
    other = by_statistic(compare_numbers(*in_groups(second, first), KEY))
    mirrored = {
        "p": other["p"],
        "hl": -other["hl"], "hl_low": -other["hl_high"], "hl_high": -other["hl_low"],
        "rank_biserial": -other["rank_biserial"],
        "rank_biserial_low": -other["rank_biserial_high"], "rank_biserial_high": -other["rank_biserial_low"],
    }  # fmt: skip
    assert one == pytest.approx(mirrored, nan_ok=True, abs=1e-12)


@LAW
@given(SAMPLE, SAMPLE, st.randoms(use_true_random=False))
def test_the_order_of_patients_does_not_matter(first: list[float], second: list[float], random: object) -> None:
    values, groups = in_groups(first, second)
    order = list(values.index)
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = compare_numbers(values.loc[order], groups.loc[order], KEY)
    assert by_statistic(shuffled) == pytest.approx(by_statistic(compare_numbers(values, groups, KEY)), nan_ok=True)


@LAW
@given(SAMPLE, SAMPLE, st.integers(-50, 50))
def test_a_shift_of_one_group_shifts_hodges_lehmann_as_much(first: list[float], second: list[float], by: int) -> None:
    # all sums of integers are exact
    here = by_statistic(compare_numbers(*in_groups(first, second), KEY))
    there = by_statistic(compare_numbers(*in_groups([value + by for value in first], second), KEY))
    assert there["hl"] == here["hl"] + by
    assert there["hl_low"] == pytest.approx(here["hl_low"] + by, nan_ok=True)


def test_the_written_rule_chooses_the_test() -> None:
    # the rule: 2 x 2 Fisher; larger tables chi-squared if every expected count is at least 5, else Fisher
    assert level_test([[20, 20], [30, 10]]).method == "Fisher's exact test"
    assert level_test([[20, 14], [15, 16], [9, 22]]).method == "chi-squared test (without Yates's correction)"
    assert level_test([[20, 14], [15, 16], [1, 3]]).method.endswith("(Freeman-Halton, full enumeration)")
    sampled = level_test([[6, 2, 1], [1, 4, 2], [0, 2, 5]])
    assert sampled.method.endswith(
        "(Freeman-Halton, Monte Carlo, 999 tables, seed 1, standard error of p at most 0.016)"
    )


def test_a_level_that_nobody_has_does_not_change_the_test() -> None:
    # the defect guarded against: a third, empty level turns Fisher's 2 x 2 into something else
    assert level_test([[7, 2], [0, 0], [1, 5]]) == level_test([[7, 2], [1, 5]])


def test_expected_count_of_exactly_five_is_enough_for_chi_squared() -> None:
    # column totals 15 and 15, each row 10: every expected count is 5
    assert level_test([[8, 2], [4, 6], [3, 7]]).method == "chi-squared test (without Yates's correction)"


def test_one_level_only_cannot_be_compared() -> None:
    row = level_test([[4, 5], [0, 0]])
    assert math.isnan(row.value)
    assert row.note == "only one level or only one group was observed"


def test_monte_carlo_repeats_with_its_seed_and_survives_a_diagonal_table() -> None:
    assert level_test([[6, 2, 1], [1, 4, 2], [0, 2, 5]]) == level_test([[6, 2, 1], [1, 4, 2], [0, 2, 5]])
    # all three levels apart: 90 arrangements of 6 in pairs, 6 of them as extreme; p = 1/15
    assert level_test([[2, 0, 0], [0, 2, 0], [0, 0, 2]]).value == pytest.approx(1 / 15, abs=4 * 0.008)


@pytest.mark.parametrize(("size", "rough"), [(9, True), (10, False)])
def test_mann_whitney_in_fewer_than_ten_is_called_rough(size: int, rough: bool) -> None:
    # the rule: fewer than ten in the smaller group, whichever it is; p is stated all the same
    smaller, larger = [float(value) for value in range(size)], [value + 0.5 for value in range(30)]
    for samples in ((smaller, larger), (larger, smaller)):
        found = Ledger(compare_numbers(*in_groups(*samples), KEY))
        said = "fewer than ten patients in a group: the normal approximation is rough"
        assert found["x.p"].note == (said if rough else "")
        assert math.isfinite(found.value("x.p"))
        assert math.isfinite(found.value("x.rank_biserial"))  # the note of p is no reason against the effect size
