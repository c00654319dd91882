"""Hodges-Lehmann: exactly the order statistics of all pairs written down and sorted, in memory that grows as n."""

from __future__ import annotations

import math
import tracemalloc
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.stats import hodges_lehmann, order_statistics
from compendium.stats.statement import NORMAL_QUANTILE, Estimate

if TYPE_CHECKING:
    from collections.abc import Callable

    from compendium.stats.recorded import Floats

LAW = settings(max_examples=300, deadline=None, derandomize=True)
# few whole numbers tie; tenths and thirds tie but for the last digit of the float; floats of all sizes round
SAMPLES = st.one_of(
    st.lists(st.integers(-4, 4).map(float), min_size=1, max_size=30),
    st.lists(st.integers(-40, 40).map(lambda tenths: tenths / 10), min_size=1, max_size=30),
    st.lists(st.integers(-20, 20).map(lambda thirds: thirds / 3 + 1e5), min_size=1, max_size=30),
    st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=30),
).map(np.array)
BYTES_PER_PATIENT = 200
LARGE = 100_000


def sorted_differences(first: Floats, second: Floats) -> Floats:
    return np.sort(np.subtract.outer(first, second), axis=None)


def sorted_means(changes: Floats) -> Floats:
    rows, columns = np.triu_indices(changes.size)
    return np.sort((changes[rows] + changes[columns]) / 2)


def ties(values: Floats) -> float:
    return float(sum(size**3 - size for size in np.unique(values, return_counts=True)[1].tolist()))


def read_from(ordered: Floats, sd: float) -> Estimate:
    """The definition: the median of the sorted pairs and those at the critical distance of the middle rank."""
    rank = math.ceil(ordered.size / 2 + 0.5 + NORMAL_QUANTILE * sd)
    if rank > ordered.size:
        return Estimate(float(np.median(ordered)), note="too few observations for a 95% interval by ranks")
    return Estimate(float(np.median(ordered)), float(ordered[ordered.size - rank]), float(ordered[rank - 1]))


def same(found: Estimate, expected: Estimate) -> bool:
    """Equal to the last bit; a limit that is missing is missing in both."""
    numbers = [(estimate.value, estimate.low, estimate.high) for estimate in (found, expected)]
    return bool(np.array_equal(*numbers, equal_nan=True)) and found.note == expected.note


@LAW
@given(SAMPLES, SAMPLES)
def test_the_shift_is_read_from_all_sorted_differences(first: Floats, second: Floats) -> None:
    n, m = first.size, second.size
    sd = math.sqrt(n * m / 12 * (n + m + 1 - (ties(first) + ties(second)) / ((n + m) * (n + m - 1))))
    assert same(hodges_lehmann.shift(first, second), read_from(sorted_differences(first, second), sd))


@LAW
@given(SAMPLES)
def test_the_pseudomedian_is_read_from_all_sorted_means(changes: Floats) -> None:
    n = changes.size
    sd = math.sqrt(n * (n + 1) * (2 * n + 1) / 24 - ties(changes) / 48)
    assert same(hodges_lehmann.pseudomedian(changes), read_from(sorted_means(changes), sd))


@LAW
@given(SAMPLES, SAMPLES, st.data())
def test_every_order_statistic_is_the_sorted_one(first: Floats, second: Floats, data: st.DataObject) -> None:
    for pairs, ordered in (
        (order_statistics.differences(first, second), sorted_differences(first, second)),
        (order_statistics.means(first), sorted_means(first)),
    ):
        assert pairs.size == ordered.size
        for k in {0, ordered.size - 1, data.draw(st.integers(0, ordered.size - 1))}:
            assert pairs.smallest(k) == ordered[k]


@pytest.mark.parametrize("size", [1, 2, 3, 50])
def test_equal_values_differ_by_nothing(size: int) -> None:
    equal = np.full(size, 0.1)
    assert hodges_lehmann.shift(equal, equal).value == 0
    assert hodges_lehmann.pseudomedian(equal).value == 0.1


def test_one_against_many_and_many_against_one() -> None:
    many = np.arange(1001.0)
    assert hodges_lehmann.shift(np.array([0.0]), many).value == -500
    assert hodges_lehmann.shift(many, np.array([0.0])).value == 500


def test_no_order_statistic_outside_the_pairs() -> None:
    with pytest.raises(IndexError, match="no order statistic 4 among 4 pairs"):
        order_statistics.differences(np.array([1.0, 2.0]), np.array([1.0, 2.0])).smallest(4)


@pytest.mark.parametrize("odd", [math.nan, math.inf])
def test_what_has_no_order_is_refused(odd: float) -> None:
    with pytest.raises(ValueError, match="a value is missing or infinite"):
        hodges_lehmann.pseudomedian(np.array([1.0, odd]))


def peak_of(estimate: Callable[[], Estimate]) -> tuple[Estimate, int]:
    tracemalloc.start()
    try:
        return estimate(), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def symmetric(seed: int) -> Floats:
    half = np.random.default_rng(seed).normal(size=LARGE // 2)
    return np.concatenate([half, -half])


def test_a_hundred_thousand_against_as_many_in_linear_memory() -> None:
    # both groups are symmetric about 0, and so are their differences, to the last bit
    found, peak = peak_of(lambda: hodges_lehmann.shift(symmetric(1), symmetric(2)))
    assert found.value == 0
    assert found.low == -found.high < 0
    assert peak < 2 * LARGE * BYTES_PER_PATIENT


def test_a_hundred_thousand_changes_in_linear_memory() -> None:
    found, peak = peak_of(lambda: hodges_lehmann.pseudomedian(symmetric(3)))
    assert found.value == 0
    assert found.low == -found.high < 0
    assert peak < LARGE * BYTES_PER_PATIENT


def test_a_hundred_thousand_whole_numbers_as_counted_by_value() -> None:
    # scores of 0 to 9 tie heavily: the middle pairs follow from how often each score occurs
    first, second = (np.random.default_rng(seed).integers(0, 10, LARGE).astype(float) for seed in (4, 5))
    often = np.outer(np.bincount(first.astype(int)), np.bincount(second.astype(int))).ravel()
    difference = np.subtract.outer(np.arange(10), np.arange(10)).ravel()
    order = np.argsort(difference, kind="stable")
    reached = np.cumsum(often[order])
    middle = [difference[order][np.searchsorted(reached, k, side="right")] for k in (LARGE**2 // 2 - 1, LARGE**2 // 2)]
    assert hodges_lehmann.shift(first, second).value == np.mean(middle)
