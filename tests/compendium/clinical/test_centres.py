"""The printed model within centres: by statsmodels with a factor, on subsets, and where centres have little."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import statsmodels.formula.api as smf
from statsmodels.stats.contingency_tables import StratifiedTable

from compendium.clinical.candidates import is_responder
from compendium.clinical.centres import several, within_centres
from compendium.clinical.response_models import PRINTED_MODEL, predictors
from compendium.clinical.which_centres import ONE
from compendium.stats.logistic import firth, logistic
from press.rows import Key, Ledger

from .patients import selected

KEY = Key("x")
MODELS = ("within_centres", "with_centre", "with_centre_profile", "with_centre_firth")


@cache
def asked() -> tuple[pd.Series, pd.DataFrame, pd.Series]:
    """Response, features and centre of the committed registry."""
    patients = selected()[1].patients
    return is_responder(patients["response"]), predictors(patients)[list(PRINTED_MODEL)], patients["centre"]


@cache
def rows() -> Ledger:
    return Ledger(within_centres(*asked(), KEY))


def invented(centres: int, *, all_respond_at: str = "", seed: int = 3) -> tuple[pd.Series, pd.DataFrame, pd.Series]:
    """Three hundred patients of some centres, called c0, c1 and so on."""
    rng, n = np.random.default_rng(seed), 300
    centre = pd.Series(pd.Categorical([f"c{i % centres}" for i in range(n)]))
    response = pd.Series(rng.random(n) < 0.7).mask(centre == all_respond_at, True).astype("boolean")
    features = pd.DataFrame({name: rng.random(n) < 0.4 for name in PRINTED_MODEL}).astype("boolean")
    features.loc[rng.choice(n, 12, replace=False), "skin"] = pd.NA
    return response, features, centre


def test_centre_as_a_factor_is_the_model_of_statsmodels() -> None:
    """Fitted anew by GLM with patsy's factor, whose coding is its own."""
    response, features, centre = asked()
    frame = features.assign(response=response).dropna().astype(float).assign(centre=centre)
    found = smf.glm("response ~ raynaud + skin + C(centre)", frame, family=sm.families.Binomial()).fit()
    for name in PRINTED_MODEL:
        assert rows().value(f"x.{name}.with_centre.or") == pytest.approx(np.exp(found.params[name]), rel=1e-6)
        assert rows().value(f"x.{name}.with_centre.p") == pytest.approx(found.pvalues[name], rel=1e-4)
    assert rows().value("x.with_centre.n") == len(frame)
    assert rows().value("x.with_centre.parameters") == len(found.params) - 1


def test_which_centre_is_the_first_changes_no_odds_ratio() -> None:
    response, features, centre = asked()
    turned = centre.cat.reorder_categories(list(centre.cat.categories)[::-1])
    other = Ledger(within_centres(response, features, turned, KEY))
    for name in PRINTED_MODEL:
        for group in MODELS:
            for statistic in ("or", "ci_low", "ci_high", "p"):
                row = f"x.{name}.{group}.{statistic}"
                assert other.value(row) == pytest.approx(rows().value(row), rel=2e-4)


@pytest.mark.parametrize("name", PRINTED_MODEL)
def test_the_pooled_odds_ratio_is_that_of_cross_tables_by_pandas(name: str) -> None:
    response, features, centre = asked()
    frame = pd.DataFrame({"response": response, "feature": features[name], "centre": centre}).dropna()
    table = StratifiedTable.from_data("feature", "response", "centre", frame.astype({"centre": str}))
    assert rows().value(f"x.{name}.within_centres.or") == pytest.approx(table.oddsratio_pooled)
    assert rows().value(f"x.{name}.within_centres.p") == pytest.approx(table.test_null_odds().pvalue)
    equal = table.test_equal_odds(adjust=True).pvalue
    assert rows().value(f"x.{name}.within_centres.p_homogeneity") == pytest.approx(equal)


@pytest.mark.parametrize("left_out", ["B", "A", "C"])
def test_without_a_centre_is_the_model_of_the_others(left_out: str) -> None:
    response, features, centre = asked()
    rest = (centre != left_out).to_numpy()
    for fit, group in ((logistic, "without_centre"), (firth, "without_centre_firth")):
        subset = Ledger(fit(response[rest], features[rest], KEY))
        for row in subset:
            at = ".".join(part for part in ("x", row.variable, left_out.lower(), group, row.statistic) if part)
            assert rows().value(at) == row.value and rows()[at].n == row.n


def test_the_extremes_bound_what_leaving_out_a_centre_does_and_name_it() -> None:
    for name in PRINTED_MODEL:
        for statistic, of, choose in (("or_lowest", "or", min), ("or_highest", "or", max), ("p_highest", "p", max)):
            each = {row.level: row for row in rows().find(variable=name, group="without_centre", statistic=of)}
            extreme = rows()[f"x.{name}.without_centre.{statistic}"]
            row = choose(each.values(), key=lambda one: one.value)
            assert (extreme.value, extreme.n) == (row.value, row.n)
            assert extreme.note.lower() == f"without {row.level}"


def test_one_centre_says_that_it_is_one() -> None:
    response, features, _ = asked()
    alone = pd.Series(pd.Categorical(["B"] * len(response), categories=["B", "C"]), index=response.index)
    found = Ledger(within_centres(response, features, alone, KEY))
    assert found.value("x.centres.compared") == 1
    for row in found:
        assert row.variable == "centres" or row.note == ONE, row.id
    for name in PRINTED_MODEL:
        assert all(f"x.{name}.{group}.or" in found for group in MODELS)


def test_of_one_centre_a_row_says_that_there_is_nothing_to_compare() -> None:
    """By it a text leaves out what it says of differences between centres."""
    for names, value, why in ((["B"] * 4, math.nan, ONE), (["B", "C"] * 2, 2, "")):
        row = several(pd.Series(pd.Categorical(names, categories=["B", "C", "D"])), KEY)
        assert (row.id, row.note) == ("x.centres.compared", why)
        assert row.value == pytest.approx(value, nan_ok=True)


def test_ten_centres() -> None:
    found = Ledger(within_centres(*invented(10), KEY))
    assert found.value("x.centres.compared") == 10
    assert found.value("x.raynaud.within_centres.strata") == 10
    assert found.value("x.with_centre.parameters") == 2 + 9
    assert len(found.find(variable="skin", group="without_centre", statistic="or")) == 10
    assert all(row.value == row.value or row.note for row in found)


def test_where_all_respond_at_a_centre_only_firth_has_an_answer() -> None:
    found = Ledger(within_centres(*invented(3, all_respond_at="c1"), KEY))
    assert "separation" in found["x.raynaud.with_centre.or"].note
    assert 0 < found.value("x.raynaud.with_centre_firth.or") < 10
    assert found["x.raynaud.within_centres.strata"].note == "nothing to compare in c1"
    assert found["x.raynaud.c1.within_centres.or"].note == "the outcome is the same in everyone"
    # without the patients of that centre, as without the others', the model is an ordinary one
    assert found.value("x.raynaud.c1.without_centre.or") > 0


def test_extremes_say_how_many_models_they_are_of() -> None:
    """Without c0 everybody left with the feature responds, so maximum likelihood has an answer without c1 only."""
    centre = pd.Series(pd.Categorical(["c0", "c1"] * 40))
    feature = pd.Series([True, True, False, False] * 20, dtype="boolean")
    response = pd.Series(np.random.default_rng(5).random(80) < 0.5).astype("boolean")
    response = response.mask((centre == "c1") & feature, True)
    found = Ledger(within_centres(response, pd.DataFrame({"raynaud": feature}), centre, KEY))
    assert "separation" in found["x.raynaud.c0.without_centre.or"].note
    extreme = found["x.raynaud.without_centre.or_lowest"]
    assert extreme.note == "without c1" and extreme.method.endswith("(1 of 2 have an answer)")


def test_a_centre_that_recorded_nothing_is_in_no_model() -> None:
    response, features, centre = invented(3)
    features.loc[centre == "c2", "skin"] = pd.NA
    found = Ledger(within_centres(response, features, centre, KEY))
    assert found.value("x.with_centre.parameters") == 3
    assert found["x.skin.c2.within_centres.or"].note == "nobody has both variables recorded"
    features.loc[centre == "c1", "raynaud"] = pd.NA
    found = Ledger(within_centres(response, features, centre, KEY))
    assert found["x.skin.with_centre.or"].note == "patients with everything recorded come from one centre"
    assert found["x.skin.c0.without_centre.or"].note == "nobody has every variable of the model recorded"


def test_nobody_judged_gives_reasons_and_no_traceback() -> None:
    response, features, centre = invented(3)
    found = Ledger(within_centres(response.mask(response.notna()), features, centre, KEY))
    assert all(row.value == row.value or row.note for row in found)
    assert found["x.raynaud.without_centre.p_highest"].note == "whichever centre is left out, there is no model"


def test_a_number_is_in_the_models_and_in_no_two_by_two_table() -> None:
    response, features, centre = invented(3)
    features = features.assign(skin=np.arange(len(response)) / 30)
    found = Ledger(within_centres(response, features, centre, KEY))
    assert found["x.skin.within_centres.or"].note == "a number is in no two-by-two table"
    assert found.value("x.skin.with_centre.or") > 0 and found.value("x.raynaud.within_centres.or") > 0


def test_centres_are_categorical() -> None:
    response, features, centre = asked()
    with pytest.raises(ValueError, match="centre must be categorical"):
        within_centres(response, features, centre.astype(str), KEY)


def test_a_feature_that_is_named_like_a_centre_is_not_overwritten() -> None:
    response, features, centre = asked()
    named = features.rename(columns={"raynaud": "centre_b"})
    with pytest.raises(ValueError, match="centre_b would stand for two things"):
        within_centres(response, named, centre, KEY)


def test_two_centres_that_ids_write_alike_are_not_taken_for_one() -> None:
    response, features, centre = asked()
    alike = centre.cat.rename_categories(["East Wing", "East-Wing", "West Wing"])
    with pytest.raises(ValueError, match="centre_east_wing would stand for two things"):
        within_centres(response, features, alike, KEY)


def test_of_very_many_patients_and_centres_only_walds_limits_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """Profile likelihood and Firth refit the model for each centre's coefficient: hours, where they change no digit."""
    response, features, centre = invented(5)
    usual = Ledger(within_centres(response, features, centre, KEY))
    monkeypatch.setattr("compendium.clinical.centres._MOST", 5 * int(features.notna().all(axis=1).sum()) - 1)
    found = Ledger(within_centres(response, features, centre, KEY))
    for name in features:
        row = found[f"x.{name}.with_centre.or"]
        assert row == usual[f"x.{name}.with_centre.or"] and row.value > 0
        for group in ("with_centre_profile", "with_centre_firth"):
            assert math.isnan(found.value(f"x.{name}.{group}.or"))
            assert found[f"x.{name}.{group}.or"].note.startswith("so many patients and centres that Wald's limits")
