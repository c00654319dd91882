"""Integer programmes, solved by HiGHS within scipy: the same answer at every run, and nothing written on the screen."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

Floats = NDArray[np.float64]
Rows = tuple[Any, Floats, Floats]  # a sparse matrix, and between what its product with the unknowns lies
_SOLVED, _UNBOUNDED = 0, 3


@contextmanager
def _silent() -> Iterator[None]:
    """Keep what a library in C writes off the screen: HiGHS has a line that no option turns off."""
    sys.stdout.flush()
    kept = os.dup(1)
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def minimise(price: Floats, rows: Sequence[Rows], top: Floats, *, whole: bool) -> Floats | None:
    """Return the cheapest unknowns from 0 to `top` that meet all `rows`, in whole numbers if asked; None if none do.

    Raises ArithmeticError where the solver gives up: nothing is then known, so nothing may be published.

    >>> minimise(np.array([1.0]), [(np.array([[2.0]]), np.array([3.0]), np.array([9.0]))], np.array([9.0]), whole=True)
    array([2.])
    """
    found = _solve(price, rows, top, whole)
    if found.status == _UNBOUNDED:
        raise ArithmeticError("the programme has no cheapest answer")
    return None if found.x is None else np.round(found.x) if whole else np.asarray(found.x)


def smallest(form: Floats, rows: Sequence[Rows], top: Floats, *, whole: bool) -> float:
    """Return the least value of a linear form under `rows`: -inf if there is no least, NaN if nothing meets them.

    >>> smallest(np.array([-1.0]), [(np.array([[2.0]]), np.array([3.0]), np.array([9.0]))], np.array([9.0]), whole=True)
    -4.0
    """
    found = _solve(form, rows, top, whole)
    if found.status == _UNBOUNDED:
        return -np.inf
    return float("nan") if found.x is None else float(np.round(found.fun, 6) + 0.0)


def _solve(price: Floats, rows: Sequence[Rows], top: Floats, whole: bool) -> Any:
    limits = [LinearConstraint(matrix, low, high) for matrix, low, high in rows if matrix.shape[0]]
    with _silent():
        found = milp(
            price, constraints=limits, bounds=Bounds(0, top), integrality=np.full(len(price), int(whole), dtype=int)
        )
    if found.x is None and found.status not in (2, _UNBOUNDED, 4):
        raise ArithmeticError(f"the programme was not solved: {found.message}")
    return found
