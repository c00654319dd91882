"""The order of lines that have no order of their own: greatest count first, and what is not shown by its name.

In the order of counts that are hidden the lines themselves would say which count is the larger one.
"""

from __future__ import annotations

from collections.abc import Iterable

from press.rows import Row

Place = tuple[tuple[tuple[bool, float], ...], str]


def greatest_first(name: str, *counts: Row) -> Place:
    """Return by what a line is sorted: by its counts, each for where those before it are equal, then by its name.

    A line stands behind all those whose count is shown once its own is not, and no later count is asked then.

    >>> hidden = Row("safety", "chills", "", "", "count", float("nan"), withheld="<5")
    >>> rows = {"Rash": Row("safety", "rash", "", "", "count", 7.0), "Chills": hidden}
    >>> sorted(rows, key=lambda name: greatest_first(name, rows[name]))
    ['Rash', 'Chills']
    """
    places: list[tuple[bool, float]] = []
    for row in counts:
        places.append((bool(row.withheld), 0.0 if row.withheld else -row.value))
        if row.withheld:
            break
    return tuple(places), name


def in_words(rows: Iterable[Row]) -> str:
    """Say in which order `greatest_first` put these counts.

    >>> in_words([Row("safety", "rash", "", "", "count", 7.0)])
    'The commonest first.'
    """
    hidden = [bool(row.withheld) for row in rows]
    if not any(hidden):
        return "The commonest first."
    if all(hidden):
        return "In the order of the alphabet, as no exact count is shown."
    return "Counts that are shown come first, the greatest at the top; the others follow in the order of the alphabet."
