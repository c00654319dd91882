"""The rank-biserial correlation of groups: the number of every pair compared, in memory that grows as n."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.stats import rank_biserial

LAW = settings(max_examples=100, deadline=None, derandomize=True)
SAMPLES = st.lists(st.integers(-6, 6).map(float), min_size=1, max_size=25).map(np.array)
LARGE = 100_000
BYTES_PER_PATIENT = 200


@LAW
@given(SAMPLES, SAMPLES)
def test_groups_are_the_share_of_larger_minus_the_share_of_smaller_pairs(first: np.ndarray, second: np.ndarray) -> None:
    # Kerby 2014: the simple difference formula, a tie counting for neither
    pairs = np.subtract.outer(first, second)
    assert rank_biserial.of_groups(first, second).value == pytest.approx(np.sign(pairs).mean(), abs=1e-12)


def test_groups_all_one_way_are_exactly_one() -> None:
    large = np.arange(1000) / 7
    assert rank_biserial.of_groups(large + 1000, large).value == 1
    assert rank_biserial.of_groups(large, large + 1000).value == -1


@pytest.mark.parametrize("paired", [False, True])
def test_a_hundred_thousand_patients_in_linear_memory(paired: bool) -> None:
    values = np.arange(1.0, LARGE + 1)
    tracemalloc.start()
    try:
        found = rank_biserial.of_changes(-values) if paired else rank_biserial.of_groups(values, values)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found.value == (-1 if paired else 0)
    assert peak < LARGE * BYTES_PER_PATIENT
