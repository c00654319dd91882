"""Rates with patients as clusters: by hand, beside the Poisson interval, and the laws of a rate and of a ratio."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from compendium.stats.clustered_rates import PatientsAndExposure, clustered_rate, clustered_rate_ratio
from compendium.stats.rates import rate
from press.rows import Key, Ledger, Row

KEY = Key("x")
LAW = settings(max_examples=80, deadline=None, derandomize=True)
NAMES = ("responders", "non-responders")
TOO_FEW = "fewer than five patients with an event"


def patients(events: list[int], infusions: list[float] | float) -> PatientsAndExposure:
    exposure = infusions if isinstance(infusions, list) else [infusions] * len(events)
    return pd.Series(events), pd.Series(exposure, dtype=float)


def limits(group: PatientsAndExposure) -> tuple[Row, Row]:
    low, high = clustered_rate(*group, KEY, per=100, unit="infusions")
    return low, high


def ratio(one: PatientsAndExposure, other: PatientsAndExposure) -> dict[str, Row]:
    return {row.statistic: row for row in clustered_rate_ratio(one, other, KEY, names=NAMES)}


def test_the_interval_by_hand() -> None:
    """Eight patients, ten infusions each, 4, 2, 1, 1, 1, 0, 0, 0 events: 9 in 80.

    Without each in turn the log rate is that of 5, 7, 8, 8, 8, 9, 9, 9 in 70; the jackknife's SE is the root of 7/8 of
    their squares about the mean, and five patients had an event, so t has 4 degrees of freedom.
    """
    without = np.log(np.array([5, 7, 8, 8, 8, 9, 9, 9]) / 70)
    se = math.sqrt(7 / 8 * ((without - without.mean()) ** 2).sum())
    assert se > 1 / 3  # that of nine independent events
    low, high = limits(patients([4, 2, 1, 1, 1, 0, 0, 0], 10))
    assert low.value == pytest.approx(100 * 9 / 80 * math.exp(-stats.t.ppf(0.975, 4) * se))
    assert high.value == pytest.approx(100 * 9 / 80 * math.exp(stats.t.ppf(0.975, 4) * se))
    assert low.n == 8


def test_clustered_events_widen_the_interval() -> None:
    """100 events in 40 patients, ten in each of ten."""
    low, high = limits(patients([10] * 10 + [0] * 30, 10))
    exact = Ledger(rate(100, 400, KEY, per=100, unit="infusions"))
    assert low.value < exact.value("x.ci_low") and high.value > exact.value("x.ci_high")


@pytest.mark.parametrize("events", [[1] * 9 + [0] * 31, [1] * 5, [1] * 5 + [0], [2] * 20])
def test_events_that_spread_evenly_do_not_narrow_it(events: list[int]) -> None:
    """Once in each patient of the same exposure: no patient differs from another, yet the rate is known no better.

    The normal interval of the log rate of independent events is the least; t makes it wider.
    """
    low, high = limits(patients(events, 10))
    least = stats.norm.ppf(0.975) / math.sqrt(sum(events))
    assert math.log(high.value / low.value) > 2 * least


@pytest.mark.parametrize("events", [[0] * 40, [5] + [0] * 39, [2] * 4 + [0] * 36])
def test_fewer_than_five_patients_with_an_event_do_not_show_how_events_cluster(events: list[int]) -> None:
    for row in limits(patients(events, 10)):
        assert math.isnan(row.value) and row.note.startswith(TOO_FEW)


def test_patients_without_exposure_are_left_out() -> None:
    events, infusions = [1, 1, 1, 2, 1, 0], [10.0, 20.0, 30.0, 40.0, 50.0, 60.0]
    found = limits(patients([3, *events], [0.0, *infusions]))
    assert found == limits(patients(events, infusions)) and found[0].n == 6
    assert math.isnan(limits(patients(events, [0.0, *infusions[1:]]))[0].value)


@LAW
@given(st.lists(st.tuples(st.integers(0, 5), st.floats(0.5, 40)), min_size=5, max_size=30))
def test_the_rate_lies_within_and_the_order_of_patients_does_not_matter(
    of_patients: list[tuple[int, float]],
) -> None:
    events, exposure = map(list, zip(*of_patients, strict=True))
    low, high = limits(patients(events, exposure))
    order = np.random.default_rng(len(events)).permutation(len(events))
    again = limits(patients([events[i] for i in order], [exposure[i] for i in order]))
    if math.isnan(low.value):
        assert math.isnan(again[0].value) and sum(each > 0 for each in events) < 5
        return
    assert low.value < 100 * sum(events) / sum(exposure) < high.value
    assert again == (low, high)


def test_the_ratio_by_hand() -> None:
    """Standard errors of the two log rates add as squares, and Satterthwaite's df lie between those and their sum."""
    one, other = patients([4, 2, 1, 1, 1, 0], 10), patients([1, 2, 1, 1, 3, 1, 0], 20)
    found = ratio(one, other)
    log_ratio = math.log((9 / 60) / (9 / 140))
    logs = {name: math.log(found[name].value) for name in ("clustered_low", "clustered_high")}
    assert (logs["clustered_low"] + logs["clustered_high"]) / 2 == pytest.approx(log_ratio)
    with_one, with_other = 4, 5  # degrees of freedom: patients with an event - 1
    spreads = []
    for group, df in ((one, with_one), (other, with_other)):
        low, high = limits(group)
        spreads.append(math.log(high.value / low.value) / 2 / stats.t.ppf(0.975, df))
    se = math.hypot(*spreads)
    df = se**4 / (spreads[0] ** 4 / with_one + spreads[1] ** 4 / with_other)
    assert logs["clustered_high"] - log_ratio == pytest.approx(stats.t.ppf(0.975, df) * se)
    assert found["p_clustered"].value == pytest.approx(2 * stats.t.sf(log_ratio / se, df))
    assert found["p_clustered"].n == 13


def test_no_ratio_where_one_group_does_not_show_how_events_cluster() -> None:
    for row in ratio(patients([4, 2, 1, 1, 1, 0], 10), patients([3, 1, 1, 1, 0], 20)).values():
        assert math.isnan(row.value) and row.note.startswith(f"{TOO_FEW} in one of the groups")


COUNTED = st.lists(st.tuples(st.integers(0, 4), st.floats(1, 30)), min_size=6, max_size=20)


@LAW
@given(COUNTED, COUNTED)
def test_p_and_interval_say_the_same_and_the_other_way_round_is_the_inverse(
    one: list[tuple[int, float]], other: list[tuple[int, float]]
) -> None:
    groups = [patients(*map(list, zip(*group, strict=True))) for group in (one, other)]
    found, inverse = ratio(*groups), ratio(*reversed(groups))
    p, low, high = (found[name].value for name in ("p_clustered", "clustered_low", "clustered_high"))
    if math.isnan(p):
        return
    assert (p < 0.05) == (not low <= 1 <= high) or abs(p - 0.05) < 1e-9
    assert inverse["p_clustered"].value == pytest.approx(p)
    assert inverse["clustered_low"].value == pytest.approx(1 / high)
