"""What was recorded: missing stays missing whatever the dtype, and an estimate keeps its reason."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from compendium.stats.recorded import by_group, cross_table, level_codes, numbers, pairs, without_empty
from compendium.stats.statement import Estimate, not_computed


@pytest.mark.parametrize("dtype", ["float64", "Float64", "Int64", "object"])
def test_missing_is_nan_in_every_dtype(dtype: str) -> None:
    found = numbers(pd.Series([1, None, 3], dtype=dtype))
    assert found.tolist() == pytest.approx([1, math.nan, 3], nan_ok=True)


def test_yes_comes_before_no_and_missing_is_no_level() -> None:
    codes, levels = level_codes(pd.Series([False, None, True], dtype="boolean"))
    assert (codes.tolist(), levels) == ([1, -1, 0], [True, False])


def test_groups_keep_the_order_of_the_categories_also_if_nothing_is_recorded_in_one() -> None:
    groups = pd.Series(pd.Categorical(["z", None, "m", "a"], categories=["z", "m", "a"], ordered=True))
    found = by_group(pd.Series([1.0, 2.0, math.nan, 4.0]), groups)
    assert {name: values.tolist() for name, values in found.items()} == {"z": [1.0], "m": [], "a": [4.0]}


def test_a_third_group_without_members_is_left_out_but_the_second_of_two_stays() -> None:
    three = pd.Series(pd.Categorical(["z", "a"], categories=["z", "m", "a"], ordered=True))
    assert list(by_group(pd.Series([1.0, 2.0]), three)) == ["z", "a"]
    two = pd.Series(pd.Categorical(["z", "z"], categories=["z", "m"], ordered=True))
    assert list(by_group(pd.Series([1.0, 2.0]), two)) == ["z", "m"]


def test_pairs_are_matched_by_label_not_by_position() -> None:
    with pytest.raises(ValueError, match="the index of ck differs"):
        pairs(pd.Series([1.0, 2.0], index=["p1", "p2"], name="ck"), pd.Series([1.0, 2.0], index=["p2", "p1"]))


def test_cross_table_and_its_empty_levels() -> None:
    levels = pd.Series(pd.Categorical(["a", "c", "c"], categories=["a", "b", "c"]))
    counts = cross_table(levels, pd.Series([True, False, True]))
    assert counts.tolist() == [[1, 0], [0, 0], [1, 1]]
    assert without_empty(counts).tolist() == [[1, 0], [1, 1]]


def test_a_missing_estimate_stays_missing_on_every_scale() -> None:
    estimate = not_computed("no patient").exponential().times(100)
    assert math.isnan(estimate.value)
    assert math.isnan(estimate.high)
    assert estimate.note == "no patient"
    assert Estimate(0, -800, 800).exponential() == Estimate(1.0, 0.0, math.inf)
