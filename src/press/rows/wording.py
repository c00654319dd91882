"""A value as a word of a sentence: a small count, and which way something went."""

from __future__ import annotations

import math

from press.rows.text import MISSING, number

_COUNTS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def count(value: float) -> str:
    """Write a count in words up to twelve, then in digits. Raises ValueError for what is no count.

    >>> count(3), count(13), count(float("nan"))
    ('three', '13', '–')
    """
    if math.isnan(value):
        return MISSING
    if value < 0 or not float(value).is_integer():
        raise ValueError(f"{value} is not a count, and only a count can be written in words")
    return _COUNTS[int(value)] if value < len(_COUNTS) else number(value, 0)


def capital(words: str) -> str:
    """Return words as they open a sentence.

    >>> capital("three")
    'Three'
    """
    return words[:1].upper() + words[1:]


def moved(change: float) -> str:
    """Say which way a change went, by its sign.

    >>> moved(22.4), moved(-0.1), moved(0)
    ('rose', 'fell', 'did not change')
    """
    return _by_sign(change, "rose", "fell", "did not change")


def higher(difference: float) -> str:
    """Say how the first of two compares with the second, by the sign of their difference.

    >>> higher(1.5), higher(-2), higher(0)
    ('higher', 'lower', 'the same')
    """
    return _by_sign(difference, "higher", "lower", "the same")


def _by_sign(value: float, above: str, below: str, neither: str) -> str:
    if math.isnan(value):
        return MISSING
    return above if value > 0 else below if value < 0 else neither
