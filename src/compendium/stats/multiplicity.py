"""P-values adjusted for the number of tests made together."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from statsmodels.stats.multitest import multipletests

from press.rows import Key, Row

LEVEL = 0.05  # below which an adjusted p-value is counted
_NAMES = {"holm": ("p_holm", "Holm's"), "fdr_bh": ("p_fdr", "Benjamini-Hochberg")}


def adjust(rows: Sequence[Row], *, method: Literal["holm", "fdr_bh"] = "holm", family: str = "") -> list[Row]:
    """Return, for each row with the statistic p, a row p_holm or p_fdr at the same key; the p rows are one family.

    `family` says in words what the tests are of, for the method of each row. Other rows are passed over. A p that could
    not be computed stays so and does not count as a test.
    Raises ValueError for an unknown method, or where two p rows have one id.

    >>> from press.rows import Key
    >>> tests = [Key("efficacy", name).row("p", p, n=20) for name, p in [("ck", 0.01), ("ldh", 0.04), ("ast", 0.03)]]
    >>> [round(row.value, 3) for row in adjust(tests)]
    [0.03, 0.06, 0.06]
    >>> adjust(tests, family="enzymes")[0].method
    "Holm's adjustment over 3 tests (enzymes)"
    """
    if method not in _NAMES:
        raise ValueError(f"adjustment {method!r} is not one of {', '.join(_NAMES)}")
    name, words = _NAMES[method]
    members = [row for row in rows if row.statistic == "p"]
    if twice := [name for name, found in Counter(row.id for row in members).items() if found > 1]:
        raise ValueError(f"the family holds {twice[0]} twice; a test is adjusted for once")
    tested = [row for row in members if not math.isnan(row.value)]
    adjusted = multipletests([row.value for row in tested], method=method)[1] if tested else []
    found = {row.id: float(value) for row, value in zip(tested, adjusted, strict=True)}
    suffix = f"{words} adjustment over {len(tested)} tests{f' ({family})' if family else ''}"
    return [
        replace(
            row,
            statistic=name,
            value=found.get(row.id, math.nan),
            method=f"{row.method}, {suffix}" if row.method else suffix,
            # what is remarked on a p-value, such as that an interval contradicts it, need not hold once it is adjusted
            note="" if row.id in found else row.note or "no p-value to adjust",
        )
        for row in members
    ]


def family_size(adjusted: Sequence[Row], key: Key) -> list[Row]:
    """State how many tests a family of adjusted p-values holds (`tested`) and how many are below 0.05.

    A p that could not be computed is no test.

    >>> family = [Key("efficacy", name).row("p", p, n=20) for name, p in [("ck", 0.01), ("ldh", 0.9)]]
    >>> [(row.id, row.value) for row in family_size(adjust(family), Key("efficacy", "outcomes"))]
    [('efficacy.outcomes.tested', 2.0), ('efficacy.outcomes.below_0_05', 1.0)]
    """
    values = [row.value for row in adjusted if not math.isnan(row.value)]
    below = sum(value < LEVEL for value in values)
    method = f"tests with a p-value below {LEVEL} after adjustment for all of the family"
    return [
        key.row("tested", len(values), n=len(adjusted), method="tests in the family, each with a p-value"),
        key.row("below_0_05", below, n=len(values), method=method),
    ]
