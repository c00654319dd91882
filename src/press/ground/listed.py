"""Several things in a row, as a sentence lists them."""

from __future__ import annotations

from collections.abc import Sequence


def listed(names: Sequence[str]) -> str:
    """Write names as a sentence lists them.

    >>> listed(["North", "South", "West"]), listed(["North"])
    ('North, South and West', 'North')
    """
    return " and ".join([*filter(None, [", ".join(names[:-1])]), *names[-1:]])
