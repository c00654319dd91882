"""Courses over visits: with complete data the mixed model is the textbook's repeated-measures analysis of variance."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from compendium.stats.mixed import trajectory
from press.rows import Key, Ledger

KEY = Key("m")
VISITS = ["baseline", "month 3", "end"]


def long(values: np.ndarray) -> pd.DataFrame:
    """One row per patient and visit from a table of patients x visits."""
    patients, visits = values.shape
    return pd.DataFrame(
        {
            "patient": np.repeat([f"p{i}" for i in range(patients)], visits),
            "visit": pd.Categorical(VISITS[:visits] * patients, categories=VISITS, ordered=True),
            "value": values.ravel().astype(float),
        }
    )


def complete() -> np.ndarray:
    rng = np.random.default_rng(3)
    own, noise = rng.normal(0, 15, (12, 1)), rng.normal(0, 5, (12, 3))
    return np.asarray(np.round(100 + own + np.array([0, 10, 18]) + noise))


def test_complete_data_equal_the_analysis_of_variance() -> None:
    values = complete()
    found = Ledger(trajectory(long(values), KEY))
    effects = values - values.mean(axis=0) - values.mean(axis=1, keepdims=True) + values.mean()
    residual = (effects**2).sum() / (11 * 2)
    between = 3 * values.mean(axis=1).var(ddof=1)
    for name, mean in zip(["baseline", "month_3", "end"], values.mean(axis=0), strict=True):
        assert found.value(f"m.{name}.mean") == pytest.approx(mean, rel=1e-8)
    assert found.value("m.sd_residual") == pytest.approx(math.sqrt(residual), rel=1e-4)
    assert found.value("m.sd_patient") == pytest.approx(math.sqrt((between - residual) / 3), rel=1e-4)
    change = found.value("m.end.change.mean")
    assert change == pytest.approx((values[:, 2] - values[:, 0]).mean(), rel=1e-8)
    half = 1.959964 * math.sqrt(2 * residual / 12)
    assert found.value("m.end.change.ci_high") - change == pytest.approx(half, rel=1e-4)


def test_missing_visits_are_left_out_and_n_says_so() -> None:
    table = long(complete())
    table.loc[[2, 5, 8], "value"] = math.nan
    found = Ledger(trajectory(table, KEY))
    assert [found[f"m.{name}.mean"].n for name in ("baseline", "month_3", "end")] == [12, 12, 9]
    assert (found.value("m.n"), found.value("m.n_observations")) == (12, 33)
    assert "m.warning" not in found
    assert "m.baseline.change.mean" not in found


@pytest.mark.parametrize("unit", [1e-3, 1e4])
def test_the_unit_of_the_value_does_not_matter(unit: float) -> None:
    # the library's limit for a variance at zero is absolute, 0.01
    one, other = Ledger(trajectory(long(complete()), KEY)), Ledger(trajectory(long(complete() * unit), KEY))
    assert other.value("m.end.ci_low") == pytest.approx(unit * one.value("m.end.ci_low"), rel=1e-6)
    assert other.value("m.end.change.p") == pytest.approx(one.value("m.end.change.p"), rel=1e-3)
    assert "m.warning" not in other


def test_a_variance_of_zero_between_patients_is_a_warning() -> None:
    # patients differ less than chance alone would make them
    values = np.array([[1, 9], [9, 1], [2, 8], [8, 2], [3, 7], [7, 3]])
    found = Ledger(trajectory(long(values), KEY))
    assert found["m.warning"].note.startswith("the variance between patients is estimated as zero")
    assert found.value("m.baseline.mean") == pytest.approx(5)
    assert found.value("m.sd_patient") == pytest.approx(0, abs=1e-3)
    assert found.value("m.sd_residual") == pytest.approx(math.sqrt(((values - 5) ** 2).sum() / 10), rel=1e-4)


def test_a_visit_that_nobody_made() -> None:
    found = Ledger(trajectory(long(complete()[:, :2]), KEY))
    assert found["m.end.mean"].note == "nothing recorded at this visit"
    assert found["m.end.change.p"].note == "nothing recorded at this visit or at the first"
    assert not math.isnan(found.value("m.month_3.change.mean"))


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (complete()[:, :1], "fewer than two visits with recorded values"),
        (complete()[:1], "fewer than two patients seen more than once"),
        (np.full((4, 3), 7), "all values are equal"),
    ],
)
def test_what_cannot_be_fitted_says_why(values: np.ndarray, reason: str) -> None:
    found = Ledger(trajectory(long(values), KEY))
    assert found["m.warning"].note == reason
    assert math.isnan(found.value("m.baseline.mean"))
    assert found["m.sd_patient"].note == reason


def test_two_values_at_one_visit_are_refused() -> None:
    table = long(complete())
    with pytest.raises(ValueError, match="two values at the same visit"):
        trajectory(pd.concat([table, table[:1]]), KEY)
