"""How many things there are, and which, in the few words of a message."""

from __future__ import annotations

from collections.abc import Sequence


def counted(number: int, what: str = "cell") -> str:
    """Return a number with what it counts, in the plural but for one.

    >>> counted(1), counted(2, "row")
    ('1 cell', '2 rows')
    """
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def in_few_words(names: Sequence[str], most: int = 8) -> str:
    """Return the first names of a list, and how many more there are.

    >>> in_few_words(["ck"]), in_few_words(list("abcdefghij"))
    ('ck', 'a, b, c, d, e, f, g, h and 2 more')
    """
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
