"""Logistic models: identities with the 2 x 2 table, separation, missing values, and independence of units."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from compendium.stats.association import two_by_two
from compendium.stats.logistic import firth, logistic, profile
from press.rows import Key, Ledger

KEY = Key("m")


def of_cells(a: int, b: int, c: int, d: int) -> tuple[pd.Series, pd.DataFrame]:
    exposure = pd.Series([True] * (a + b) + [False] * (c + d), dtype="boolean")
    outcome = pd.Series([True] * a + [False] * b + [True] * c + [False] * d, dtype="boolean")
    return outcome, pd.DataFrame({"exposed": exposure})


def cohort(n: int = 80) -> tuple[pd.Series, pd.DataFrame]:
    """Patients of a fixed seed: one yes/no and one numeric predictor."""
    rng = np.random.default_rng(5)
    skin, duration = rng.random(n) < 0.5, rng.exponential(24, n).round(1)
    outcome = rng.random(n) < 1 / (1 + np.exp(-(1 + skin - 0.03 * duration)))
    return pd.Series(outcome, dtype="boolean"), pd.DataFrame({"skin": pd.array(skin, "boolean"), "duration": duration})


@pytest.mark.parametrize("cells", [(10, 30, 30, 30), (12, 5, 3, 9)])
def test_with_one_yes_no_predictor_it_is_the_table(cells: tuple[int, int, int, int]) -> None:
    # the saturated model: same odds ratio, and Wald's interval is Woolf's
    outcome, predictors = of_cells(*cells)
    model, table = Ledger(logistic(outcome, predictors, KEY)), Ledger(two_by_two(outcome, predictors["exposed"], KEY))
    for name in ("or", "ci_low", "ci_high"):
        assert model.value(f"m.exposed.{name}") == pytest.approx(table.value(f"m.{name}"), rel=1e-6)


@pytest.mark.parametrize("cells", [(5, 0, 3, 4), (10, 30, 30, 30)])
def test_firth_with_one_yes_no_predictor_is_haldanes_half(cells: tuple[int, int, int, int]) -> None:
    # the saturated model: a half is added to every cell; 14.14 for 5/0, 3/4
    a, b, c, d = (cell + 0.5 for cell in cells)
    found = Ledger(firth(*of_cells(*cells), KEY))
    assert found.value("m.exposed.or") == pytest.approx(a * d / b / c, rel=1e-4)
    assert found.value("m.exposed.ci_low") < a * d / b / c < found.value("m.exposed.ci_high")


@pytest.mark.parametrize("fit", [logistic, profile])
def test_separation_is_a_warning_and_never_a_huge_odds_ratio(fit: object) -> None:
    found = Ledger(fit(*of_cells(5, 0, 3, 4), KEY))  # type: ignore[operator]
    assert math.isnan(found.value("m.exposed.or"))
    expected = "separation: no finite maximum likelihood estimate for exposed; see the Firth estimate"
    assert found["m.warning"].note == expected
    assert found["m.exposed.p"].note == expected


def test_separation_is_found_whatever_the_unit() -> None:
    # a predictor in the ten thousands (CK in U/L) must not hide it below an absolute tolerance
    outcome = pd.Series([False] * 5 + [True] * 5, dtype="boolean")
    predictors = pd.DataFrame({"ck": np.arange(1, 11) * 1e5})
    note = Ledger(logistic(outcome, predictors, KEY))["m.warning"].note
    assert note == "separation: no finite maximum likelihood estimate for ck; see the Firth estimate"


def test_events_per_variable_and_missing_values() -> None:
    outcome, predictors = cohort()
    outcome.iloc[0] = pd.NA
    predictors.loc[1, "skin"] = pd.NA
    predictors.loc[2, "duration"] = math.nan
    found = Ledger(logistic(outcome, predictors, KEY))
    events = int(outcome[3:].sum())
    values = {name: found.value(f"m.{name}") for name in ("n", "events", "non_events", "parameters", "epv")}
    assert values == {
        "n": 77, "events": events, "non_events": 77 - events, "parameters": 2, "epv": min(events, 77 - events) / 2,
    }  # fmt: skip
    assert found["m.skin.or"].n == 77
    kept = Ledger(logistic(outcome[3:], predictors[3:], KEY))
    assert found.value("m.skin.or") == pytest.approx(kept.value("m.skin.or"))


@pytest.mark.parametrize("fit", [logistic, profile, firth])
def test_the_unit_of_a_predictor_changes_only_its_odds_ratio(fit: object) -> None:
    outcome, predictors = cohort()
    in_months = Ledger(fit(outcome, predictors, KEY))  # type: ignore[operator]
    in_years = Ledger(fit(outcome, predictors.assign(duration=predictors["duration"] / 12), KEY))  # type: ignore[operator]
    for name in ("or", "ci_low", "ci_high"):
        assert in_years.value(f"m.duration.{name}") == pytest.approx(in_months.value(f"m.duration.{name}") ** 12)
        assert in_years.value(f"m.skin.{name}") == pytest.approx(in_months.value(f"m.skin.{name}"))
    assert in_years.value("m.duration.p") == pytest.approx(in_months.value("m.duration.p"))


@pytest.mark.parametrize("fit", [logistic, profile, firth])
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"skin": True}, "the predictor skin is the same in everyone"),
        ({"skin": math.nan}, "nobody has every variable of the model recorded"),
    ],
)
def test_a_predictor_that_does_not_vary(fit: object, change: dict[str, float], reason: str) -> None:
    outcome, predictors = cohort()
    found = Ledger(fit(outcome, predictors.assign(**change), KEY))  # type: ignore[operator]
    assert math.isnan(found.value("m.duration.or"))
    assert found["m.warning"].note == reason


def test_collinear_predictors_and_a_constant_outcome() -> None:
    outcome, predictors = cohort()
    doubled = predictors.assign(twice=2 * predictors["duration"] + 1)
    assert Ledger(firth(outcome, doubled, KEY))["m.warning"].note.endswith("(collinear)")
    all_yes = pd.Series([True] * len(outcome), dtype="boolean")
    assert Ledger(logistic(all_yes, predictors, KEY))["m.warning"].note == "the outcome is the same in everyone"
    assert Ledger(logistic(outcome[:3], predictors[:3], KEY))["m.warning"].note != ""


def test_misuse_is_refused_with_one_sentence() -> None:
    outcome, predictors = cohort()
    with pytest.raises(ValueError, match="must be yes/no"):
        logistic(predictors["duration"], predictors, KEY)
    with pytest.raises(ValueError, match="align both on the same patients"):
        firth(outcome, predictors.set_axis(range(1, 81)), KEY)
    with pytest.raises(ValueError, match="at least one predictor"):
        profile(outcome, predictors[[]], KEY)
