"""A number as it was printed: its digits are kept, because they say between which values the number itself lay."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

NOT_SIGNIFICANT = ("ns", "n.s.", "not significant")
_FORM = re.compile(r"(?P<sign>[<>≤≥]?)\s*(?P<minus>[-−]?)(?P<whole>[0-9]*)(?:[.·](?P<decimals>[0-9]+))?\s*%?")


@dataclass(frozen=True)
class Printed:
    """A printed number: its text, the least and the greatest value that can have been rounded to it, its decimals.

    Half a unit of the last digit may have been rounded up or down, so both ends belong to it. What is printed as "below
    a limit" reaches down to none at all, and what is "above" up to `above`, 1 for a p-value.
    """

    text: str
    low: Fraction
    high: Fraction
    decimals: int
    bound: str = ""

    @property
    def value(self) -> Fraction:
        """The number itself; of a bound, the limit."""
        return {"<": self.high, ">": self.low}.get(self.bound, (self.low + self.high) / 2)

    def holds(self, number: Fraction | float) -> bool:
        """Return whether a number could have been printed so.

        >>> read_printed("0.28").holds(0.2841), read_printed("0.28").holds(Fraction(57, 200))
        (True, True)
        """
        return self.low <= number <= self.high


def times(printed: Printed, factor: float) -> Printed:
    """Return what a number stands for where it is this many times the one that is printed.

    >>> [round(float(end), 3) for end in (times(read_printed("1.7"), 2.0).low, times(read_printed("1.7"), 2.0).high)]
    [3.3, 3.5]
    """
    low, high = (Fraction(float(end) * factor) for end in (printed.low, printed.high))
    return Printed(printed.text, low, high, printed.decimals, printed.bound)


def cut_off(printed: Printed) -> Printed:
    """Return the number as one of which the further digits were cut off and not rounded.

    >>> cut_off(read_printed("66.6%")).holds(Fraction(200, 3)), read_printed("66.6%").holds(Fraction(200, 3))
    (True, False)
    """
    unit = Fraction(1, 10**printed.decimals)
    below = Fraction(1, 10 ** (printed.decimals + 9))
    return Printed(printed.text, printed.value, printed.value + unit - below, printed.decimals)


def read_printed(text: str, *, above: int = 1) -> Printed:
    """Read a number as printed: ".28", "0·28", "104.6", "83.7%", "-2.0", "<.001", "> 0.05", "ns".

    `above`: what a number that is printed as above a limit cannot exceed. Raises ValueError for anything else, such as
    a decimal comma, which might as well part thousands.

    >>> [float(end) for end in (read_printed("127.0").low, read_printed("127").high)]
    [126.95, 127.5]
    >>> read_printed("<.001").bound, float(read_printed("<.001").high)
    ('<', 0.001)
    """
    plain = text.strip()
    if plain.lower() in NOT_SIGNIFICANT:
        return Printed(text, Fraction(1, 20), Fraction(above), 2, ">")
    form = _FORM.fullmatch(plain)
    if form is None or not (form["whole"] or form["decimals"]):
        raise ValueError(f"{text!r} is no number with a decimal point, such as 104.6 or <.001")
    decimals = len(form["decimals"] or "")
    number = Fraction(int((form["whole"] or "") + (form["decimals"] or "")), 10**decimals)
    number = -number if form["minus"] else number
    if form["sign"] in ("<", "≤"):
        return Printed(text, Fraction(0), number, decimals, "<")
    if form["sign"] in (">", "≥"):
        return Printed(text, number, Fraction(above), decimals, ">")
    half = Fraction(1, 2 * 10**decimals)
    return Printed(text, number - half, number + half, decimals)
