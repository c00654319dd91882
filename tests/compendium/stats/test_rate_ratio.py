"""The ratio of two rates: exact given the number of events, checked by the binomial distribution itself."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from compendium.stats.rate_ratio import CLUSTERED, Rate, rate_ratio
from press.rows import Key, Row


def ratio(one: Rate, other: Rate) -> dict[str, Row]:
    rows = rate_ratio(one, other, Key("safety"), names=("responders", "non-responders"))
    return {row.statistic: row for row in rows}


def test_the_limits_are_where_the_binomial_tails_are_two_and_a_half_per_cent() -> None:
    """The conditional interval (Przyborowski and Wilenski 1940): at each limit the observed split is just that rare."""
    found = ratio((12, 300.0), (9, 100.0))
    assert found["rate_ratio"].value == pytest.approx((12 / 300) / (9 / 100)) and found["rate_ratio"].n == 21
    low, high = (found[name].value * 300 / (found[name].value * 300 + 100) for name in ("ci_low", "ci_high"))
    assert stats.binom.sf(11, 21, low) == pytest.approx(0.025)
    assert stats.binom.cdf(12, 21, high) == pytest.approx(0.025)


def test_p_by_hand() -> None:
    """2 and 8 events in equal exposure: 2 x (1 + 10 + 45) / 1024."""
    assert ratio((2, 50.0), (8, 50.0))["p"].value == pytest.approx(112 / 1024)


def test_the_other_way_round_is_the_inverse() -> None:
    one, other = ratio((12, 300.0), (9, 100.0)), ratio((9, 100.0), (12, 300.0))
    assert one["ci_low"].value == pytest.approx(1 / other["ci_high"].value)
    assert one["p"].value == pytest.approx(other["p"].value)


def test_no_event_in_the_first_group_is_a_ratio_of_zero() -> None:
    """Upper limit of the share with 0 of 5: 1 - 0.025^(1/5)."""
    found = ratio((0, 100.0), (5, 100.0))
    highest = 1 - 0.025**0.2
    assert (found["rate_ratio"].value, found["ci_low"].value) == (0, 0)
    assert found["ci_high"].value == pytest.approx(highest / (1 - highest))


def test_the_reader_is_warned_of_clusters() -> None:
    assert {row.note for row in ratio((2, 50.0), (8, 50.0)).values()} == {CLUSTERED}


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ((2, 0.0), (8, 50.0), "no exposure in one of the groups"),
        ((0, 50.0), (0, 50.0), "no event in either group"),
    ],
)
def test_no_ratio_says_why(one: Rate, other: Rate, why: str) -> None:
    for row in ratio(one, other).values():
        assert math.isnan(row.value) and row.note == why


@given(st.integers(0, 40), st.integers(1, 40), st.floats(0.05, 20))
def test_p_and_interval_say_the_same(events: int, others: int, exposure: float) -> None:
    """Both come from the same binomial tails (R: 2 * min(pbinom, 1 - pbinom), and the limits of binom.test)."""
    found = ratio((events, exposure), (others, 1.0))
    p, low, high = (found[name].value for name in ("p", "ci_low", "ci_high"))
    assert (p < 0.05) == (not low <= 1 <= high) or abs(p - 0.05) < 1e-9


def test_without_an_event_to_compare_with_there_is_a_lower_limit_and_a_p() -> None:
    """R: binom.test(10, 10)$conf.int[1] = 0.6915029, so the ratio is at least 2.2415; p = 2 / 2^10."""
    found = ratio((10, 50.0), (0, 50.0))
    assert math.isnan(found["rate_ratio"].value) and math.isnan(found["ci_high"].value)
    assert found["ci_low"].value == pytest.approx(0.6915029 / (1 - 0.6915029), rel=1e-6)
    assert found["p"].value == pytest.approx(2 / 2**10)
