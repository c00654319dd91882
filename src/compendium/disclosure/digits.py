"""To how many digits a number of patients may leave: three at most, fewer where they would tell how many there are."""

from __future__ import annotations

import math

from compendium.disclosure import classes
from compendium.disclosure.classes import root
from compendium.disclosure.policy import Policy
from compendium.registry.codebook import Codebook
from press.rows.rounded import Rounded, significant
from press.rows.row import Row

_AS_THEY_ARE = (*classes.COUNTS, classes.OBSERVATIONS, classes.SETTING, classes.TEXT, classes.YEAR)
_P = ("p", "p_fdr", "p_holm", "p_chi2", "p_yates", "p_t", "p_homogeneity", "p_clustered", "p_highest")
_LEAST_P, _RANKS = 0.001, 2
_TWO_DECIMALS = 0.1  # from here on a p-value is printed with two
_ACROSS = 0.05  # no p-value is carried across it


def rounded(row: Row, kind: str, policy: Policy, codebook: Codebook) -> float:
    """Return the value of a row to the digits with which it leaves.

    A p-value has the decimals with which it is printed, and one digit below 0.001: with more, it would tell how many
    patients a rank test was made of. For the same reason a rank-biserial correlation has two decimals. Medians and
    quartiles have no decimal more than their variable is recorded with.
    """
    if kind in _AS_THEY_ARE or math.isnan(row.value) or math.isinf(row.value):
        return row.value
    value = significant(row.value, policy.digits)
    if row.statistic in _P:
        return _p(row.value)
    if row.statistic.startswith("rank_biserial"):
        return Rounded(round(row.value, _RANKS), _RANKS)
    if row.statistic in ("median", "q1", "q3"):
        known = min([value.decimals, *_recorded_decimals(row.variable, codebook)])
        return Rounded(round(value, known), known)
    return value


def _p(value: float) -> Rounded:
    """Return a p-value as it is printed.

    >>> _p(0.022513), _p(3.4567e-11), _p(0.04963), _p(0.70912)
    (Rounded(0.023, 3), Rounded(3e-11, 11), Rounded(0.0496, 4), Rounded(0.71, 2))
    """
    if value < _LEAST_P:
        return significant(value, 1)
    decimals = 3 if value < _TWO_DECIMALS else 2
    while (round(value, decimals) < _ACROSS) != (value < _ACROSS):
        decimals += 1
    return Rounded(round(value, decimals), decimals)


def _recorded_decimals(variable: str, codebook: Codebook) -> list[int]:
    """Return the decimals in which a variable is recorded, or that which it is made from; none where neither is."""
    decimals = {each.name: each.decimals for each in codebook.variables}
    return [decimals[name] for name in (variable, root(variable)) if name in decimals][:1]
