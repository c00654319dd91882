"""A programme that was solved before is not solved again, and is never taken for another."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from compendium.disclosure.solving import minimise, smallest

_SMALL = st.integers(0, 3)


@st.composite
def programmes(draw: st.DrawFn) -> tuple[list[int], list[list[int]], list[int], list[int], list[int], bool]:
    """Programmes so small that many drawn ones differ in one number alone."""
    prices = draw(st.lists(_SMALL, min_size=2, max_size=2))
    rows = draw(st.lists(st.lists(st.integers(0, 1), min_size=2, max_size=2), min_size=1, max_size=2))
    low = draw(st.lists(_SMALL, min_size=len(rows), max_size=len(rows)))
    return (
        prices,
        rows,
        low,
        [each + draw(_SMALL) for each in low],
        draw(st.lists(_SMALL, min_size=2, max_size=2)),
        draw(st.booleans()),
    )


@settings(max_examples=300)
@given(programmes())
def test_the_answer_is_that_of_this_programme(
    programme: tuple[list[int], list[list[int]], list[int], list[int], list[int], bool],
) -> None:
    """Authority: scipy's own solver, asked anew each time. Asked twice, so that the second answer is the kept one."""
    prices, rows, low, high, top, whole = programme
    own = milp(
        np.array(prices, dtype=float),
        constraints=LinearConstraint(np.array(rows, dtype=float), low, high),
        bounds=Bounds(0, np.array(top, dtype=float)),
        integrality=np.full(2, int(whole)),
    )
    parts = [(np.array(rows, dtype=float), np.array(low, dtype=float), np.array(high, dtype=float))]
    for _ in range(2):
        found = smallest(np.array(prices, dtype=float), parts, np.array(top, dtype=float), whole=whole)
        assert found == pytest.approx(own.fun if own.x is not None else float("nan"), abs=1e-6, nan_ok=True)


def test_no_least_is_told_from_nothing_that_fits() -> None:
    """HiGHS may say that a programme is one of the two without saying which, as of a count that nothing holds."""
    for seed in range(200):
        rng = np.random.default_rng(seed)
        matrix = rng.integers(0, 2, (4, 6)).astype(float)
        least = rng.integers(0, 30, 4).astype(float)
        form, top = -rng.integers(0, 2, 6).astype(float), np.full(6, np.inf)
        found = smallest(form, [(matrix, least, np.full(4, np.inf))], top, whole=True)
        feasible = all(row.any() or low <= 0 for row, low in zip(matrix, least, strict=True))
        assert found == (
            -np.inf if feasible and form.any() else 0.0 if feasible else pytest.approx(np.nan, nan_ok=True)
        )


def test_what_is_done_to_an_answer_stays_with_who_asked() -> None:
    """Whoever asks next is given the answer as it was."""
    asked = np.array([1.0]), [(np.array([[2.0]]), np.array([3.0]), np.array([9.0]))], np.array([9.0])
    first = minimise(*asked, whole=False)
    assert first is not None
    kept = first.copy()
    first += 1
    again = minimise(*asked, whole=False)
    assert again is not None and (again == kept).all()
