"""The same patients before and after: MMT8 at the extreme correlations and at its ceiling, and CK as a ratio."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy import stats

from compendium.stats.paired import before_after, ratio_before_after
from compendium.stats.recorded import Floats
from error_rates.scenario import Interval, NullTest, Scenario
from error_rates.scenarios.draws import pairs
from error_rates.sizes import Sizes
from press.rows import Key, Row

CORRECTED = "the continuity correction makes it a little cautious"
WHOLE = "changes of whole points are tied, and an interval of ordered values then covers more than it promises"
LARGE = 1_000_000  # pairs of patients from which the one truth without a formula is read
_AT = "x.change"
MEAN = (f"{_AT}.mean", f"{_AT}.ci_low", f"{_AT}.ci_high")
HL = (f"{_AT}.hl", f"{_AT}.hl_low", f"{_AT}.hl_high")
RB = (f"{_AT}.rank_biserial", f"{_AT}.rank_biserial_low", f"{_AT}.rank_biserial_high")


def scenarios(size: Sizes) -> Iterator[Scenario]:
    """Yield the scenarios of changes."""
    yield _widely(40, size)
    yield _closely(41, size)
    yield _none(42, size)
    yield _ratio(43, size)
    yield _ceiling(44, size)


def _mmt8(size: Sizes) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return means and SDs of MMT8 at baseline and at the end."""
    means, sds = ((size[f"mmt8_baseline_{of}"], size[f"mmt8_end_{of}"]) for of in ("mean", "sd"))
    return means, sds


def _stated(before: Floats, after: Floats) -> list[Row]:
    return before_after(pd.Series(before), pd.Series(after), Key("x"))


def _widely(number: int, size: Sizes) -> Scenario:
    (means, sds), correlation = _mmt8(size), size["correlation_baseline_end"]
    change = means[1] - means[0]
    sd = math.sqrt(sds[0] ** 2 + sds[1] ** 2 - 2 * correlation * sds[0] * sds[1])
    return Scenario(
        number, "change", "MMT8 at baseline and at the end, which correlate least",
        lambda rng: _stated(*pairs(rng, size.count("pairs"), means, sds, correlation)),
        (
            Interval("mean", "mean change, paired t", MEAN, change),
            Interval("hl", "pseudomedian, signed rank", HL, change),
            Interval("rank_biserial", "rank-biserial correlation of changes", RB,
                     2 * float(stats.norm.cdf(math.sqrt(2) * change / sd)) - 1),
        ),
    )  # fmt: skip


def _closely(number: int, size: Sizes) -> Scenario:
    """Both measurements are whole points, and so is the true change: the changes are then symmetrical around it."""
    (_, end), sd = _mmt8(size)[0], _mmt8(size)[1][1]
    change = size["late_change"]

    def states(rng: np.random.Generator) -> list[Row]:
        drawn = pairs(rng, size.count("pairs"), (end, end), (sd, sd), size["correlation_month_12_end"])
        return _stated(np.round(drawn[0]), np.round(drawn[1]) + change)

    measures = (
        Interval("mean", "mean change, paired t", MEAN, change),
        Interval("hl", "pseudomedian, signed rank", HL, change, too_high=WHOLE),
    )
    words = "MMT8 in whole points at the two visits that correlate most"
    return Scenario(number, "late_change", words, states, measures)


def _none(number: int, size: Sizes) -> Scenario:
    (mean, _), sds = _mmt8(size)

    def states(rng: np.random.Generator) -> list[Row]:
        drawn = pairs(rng, size.count("pairs"), (mean, mean), sds, size["correlation_baseline_end"])
        return _stated(*(np.round(each) for each in drawn))

    tests = (
        NullTest("p", "Wilcoxon signed-rank test", f"{_AT}.p", too_low=CORRECTED),
        NullTest("p_t", "paired t-test", f"{_AT}.p_t"),
    )
    zero = Interval("rank_biserial", "rank-biserial correlation of changes", RB, 0.0)
    return Scenario(
        number, "change_null", "MMT8 in whole points that does not change on average", states, (*tests, zero)
    )


def _ratio(number: int, size: Sizes) -> Scenario:
    ratio, n = size["ck_ratio"], size.count("ck_pairs")

    def states(rng: np.random.Generator) -> list[Row]:
        before = size["ck_baseline_sd_log"] * rng.standard_normal(n)
        after = before + math.log(ratio) + size["ck_change_sd_log"] * rng.standard_normal(n)
        return ratio_before_after(pd.Series(np.exp(before)), pd.Series(np.exp(after)), Key("x"))

    limits = (f"{_AT}.ratio", f"{_AT}.ci_low", f"{_AT}.ci_high")
    mean = Interval("ratio", "ratio of geometric means, paired t on logarithms", limits, ratio, ratio=True)
    typical = Interval("hl", "pseudomedian of the ratios, signed rank", HL, ratio, ratio=True)
    return Scenario(number, "ratio", "CK at baseline and at the end", states, (mean, typical))


def _ceiling(number: int, size: Sizes) -> Scenario:
    (means, sds), top = _mmt8(size), size["mmt8_ceiling"]

    def draw(rng: np.random.Generator, n: int) -> list[Floats]:
        drawn = pairs(rng, n, means, sds, size["correlation_baseline_end"])
        return [np.minimum(np.round(each), top) for each in drawn]

    before, after = draw(np.random.default_rng(number), LARGE)
    changes = (after - before).reshape(2, -1)
    before_mean, after_mean = (_mean_below(mean, sd, top) for mean, sd in zip(means, sds, strict=True))
    measures = (
        Interval("mean", "mean change, paired t", MEAN, after_mean - before_mean),
        Interval("hl", "pseudomedian, signed rank", HL, float(np.median(changes.mean(axis=0))), too_high=WHOLE),
    )
    words = "MMT8 in whole points, which many cannot better at the end since they are at the top of the scale"
    return Scenario(number, "ceiling", words, lambda rng: _stated(*draw(rng, size.count("pairs"))), measures)


def _mean_below(mean: float, sd: float, top: float) -> float:
    """Return the mean of a normal number in whole points, cut at the top.

    >>> round(_mean_below(100.0, 1.0, 150.0), 6)
    100.0
    """
    points = np.arange(math.floor(mean - 12 * sd), int(top))
    shares = np.diff(stats.norm.cdf(np.append(points - 0.5, top - 0.5), mean, sd))
    return float(points @ shares + top * stats.norm.sf(top - 0.5, mean, sd))
