"""A number that is known to so many decimals and no more, because it was rounded before it was handed over."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Self


class Rounded(float):
    """A float that says to how many decimals it is known; what is computed with it is an ordinary number again.

    >>> Rounded(129.0, 0).decimals, Rounded(129.0, 0) == 129, -Rounded(2.5, 1)
    (0, True, Rounded(-2.5, 1))
    """

    decimals: int

    def __new__(cls, value: float, decimals: int) -> Self:
        """Return the number; `decimals` is 0 or more."""
        made = super().__new__(cls, value)
        made.decimals = decimals
        return made

    def __getnewargs__(self) -> tuple[float, int]:  # type: ignore[override]
        """Return what it is made anew from, where it was kept or copied."""
        return float(self), self.decimals

    def __repr__(self) -> str:
        return f"Rounded({float(self)!r}, {self.decimals})"

    def __abs__(self) -> Rounded:
        return Rounded(abs(float(self)), self.decimals)

    def __neg__(self) -> Rounded:
        return Rounded(-float(self), self.decimals)


def significant(value: float, digits: int) -> Rounded:
    """Return a number to so many significant digits.

    >>> significant(55.88617886, 3), significant(0.0179774, 3), significant(1204.4, 3)
    (Rounded(55.9, 1), Rounded(0.018, 4), Rounded(1200.0, 0))
    """
    written = f"{value:.{digits}g}"
    return Rounded(float(written), max(0, digits - 1 - Decimal(written).adjusted()))


def rounded_from(value: float, digits: int = 3) -> tuple[float, float]:
    """Return between what a number lies that was rounded to so many significant digits, by half of the last one.

    >>> rounded_from(78.0), rounded_from(100.0)
    ((77.95, 78.05), (99.5, 100.5))
    """
    unit = 10.0 ** (math.floor(math.log10(abs(value))) - digits + 1) if value else 10.0**-digits
    return value - unit / 2, value + unit / 2


def shown(value: float, decimals: int) -> int:
    """Return to how many decimals a number may be written where so many are asked for.

    >>> shown(129.0, 1), shown(Rounded(129.0, 0), 1), shown(Rounded(55.9, 1), 0)
    (1, 0, 0)
    """
    return min(decimals, value.decimals) if isinstance(value, Rounded) else decimals
