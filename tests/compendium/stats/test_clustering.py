"""Events that belong to patients: their dispersion, and shares of events with patients as clusters."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scipy.special import expit, logit

from compendium.stats.clustered_share import clustered_share
from compendium.stats.dispersion import dispersion
from press.rows import Key

KEY = Key("safety", "any")


def share(held: list[int], events: list[int]) -> dict[str, float]:
    return {row.statistic: row.value for row in clustered_share(pd.Series(held), pd.Series(events), KEY)}


def test_dispersion_by_hand() -> None:
    """Rate 6/12; expected 1, 2, 3; squares 1/1 + 0/2 + 1/3 = 4/3, by two degrees of freedom: 2/3."""
    row = dispersion(pd.Series([2, 2, 2]), pd.Series([2.0, 4.0, 6.0]), KEY)[0]
    assert row.value == pytest.approx(2 / 3) and row.n == 3 and not row.note


def test_independent_poisson_events_have_a_dispersion_near_one() -> None:
    """Its expectation is one: by 4000 patients at different exposures within 0.1 (four standard errors)."""
    rng = np.random.default_rng(5)
    exposure = pd.Series(rng.uniform(2, 20, 4000))
    events = pd.Series(rng.poisson(0.3 * exposure))
    assert dispersion(events, exposure, KEY)[0].value == pytest.approx(1, abs=0.1)
    assert dispersion(3 * events, exposure, KEY)[0].value == pytest.approx(3, abs=0.3)  # each event three times


def test_patients_without_exposure_do_not_enter_the_dispersion() -> None:
    row = dispersion(pd.Series([2, 2, 2, 0]), pd.Series([2.0, 4.0, 6.0, 0.0]), KEY)[0]
    assert row.value == pytest.approx(2 / 3) and row.n == 3


@pytest.mark.parametrize(
    ("events", "exposure", "why"),
    [([0, 0], [1.0, 2.0], "no event"), ([3], [1.0], "fewer than two patients with exposure")],
)
def test_no_dispersion_says_why(events: list[int], exposure: list[float], why: str) -> None:
    row = dispersion(pd.Series(events), pd.Series(exposure), KEY)[0]
    assert math.isnan(row.value) and row.note == why


def test_one_event_a_patient_has_the_binomial_standard_error() -> None:
    """With 3 of 10 the linearised variance is p (1 - p) / (n - 1) (Cochran 1977, 3.2): logit limits with t of 9."""
    half = stats.t.ppf(0.975, 9) / math.sqrt(9 * 0.3 * 0.7)
    found = share([1] * 3 + [0] * 7, [1] * 10)
    assert found["percent"] == pytest.approx(30)
    limits = 100 * expit(logit(0.3) - half), 100 * expit(logit(0.3) + half)
    assert (found["ci_low"], found["ci_high"]) == pytest.approx(limits)


def test_the_standard_error_by_hand() -> None:
    """1 of 2 and 3 of 4: p = 2/3; residuals -1/3 and 1/3; variance 2 x (2/9) / 36 = 1/81."""
    half = stats.t.ppf(0.975, 1) * (1 / 9) / (2 / 9)
    found = share([1, 3], [2, 4])
    assert found["ci_low"] == pytest.approx(100 * expit(math.log(2) - half))


def test_events_alike_within_patients_widen_the_interval() -> None:
    """Ten patients with four like events each know no more than ten events: the interval is that of ten."""
    alike, single = share([4] * 3 + [0] * 7, [4] * 10), share([1] * 3 + [0] * 7, [1] * 10)
    assert (alike["ci_low"], alike["ci_high"]) == pytest.approx((single["ci_low"], single["ci_high"]))
    assert alike["total"] == 40


@pytest.mark.parametrize(
    ("held", "events", "percent", "why"),
    [
        ([0, 0], [1, 2], 0.0, "all events are alike: no standard error"),
        ([1, 2], [1, 2], 100.0, "all events are alike: no standard error"),
        ([1, 0], [3, 0], 100 / 3, "all events are of one patient: no standard error between patients"),
        ([0], [0], math.nan, "no event to count among"),
    ],
)
def test_no_interval_says_why(held: list[int], events: list[int], percent: float, why: str) -> None:
    rows = {row.statistic: row for row in clustered_share(pd.Series(held), pd.Series(events), KEY)}
    assert rows["percent"].value == pytest.approx(percent, nan_ok=True)
    assert math.isnan(rows["ci_low"].value) and rows["ci_low"].note == why
