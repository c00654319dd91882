"""Counts are whole: which of them round to a printed percentage, and whether whole numbers have a printed mean."""

from __future__ import annotations

import math
from fractions import Fraction

from abstract_audit.printed import Printed

_UNRECORDED = 10


def may_lack(n: int) -> int:
    """Return of how many of `n` patients something may be unrecorded in what is tried: a fifth, at least ten, not all.

    >>> may_lack(123), may_lack(20), may_lack(4)
    (24, 10, 3)
    """
    return min(max(_UNRECORDED, n // 5), n - 1)


def fewer_of(n: int) -> range:
    """Return the numbers of patients that are tried where some may be unrecorded, the greatest first."""
    return range(n - 1, n - may_lack(n) - 1, -1)


def counts_of(percent: Printed, of: int) -> range:
    """Return every count out of `of` that is printed as this percentage; empty where there is none.

    GRIM for percentages (Brown and Heathers 2017, doi:10.1177/1948550616673876). Raises ValueError for nobody.

    >>> from abstract_audit.printed import read_printed
    >>> list(counts_of(read_printed("83.7%"), 123)), list(counts_of(read_printed("83.6"), 123))
    ([103], [])
    """
    return _wholes(percent.low * of / 100, percent.high * of / 100, 0, _counted(of))


def denominators_of(percent: Printed, most: int) -> list[int]:
    """Return every number of patients up to `most` of whom some count is printed as this percentage.

    >>> from abstract_audit.printed import read_printed
    >>> denominators_of(read_printed("83.7"), 123)[-2:]
    [104, 123]
    """
    return [of for of in range(1, most + 1) if counts_of(percent, of)]


def sums_of(mean: Printed, n: int, items: int = 1) -> range:
    """Return every sum of whole numbers that has this mean among `n`; empty where none has (GRIM).

    items: of how many whole numbers each one's own value is the mean. Raises ValueError for n or items below 1.

    >>> from abstract_audit.printed import read_printed
    >>> list(sums_of(read_printed("5.19"), 28)), list(sums_of(read_printed("5.18"), 28))
    ([], [145])
    """
    grains = _counted(n) * _counted(items)
    return _wholes(mean.low * grains, mean.high * grains, None, None)


def has_spread(mean: Printed, sd: Printed, n: int, items: int = 1) -> bool:
    """Return whether `n` whole numbers, or means of `items` of them, can have this mean and this SD (GRIMMER).

    The sum of the squares of whole numbers is whole, and odd where their sum is odd; their SD cannot be less than that
    of a sum dealt out as evenly as can be (Anaya 2016; Allard 2018). Raises ValueError for n below 2.

    >>> from abstract_audit.printed import read_printed as read
    >>> has_spread(read("1.03"), read("0.41"), 40), has_spread(read("3.44"), read("2.48"), 18)
    (False, True)
    """
    if n < 2:
        raise ValueError(f"n = {n}: a standard deviation takes two")
    scale = _counted(items) ** 2
    for total in sums_of(mean, n, items):
        even = Fraction(total * total, n)
        least, most = (end * end * (n - 1) * scale + even for end in (max(sd.low, Fraction(0)), sd.high))
        if any((squares - total) % 2 == 0 for squares in _wholes(least, most, _evenly(total, n), None)):
            return True
    return False


def has_binary_spread(mean: Printed, sd: Printed, n: int) -> bool:
    """Return whether the SD of a variable of 0 and 1 can be this one at this mean (DEBIT, Heathers and Brown 2019).

    >>> from abstract_audit.printed import read_printed as read
    >>> has_binary_spread(read("0.36"), read("0.11"), 20), has_binary_spread(read("0.11"), read("0.31"), 40)
    (False, True)
    """
    if n < 2:
        raise ValueError(f"n = {n}: a standard deviation takes two")
    variances = [share * (1 - share) * n / (n - 1) for share in _shares(mean)]
    return bool(variances) and max(sd.low, Fraction(0)) ** 2 <= max(variances) and min(variances) <= sd.high**2


def _shares(mean: Printed) -> list[Fraction]:
    """The shares where the variance of 0 and 1 is least and greatest: both ends, and one half if it is inside."""
    low, high = max(mean.low, Fraction(0)), min(mean.high, Fraction(1))
    if low > high:
        return []
    half = Fraction(1, 2)
    return [low, high, *([half] if low < half < high else [])]


def greatest_sd(mean: Printed, low: Fraction, high: Fraction, n: int) -> float:
    """Return the greatest SD of `n` values on a scale from `low` to `high` with this mean (Bhatia and Davis 2000).

    NaN where the mean itself is off the scale.

    >>> from abstract_audit.printed import read_printed
    >>> round(greatest_sd(read_printed("104.6"), Fraction(0), Fraction(150), 123), 1)
    69.2
    """
    inside = [min(max(each, low), high) for each in (mean.low, mean.high, (low + high) / 2)]
    possible = [each for each in inside if mean.holds(each)]
    if not possible or n < 2:
        return math.nan
    return math.sqrt(max((high - each) * (each - low) for each in possible) * n / (n - 1))


def _evenly(total: int, n: int) -> int:
    """The sum of squares of `n` whole numbers with this sum that differ as little as can be."""
    each, over = divmod(total, n)
    return over * (each + 1) ** 2 + (n - over) * each**2


def _wholes(low: Fraction, high: Fraction, least: int | None, most: int | None) -> range:
    first, last = math.ceil(low), math.floor(high)
    return range(first if least is None else max(first, least), (last if most is None else min(last, most)) + 1)


def _counted(number: int) -> int:
    if number < 1:
        raise ValueError(f"{number} is not 1 or more")
    return number
