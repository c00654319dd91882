"""Rubin's rules with Barnard and Rubin's degrees of freedom: worked in fractions by hand, and the laws they obey."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from compendium.stats.rubin import monte_carlo_errors, pool

SETS = arrays(float, st.integers(3, 12), elements=st.floats(-5, 5).map(lambda value: round(value, 3)))


def test_three_sets_worked_by_hand() -> None:
    """Estimates 1, 2, 3 with variances 1 and ten degrees of freedom, by the formulae of Barnard and Rubin 1999."""
    between, m, complete = Fraction(1), 3, 10
    total = 1 + (1 + Fraction(1, m)) * between  # 7/3
    due = (1 + Fraction(1, m)) * between / total  # 4/7
    old = (m - 1) / due**2  # 49/8, Rubin 1987
    observed = Fraction(complete + 1, complete + 3) * complete * (1 - due)  # 330/91
    df = 1 / (1 / old + 1 / observed)
    found = pool(np.array([1.0, 2.0, 3.0]), np.ones(3), complete)
    assert (old, observed) == (Fraction(49, 8), Fraction(330, 91))
    assert float(found.estimate) == 2
    assert float(found.total) == pytest.approx(7 / 3)
    assert float(found.increase) == pytest.approx(4 / 3)
    assert float(found.df) == pytest.approx(float(df))
    assert float(found.fmi) == pytest.approx(float((Fraction(4, 3) + 2 / (df + 3)) / (1 + Fraction(4, 3))))
    half = stats.t.ppf(0.975, float(df)) * math.sqrt(7 / 3)
    assert (float(found.low), float(found.high)) == pytest.approx((2 - half, 2 + half))
    assert float(found.p) == pytest.approx(2 * stats.t.sf(2 / math.sqrt(7 / 3), float(df)))


def test_with_infinitely_many_patients_the_degrees_of_freedom_are_rubins() -> None:
    assert float(pool(np.array([1.0, 2.0, 3.0]), np.ones(3), math.inf).df) == pytest.approx(49 / 8)


@given(st.integers(2, 30), st.floats(-4, 4), st.floats(0.01, 9), st.integers(1, 500))
def test_sets_that_agree_say_what_one_of_them_says(m: int, estimate: float, variance: float, complete: int) -> None:
    """No variance between the sets: estimate and variance are those of one; the degrees of freedom its own, times
    (df + 1) / (df + 3), as Barnard and Rubin 1999 have it for observed data."""
    found = pool(np.full(m, estimate), np.full(m, variance), complete)
    assert float(found.estimate) == pytest.approx(estimate)
    assert float(found.total) == pytest.approx(variance)
    assert float(found.increase) == pytest.approx(0, abs=1e-12)
    assert float(found.df) == pytest.approx(complete * (complete + 1) / (complete + 3))


@given(SETS, st.floats(0.1, 4), st.integers(2, 300))
def test_more_variance_between_sets_widens_the_answer(estimates: np.ndarray, variance: float, complete: int) -> None:
    """The total variance is never below that within; degrees of freedom never above those of the complete data."""
    found = pool(estimates, np.full(estimates.shape, variance), complete)
    assert found.total >= variance * (1 - 1e-12)
    assert 0 < found.df <= complete
    assert found.low <= found.estimate <= found.high
    assert 0 <= found.increase / (1 + found.increase) <= found.fmi <= 1


@given(SETS, st.floats(0.1, 4))
def test_the_jackknife_of_the_estimate_is_its_closed_form(estimates: np.ndarray, variance: float) -> None:
    """White, Royston and Wood 2011: the Monte Carlo error of the pooled estimate is the root of between / m."""
    variances = np.full(estimates.shape, variance)
    between = float(pool(estimates, variances, 50).between)
    error = float(monte_carlo_errors(estimates, variances, 50).estimate)
    assert error == pytest.approx(math.sqrt(between / estimates.size), abs=1e-9)


def test_many_estimates_are_pooled_at_once() -> None:
    estimates, variances = np.array([[1.0, 2.0, 3.0], [0.0, 0.1, 0.5]]), np.ones((2, 3))
    both = pool(estimates, variances, 20)
    for place in range(2):
        one = pool(estimates[place], variances[place], 20)
        assert [float(each[place]) for each in both] == pytest.approx([float(each) for each in one])


@pytest.mark.parametrize(
    ("estimates", "variances", "complete", "said"),
    [
        ([1.0], [1.0], 10, "two or more imputed sets"),
        ([1.0, 2.0], [1.0], 10, "two or more imputed sets"),
        ([1.0, 2.0], [1.0, 0.0], 10, "must be above 0"),
        ([1.0, 2.0], [1.0, 1.0], 0, "must be above 0"),
    ],
)
def test_what_can_not_be_pooled_is_refused(
    estimates: list[float], variances: list[float], complete: float, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        pool(np.array(estimates), np.array(variances), complete)


def test_two_sets_have_no_jackknife() -> None:
    with pytest.raises(ValueError, match="three or more"):
        monte_carlo_errors(np.array([1.0, 2.0]), np.ones(2), 10)
