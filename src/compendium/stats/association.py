"""A 2 x 2 table: odds ratio (Woolf), difference of shares (Newcombe), Fisher's exact and both chi-squared tests."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from scipy import stats
from statsmodels.stats.contingency_tables import Table2x2

from compendium.stats.difference_of_shares import difference_of_shares
from compendium.stats.p_and_interval import StatedInterval, explained
from compendium.stats.recorded import Integers, cross_table, yes_no
from compendium.stats.statement import Estimate, not_computed, state_interval, warn
from press.rows import Key, Row

if TYPE_CHECKING:
    from compendium.stats.recorded import Values

WOOLF = "odds ratio with Woolf's 95% interval"
_TESTS = {
    "p": "Fisher's exact test",
    "p_chi2": "chi-squared test (without Yates's correction)",
    "p_yates": "chi-squared test with Yates's correction",
}
_EXACT = "Fisher's test is exact and conservative, the interval an approximation"
_CORRECTED = "Yates's correction makes the test conservative, and the interval has none"
TWO_WAYS = "the two are different approximations"
_WHY = {"p": _EXACT, "p_chi2": TWO_WAYS, "p_yates": _CORRECTED}
_INTERVALS = (
    StatedInterval("ci_low", "ci_high", 1, "the odds ratio", _WHY),
    StatedInterval("difference_low", "difference_high", 0, "the difference of shares", _WHY),
)


def two_by_two(outcome: Values, exposure: Values, key: Key) -> list[Row]:
    """Relate a yes/no outcome to a yes/no exposure, both aligned; missing in either is left out.

    Statistics: or (odds of the outcome in the exposed over the odds in the unexposed), ci_low, ci_high (Woolf);
    difference (of the exposed among those with the outcome minus among those without it, percentage points),
    difference_low, difference_high (Newcombe); p (Fisher), p_chi2, p_yates, and a row `warning` where a cell is
    empty. A p that contradicts an interval says why. Raises ValueError if unaligned, or where
    either is not yes/no (boolean, or only 0 and 1): of a category it is not known which level is yes.

    >>> import pandas as pd
    >>> exposure = pd.Series([True] * 40 + [False] * 60, dtype="boolean")
    >>> outcome = pd.Series([True] * 10 + [False] * 30 + [True] * 30 + [False] * 30, dtype="boolean")
    >>> round(two_by_two(outcome, exposure, Key("predictors", "raynaud"))[0].value, 4)
    0.3333
    """
    counts = cross_table(yes_no(exposure), yes_no(outcome))
    n, note = int(counts.sum()), _warning(counts)
    exposed, of_each = counts[0], counts.sum(axis=0)
    among = ((int(exposed[0]), int(of_each[0])), (int(exposed[1]), int(of_each[1])))
    compared = [
        *state_interval(key, odds_ratio(counts), n=n, method=WOOLF, name="or"),
        *difference_of_shares(*among, key, names=("those with the outcome", "those without it")),
        *_test_rows(counts, key),
    ]
    return [
        *explained(compared, _INTERVALS),
        *warn(key, note, n=n, method="cells of the 2 x 2 table"),
    ]


def _warning(counts: Integers) -> str:
    if not counts.all():
        cells = "/".join(str(cell) for cell in counts.ravel())
        return (
            f"the 2 x 2 table has an empty cell (exposed with and without outcome, unexposed with and without: {cells})"
        )
    return ""


def odds_ratio(counts: Integers) -> Estimate:
    """Return the sample odds ratio of [[a, b], [c, d]] with Woolf's interval; none where a cell is empty.

    >>> import numpy as np
    >>> round(odds_ratio(np.array([[10, 30], [30, 30]])).low, 4)
    0.1387
    """
    if _one_sided(counts):
        return not_computed(_one_sided(counts))
    if not counts.all():
        side = "0" if counts[0, 0] * counts[1, 1] == 0 else "infinite"
        return not_computed(f"a cell is empty: the odds ratio is {side}, without an interval")
    # a copy: the library edits a float table in place; shift_zeros off: it would fill only the empty cells
    table = Table2x2(counts.astype(float).copy(), shift_zeros=False)
    low, high = table.oddsratio_confint(alpha=0.05)
    return Estimate(float(table.oddsratio), float(low), float(high))


def _one_sided(counts: Integers) -> str:
    """Return why no association can be seen, or an empty string."""
    if not counts.sum():
        return "nobody has both variables recorded"
    if not counts.sum(axis=0).all():
        return "the outcome is the same in everyone"
    return "" if counts.sum(axis=1).all() else "the exposure is the same in everyone"


def _test_rows(counts: Integers, key: Key) -> list[Row]:
    note = _one_sided(counts)
    values = dict.fromkeys(_TESTS, math.nan)
    if not note:
        values["p"] = float(stats.fisher_exact(counts).pvalue)
        values["p_chi2"] = float(stats.chi2_contingency(counts, correction=False).pvalue)
        values["p_yates"] = float(stats.chi2_contingency(counts, correction=True).pvalue)
    n = int(counts.sum())
    return [key.row(name, value, n=n, method=_TESTS[name], note=note) for name, value in values.items()]
