"""A printed number is the interval of what rounds to it: its digits, zeros at the end among them, are information."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from abstract_audit.printed import read_printed


@given(
    st.decimals(min_value=0, max_value=1000, places=6),
    st.integers(0, 4),
    st.sampled_from((ROUND_HALF_UP, ROUND_HALF_EVEN)),
)
def test_what_rounds_to_it_is_held(value: Decimal, decimals: int, rounding: str) -> None:
    """Law: however halves are rounded, a number lies between the ends of what is printed of it."""
    text = str(value.quantize(Decimal(1).scaleb(-decimals), rounding=rounding))
    assert read_printed(text).holds(float(value))


@given(st.decimals(min_value=0, max_value=1000, places=6), st.integers(0, 4))
def test_what_lies_further_is_not(value: Decimal, decimals: int) -> None:
    """Law: a number more than half a unit of the last digit away is not held."""
    unit = Decimal(1).scaleb(-decimals)
    text = str(value.quantize(unit))
    assert not read_printed(text).holds(float(Decimal(text) + unit * Decimal("0.51")))
    assert not read_printed(text).holds(float(Decimal(text) - unit * Decimal("0.51")))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("127.0", 126.95, 127.05),
        ("127", 126.5, 127.5),
        (".28", 0.275, 0.285),
        ("0·28", 0.275, 0.285),
        ("83.7%", 83.65, 83.75),
        ("-2.0", -2.05, -1.95),
        ("−2.0", -2.05, -1.95),
        ("<.001", 0, 0.001),
        ("≤ 0.05", 0, 0.05),
        ("> 0.05", 0.05, 1),
        ("ns", 0.05, 1),
        ("n.s.", 0.05, 1),
    ],
)
def test_forms_of_print(text: str, low: float, high: float) -> None:
    """As journals print: with and without the zero, a raised point, a minus or a hyphen, a bound."""
    printed = read_printed(text)
    assert (float(printed.low), float(printed.high)) == pytest.approx((low, high))


@pytest.mark.parametrize("text", ["", "12,3", "1.2.3", "abc", "12 3", "1e5", "±3", "<", "٣"])
def test_no_number(text: str) -> None:
    """A decimal comma might part thousands: what is not sure is refused."""
    with pytest.raises(ValueError, match="is no number with a decimal point"):
        read_printed(text)
