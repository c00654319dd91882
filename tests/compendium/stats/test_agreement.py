"""Agreement of two yes/no judgements: a textbook table worked by hand, and what cannot be judged."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from compendium.stats.agreement import agreement
from press.rows import Key, Ledger


def judged(counts: tuple[int, int, int, int], missing: int = 0) -> tuple[pd.Series, pd.Series]:
    """Two series with so many judged yes by both, by the first only, by the second only and by neither."""
    first = [*[True] * (counts[0] + counts[1]), *[False] * (counts[2] + counts[3]), *[None] * missing]
    second = [*[True] * counts[0], *[False] * counts[1], *[True] * counts[2], *[False] * (counts[3] + missing)]
    return pd.Series(first, dtype="boolean"), pd.Series(second, dtype="boolean")


def test_kappa_of_twenty_five_each() -> None:
    """By hand for 20, 5, 10, 15 of 50: observed 0.7, by chance 0.5, kappa 0.4; the missing are in no cell.

    Its variance (Fleiss, Cohen and Everitt 1969), by hand: 20/50 (1 - 1.1 x 0.6)^2 + 15/50 (1 - 0.9 x 0.6)^2, plus
    0.36 (5/50 1.1^2 + 10/50 0.9^2), minus (0.4 - 0.5 x 0.6)^2, over 50 (0.5)^2.
    """
    rows = Ledger(agreement(*judged((20, 5, 10, 15), missing=3), Key("x")))
    counts = [rows.value(f"x.{name}") for name in ("both", "only_first", "only_second", "neither")]
    assert counts == [20, 5, 10, 15] and rows["x.kappa"].n == 50
    assert rows.value("x.kappa") == pytest.approx(0.4)
    agreed = 0.4 * (1 - 1.1 * 0.6) ** 2 + 0.3 * (1 - 0.9 * 0.6) ** 2
    variance = (agreed + 0.36 * (0.1 * 1.1**2 + 0.2 * 0.9**2) - (0.4 - 0.5 * 0.6) ** 2) / (50 * 0.25)
    assert rows.value("x.ci_low") == pytest.approx(0.4 - 1.959964 * math.sqrt(variance), rel=1e-6)
    assert rows.value("x.ci_high") == pytest.approx(0.4 + 1.959964 * math.sqrt(variance), rel=1e-6)


@pytest.mark.parametrize(
    ("counts", "why"), [((0, 0, 0, 0), "nobody is judged by both"), ((7, 3, 0, 0), "judges everybody alike")]
)
def test_where_there_is_no_kappa_the_row_says_why(counts: tuple[int, int, int, int], why: str) -> None:
    rows = Ledger(agreement(*judged(counts), Key("x")))
    assert math.isnan(rows.value("x.kappa")) and why in rows["x.kappa"].note
