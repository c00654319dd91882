"""Two costs that a step need not bear: looking for what can be dropped where all stays, and a grammar never asked."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_OBJECTS = 200_000  # made between two looks at what can be dropped; Python's own 700 suit programs that keep little
_GRAMMAR = "rfc3987_syntax"  # of international addresses: jsonschema, and so nbformat, builds it when imported


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for objects to drop less often while this holds: a document's tree has a million, and they are all used.

    >>> with seldom_collected():
    ...     gc.get_threshold()[0]
    200000
    """
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def without_the_grammar() -> Iterator[None]:
    """Let what is imported while this holds do without a check of international addresses, which no notebook has.

    >>> with without_the_grammar():
    ...     import nbformat
    """
    missing = _GRAMMAR not in sys.modules
    if missing:
        sys.modules[_GRAMMAR] = None  # type: ignore[assignment]  # as Python marks what is not to be found
    try:
        yield
    finally:
        if missing:
            del sys.modules[_GRAMMAR]
