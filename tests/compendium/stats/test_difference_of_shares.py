"""Newcombe's interval for a difference of shares: the cases of his paper, by hand, and its laws."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.stats.difference_of_shares import difference_of_shares, newcombe
from press.rows import Key

# Newcombe 1998, Statistics in Medicine 17:873, table II, method 10
PUBLISHED = [
    ((56, 70), (48, 80), 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.1705, 0.8090),
    ((6, 7), (2, 7), 0.0582, 0.8062),
    ((5, 56), (0, 29), -0.0381, 0.1926),
    ((0, 10), (0, 20), -0.1611, 0.2775),
    ((0, 10), (0, 10), -0.2775, 0.2775),
    ((10, 10), (0, 20), 0.6791, 1.0000),
    ((10, 10), (0, 10), 0.6075, 1.0000),
]
TOTAL = st.integers(1, 200)
SHARE = TOTAL.flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


@pytest.mark.parametrize(("first", "second", "low", "high"), PUBLISHED)
def test_the_published_cases(first: tuple[int, int], second: tuple[int, int], low: float, high: float) -> None:
    found = newcombe(first, second)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    assert found.value == pytest.approx(first[0] / first[1] - second[0] / second[1], abs=1e-15)


@given(SHARE, SHARE)
def test_it_is_between_minus_one_and_one_holds_its_estimate_and_turns_round(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    forth, back = newcombe(first, second), newcombe(second, first)
    assert -1 - 1e-12 <= forth.low <= forth.value + 1e-12
    assert forth.value - 1e-12 <= forth.high <= 1 + 1e-12
    assert (forth.value, forth.low, forth.high) == pytest.approx((-back.value, -back.high, -back.low), abs=1e-12)


def test_nobody_to_count_is_said() -> None:
    rows = difference_of_shares((0, 0), (3, 4), Key("x"), names=("one", "other"))
    assert all(math.isnan(row.value) and row.note == "nobody to count in one of the groups" for row in rows)
    assert rows[0].n == 4


@pytest.mark.parametrize(
    ("bad", "said"), [((3, 2), "3 of 2 is not a proportion"), ((1.5, 2), "must be a whole number"), ((-1, 2), "not -1")]
)
def test_what_is_no_share_is_refused(bad: tuple[int, int], said: str) -> None:
    for pair in ((bad, (1, 2)), ((1, 2), bad)):
        with pytest.raises(ValueError, match=said):
            newcombe(*pair)
