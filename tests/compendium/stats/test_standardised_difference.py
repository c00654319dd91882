"""Standardised mean differences: hand-worked values, the closed form in every small table, and laws of a distance."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from compendium.stats.compare import smd
from compendium.stats.standardised_difference import of_levels
from press.rows import Key

KEY = Key("x")
LAW = settings(max_examples=60, deadline=None, derandomize=True)
SAMPLE = st.lists(st.integers(-20, 20).map(float), min_size=1, max_size=15)


def in_groups(*samples: list[float], names: str = "abcdef") -> tuple[pd.Series, pd.Series]:
    labels = [name for name, sample in zip(names, samples, strict=False) for _ in sample]
    categories = list(names[: len(samples)])
    groups = pd.Series(pd.Categorical(labels, categories=categories, ordered=True))
    return pd.Series([value for sample in samples for value in sample], dtype=float), groups


def of_counts(counts: list[list[int]]) -> tuple[pd.Series, pd.Series]:
    """Two categorical series with these joint counts."""
    cells = [(r, c) for r, row in enumerate(counts) for c, count in enumerate(row) for _ in range(count)]
    rows = pd.Categorical([r for r, _ in cells], categories=range(len(counts)), ordered=True)
    columns = pd.Categorical([c for _, c in cells], categories=range(len(counts[0])), ordered=True)
    return pd.Series(rows), pd.Series(columns)


def test_smd_by_hand() -> None:
    # means 2 and 3, variances 1 and 1
    assert smd(*in_groups([1, 2, 3], [2, 3, 4]), KEY)[0].value == pytest.approx(1)
    # 30 % against 50 %: 0.2 / sqrt((0.21 + 0.25) / 2)
    levels, groups = of_counts([[30, 50], [70, 50]])
    assert smd(levels, groups, KEY)[0].value == pytest.approx(0.2 / math.sqrt(0.23))
    assert smd((levels == 0).astype("boolean"), groups, KEY)[0].value == pytest.approx(0.2 / math.sqrt(0.23))


def test_smd_of_three_levels_by_hand() -> None:
    # Yang and Dalton, first level left out: shares (.3, .5) and (.2, .4); difference (.1, .1)
    # S = [[(.21 + .16) / 2, -(.15 + .08) / 2], [., (.25 + .24) / 2]]
    s = np.array([[0.185, -0.115], [-0.115, 0.245]])
    d = np.array([0.1, 0.1])
    found = smd(*of_counts([[20, 40], [30, 20], [50, 40]]), KEY)[0]
    assert found.value == pytest.approx(math.sqrt(d @ np.linalg.solve(s, d)))


def test_smd_of_more_groups_is_the_largest_of_the_pairs() -> None:
    row = smd(*in_groups([1, 2, 3], [2, 3, 4], [5, 6, 7]), KEY)[0]
    assert row.value == pytest.approx(4)
    assert row.method.endswith("largest of the 3 pairs of groups")


def test_smd_without_spread() -> None:
    assert smd(*in_groups([2, 2], [2, 2]), KEY)[0].value == 0
    row = smd(*in_groups([2, 2], [3, 3]), KEY)[0]
    assert math.isnan(row.value)
    assert row.note == "no spread within the groups: the difference cannot be standardised"
    assert math.isnan(smd(*of_counts([[5, 0], [0, 5]]), KEY)[0].value)


COUNTS = st.lists(st.tuples(st.integers(1, 40), st.integers(1, 40)), min_size=3, max_size=6)


def distance(p: np.ndarray, q: np.ndarray) -> float:
    """Yang and Dalton's distance of two distributions, the last level left out."""
    spreads = [np.diag(share[:-1]) - np.outer(share[:-1], share[:-1]) for share in (p, q)]
    d = (p - q)[:-1]
    return float(np.sqrt(d @ np.linalg.solve((spreads[0] + spreads[1]) / 2, d)))


def by_delta(first: np.ndarray, second: np.ndarray) -> float:
    """The standard error of the distance from slopes by differences, and the multinomial variances of the shares."""
    variance = 0.0
    for place, counts in enumerate((first, second)):
        shares, n = [first / first.sum(), second / second.sum()], counts.sum()
        slopes = []
        for level in range(counts.size):
            step = np.where(np.arange(counts.size) == level, 1e-6, 0)
            step[-1] -= 1e-6  # shares sum to one
            around = [[each + side * step * (i == place) for i, each in enumerate(shares)] for side in (1, -1)]
            slopes.append((distance(*around[0]) - distance(*around[1])) / 2e-6)
        share, slope = shares[place], np.array(slopes)
        variance += (slope**2 @ share - (slope @ share) ** 2) / n
    return math.sqrt(variance)


def by_reiser(first: np.ndarray, second: np.ndarray, chance: float, *, least: float = 0.0) -> float:
    """The distance whose non-central F (scipy's distribution, by bisection) has this chance up to the one found."""
    k, n = first.size - 1, int(first.sum() + second.sum())
    weight, df = first.sum() * second.sum() / n, n - first.size
    f = max(weight * distance(first / first.sum(), second / second.sum()) ** 2 * df / ((n - 2) * k), least)
    low, high = 0.0, 50.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if stats.ncf.cdf(f, k, df, weight * middle**2) > chance else (low, middle)
    return low


@LAW
@given(COUNTS)
def test_the_limits_of_several_levels_are_the_wider_of_two_methods(counts: list[tuple[int, int]]) -> None:
    """Reiser's where the groups differ little, the delta method's where they differ much."""
    first, second = np.array(counts).T
    found, k, n = of_levels(first, second), len(counts) - 1, int(np.sum(counts))
    assert found.value == pytest.approx(distance(first / first.sum(), second / second.sum()))
    assume(found.value > 0.05)  # slopes by differences fail where the distance has its kink
    half = stats.norm.ppf(0.975) * by_delta(first, second)
    low = min(by_reiser(first, second, 0.975), found.value, found.value - half)
    high = by_reiser(first, second, 0.025, least=stats.f.ppf(0.5, k, n - k - 1))
    assert found.low == pytest.approx(max(0, low), abs=1e-4)
    assert found.high == pytest.approx(max(high, found.value, found.value + half), abs=1e-4)


def test_a_lower_limit_above_zero_needs_an_upper_tail_below_two_and_a_half_per_cent() -> None:
    """The F of the distance is one of Hotelling's kind; groups far enough apart do have such a limit."""
    for extra in range(30):
        first, second = np.array([20 + extra, 20, 20]), np.array([20, 20, 20 + extra])
        n = int(first.sum() + second.sum())
        found = of_levels(first, second)
        f = first.sum() * second.sum() / n * found.value**2 * (n - 3) / ((n - 2) * 2)
        assert not found.low > 0 or stats.f.sf(f, 2, n - 3) < 0.025
    assert found.low > 0.1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([100_000, 1, 0], [0, 1, 100_000]),
        ([4381, 305, 1468], [86_490, 0, 0]),
        ([358, 0, 703, 216, 229, 530], [0, 0, 0, 19_835, 7_947, 22_478]),
    ],
)
def test_many_patients_who_hardly_share_a_level_have_limits(first: list[int], second: list[int]) -> None:
    """The non-central F cannot be summed there, at the farther end or between the ends."""
    found = of_levels(np.array(first), np.array(second))
    assert 0 < found.low < found.value < found.high < 2 * found.value


def test_groups_that_happen_to_be_alike_are_not_known_to_be_alike() -> None:
    """A distance of 0 had the interval 0 to 0 by the tails alone; more patients narrow it."""
    few, many = (of_levels(size * np.array([3, 2, 1]), size * np.array([3, 2, 1])) for size in (5, 500))
    assert few.value == few.low == 0
    assert 0.5 < few.high < 1.5 and many.high == pytest.approx(few.high / 10, rel=0.05)


@pytest.mark.parametrize(("first", "second"), [([1, 1, 0], [1, 0, 1]), ([1, 1, 1, 0, 0], [1, 0, 0, 1, 1])])
def test_the_fewest_patients_that_share_a_level_have_one_degree_of_freedom(first: list[int], second: list[int]) -> None:
    found = of_levels(np.array(first), np.array(second))
    assert found.low == 0 and found.high > found.value > 1


def test_the_method_of_an_interval_is_that_of_its_kind() -> None:
    """A number and two levels have Yang and Dalton's, more levels Reiser's; a level that nobody has does not count."""
    of_number, of_two = smd(*in_groups([1, 2, 3], [2, 3, 4]), KEY), smd(*of_counts([[30, 50], [70, 50]]), KEY)
    of_three = smd(*of_counts([[20, 40], [30, 20], [50, 40]]), KEY)
    unused = smd(*of_counts([[30, 50], [70, 50], [0, 0]]), KEY)
    assert of_number[1].method == of_two[1].method == unused[1].method != of_three[1].method
    assert "Reiser" in of_three[1].method


def closed_form(a: int, m: int, b: int, n: int) -> float:
    """Yang and Dalton for a of m against b of n: |p - q| / sqrt((p(1 - p) + q(1 - q)) / 2)."""
    p, q = a / m, b / n
    variance = (p * (1 - p) + q * (1 - q)) / 2
    return abs(p - q) / math.sqrt(variance) if variance else (0.0 if p == q else math.nan)


def test_smd_of_two_levels_is_the_closed_form_in_every_table() -> None:
    # the defect guarded against: a generalised inverse made 0.2676 of 3/89 and 0/5, and nothing at all of 1/24 and 0/2
    first = [(count, size) for size in (*range(2, 9), 24, 53, 89, 123) for count in range(size + 1)]
    second = [(count, size) for size in (*range(2, 9), 25) for count in range(size + 1)]
    for (a, m), (b, n) in itertools.product(first, second):
        found = of_levels(np.array([a, m - a]), np.array([b, n - b]))
        assert found.value == pytest.approx(closed_form(a, m, b, n), abs=1e-12, nan_ok=True), (a, m, b, n)


@settings(LAW, max_examples=300)
@given(st.integers(2, 130), st.integers(2, 130), st.floats(0, 1), st.booleans())
def test_smd_where_one_group_has_none_or_all(m: int, n: int, share: float, everyone: bool) -> None:
    a, b = round(share * m), n * everyone
    found = of_levels(np.array([a, m - a]), np.array([b, n - b]))
    assert found.value == pytest.approx(closed_form(a, m, b, n), abs=1e-12, nan_ok=True)


def counts_of(size: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(0, 40), min_size=size, max_size=size).filter(lambda counts: sum(counts) >= 2)


LEVELS = st.integers(2, 6).flatmap(lambda size: st.tuples(counts_of(size), counts_of(size)))


@LAW
@given(LEVELS, st.randoms(use_true_random=False))
def test_smd_of_levels_knows_no_order_and_no_level_that_nobody_has(
    both: tuple[list[int], list[int]], random: object
) -> None:
    # Mahalanobis distance: whichever level is left out; and it exists wherever the groups share a level
    first, second = (np.array(counts) for counts in both)
    here = of_levels(first, second)
    order = list(range(first.size))
    random.shuffle(order)  # type: ignore[attr-defined]
    assert of_levels(first[order], second[order]).value == pytest.approx(here.value, rel=1e-8, abs=1e-8, nan_ok=True)
    empty = of_levels(np.append(first, 0), np.append(second, 0))
    assert empty.value == pytest.approx(here.value, rel=1e-8, abs=1e-8, nan_ok=True)
    assert math.isnan(here.value) == (not np.any(first * second))
    assert bool(here.note) == math.isnan(here.value)


def test_smd_of_groups_that_share_no_level_does_not_exist() -> None:
    # there is spread within the first group, but no level that both have
    found = of_levels(np.array([5, 5, 0]), np.array([0, 0, 9]))
    assert math.isnan(found.value)
    assert found.note == "the groups share no level: the difference cannot be standardised"


@LAW
@given(SAMPLE, SAMPLE, st.integers(1, 9), st.integers(-9, 9))
def test_smd_has_no_unit(first: list[float], second: list[float], times: int, plus: int) -> None:
    here = smd(*in_groups(first, second), KEY)[0].value
    assume(math.isfinite(here))
    changed = in_groups([times * v + plus for v in first], [times * v + plus for v in second])
    assert smd(*changed, KEY)[0].value == pytest.approx(here, abs=1e-9)
