"""Integer programmes, solved by HiGHS within scipy: the same answer at every run, and nothing written on the screen."""

from __future__ import annotations

import hashlib
import os
import sys
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Rows = tuple[Any, Floats, Floats]  # a sparse matrix, and between what its product with the unknowns lies
_INFEASIBLE, _UNBOUNDED, _EITHER = 2, 3, 4  # the last: one of the two
# A choice within a fifth of the cheapest will do, and what is not found in so many steps is held not to be there.
_ENOUGH = {"mip_rel_gap": 0.2, "node_limit": 500}


# A programme is asked again and again: many outcomes have the same table, and what was chosen is tried once more.
_MOST_KEPT = 4096
_MOST_UNKNOWNS = 1000  # of a programme whose answer is kept
_kept: OrderedDict[bytes, Any] = OrderedDict()


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
    """Return cheap unknowns from 0 to `top` that meet all `rows`, in whole numbers if asked; None if none are found.

    In whole numbers they cost at most a fifth more than the cheapest. The search ends after a number of steps, the same
    at every run; what it does not find is not used, so that more is hidden and never less.

    >>> minimise(np.array([1.0]), [(np.array([[2.0]]), np.array([3.0]), np.array([9.0]))], np.array([9.0]), whole=True)
    array([2.])
    """
    found = _solve(price, rows, top, whole, _ENOUGH)
    return None if found.x is None else np.round(found.x) if whole else np.array(found.x)


def smallest(form: Floats, rows: Sequence[Rows], top: Floats, *, whole: bool) -> float:
    """Return the least value of a linear form under `rows`: -inf if there is no least, NaN if nothing meets them.

    Raises ArithmeticError where the solver gives up: nothing is then proved.

    >>> smallest(np.array([-1.0]), [(np.array([[2.0]]), np.array([3.0]), np.array([9.0]))], np.array([9.0]), whole=True)
    -4.0
    """
    found = _solve(form, rows, top, whole, {})
    if found.x is None and found.status not in (_INFEASIBLE, _UNBOUNDED, _EITHER):
        raise ArithmeticError(f"the programme was not solved: {found.message}")
    if found.status == _EITHER:  # it has not looked which: there is no least if anything meets the rows
        found_any = _solve(np.zeros_like(form), rows, top, whole, {}).x is not None
        return -np.inf if found_any else float("nan")
    if found.status == _UNBOUNDED:
        return -np.inf
    return float("nan") if found.x is None else float(np.round(found.fun, 6) + 0.0)


def _solve(price: Floats, rows: Sequence[Rows], top: Floats, whole: bool, options: dict[str, float]) -> Any:
    """The solver's answer, or the one it has given to the same programme before: it would give it again."""
    if len(price) > _MOST_UNKNOWNS:
        return _solved(price, rows, top, whole, options)
    name = _name(price, rows, top, whole, options)
    if name not in _kept:
        _kept[name] = _solved(price, rows, top, whole, options)
        if len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return _kept[name]


def _name(price: Floats, rows: Sequence[Rows], top: Floats, whole: bool, options: dict[str, float]) -> bytes:
    """What tells a programme from every other."""
    digest = hashlib.sha256(repr((whole, options, len(price))).encode())
    for matrix, low, high in ((np.array([[0.0]]), price, top), *rows):
        sparse = csr_array(matrix)
        digest.update(repr((sparse.shape, sparse.nnz, len(low))).encode())
        for part in (sparse.indptr, sparse.indices, sparse.data, low, high):
            digest.update(np.ascontiguousarray(part, dtype=np.float64).tobytes())
    return digest.digest()


def _solved(price: Floats, rows: Sequence[Rows], top: Floats, whole: bool, options: dict[str, float]) -> Any:
    limits = [LinearConstraint(matrix, low, high) for matrix, low, high in rows if matrix.shape[0]]
    kind = np.full(len(price), int(whole), dtype=int)
    with _silent():
        return milp(price, constraints=limits, bounds=Bounds(0, top), integrality=kind, options=options)
