"""Before and after: textbook and hand-worked values, how zero changes and missing values count, and laws of pairs."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.stats.changes import rounded_changes
from compendium.stats.paired import before_after, ratio_before_after
from press.rows import Key, Ledger

KEY = Key("x")
LAW = settings(max_examples=60, deadline=None, derandomize=True)
PAIRS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=20)
MIRRORED = ("hl", "hl_low", "hl_high", "rank_biserial", "rank_biserial_low", "rank_biserial_high", "mean", "d_z")


def numbers(values: list[float]) -> pd.Series:
    return pd.Series(values, dtype=float)


def changes(before: list[float], after: list[float]) -> dict[str, float]:
    rows = before_after(numbers(before), numbers(after), KEY)
    return {row.statistic: row.value for row in rows if row.group == "change"}


def test_hodges_lehmann_of_the_depression_data() -> None:
    # Hollander and Wolfe, example 3.1 (R's ?wilcox.test): Hamilton depression scale; pseudomedian -0.46
    before = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
    after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
    assert changes(before, after)["hl"] == pytest.approx(-0.46)


def test_student_sleep_data() -> None:
    # Student 1908: hours gained under two drugs; t = 4.0621, p = 0.002833, mean 1.58, interval 0.70 to 2.46
    first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    found = changes(first, second)
    assert found["mean"] == pytest.approx(1.58)
    assert found["p_t"] == pytest.approx(0.002833, abs=5e-7)
    assert (found["ci_low"], found["ci_high"]) == pytest.approx((0.7001142, 2.4598858), abs=5e-8)
    assert found["d_z"] == pytest.approx(4.0621 / math.sqrt(10), abs=5e-5)
    # R's wilcox.test with correction: p = 0.009091 (one zero, ties)
    assert found["p"] == pytest.approx(0.009091, abs=5e-7)
    assert found["n_zero"] == 1


def test_signed_rank_and_rank_biserial_by_hand() -> None:
    # changes 1 2 -3 4 5: ranks up 12, down 3; z = (12 - 7.5 - 0.5) / sqrt(5 * 6 * 11 / 24)
    found = changes([0, 0, 3, 0, 0], [1, 2, 0, 4, 5])
    assert found["p"] == pytest.approx(math.erfc(4 / math.sqrt(330 / 24) / math.sqrt(2)))
    assert found["rank_biserial"] == pytest.approx((12 - 3) / 15)


def test_a_change_that_is_zero_but_for_the_float_counts_as_zero() -> None:
    # 0.3 - (0.1 + 0.2) = -5.6e-17 would be ranked as a fall
    found = changes([0.1 + 0.2, 1.0, 1.0], [0.3, 2.0, 3.0])
    assert found["n_zero"] == 1
    assert found["rank_biserial"] == 1


def test_zero_changes_are_dropped_by_the_test_but_kept_by_the_estimate() -> None:
    with_zeros = changes([1, 1, 1, 1, 1, 1], [3, 4, 5, 1, 1, 1])
    without = changes([1, 1, 1], [3, 4, 5])
    assert with_zeros["p"] == without["p"]
    assert without["hl"] == 3
    # Walsh averages of 2 3 4 0 0 0: the middle two of 21 are 1.5
    assert with_zeros["hl"] == 1.5


def test_only_patients_with_both_values_count() -> None:
    before, after = numbers([1, 2, math.nan, 4, 7]), numbers([2, math.nan, 3, 6, 9])
    found = Ledger(before_after(before, after, KEY))
    assert found.value("x.change.n_pairs") == 3
    assert found["x.change.n_pairs"].note == "2 without both values"
    assert found.value("x.baseline.mean") == 4
    assert {row.n for row in found} == {3}


@pytest.mark.parametrize(
    ("before", "after", "statistic", "reason"),
    [
        ([], [], "p", "no pair recorded"),
        ([1], [2], "p_t", "fewer than two pairs"),
        ([1, 2], [2, 3], "p_t", "all changes are equal"),
        ([1, 2], [2, 3], "d_z", "all changes are equal"),
        ([1, 2, 3], [1, 2, 3], "p", "no pair with a change other than zero"),
        ([1, 2], [2, 4], "hl_low", "too few observations for a 95% interval by ranks"),
    ],
)
def test_what_cannot_be_computed_says_why(before: list[float], after: list[float], statistic: str, reason: str) -> None:
    row = Ledger(before_after(numbers(before), numbers(after), KEY))[f"x.change.{statistic}"]
    assert math.isnan(row.value)
    assert row.note == reason


@pytest.mark.parametrize(("size", "rough"), [(9, True), (10, False)])
def test_wilcoxon_of_fewer_than_ten_changes_is_called_rough(size: int, rough: bool) -> None:
    # changes of zero do not count: they are not ranked
    before = numbers([1.0] * (size + 20))
    after = numbers([float(value) for value in range(2, size + 2)] + [1.0] * 20)
    said = "fewer than ten changes other than zero: the normal approximation is rough" if rough else ""
    for row in (*before_after(before, after, KEY), *ratio_before_after(before, after, KEY)):
        if row.statistic == "p":
            assert ("rough" in row.note, math.isfinite(row.value)) == (rough, True)
            assert said in row.note
        if row.statistic == "p_t":
            assert "rough" not in row.note


def test_series_of_different_patients_are_refused() -> None:
    with pytest.raises(ValueError, match="align both on the same patients"):
        before_after(numbers([1, 2]), pd.Series([1.0, 2.0], index=[1, 2]), KEY)


@LAW
@given(PAIRS)
def test_exchanging_before_and_after_mirrors_the_change_and_leaves_p(found: list[tuple[int, int]]) -> None:
    before, after = [float(a) for a, _ in found], [float(b) for _, b in found]
    forth, back = changes(before, after), changes(after, before)
    mirror = {"low": "high", "high": "low"}
    for name in MIRRORED:
        stem, _, end = name.rpartition("_")
        other = f"{stem}_{mirror[end]}" if end in mirror else name
        assert forth[name] == pytest.approx(-back[other], nan_ok=True)
    assert (forth["p"], forth["p_t"]) == pytest.approx((back["p"], back["p_t"]), nan_ok=True)


@LAW
@given(PAIRS)
def test_estimates_lie_within_their_intervals(found: list[tuple[int, int]]) -> None:
    values = changes([float(a) for a, _ in found], [float(b) for _, b in found])
    for name, low, high in (("hl", "hl_low", "hl_high"), ("mean", "ci_low", "ci_high")):
        if not math.isnan(values[low]):
            assert values[low] <= values[name] <= values[high]


def test_ratio_by_hand_and_values_of_zero_or_less() -> None:
    # log2 ratios -2 and -1: mean -1.5
    before, after = numbers([8, 2, 0, 5, math.nan]), numbers([2, 1, 1, -1, 3])
    found = Ledger(ratio_before_after(before, after, KEY))
    assert found.value("x.change.ratio") == pytest.approx(2**-1.5)
    assert found.value("x.baseline.geomean") == pytest.approx(4)
    assert found.value("x.baseline.geosd") == pytest.approx(math.exp(math.log(4) / math.sqrt(2)))
    assert found["x.change.n_pairs"].note == "1 without both values; 2 pairs with a value of 0 or less left out"


@LAW
@given(st.lists(st.tuples(st.integers(1, 3000), st.integers(1, 3000)), min_size=2, max_size=20))
def test_the_ratio_of_the_exchanged_pair_is_the_inverse(found: list[tuple[int, int]]) -> None:
    before, after = numbers([a for a, _ in found]), numbers([b for _, b in found])
    forth = {row.id: row.value for row in ratio_before_after(before, after, KEY)}
    back = {row.id: row.value for row in ratio_before_after(after, before, KEY)}
    # the log ratios are rounded to ten decimals
    assert forth["x.change.ratio"] == pytest.approx(1 / back["x.change.ratio"], rel=1e-8)
    assert forth["x.change.ci_low"] == pytest.approx(1 / back["x.change.ci_high"], rel=1e-8, nan_ok=True)
    assert forth["x.change.p"] == pytest.approx(back["x.change.p"], nan_ok=True)


@LAW
@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=3, max_size=25),
    st.sampled_from([1e-12, 1e-6, 0.1, 0.3, 1.0, 1e8]),
)
def test_zeros_and_ties_do_not_depend_on_the_unit(found: list[tuple[int, int]], unit: float) -> None:
    """Thirty steps of a tenth are no exact floats; which changes are zero or equal must not hang on that."""
    before, after = (np.array(values, dtype=float) for values in zip(*found, strict=True))
    whole, scaled = rounded_changes(before, after), rounded_changes(before * unit, after * unit)
    assert np.array_equal(whole == 0, scaled == 0)
    assert np.array_equal(np.unique(whole, return_inverse=True)[1], np.unique(scaled, return_inverse=True)[1])
