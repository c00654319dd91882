"""A name that is not known: which of those that are known it may have been meant to be."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_SHOWN = 3


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the end of a message on an unknown name: the known names spelt most like it, "" where none is alike.

    >>> nearest("mmt_8", ["ck", "mmt8"]), nearest("mmt_8", ["ck"])
    ('; nearest: mmt8', '')
    """
    near = difflib.get_close_matches(name, known, n=_SHOWN)
    return f"; nearest: {', '.join(near)}" if near else ""


def closest(name: str, known: Iterable[str]) -> str:
    """Return the one known name that is spelt most like `name`, "" where none is alike.

    >>> closest("rules", ["id", "rule"]), closest("rules", ["id"])
    ('rule', '')
    """
    return next(iter(difflib.get_close_matches(name, known, n=1)), "")
