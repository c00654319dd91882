"""Estimates in words: the alternative text of a figure, for whoever hears it instead of seeing it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from press.exhibits import cells
from press.exhibits.figure.interval_panel import NOT_ESTIMABLE, NOT_SHOWN
from press.rows import Key, Ledger, text

Write = Callable[[float, int], str]
Names = tuple[str, str, str]  # the statistics of an estimate, its lower and its upper limit


def estimates_in_words(
    ledger: Ledger, keys: Iterable[tuple[str, Key]], names: Names, digits: int = 2, write: Write = text.number
) -> str:
    """Say each estimate with its interval after its label, or that there is none, or that it is not shown.

    >>> key = Key("predictors", "skin")
    >>> ledger = Ledger([key.row("or", 0.18), key.row("ci_low", 0.06), key.row("ci_high", 0.55)])
    >>> estimates_in_words(ledger, [("Skin", key)], ("or", "ci_low", "ci_high"))
    'Skin: 0.18 (0.06 to 0.55)'
    """
    said = []
    for label, key in keys:
        value, low, high = cells.three(ledger, key, names)
        kept_back = cells.kept_back(ledger[cells.row_id(key, names[0])])
        lacking = NOT_SHOWN if kept_back else NOT_ESTIMABLE
        known = lacking if math.isnan(value) else text.estimate(value, low, high, digits, write)
        said.append(f"{label}: {known}")
    return "; ".join(said)
