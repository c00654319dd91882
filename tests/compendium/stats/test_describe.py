"""Descriptions: hand-worked means and quartiles, denominators without the missing, and a reason for every gap."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from compendium.stats.describe import describe_levels, describe_numbers
from press.rows import Key, Ledger

KEY = Key("cohort", "x")


def test_numbers_by_hand_with_quartiles_of_type_7() -> None:
    # sorted 1 2 4 8: position of q1 = 1 + 0.25 * 3 = 1.75 -> 1.75; q3 = 1 + 0.75 * 3 = 3.25 -> 4 + 0.25 * 4 = 5
    found = Ledger(describe_numbers(pd.Series([8.0, 1.0, None, 4.0, 2.0]), KEY))
    values = {row.statistic: row.value for row in found}
    assert values == {
        "n": 4, "missing": 1, "mean": 3.75, "sd": pytest.approx(math.sqrt(28.75 / 3)), "median": 3, "q1": 1.75, "q3": 5,
    }  # fmt: skip
    assert found["cohort.x.missing"].n == 5
    assert found["cohort.x.mean"].n == 4


def test_one_value_has_no_spread_and_says_so() -> None:
    found = Ledger(describe_numbers(pd.Series([3.0]), KEY))
    assert math.isnan(found.value("cohort.x.sd"))
    assert found["cohort.x.sd"].note == "one value only: no spread"
    assert found.value("cohort.x.q3") == 3


def test_nothing_recorded_is_stated_with_its_reason() -> None:
    found = Ledger(describe_numbers(pd.Series([None, None], dtype="float64"), KEY))
    assert found.value("cohort.x.missing") == 2
    assert {row.note for row in found if math.isnan(row.value)} == {"no value recorded"}


def test_missing_answers_are_never_in_the_denominator() -> None:
    answers = pd.Series([True, True, False, None, None], dtype="boolean")
    values = {row.statistic: row.value for row in describe_levels(answers, KEY)}
    assert values == {"count": 2, "total": 3, "percent": pytest.approx(200 / 3), "missing": 2}


def test_every_category_is_stated_also_one_that_nobody_has() -> None:
    levels = pd.Series(pd.Categorical(["DM", "PM", None, "DM"], categories=["DM", "PM", "TIF1γ"], ordered=True))
    found = Ledger(describe_levels(levels, KEY))
    assert [found.value(f"cohort.x.{level}.count") for level in ("dm", "pm", "tif1g")] == [2, 1, 0]
    assert sum(row.value for row in found.find(statistic="percent")) == pytest.approx(100)
    assert found.value("cohort.x.missing") == 1


def test_text_is_refused_with_one_sentence() -> None:
    with pytest.raises(ValueError, match="diagnosis is neither yes/no nor categorical"):
        describe_levels(pd.Series(["DM", "PM"], name="diagnosis"), KEY)
    with pytest.raises(ValueError, match="diagnosis holds values that are not numbers"):
        describe_numbers(pd.Series(["DM", "PM"], name="diagnosis"), KEY)
