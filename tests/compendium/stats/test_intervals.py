"""Proportions and rates: published intervals, zero events, and laws of an interval."""

from __future__ import annotations

import math
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.stats.proportion import proportion
from compendium.stats.rates import rate
from press.rows import Key, Ledger

KEY = Key("x")
LAW = settings(max_examples=80, deadline=None, derandomize=True)
Kind = Literal["wilson", "exact"]


# Newcombe 1998 (Statistics in Medicine 17:857), table I: methods 3 (Wilson) and 5 (Clopper-Pearson), in percent
@pytest.mark.parametrize(
    ("count", "total", "interval", "low", "high"),
    [
        (81, 263, "wilson", 25.53, 36.62),
        (15, 148, "wilson", 6.24, 16.05),
        (0, 20, "wilson", 0.00, 16.11),
        (1, 29, "wilson", 0.61, 17.18),
        (81, 263, "exact", 25.27, 36.76),
        (15, 148, "exact", 5.78, 16.17),
        (0, 20, "exact", 0.00, 16.84),
        (1, 29, "exact", 0.09, 17.76),
    ],
)
def test_intervals_published_by_newcombe(count: int, total: int, interval: Kind, low: float, high: float) -> None:
    found = Ledger(proportion(count, total, KEY, interval=interval))
    assert found.value("x.ci_low") == pytest.approx(low, abs=0.005)
    assert found.value("x.ci_high") == pytest.approx(high, abs=0.005)


def test_rule_of_three_only_where_nobody_had_the_event() -> None:
    # Hanley and Lippman-Hand 1983: none of 100 gives at most 3 %
    assert Ledger(proportion(0, 100, KEY, interval="exact")).value("x.rule_of_three") == 3
    assert "x.rule_of_three" not in Ledger(proportion(1, 100, KEY, interval="exact"))
    assert "x.rule_of_three" not in Ledger(proportion(0, 100, KEY))
    assert Ledger(proportion(0, 2, KEY, interval="exact")).value("x.rule_of_three") == 100


@LAW
@given(st.integers(0, 200), st.integers(1, 200), st.sampled_from(["wilson", "exact"]))
def test_the_percentage_lies_within_its_interval(count: int, extra: int, interval: Kind) -> None:
    total = count + extra
    found = Ledger(proportion(count, total, KEY, interval=interval))
    assert found["x.total"].method == "denominator"
    low, value, high = (found.value(f"x.{name}") for name in ("ci_low", "percent", "ci_high"))
    assert 0 <= low <= value < high <= 100
    other = Ledger(proportion(extra, total, KEY, interval=interval))  # the complement mirrors
    assert other.value("x.ci_low") == pytest.approx(100 - high, abs=1e-9)


def test_nobody_to_count_and_impossible_counts() -> None:
    row = Ledger(proportion(0, 0, KEY))["x.percent"]
    assert math.isnan(row.value)
    assert row.note == "nobody to count among"
    with pytest.raises(ValueError, match="5 of 4 is not a proportion"):
        proportion(5, 4, KEY)
    with pytest.raises(ValueError, match="'wald' is not one of wilson, exact"):
        proportion(1, 4, KEY, interval="wald")  # type: ignore[arg-type]


def test_poisson_interval_of_rs_example() -> None:
    # R's ?poisson.test: 137 events in 24.19893; 4.753125 to 6.692709
    found = Ledger(rate(137, 24.19893, KEY, per=1, unit="hours"))
    assert found.value("x.rate") == pytest.approx(5.661407, abs=5e-7)
    assert found.value("x.ci_low") == pytest.approx(4.753125, abs=5e-7)
    assert found.value("x.ci_high") == pytest.approx(6.692709, abs=5e-7)


def test_no_event_has_an_upper_limit_and_no_exposure_has_nothing() -> None:
    # no event: exp(-limit) = 0.025, limit = -ln 0.025
    found = Ledger(rate(0, 50, KEY, per=100, unit="infusions"))
    assert (found.value("x.rate"), found.value("x.ci_low")) == (0, 0)
    assert found.value("x.ci_high") == pytest.approx(-math.log(0.025) / 50 * 100)
    assert Ledger(rate(0, 0.0, KEY, per=1, unit="years"))["x.rate"].note == "no exposure"
    with pytest.raises(ValueError, match="events: a count must be a whole number of 0 or more, not -1"):
        rate(-1, 10, KEY, per=1, unit="years")


@LAW
@given(st.integers(0, 500), st.floats(0.1, 1e4), st.sampled_from([1.0, 100.0]))
def test_a_rate_scales_with_its_denominator(events: int, exposure: float, per: float) -> None:
    one = Ledger(rate(events, exposure, KEY, per=1, unit="x"))
    scaled = Ledger(rate(events, exposure, KEY, per=per, unit="x"))
    for name in ("rate", "ci_low", "ci_high"):
        assert scaled.value(f"x.{name}") == pytest.approx(per * one.value(f"x.{name}"))
    assert one.value("x.ci_low") <= one.value("x.rate") < one.value("x.ci_high")
