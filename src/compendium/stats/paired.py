"""The same patients before and after: change as measured and as a ratio, tests for pairs, and effect sizes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from compendium.stats import hodges_lehmann, rank_biserial
from compendium.stats.changes import mean_change, no_spread, rounded_changes, wilcoxon_and_t
from compendium.stats.describe import summary_rows
from compendium.stats.p_and_interval import APPROXIMATIONS, StatedInterval, explained
from compendium.stats.recorded import Floats, pairs
from compendium.stats.statement import Estimate, state_interval
from press.rows import Key, Row

if TYPE_CHECKING:
    from compendium.stats.recorded import Values

_MEAN = "mean change (after minus before) with the 95% interval of the paired t-test"
_HL = (
    "Hodges-Lehmann pseudomedian of the changes (zero differences kept) with the 95% interval of the signed-rank "
    "test (normal approximation, continuity-corrected)"
)
_RB = (
    "matched-pairs rank-biserial correlation, positive for an increase, 95% interval by Fisher's transformation with "
    "the jackknife's standard error"
)
_LOG = ", on the log scale"
_HL_RATIO = (
    "Hodges-Lehmann pseudomedian of the ratios (after to before) with the 95% interval of the signed-rank test on the "
    "log scale (normal approximation, continuity-corrected)"
)
_RATIO = "ratio of geometric means (after to before) with the 95% interval of the paired t-test on the log scale"

_RANKS = "the test ranks the changes, and a few large ones move their mean"
_MEANS = "the test is that of the mean, and a few large changes move it"
_ZEROS = "the test leaves out changes of zero, and the estimate keeps them"
_JACKKNIFE = f"{APPROXIMATIONS}, and the test alone takes the changes for symmetrical"


def _intervals(none: float, changes: Floats) -> list[StatedInterval]:
    """Return the intervals of changes, and why a test of changes that is not theirs may part from them."""
    ranks = APPROXIMATIONS if changes.all() else _ZEROS
    rank_biserial = ("rank_biserial_low", "rank_biserial_high", 0, "the rank-biserial correlation")
    return [
        StatedInterval("ci_low", "ci_high", none, "the mean", {"p": _RANKS}),
        StatedInterval("hl_low", "hl_high", none, "the pseudomedian", {"p": ranks, "p_t": _MEANS}),
        StatedInterval(*rank_biserial, {"p": _JACKKNIFE, "p_t": _MEANS}),
    ]


def described_pairs(before: Values, after: Values, key: Key) -> list[Row]:
    """Describe two aligned measurements in the patients who have both, without comparing them.

    At group baseline and end: mean, sd, median, q1, q3; at group change n_pairs. Raises ValueError if unaligned.

    >>> import pandas as pd
    >>> rows = described_pairs(pd.Series([1.0, 2.0, None]), pd.Series([2.0, 4.0, 6.0]), Key("efficacy", "ck"))
    >>> {row.id: row.value for row in rows}["efficacy.ck.end.mean"]
    3.0
    """
    first, second = pairs(before, after)
    return [*_visits(first, second, key), _n_pairs(len(before), int(first.size), key)]


def _visits(first: Floats, second: Floats, key: Key) -> list[Row]:
    return [*summary_rows(first, key.at(group="baseline")), *summary_rows(second, key.at(group="end"))]


def _n_pairs(patients: int, n: int, key: Key) -> Row:
    method, note = "pairs with both values recorded", _left_out(patients - n)
    return key.at(group="change").row("n_pairs", n, n=n, method=method, note=note)


def before_after(before: Values, after: Values, key: Key) -> list[Row]:
    """Compare two aligned measurements in the patients who have both.

    At group baseline and end: mean, sd, median, q1, q3. At group change (after minus before): n_pairs, n_zero, mean,
    ci_low, ci_high, sd, hl, hl_low, hl_high, p (Wilcoxon), p_t (paired t), d_z, rank_biserial, rank_biserial_low,
    rank_biserial_high. Values keep their unit. Raises ValueError if unaligned.

    >>> import pandas as pd
    >>> rows = before_after(pd.Series([1.0, 2.0, 3.0]), pd.Series([2.0, 4.0, 6.0]), Key("efficacy", "mmt8"))
    >>> {row.id: row.value for row in rows}["efficacy.mmt8.change.mean"]
    2.0
    """
    first, second = pairs(before, after)
    changes = rounded_changes(first, second)
    change = key.at(group="change")
    n, n_zero = int(changes.size), int(np.sum(changes == 0))
    low, high = "rank_biserial_low", "rank_biserial_high"
    effect = rank_biserial.of_changes(changes)
    compared = [
        change.row("n_zero", n_zero, n=n, method="pairs without any change"),
        *_mean_rows(changes, change),
        *_hl_rows(hodges_lehmann.pseudomedian(changes), change, n, _HL),
        *state_interval(change, effect, n=n, method=_RB, name="rank_biserial", low=low, high=high),
        *wilcoxon_and_t(changes, change),
    ]
    return [*_visits(first, second, key), _n_pairs(len(before), n, key), *explained(compared, _intervals(0, changes))]


def ratio_before_after(before: Values, after: Values, key: Key) -> list[Row]:
    """Compare two aligned positive measurements on the log scale (enzymes: a fall is a fall by a factor).

    At group baseline and end: geomean, geosd. At group change: n_pairs, ratio (after to before), ci_low, ci_high,
    p_t (paired t-test of the logarithms), d_z, hl, hl_low, hl_high (the pseudomedian, as a ratio), p (Wilcoxon on the
    log ratios). Pairs with a value of 0 or less are left out and counted in the note of n_pairs. Raises ValueError if
    unaligned.

    >>> import pandas as pd
    >>> rows = ratio_before_after(pd.Series([8.0, 2.0, 0.0]), pd.Series([2.0, 1.0, 1.0]), Key("efficacy", "ck"))
    >>> {row.id: round(row.value, 4) for row in rows}["efficacy.ck.change.ratio"]
    0.3536
    """
    both = pairs(before, after)
    positive = (both[0] > 0) & (both[1] > 0)
    first, second = np.log(both[0][positive]), np.log(both[1][positive])
    changes = rounded_changes(first, second)
    change, n, not_positive = key.at(group="change"), int(changes.size), int(np.sum(~positive))
    note = _left_out(len(before) - n - not_positive)
    if not_positive:
        note = "; ".join(filter(None, [note, f"{not_positive} pairs with a value of 0 or less left out"]))
    compared = [
        *state_interval(change, mean_change(changes).exponential(), n=n, method=_RATIO, name="ratio"),
        *_hl_rows(hodges_lehmann.pseudomedian(changes).exponential(), change, n, _HL_RATIO),
        *wilcoxon_and_t(changes, change, _LOG),
    ]
    return [
        *_geometric_rows(first, key.at(group="baseline")),
        *_geometric_rows(second, key.at(group="end")),
        change.row("n_pairs", n, n=n, method="pairs with both values recorded and above 0", note=note),
        *explained(compared, _intervals(1, changes)),
    ]


def _hl_rows(found: Estimate, key: Key, n: int, method: str) -> list[Row]:
    return state_interval(key, found, n=n, method=method, name="hl", low="hl_low", high="hl_high")


def _left_out(missing: int) -> str:
    return f"{missing} without both values" if missing else ""


def _mean_rows(changes: Floats, key: Key) -> list[Row]:
    n, note = int(changes.size), "" if changes.size > 1 else no_spread(changes)
    sd = float(np.std(changes, ddof=1)) if n > 1 else math.nan
    return [
        *state_interval(key, mean_change(changes), n=n, method=_MEAN, name="mean"),
        key.row("sd", sd, n=n, method="standard deviation of the changes (n - 1)", note=note),
    ]


def _geometric_rows(logs: Floats, key: Key) -> list[Row]:
    n = int(logs.size)
    mean = Estimate(float(logs.mean()) if n else math.nan).exponential().value
    sd = Estimate(float(np.std(logs, ddof=1)) if n > 1 else math.nan).exponential().value
    too_few = "" if n > 1 else no_spread(logs)
    return [
        key.row("geomean", mean, n=n, method="geometric mean", note="" if n else too_few),
        key.row("geosd", sd, n=n, method="geometric standard deviation", note=too_few),
    ]
