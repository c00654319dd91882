"""Rule: a p-value and an interval of one line say the same, or the line says why not."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.stats.association import two_by_two
from compendium.stats.compare import compare_numbers
from compendium.stats.p_and_interval import StatedInterval, contradict, explained
from compendium.stats.paired import before_after, ratio_before_after
from press.rows import Key, Row

KEY = Key("x")
# limits, and the value that stands for no difference
LIMITS = {
    ("ci_low", "ci_high"): {"or": 1, "ratio": 1, "rate_ratio": 1, "mean": 0},
    ("hl_low", "hl_high"): {"ratio": 1, "hl": 0},
    ("difference_low", "difference_high"): {"difference": 0},
    ("rank_biserial_low", "rank_biserial_high"): {"rank_biserial": 0},
    ("clustered_low", "clustered_high"): {"rate_ratio": 1},
}
LAW = settings(max_examples=60, deadline=None)


def contradictions(rows: list[Row]) -> list[tuple[Row, str]]:
    """Each p of a key that contradicts an interval there: read from the rows, whatever made them."""
    value = {row.statistic: row.value for row in rows}
    found = []
    for (low, high), estimates in LIMITS.items():
        none = next((at for name, at in estimates.items() if name in value), None)
        if none is not None and low in value:
            tests = [row for row in rows if row.statistic in ("p", "p_t", "p_chi2", "p_yates", "p_clustered")]
            found += [(row, low) for row in tests if contradict(row.value, value[low], value[high], none)]
    return found


@pytest.mark.parametrize(
    ("p", "low", "high", "none", "expected"),
    [
        (0.065, 0.15, 0.99, 1, True),  # azathioprine: Fisher's p and Woolf's interval
        (0.03, 0.15, 0.99, 1, False),
        (0.03, 0.15, 1.0, 1, True),  # a limit that touches no difference does not exclude it
        (0.05, -1, 1, 0, False),  # 0.05 is not below 0.05
        (0.0001, -1097, 84, 0, True),  # myoglobin in ng/mL: Wilcoxon's p beside the interval of the mean
        (math.nan, 0, 1, 0, False),
        (0.01, math.nan, math.nan, 0, False),
    ],
)
def test_what_contradicts(p: float, low: float, high: float, none: float, expected: bool) -> None:
    assert contradict(p, low, high, none) is expected


def test_the_reason_follows_what_was_said_before_and_names_both_directions() -> None:
    rows = [KEY.row("p", 0.01, note="rough"), KEY.row("p_t", 0.5), KEY.row("low", -1), KEY.row("high", 2)]
    interval = StatedInterval("low", "high", 0, "the mean", {"p": "ranks"})
    assert [row.note for row in explained(rows, [interval])] == [
        "rough; below 0.05, although the interval of the mean includes 0: ranks",
        *[""] * 3,
    ]


def test_azathioprine_says_why() -> None:
    """19 of 93 responders and 10 of 25 others: the odds ratio of the committed registry, 0.39 (0.15-0.99), p 0.065."""
    exposure = pd.Series([True] * 19 + [False] * 74 + [True] * 10 + [False] * 15, dtype="boolean")
    outcome = pd.Series([True] * 93 + [False] * 25, dtype="boolean")
    rows = two_by_two(outcome, exposure, KEY)
    value = {row.statistic: row for row in rows}
    assert value["p"].value > 0.05 > value["p_chi2"].value
    assert value["ci_high"].value < 1
    assert value["p"].note == (
        "not below 0.05, although the interval of the odds ratio excludes 1 and that of the difference of shares "
        "excludes 0: Fisher's test is exact and conservative, the interval an approximation"
    )
    assert value["p_chi2"].note == ""


@LAW
@given(st.integers(0, 10_000), st.integers(5, 40), st.sampled_from([0.0, 0.3, 0.6]))
def test_no_contradiction_is_left_without_a_reason(seed: int, size: int, effect: float) -> None:
    rng = np.random.default_rng(seed)
    before = pd.Series(np.round(np.exp(rng.normal(3, 1, size)), 1) + 0.1)
    after = pd.Series(
        np.where(rng.random(size) < 0.3, before, np.round(before * np.exp(rng.normal(effect, 1, size)), 1) + 0.1)
    )
    groups = pd.Series(pd.Categorical(np.where(rng.random(size) < 0.4, "a", "b"), categories=["a", "b"]))
    yes = pd.Series(rng.random(size) < 0.3, dtype="boolean")
    outcome = pd.Series(rng.random(size) < 0.3 + effect / 2, dtype="boolean")
    made = [
        [row for row in before_after(before, after, KEY) if row.group == "change"],
        [row for row in ratio_before_after(before, after, KEY) if row.group == "change"],
        compare_numbers(after, groups, KEY),
        two_by_two(outcome, yes, KEY),
    ]
    for rows in made:
        for row, low in contradictions(rows):
            assert "although the interval of" in row.note, (row, low)
