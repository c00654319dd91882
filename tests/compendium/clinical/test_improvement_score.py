"""The ACR/EULAR 2016 Total Improvement Score against cases worked by hand from the points table (Aggarwal 2017)."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.clinical.core_set import MEASURES, improvement
from compendium.clinical.improvement_score import complete_scores, points_of, read_points, score_bounds

from .patients import before_after

# measure, absolute change in percent of range, points: the edges of every band, one line each side (Aggarwal 2017).
EDGES = [
    ("mmt8", 2.0, 0.0),
    ("mmt8", 2.1, 10.0),
    ("mmt8", 10.0, 10.0),
    ("mmt8", 14.9, 20.0),
    ("mmt8", 20.0, 20.0),
    ("mmt8", 30.0, 27.5),
    ("mmt8", 30.1, 32.5),
    ("mmt8", -40.0, 0.0),
    ("physician_global", 5.0, 0.0),
    ("physician_global", 15.0, 7.5),
    ("physician_global", 25.0, 15.0),
    ("physician_global", 40.0, 17.5),
    ("physician_global", 41.0, 20.0),
    ("patient_global", 15.0, 2.5),
    ("patient_global", 25.0, 5.0),
    ("patient_global", 40.0, 7.5),
    ("patient_global", 50.0, 10.0),
    ("haq_di", 15.0, 5.0),
    ("haq_di", 25.0, 7.5),
    ("haq_di", 40.0, 7.5),
    ("haq_di", 60.0, 10.0),
    ("enzyme", 15.0, 2.5),
    ("enzyme", 25.0, 5.0),
    ("enzyme", 40.0, 7.5),
    ("enzyme", 90.0, 7.5),
    ("extramuscular", 15.0, 7.5),
    ("extramuscular", 25.0, 12.5),
    ("extramuscular", 40.0, 15.0),
    ("extramuscular", 45.0, 20.0),
]


@pytest.mark.parametrize(("measure", "change", "points"), EDGES)
def test_points_at_the_edges_of_each_band(measure: str, change: float, points: float) -> None:
    """A band is open below and closed above (Aggarwal 2017, table of points)."""
    assert points_of(pd.Series([change]), read_points()[measure]).tolist() == [points]


def test_the_most_points_add_up_to_one_hundred() -> None:
    """20 + 10 + 32.5 + 10 + 7.5 + 20 = 100 (Aggarwal 2017)."""
    assert sum(bands[-1][1] for bands in read_points().values()) == 100


def test_a_patient_worked_by_hand() -> None:
    """MMT8 104 -> 127: 15.3 % of 150 -> 20; physician 6 -> 3: 30 % -> 17.5; patient 5 -> 5: 0;
    HAQ-DI 1.5 -> 1.0: 16.7 % -> 7.5; CK 10 -> 4 x ULN: 6/15 = 40 % -> 7.5; extramuscular 4 -> 2: 20 % -> 12.5. Sum 65.
    """
    visits = before_after(
        "PI-0001",
        {"mmt8": 104, "physician_global": 6, "haq_di": 1.5, "ck": 1900, "extramuscular": 4},
        {"mmt8": 127, "physician_global": 3, "haq_di": 1.0, "ck": 760, "extramuscular": 2},
    )
    assert complete_scores(improvement(visits).absolute).tolist() == [65.0]


def test_the_enzyme_is_the_most_abnormal_at_baseline() -> None:
    """LDH at 4 x ULN is further from normal than CK at 3 x; its range is 3 x ULN, so 4 -> 1 is 100 % of range."""
    visits = before_after("PI-0001", {"ck": 3 * 190, "ldh": 4 * 240}, {"ck": 3 * 190, "ldh": 240})
    assert improvement(visits).absolute["enzyme"].tolist() == pytest.approx([100.0])


def test_noise_in_the_last_digit_does_not_decide_a_band() -> None:
    """5.8 -> 4.3 is 15 % of 10 although 5.8 - 4.3 is 1.5000000000000000 in print and not in binary."""
    visits = before_after("PI-0001", {"physician_global": 5.8}, {"physician_global": 4.3})
    change = improvement(visits).absolute["physician_global"]
    assert points_of(change, read_points()["physician_global"]).tolist() == [7.5]


def test_a_missing_measure_bounds_the_score_and_does_not_count_as_nought() -> None:
    """Nothing changed but HAQ-DI was not recorded: the score lies between 0 and 10, and is not stated."""
    visits = before_after("PI-0001", {}, {"haq_di": math.nan})
    bounds = score_bounds(improvement(visits).absolute)
    assert bounds[["low", "high", "recorded"]].to_numpy().tolist() == [[0.0, 10.0, 5.0]]
    assert complete_scores(improvement(visits).absolute).isna().all()


changes = st.one_of(st.none(), st.floats(-100, 100))


@given(st.lists(changes, min_size=6, max_size=6))
def test_the_score_stays_between_its_bounds_and_0_and_100(percents: list[float | None]) -> None:
    """0 <= low <= high <= 100, and low = high exactly when all six are recorded."""
    absolute = pd.DataFrame([percents], columns=list(MEASURES), dtype=float)
    low, high, recorded = score_bounds(absolute).iloc[0]
    assert 0 <= low <= high <= 100
    assert (low == high) == (recorded == 6)
