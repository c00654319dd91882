"""Three costs that a step need not bear: looking for what can be dropped, a grammar and programs that are not used."""

from __future__ import annotations

import gc
import os
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


@contextmanager
def without_programs() -> Iterator[None]:
    """Let what is imported while this holds find no program of the machine: jupytext asks pandoc for its version.

    The lock decides what runs, not the machine; and Ctrl-C would reach that program too, which then says so.
    """
    before = os.environ.get("PATH")
    os.environ["PATH"] = os.devnull  # a folder that there cannot be; with an empty one the current folder is searched
    try:
        yield
    finally:
        if before is None:
            del os.environ["PATH"]
        else:
            os.environ["PATH"] = before
