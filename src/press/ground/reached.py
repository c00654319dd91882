"""What some things need, near or far: the one walk along needs that notebooks, steps, modules and packages share."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

_Thing = TypeVar("_Thing", bound=Hashable)


def with_all_needs(things: Iterable[_Thing], needs: Callable[[_Thing], Iterable[_Thing]]) -> set[_Thing]:
    """Return the things and all that these need, near or far. Things that need each other in a circle are no trouble.

    >>> sorted(with_all_needs(["b"], {"a": ["b"], "b": ["a"], "c": ["b"]}.__getitem__))
    ['a', 'b']
    """
    found, waiting = set[_Thing](), list(things)
    while waiting:
        if (thing := waiting.pop()) not in found:
            found.add(thing)
            waiting.extend(needs(thing))
    return found
