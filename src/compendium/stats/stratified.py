"""An association within strata, such as centres: the Mantel-Haenszel pooled odds ratio, and is it the same in all?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats
from statsmodels.stats.contingency_tables import StratifiedTable

from compendium.stats.association import TWO_WAYS, WOOLF, odds_ratio
from compendium.stats.contract import require_names
from compendium.stats.p_and_interval import StatedInterval, explained
from compendium.stats.recorded import Floats, Integers, level_codes, require_aligned, require_categorical, yes_no
from compendium.stats.statement import Estimate, not_computed, state, state_interval
from press.rows import Key, Row, slug

if TYPE_CHECKING:
    from compendium.stats.recorded import Values

MANTEL_HAENSZEL = "Mantel-Haenszel pooled odds ratio, 95% interval of Robins, Breslow and Greenland"
CMH = "Cochran-Mantel-Haenszel test (without continuity correction)"
TARONE = "Breslow-Day test of equal odds ratios, with Tarone's correction"
_POOLED = StatedInterval("ci_low", "ci_high", 1, "the odds ratio", {"p": TWO_WAYS})
COUNTS = ("count_exposed", "total_exposed", "count_unexposed", "total_unexposed")
_LEAST = 5  # expected patients, below which the chi-squared approximation is called rough
_NOTHING = "in no stratum do both outcome and exposure vary"
_ONE = "one stratum: there is no other to compare it with"


def stratified(outcome: Values, exposure: Values, strata: Values, key: Key) -> list[Row]:
    """Relate a yes/no outcome to a yes/no exposure within strata (categorical), aligned; missing in any is left out.

    At `key`: or (odds of the outcome in the exposed over the unexposed, the strata pooled), ci_low, ci_high, p
    (Cochran-Mantel-Haenszel), p_homogeneity (Breslow-Day with Tarone's correction) and strata (those in which both
    vary; only they inform, and the note names the others). At level = the stratum: count_exposed of total_exposed and
    count_unexposed of total_unexposed had the outcome, and or, ci_low, ci_high (Woolf). Categories without a member are
    passed over. Raises ValueError if unaligned, not yes/no, not categorical, or where two strata have one name.

    Source: Mantel and Haenszel 1959; Robins, Breslow and Greenland 1986; Tarone 1985.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"outcome": [1, 0, 1, 0] * 2, "exposure": [1, 1, 0, 0] * 2, "centre": list("aaaabbbb")})
    >>> rows = stratified(table["outcome"], table["exposure"], table["centre"].astype("category"), Key("predictors"))
    >>> [(row.id, row.value) for row in rows if row.statistic in ("or", "strata") and not row.level]
    [('predictors.or', 1.0), ('predictors.strata', 2.0)]
    """
    names, counts = stratum_tables(outcome, exposure, strata)
    n = int(counts.sum())
    varies = np.array([_both_vary(table) for table in counts], dtype=bool)
    informing = counts[varies]
    left_out = ", ".join(name for name, counted in zip(names, varies, strict=True) if not counted)
    why = f"nothing to compare in {left_out}" if left_out else ""
    pooled = [
        *state_interval(key, mantel_haenszel(informing), n=n, method=MANTEL_HAENSZEL, name="or"),
        _test(key, "p", _conditional(informing), n, CMH),
    ]
    rows = [
        *explained(pooled, [_POOLED]),
        _test(key, "p_homogeneity", _homogeneity(informing), n, TARONE),
        key.row("strata", len(informing), n=n, method="strata in which both outcome and exposure vary", note=why),
    ]
    for name, table in zip(names, counts, strict=True):
        rows += _of_stratum(table, key.at(level=slug(name)))
    return rows


def stratum_tables(outcome: Values, exposure: Values, strata: Values) -> tuple[list[str], Integers]:
    """Return the strata that have members, and their counts, shape (strata, exposed yes/no, outcome yes/no)."""
    require_aligned(outcome, exposure)
    require_aligned(outcome, strata)
    require_categorical(strata, "strata")
    used = strata.cat.remove_unused_categories()
    names = [str(name) for name in used.cat.categories]
    require_names(names, "stratum")
    layers, exposed, happened = (level_codes(each)[0] for each in (used, yes_no(exposure), yes_no(outcome)))
    counts = np.zeros((len(names), 2, 2), dtype=np.int64)
    known = (layers >= 0) & (exposed >= 0) & (happened >= 0)
    np.add.at(counts, (layers[known], exposed[known], happened[known]), 1)
    return names, counts


def mantel_haenszel(counts: Integers) -> Estimate:
    """Return the pooled odds ratio of tables, shape (strata, 2, 2), in each of which no row or column is empty.

    >>> round(mantel_haenszel(np.array([[[10, 30], [30, 30]]])).value, 4)
    0.3333
    """
    if not len(counts):
        return not_computed(_NOTHING)
    for side, diagonal in (("0", counts[:, 0, 0] * counts[:, 1, 1]), ("infinite", counts[:, 0, 1] * counts[:, 1, 0])):
        if not diagonal.any():
            return not_computed(f"a cell is empty in every stratum: the odds ratio is {side}, without an interval")
    table = _library(counts)
    low, high = table.oddsratio_pooled_confint()
    return Estimate(float(table.oddsratio_pooled), float(low), float(high))


def _both_vary(table: Integers) -> bool:
    return bool(table.sum(axis=0).all() and table.sum(axis=1).all())


def _library(counts: Integers) -> StratifiedTable:
    return StratifiedTable(np.moveaxis(counts, 0, 2).astype(float))


def _test(key: Key, name: str, found: tuple[float, str], n: int, method: str) -> Row:
    return key.row(name, found[0], n=n, method=method, note=found[1])


def _conditional(counts: Integers) -> tuple[float, str]:
    """The p of no association in any stratum; rough where fewer than five patients could move (Mantel and Fleiss)."""
    if not len(counts):
        return math.nan, _NOTHING
    # its own p is 1 - cdf, which is 0 from 1e-16 on
    p = float(stats.chi2.sf(_library(counts).test_null_odds(correction=False).statistic, 1))
    exposed, happened, n = counts[:, 0].sum(axis=1), counts[:, :, 0].sum(axis=1), counts.sum(axis=(1, 2))
    expected = (exposed * happened / n).sum()
    least, most = np.maximum(0, exposed + happened - n).sum(), np.minimum(exposed, happened).sum()
    few = min(expected - least, most - expected) < _LEAST
    return p, "few patients in all strata together: the chi-squared approximation is rough" if few else ""


def _homogeneity(counts: Integers) -> tuple[float, str]:
    """The p of one odds ratio in all strata; rough where fewer than five patients are expected in a cell of any."""
    if len(counts) < 2:
        return math.nan, _ONE if len(counts) else _NOTHING
    pooled = mantel_haenszel(counts)
    if pooled.note:
        return math.nan, pooled.note
    fitted = _fitted(counts, pooled.value)
    variance = 1 / (1 / fitted).sum(axis=(1, 2))
    excess = counts[:, 0, 0] - fitted[:, 0, 0]
    statistic = (excess**2 / variance).sum() - excess.sum() ** 2 / variance.sum()
    rough = "fewer than five patients expected in a cell of a stratum: the chi-squared approximation is rough"
    return float(stats.chi2.sf(statistic, len(counts) - 1)), rough if fitted.min() < _LEAST else ""


def _fitted(counts: Integers, ratio: float) -> Floats:
    """Return the tables with the margins of `counts` and this odds ratio, by the quadratic equation of each.

    Not the library's: it divides by 1 - ratio, and so has no answer, or one of rounding, near an odds ratio of one.
    """
    exposed, happened, n = counts[:, 0].sum(axis=1), counts[:, :, 0].sum(axis=1), counts.sum(axis=(1, 2))
    a, b, c = 1 - ratio, ratio * (exposed + happened) + n - exposed - happened, -ratio * exposed * happened
    root = np.sqrt(b**2 - 4 * a * c)
    # of the two ways to write the root, that without cancellation; where b is not above 0, a is at least one half
    first = np.where(b > 0, -2 * c, root - b) / np.where(b > 0, b + root, 2 * a)
    table = [[first, exposed - first], [happened - first, n - exposed - happened + first]]
    return np.moveaxis(np.array(table, dtype=np.float64), 2, 0)


def _of_stratum(table: Integers, key: Key) -> list[Row]:
    """State how many of the exposed and the unexposed of a stratum had the outcome, and its own odds ratio."""
    n = int(table.sum())
    sizes = [int(each) for row in table for each in (row[0], row.sum())]
    counted = dict(zip(COUNTS, sizes, strict=True))
    return [
        *state(key, counted, n=n, method="count of patients of the stratum"),
        *state_interval(key, odds_ratio(table), n=n, method=WOOLF, name="or"),
    ]
