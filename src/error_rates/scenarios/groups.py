"""A number compared between groups as large as responders and non-responders, and between the centres."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy import stats

from compendium.stats.compare import compare_numbers, smd
from compendium.stats.recorded import Floats
from error_rates.scenario import Interval, Measure, NullTest, Scenario
from error_rates.scenarios.draws import groups_of, response_groups
from error_rates.sizes import Sizes
from press.rows import Key, Row

UNSIGNED = "a difference without sign cannot be below zero, so half of the error of the interval is never made"


def scenarios(size: Sizes) -> Iterator[Scenario]:
    """Yield the scenarios of groups."""
    yield _groups(30, size)
    yield _no_groups(31, size)
    yield _centres(32, size)


def _compared(values: Floats, groups: pd.Series) -> list[Row]:
    key, numbers = Key("x"), pd.Series(values)
    return [*compare_numbers(numbers, groups, key), *smd(numbers, groups, key)]


def _intervals(shift: float, correlation: float) -> tuple[Interval, ...]:
    return (
        Interval("hl", "shift, Hodges-Lehmann", ("x.hl", "x.hl_low", "x.hl_high"), shift),
        Interval("rank_biserial", "rank-biserial correlation of groups",
                 ("x.rank_biserial", "x.rank_biserial_low", "x.rank_biserial_high"), correlation),
    )  # fmt: skip


def _groups(number: int, size: Sizes) -> Scenario:
    counts = response_groups(size)
    groups, shift = groups_of(*counts), size["group_difference"]
    first = np.repeat([1.0, 0.0], counts)
    return Scenario(
        number, "groups", "a normal number that differs between responders and non-responders",
        lambda rng: _compared(rng.standard_normal(first.size) + shift * first, groups),
        (*_intervals(shift, 2 * float(stats.norm.cdf(shift / math.sqrt(2))) - 1), _smd(shift)),
    )  # fmt: skip


def _smd(truth: float) -> Interval:
    limits = ("x.smd", "x.smd_low", "x.smd_high")
    return Interval("smd", "standardised mean difference of a number", limits, truth, too_high=UNSIGNED)


def _no_groups(number: int, size: Sizes) -> Scenario:
    groups, sd = groups_of(*response_groups(size)), size["ck_baseline_sd_log"]
    tests: tuple[Measure, ...] = (NullTest("p", "Mann-Whitney test", "x.p"), *_intervals(0.0, 0.0), _smd(0.0))
    words = "a number as skewed as CK that does not differ between responders and non-responders"
    return Scenario(
        number,
        "groups_null",
        words,
        lambda rng: _compared(np.exp(sd * rng.standard_normal(len(groups))), groups),
        tests,
    )


def _centres(number: int, size: Sizes) -> Scenario:
    first, second = size.count("centre_1"), size.count("centre_2")
    centres = groups_of(first, second, size.count("patients") - first - second)
    return Scenario(
        number, "number_by_centre_null", "a number that does not differ between the centres",
        lambda rng: compare_numbers(pd.Series(rng.standard_normal(len(centres))), centres, Key("x")),
        (NullTest("p", "Kruskal-Wallis test", "x.p"),),
    )  # fmt: skip
