"""Two shares compared: their difference in percentage points, with Newcombe's interval."""

from __future__ import annotations

from statsmodels.stats.proportion import confint_proportions_2indep

from compendium.stats.contract import share
from compendium.stats.statement import Estimate, not_computed, state_interval
from press.rows import Key, Row

NEWCOMBE = "difference of shares in percentage points, {0} minus {1}, with Newcombe's 95% interval"
Share = tuple[int, int]  # how many, of how many


def difference_of_shares(first: Share, second: Share, key: Key, *, names: tuple[str, str]) -> list[Row]:
    """State difference, difference_low and difference_high: the first share minus the second, in percentage points.

    Newcombe's (1998) interval is put together from the two Wilson intervals; it exists where one share is 0 or 1, too,
    and never goes past 100 points. Raises ValueError unless 0 <= count <= total, in whole numbers.

    >>> rows = difference_of_shares((56, 70), (48, 80), Key("x"), names=("one", "other"))  # Newcombe 1998, case (a)
    >>> [round(row.value / 100, 4) for row in rows]
    [0.2, 0.0524, 0.3339]
    """
    found = newcombe(first, second).times(100)
    n, method = first[1] + second[1], NEWCOMBE.format(*names)
    limits = ("difference_low", "difference_high")
    return state_interval(key, found, n=n, method=method, name="difference", low=limits[0], high=limits[1])


def newcombe(first: Share, second: Share) -> Estimate:
    """Return the first share minus the second with Newcombe's interval (his method 10, without continuity correction).

    >>> newcombe((0, 10), (0, 10)).value, newcombe((1, 2), (0, 0)).note
    (0.0, 'nobody to count in one of the groups')
    """
    (count, total), (other, of_others) = share(*first), share(*second)
    if 0 in (total, of_others):
        return not_computed("nobody to count in one of the groups")
    low, high = confint_proportions_2indep(count, total, other, of_others, method="newcomb", compare="diff", alpha=0.05)
    return Estimate(count / total - other / of_others, float(low), float(high))
