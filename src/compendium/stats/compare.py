"""Groups compared: rank tests for numbers, exact or chi-squared tests for levels, and how different the groups are."""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats

from compendium.stats import hodges_lehmann, rank_biserial, standardised_difference
from compendium.stats.contract import require_resampling
from compendium.stats.fisher import ExactTest, fisher
from compendium.stats.p_and_interval import APPROXIMATIONS, StatedInterval, explained
from compendium.stats.recorded import (
    Floats,
    Integers,
    by_group,
    cross_table,
    groups_with_members,
    is_yes_no,
    without_empty,
)
from compendium.stats.statement import Estimate, not_computed, rough_below_ten, state_interval
from press.rows import Key, Row

if TYPE_CHECKING:
    from compendium.stats.recorded import Values

MANN_WHITNEY = "Mann-Whitney U test (normal approximation, continuity-corrected)"
KRUSKAL_WALLIS = "Kruskal-Wallis test"
CHI_SQUARED = "chi-squared test (without Yates's correction)"
_HL = "Hodges-Lehmann shift, {0} minus {1}, with the 95% interval of the rank test (normal approximation)"
_RB = (
    "rank-biserial correlation, positive where {0} is larger, 95% interval by Fisher's transformation with DeLong's "
    "standard error"
)
_SPREADS = f"{APPROXIMATIONS}, and the test alone takes the groups for alike in spread"
_INTERVALS = (
    StatedInterval("hl_low", "hl_high", 0, "the shift", {"p": APPROXIMATIONS}),
    StatedInterval("rank_biserial_low", "rank_biserial_high", 0, "the rank-biserial correlation", {"p": _SPREADS}),
)
_SMD = "standardised mean difference (Yang and Dalton), without sign"
_SMD_CI = f"{_SMD}, with its 95% interval by the normal approximation, cut off at 0"
_SMD_OF_LEVELS = (
    f"{_SMD}, with the 95% interval of a distance over several shares (on either side the wider limit of two: after "
    "Reiser, and by the delta method)"
)
_EXPECTED = 5  # the least expected count under which chi-squared is left for Fisher's test (Cochran's rule)


def compare_numbers(values: Values, groups: Values, key: Key) -> list[Row]:
    """Compare a number between groups (categorical, aligned with `values`); missing in either is left out.

    Two groups: p (Mann-Whitney), hl, hl_low, hl_high (first minus second category, in the variable's unit),
    rank_biserial, rank_biserial_low, rank_biserial_high. More groups: p (Kruskal-Wallis).
    Raises ValueError if unaligned.

    >>> groups = pd.Series(["a", "a", "a", "b", "b", "b"], dtype="category")
    >>> rows = compare_numbers(pd.Series([5.0, 6.0, 9.0, 1.0, 2.0, 7.0]), groups, Key("predictors", "ck"))
    >>> [(row.statistic, round(row.value, 3)) for row in rows][:2]
    [('p', 0.383), ('hl', 4.0)]
    """
    samples = by_group(values, groups)
    tested = _tested(list(samples.values()), key)
    if len(samples) != 2:
        return [tested]
    n, (first, second) = tested.n or 0, samples.values()
    shift, effect = hodges_lehmann.shift(first, second), _rank_biserial(first, second)
    low, high = "rank_biserial_low", "rank_biserial_high"
    compared = [
        tested,
        *state_interval(key, shift, n=n, method=_HL.format(*samples), name="hl", low="hl_low", high="hl_high"),
        *state_interval(key, effect, n=n, method=_RB.format(*samples), name="rank_biserial", low=low, high=high),
    ]
    return explained(compared, _INTERVALS)


def rank_test(values: Values, groups: Values, key: Key) -> list[Row]:
    """State only p of `compare_numbers`: how far apart the groups are takes most of its time and is not always asked.

    >>> groups = pd.Series(["a", "a", "a", "b", "b", "b"], dtype="category")
    >>> [round(row.value, 3) for row in rank_test(pd.Series([5.0, 6.0, 9.0, 1.0, 2.0, 7.0]), groups, Key("cohort"))]
    [0.383]
    """
    return [_tested(list(by_group(values, groups).values()), key)]


def _tested(samples: list[Floats], key: Key) -> Row:
    p, note = _mann_whitney(*samples) if len(samples) == 2 else _kruskal(samples)
    n, method = sum(sample.size for sample in samples), MANN_WHITNEY if len(samples) == 2 else KRUSKAL_WALLIS
    return key.row("p", p, n=n, method=method, note=note)


def _rank_biserial(first: Floats, second: Floats) -> Estimate:
    """Return the rank-biserial correlation, or the reason why the groups could not be tested."""
    note = _untestable([first, second])
    return not_computed(note) if note else rank_biserial.of_groups(first, second)


def _untestable(samples: list[Floats]) -> str:
    """Return why ranks cannot be compared, or an empty string."""
    if sum(sample.size > 0 for sample in samples) < 2:
        return "fewer than two groups with recorded values"
    together = np.concatenate(samples)
    return "all values are equal" if np.all(together == together[0]) else ""


def _mann_whitney(first: Floats, second: Floats) -> tuple[float, str]:
    if note := _untestable([first, second]):
        return math.nan, note
    # method given: scipy's "auto" turns exact when a group has eight or fewer and no ties
    test = stats.mannwhitneyu(first, second, alternative="two-sided", method="asymptotic", use_continuity=True)
    return float(test.pvalue), rough_below_ten(min(first.size, second.size), "patients in a group")


def _kruskal(samples: list[Floats]) -> tuple[float, str]:
    if note := _untestable(samples):
        return math.nan, note
    filled = [sample for sample in samples if sample.size]
    note = "" if len(filled) == len(samples) else f"{len(samples) - len(filled)} group(s) without values left out"
    return float(stats.kruskal(*filled).pvalue), note


def compare_levels(values: Values, groups: Values, key: Key, *, seed: int, replicates: int) -> list[Row]:
    """Compare a yes/no or categorical variable between groups: one row, p; missing in either is left out.

    2 x 2: Fisher. Larger: chi-squared without Yates's correction if every expected count is at least 5, else Fisher by
    enumeration (k x 2) or by Monte Carlo with `seed` and `replicates`, its standard error in the method. Levels and
    groups in which nobody was observed are left out. Raises ValueError if unaligned.

    >>> yes_no = pd.Series([True, True, True, False, False, False], dtype="boolean")
    >>> groups = pd.Series(["a", "a", "a", "b", "b", "b"], dtype="category")
    >>> [round(row.value, 3) for row in compare_levels(yes_no, groups, Key("x", "ild"), seed=1, replicates=99)]
    [0.1]
    """
    require_resampling(seed, replicates)
    counts = without_empty(cross_table(values, groups_with_members(groups)))
    test = _test_levels(counts, seed, replicates)
    return [key.row("p", test.p, n=int(counts.sum()), method=test.method, note=test.note)]


def _test_levels(counts: Integers, seed: int, replicates: int) -> ExactTest:
    if min(counts.shape) < 2:
        return ExactTest(math.nan, "Fisher's exact test", "only one level or only one group was observed")
    if counts.shape == (2, 2) or stats.contingency.expected_freq(counts).min() < _EXPECTED:
        return fisher(counts, seed=seed, replicates=replicates)
    # correction given: scipy's default is Yates (for 2 x 2, which never comes here)
    return ExactTest(float(stats.chi2_contingency(counts, correction=False).pvalue), CHI_SQUARED)


def smd(values: Values, groups: Values, key: Key) -> list[Row]:
    """State smd, the standardised mean difference between the groups, without sign, with smd_low and smd_high.

    Over two groups it is that of the farthest pair, which has no interval: it was chosen for being the largest.
    `values`: numbers, yes/no or categorical, aligned with `groups`; missing in either is left out.

    >>> groups = pd.Series(["a", "a", "a", "b", "b", "b"], dtype="category")
    >>> [round(row.value, 3) for row in smd(pd.Series([1.0, 2.0, 3.0, 2.0, 3.0, 4.0]), groups, Key("cohort", "age"))]
    [1.0, 0.0, 2.697]
    """
    method = _SMD_CI
    if isinstance(values.dtype, pd.CategoricalDtype) or is_yes_no(values):
        counts = cross_table(values, groups_with_members(groups))
        found = [standardised_difference.of_levels(*pair) for pair in combinations(counts.T, 2)]
        n = int(counts.sum())
        method = _SMD_OF_LEVELS if np.count_nonzero(counts.sum(axis=1)) > 2 else _SMD_CI
    else:
        samples = list(by_group(values, groups).values())
        found = [standardised_difference.of_numbers(*pair) for pair in combinations(samples, 2)]
        n = sum(sample.size for sample in samples)
    largest = _largest(found)
    if len(found) != 1:
        method = f"{_SMD}, largest of the {len(found)} pairs of groups"
        return [key.row("smd", largest.value, n=n, method=method, note=largest.note)]
    return state_interval(key, largest, n=n, method=method, name="smd", low="smd_low", high="smd_high")


def _largest(found: list[Estimate]) -> Estimate:
    """Return the largest; one pair that could not be computed leaves no largest."""
    failed = [estimate for estimate in found if math.isnan(estimate.value)]
    if failed or not found:
        return failed[0] if failed else not_computed("fewer than two groups")
    return max(found, key=lambda estimate: estimate.value)
