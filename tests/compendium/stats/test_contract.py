"""The contract of inputs: what would give a silently wrong answer is refused in words, by every function alike."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from compendium.stats.association import two_by_two
from compendium.stats.changes import no_spread
from compendium.stats.clustered_rates import clustered_rate, clustered_rate_ratio
from compendium.stats.clustered_share import clustered_share
from compendium.stats.compare import compare_levels, compare_numbers, smd
from compendium.stats.complete_cases import complete_cases, why_no_model
from compendium.stats.course_groups import changes_of_groups
from compendium.stats.describe import describe_levels, describe_numbers
from compendium.stats.dispersion import dispersion
from compendium.stats.fisher import fisher
from compendium.stats.imputation import Imputer
from compendium.stats.logistic import firth, logistic, profile
from compendium.stats.mixed import trajectory
from compendium.stats.multiplicity import adjust
from compendium.stats.optimism import optimism
from compendium.stats.paired import before_after, ratio_before_after
from compendium.stats.proportion import proportion
from compendium.stats.rate_ratio import rate_ratio
from compendium.stats.rates import rate
from compendium.stats.recorded import numbers
from compendium.stats.sample_size import required_patients
from compendium.stats.standardised_difference import of_numbers
from compendium.stats.stratified import stratified
from compendium.stats.time_to_event import cumulative_incidence
from press.rows import Key, Row

KEY = Key("x")
DRAWN = {"seed": 1, "replicates": 50}
PER = {"per": 100, "unit": "infusions"}
LAW = settings(deadline=None, max_examples=10, phases=[Phase.generate])  # not shrunk: each example fits every model


def series(*values: object, dtype: str | None = None, name: str = "v") -> pd.Series:
    return pd.Series(list(values), dtype=dtype, name=name)


GOOD = series(1.0, 2.0, 3.0, 5.0)
YES_NO = series(True, False, True, False, dtype="boolean")
GROUPS = pd.Series(pd.Categorical(list("aabb")))
BAD_NUMBERS = {
    "infinite": (series(1.0, math.inf, 2.0, 3.0), "v holds an infinite value"),
    "minus infinity": (series(1.0, -math.inf, 2.0, 3.0), "v holds an infinite value"),
    "text of digits": (series("45", "46", "47", "48"), "v holds values that are not numbers"),
    "text of digits among numbers": (series(45, "46", 47, None, dtype="object"), "v holds values that are not numbers"),
    "complex": (series(1 + 2j, 1j, 2j, 3j), "v holds values that are not numbers"),
    "dates": (pd.Series(pd.date_range("2020-01-01", periods=4), name="v"), "v holds values that are not numbers"),
    "durations": (pd.Series(pd.to_timedelta([1, 2, 3, 4], "D"), name="v"), "v holds values that are not numbers"),
    "categories of numbers": (series(1, 2, 3, 4, dtype="category"), "v holds values that are not numbers"),
}
OF_NUMBERS: dict[str, Callable[[Any], object]] = {
    "numbers": numbers,
    "describe_numbers": lambda bad: describe_numbers(bad, KEY),
    "compare_numbers": lambda bad: compare_numbers(bad, GROUPS, KEY),
    "before_after": lambda bad: before_after(bad, GOOD, KEY),
    "ratio_before_after": lambda bad: ratio_before_after(GOOD, bad, KEY),
    "logistic": lambda bad: logistic(YES_NO, pd.DataFrame({"v": bad}), KEY),
    "profile": lambda bad: profile(YES_NO, pd.DataFrame({"v": bad}), KEY),
    "firth": lambda bad: firth(YES_NO, pd.DataFrame({"v": bad}), KEY),
    "dispersion events": lambda bad: dispersion(bad, GOOD, KEY),
    "dispersion exposure": lambda bad: dispersion(GOOD, bad, KEY),
    "clustered_share held": lambda bad: clustered_share(bad, GOOD, KEY),
    "clustered_share events": lambda bad: clustered_share(GOOD, bad, KEY),
    "imputed from": lambda bad: Imputer(pd.DataFrame({"skin": YES_NO}), pd.DataFrame({"v": bad})),
    "clustered_rate events": lambda bad: clustered_rate(bad, GOOD, KEY, **PER),
    "clustered_rate exposure": lambda bad: clustered_rate(GOOD, bad, KEY, **PER),
    "clustered_rate_ratio": lambda bad: clustered_rate_ratio((GOOD, GOOD), (bad, GOOD), KEY, names=("a", "b")),
    "cumulative_incidence": lambda bad: cumulative_incidence(bad, YES_NO, KEY, at=[1], unit="months"),
    "trajectory": lambda bad: trajectory(course().assign(value=bad), KEY),
    "changes_of_groups": lambda bad: changes_of_groups(course().assign(value=bad), KEY, visit="last"),
}


def course() -> pd.DataFrame:
    visits = pd.Categorical(["first", "last"] * 2, categories=["first", "last"], ordered=True)
    group = pd.Categorical(list("kkll"))
    return pd.DataFrame({"patient": list("aabb"), "visit": visits, "value": [1.0, 2.0, 3.0, 5.0], "group": group})


@pytest.mark.parametrize("function", OF_NUMBERS)
@pytest.mark.parametrize("kind", BAD_NUMBERS)
def test_what_is_no_finite_number_is_refused_wherever_numbers_are_taken(function: str, kind: str) -> None:
    bad, said = BAD_NUMBERS[kind]
    with pytest.raises(ValueError, match=said.replace("v holds", "(v|value) holds")):
        OF_NUMBERS[function](bad)


def test_a_number_that_is_infinite_is_refused_by_the_standardised_difference_too() -> None:
    with pytest.raises(ValueError, match="v holds an infinite value"):
        smd(series(1.0, math.inf, 2.0, 3.0), GROUPS, KEY)


BAD_YES_NO = {
    "coded 2": (series(0, 1, 2, 0), "v must be yes/no .*; it holds 2"),
    "coded 1 and 2": (series(1, 2, 2, 1), "v must be yes/no .*; it holds 2"),
    "a half": (series(0.5, 1, 0, 0), "v must be yes/no .*; it holds 0.5"),
    "categories": (series("yes", "no", "no", "yes", dtype="category"), "v must be yes/no"),
    "text": (series("1", "0", "0", "1"), "v must be yes/no"),
}
OF_YES_NO: dict[str, Callable[[Any], object]] = {
    "two_by_two outcome": lambda bad: two_by_two(bad, YES_NO, KEY),
    "two_by_two exposure": lambda bad: two_by_two(YES_NO, bad, KEY),
    "stratified outcome": lambda bad: stratified(bad, YES_NO, GROUPS, KEY),
    "stratified exposure": lambda bad: stratified(YES_NO, bad, GROUPS, KEY),
    "logistic": lambda bad: logistic(bad, pd.DataFrame({"age": GOOD}), KEY),
    "profile": lambda bad: profile(bad, pd.DataFrame({"age": GOOD}), KEY),
    "firth": lambda bad: firth(bad, pd.DataFrame({"age": GOOD}), KEY),
    "imputed": lambda bad: Imputer(pd.DataFrame({"v": bad}), pd.DataFrame({"age": GOOD})),
    "event": lambda bad: cumulative_incidence(GOOD, bad, KEY, at=[1], unit="months"),
    "competing": lambda bad: cumulative_incidence(GOOD, YES_NO, KEY, at=[1], unit="months", competing=bad),
}


@pytest.mark.parametrize("function", OF_YES_NO)
@pytest.mark.parametrize("kind", BAD_YES_NO)
def test_what_is_not_yes_or_no_is_refused_wherever_an_answer_is_taken(function: str, kind: str) -> None:
    bad, said = BAD_YES_NO[kind]
    with pytest.raises(ValueError, match=said):
        OF_YES_NO[function](bad)


@pytest.mark.parametrize("dtype", ["boolean", "int64", "float64", "Int64", "object"])
def test_yes_and_no_are_the_same_answers_in_every_dtype(dtype: str) -> None:
    coded = YES_NO.astype(dtype)
    assert two_by_two(coded, YES_NO, KEY) == two_by_two(YES_NO, YES_NO, KEY)
    if dtype != "object":
        assert smd(coded, GROUPS, KEY) == smd(YES_NO, GROUPS, KEY)
        assert compare_levels(coded, GROUPS, KEY, **DRAWN) == compare_levels(YES_NO, GROUPS, KEY, **DRAWN)
        assert describe_levels(coded, KEY) == describe_levels(YES_NO, KEY)


@pytest.mark.parametrize("bad", [0, -1, 2.5, math.nan, "3", None])
def test_the_parameters_of_a_model_are_a_count_of_one_or_more(bad: Any) -> None:
    with pytest.raises(ValueError, match=r"parameters: a count must be|without a parameter"):
        required_patients(bad, 0.5, 0.1)


def test_a_delta_is_of_a_feature_that_is_imputed() -> None:
    imputer = Imputer(pd.DataFrame({"skin": [True, False, None, True]}, dtype="boolean"), pd.DataFrame({"age": GOOD}))
    for delta in ({"Skin": 1.0}, {"skin": math.nan}, {"skin": math.inf}):
        with pytest.raises(ValueError, match="it must be a finite number for one of"):
            imputer.draw(imputations=2, cycles=1, seed=1, delta=delta)


NOT_COUNTS = [0.5, math.nan, -1, math.inf, "5", None]
NOT_AMOUNTS = [math.nan, -1.0, math.inf, "5", None]


@pytest.mark.parametrize("bad", NOT_COUNTS)
def test_a_count_is_whole_and_not_negative(bad: Any) -> None:
    with pytest.raises(ValueError, match=f"count: a count must be a whole number of 0 or more, not {bad}"):
        proportion(bad, 10, KEY)
    with pytest.raises(ValueError, match=f"total: a count must be a whole number of 0 or more, not {bad}"):
        proportion(0, bad, KEY)
    with pytest.raises(ValueError, match=f"events: a count must be a whole number of 0 or more, not {bad}"):
        rate(bad, 10.0, KEY, **PER)
    for rates in (((bad, 1.0), (1, 1.0)), ((1, 1.0), (bad, 1.0))):
        with pytest.raises(ValueError, match=f"events of (a|b): a count .* not {bad}"):
            rate_ratio(*rates, KEY, names=("a", "b"))


@pytest.mark.parametrize("bad", NOT_AMOUNTS)
def test_exposure_and_times_are_amounts(bad: Any) -> None:
    with pytest.raises(ValueError, match=f"exposure in infusions must be a number of 0 or more, not {bad}"):
        rate(1, bad, KEY, **PER)
    for rates in (((1, bad), (1, 1.0)), ((1, 1.0), (1, bad))):
        with pytest.raises(ValueError, match=f"exposure of (a|b) must be a number of 0 or more, not {bad}"):
            rate_ratio(*rates, KEY, names=("a", "b"))
    with pytest.raises(ValueError, match=rf"a time of `at` \(months\) must be a number of 0 or more, not {bad}"):
        cumulative_incidence(GOOD, YES_NO, KEY, at=[1, bad], unit="months")


@pytest.mark.parametrize(
    ("events", "exposure", "said"),
    [
        ([-1, 0, 1, 2], [1, 1, 1, 1], "events: a count must be a whole number of 0 or more, not -1"),
        ([0.5, 0, 1, 2], [1, 1, 1, 1], "events: a count must be a whole number of 0 or more, not 0.5"),
        ([0, 0, 1, 2], [1, -2, 1, 1], "infusions must be a number of 0 or more, not -2"),
    ],
)
def test_events_and_exposure_of_patients_are_counts_and_amounts(events: Any, exposure: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        clustered_rate(series(*events, name="events"), series(*exposure, name="infusions"), KEY, **PER)
    with pytest.raises(ValueError, match=said):
        dispersion(series(*events, name="events"), series(*exposure, name="infusions"), KEY)


@pytest.mark.parametrize(
    ("held", "events", "said"),
    [
        ([-1, 0, 1, 2], [1, 1, 1, 2], "held: a count must be a whole number of 0 or more, not -1"),
        ([0.5, 0, 1, 2], [1, 1, 1, 2], "held: a count must be a whole number of 0 or more, not 0.5"),
        ([0, 0, 1, 2], [1, 1, 1.5, 2], "events: a count must be a whole number of 0 or more, not 1.5"),
        ([0, 0, 1, 2], [1, 1, 1, 1], "2 events with the property among 1 of one patient"),
    ],
)
def test_events_with_a_property_are_counts_among_the_events_of_their_patient(held: Any, events: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        clustered_share(series(*held, name="held"), series(*events, name="events"), KEY)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"seed": -1, "replicates": 50}, "seed must be a whole number of 0 or more, not -1"),
        ({"seed": 1.5, "replicates": 50}, "seed must be a whole number of 0 or more, not 1.5"),
        ({"seed": None, "replicates": 50}, "seed must be a whole number of 0 or more, not None"),
        ({"seed": 1, "replicates": 0}, "replicates must be a whole number of 1 or more, not 0"),
        ({"seed": 1, "replicates": -5}, "replicates must be a whole number of 1 or more, not -5"),
        ({"seed": 1, "replicates": True}, "replicates must be a whole number of 1 or more, not True"),
        ({"seed": 1, "replicates": 99.5}, "replicates must be a whole number of 1 or more, not 99.5"),
    ],
)
def test_what_is_drawn_at_random_states_a_seed_and_replicates(bad: Any, said: str) -> None:
    drawing: list[Callable[[], object]] = [
        lambda: compare_levels(YES_NO, GROUPS, KEY, **bad),
        lambda: optimism(YES_NO, pd.DataFrame({"skin": YES_NO}), KEY, **bad),
        lambda: fisher(np.ones((3, 3), dtype=np.int64), **bad),
    ]
    for draw in drawing:
        with pytest.raises(ValueError, match=said):
            draw()


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (["age", "age"], "predictor 'age' is named as another"),
        (["age", "Age "], r"predictor 'Age ' is named as another \(age\)"),
        (["age", ""], "predictor '' has no letter or digit"),
        (["age", "–"], "predictor '–' has no letter or digit"),
    ],
)
def test_predictors_have_names_that_tell_their_results_apart(columns: list[str], said: str) -> None:
    frame = pd.DataFrame(np.arange(8.0).reshape(4, 2), columns=columns)
    for model in (logistic, profile, firth):
        with pytest.raises(ValueError, match=said):
            model(YES_NO, frame, KEY)


@pytest.mark.parametrize(
    ("long", "said"),
    [
        (course().assign(patient=["a", "a", None, "b"]), r"1 row\(s\) of the course have no patient"),
        (course().drop(columns="value"), "one column value, not 0"),
        (pd.concat([course(), course()[["visit"]]], axis=1), "one column visit, not 2"),
        (course().assign(visit=YES_NO), "visit must be categorical"),
        (course().assign(visit=pd.Categorical(["V1", "v1"] * 2, ordered=True)), "visit 'v1' is named as another"),
        (course().assign(visit=pd.Categorical(["last", "first"] * 2)), "visit must be an ordered categorical"),
        (course().assign(visit=course()["visit"].where([True, False, True, True])), r"1 row\(s\) .* have no visit"),
    ],
)
def test_a_course_names_its_patients_its_visits_and_its_columns_once(long: pd.DataFrame, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        trajectory(long, KEY)
    with pytest.raises(ValueError, match=said):
        changes_of_groups(long, KEY, visit="last")


@pytest.mark.parametrize(
    ("group", "said"),
    [
        (YES_NO, "group must be categorical"),
        (pd.Categorical(["DM", "DM", "dm", "dm"]), "group 'dm' is named as another"),
        (pd.Categorical(["k", "l", "l", "l"]), "a patient is in two groups"),
    ],
)
def test_groups_of_a_course_are_named_and_of_patients(group: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        changes_of_groups(course().assign(group=group), KEY, visit="last")


def test_levels_have_names_that_tell_their_results_apart() -> None:
    with pytest.raises(ValueError, match="level 'dm' is named as another"):
        describe_levels(pd.Series(pd.Categorical(["DM", "dm"])), KEY)


def test_a_test_is_adjusted_for_once() -> None:
    twice = [Key("x", name).row("p", p, n=9) for name, p in [("ck", 0.01), ("ldh", 0.2), ("ck", 0.04)]]
    with pytest.raises(ValueError, match=r"the family holds x\.ck\.p twice"):
        adjust(twice)


def test_a_known_event_needs_no_competing_but_a_known_absence_does() -> None:
    event = series(True, False, False, False, dtype="boolean")
    rows = cumulative_incidence(
        GOOD, event, KEY, at=[1], unit="months", competing=series(None, None, False, False, dtype="boolean")
    )
    # of the four, the second is left out: how its follow-up ended is not known; 1 of 3 has the event by month 1
    assert rows[0].n == 3
    assert rows[0].value == pytest.approx(100 / 3)


def test_a_missing_time_is_no_breach() -> None:
    rows = cumulative_incidence(series(1.0, None, 3.0, 5.0), YES_NO, KEY, at=[1], unit="months")
    assert rows[0].n == 3


def test_equal_means_equal_but_for_rounding_whatever_the_level() -> None:
    # seven decimals of a number of a million are recorded exactly enough: a spread of 1e-7 there is a spread
    fine = 1e6 + np.array([0.0, 1e-7, 2e-7, 3e-7])
    assert no_spread(fine) == ""
    assert of_numbers(fine, fine + 1e-7).value == pytest.approx(1e-7 / np.std(fine, ddof=1), rel=1e-2)
    assert why_no_model(complete_cases(YES_NO, pd.DataFrame({"level": fine}))) == ""
    # 0.1 + 0.2 is 0.3 but for the last digit of a float
    rounding = np.array([0.1 + 0.2, 0.3, 0.3, 0.3])
    assert no_spread(rounding) == "all changes are equal"
    assert of_numbers(rounding, rounding).value == 0
    said = why_no_model(complete_cases(YES_NO, pd.DataFrame({"level": rounding})))
    assert said == "the predictor level is the same in everyone"


N = 30
PATIENTS = st.permutations(range(N))
LABELS = st.lists(st.sampled_from("ab"), min_size=N, max_size=N).map(lambda found: [*"aabb", *found[4:]])


def cohort(seed: int) -> pd.DataFrame:
    """Thirty patients with everything that a function here may ask for."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"before": rng.normal(50, 9, N).round(1), "after": rng.normal(55, 9, N).round(1)})
    frame["months"] = rng.integers(0, 24, N).astype(float)
    frame["events"] = rng.poisson(1.5, N)
    for name in ("outcome", "exposure", "stopped"):
        frame[name] = pd.Series(rng.random(N) < 0.4).astype("boolean")
    frame["level"] = pd.Categorical(rng.choice(list("klm"), N))
    frame.loc[3, "after"] = math.nan
    return frame


def everything(data: pd.DataFrame, groups: pd.Series) -> list[Row]:
    """What every function of one row per patient states of these patients."""
    model = data[["before", "exposure"]]
    ends = {"at": [6, 12], "unit": "months", "competing": data["stopped"]}
    return [
        *describe_numbers(data["after"], KEY),
        *describe_levels(data["level"], KEY),
        *two_by_two(data["outcome"], data["exposure"], KEY),
        *stratified(data["outcome"], data["exposure"], data["level"], KEY.at(group="strata")),
        *before_after(data["before"], data["after"], KEY),
        *ratio_before_after(data["before"], data["after"], KEY),
        *logistic(data["outcome"], model, KEY),
        *firth(data["outcome"], model, KEY),
        *cumulative_incidence(data["months"], data["outcome"], KEY, **ends),
        *clustered_rate(data["events"], data["months"], KEY, **PER),
        *dispersion(data["events"], data["months"], KEY),
        *clustered_share(data["events"] // 2, data["events"], KEY),
        *trajectory(course_of(data), KEY),
        *of_groups(data, groups),
    ]


def bootstrapped(data: pd.DataFrame) -> list[Row]:
    return optimism(data["outcome"], data[["exposure"]], KEY, **DRAWN)


def course_of(data: pd.DataFrame) -> pd.DataFrame:
    long = data[["before", "after"]].stack().rename("value").reset_index()
    long.columns = pd.Index(["patient", "visit", "value"])
    long["visit"] = pd.Categorical(long["visit"], categories=["before", "after"], ordered=True)
    return long


def of_groups(data: pd.DataFrame, groups: pd.Series) -> list[Row]:
    long = course_of(data)
    of_patient = pd.Categorical(groups.reindex(long["patient"]), categories=groups.cat.categories)
    return [
        *changes_of_groups(long.assign(group=of_patient), KEY, visit="after"),
        *compare_numbers(data["after"], groups, KEY),
        *compare_levels(data["level"], groups, KEY, **DRAWN),
        *compare_levels(data["outcome"], groups, KEY, **DRAWN),
        *smd(data["after"], groups, KEY),
        *smd(data["level"], groups, KEY),
        *stratified(data["outcome"], data["exposure"], groups, KEY),
    ]


@LAW
@given(st.integers(0, 999), LABELS, PATIENTS)
def test_the_order_of_the_rows_changes_no_result(seed: int, labels: list[str], order: list[int]) -> None:
    data, groups = cohort(seed), pd.Series(pd.Categorical(labels))
    one, other = everything(data, groups), everything(data.iloc[order], groups.iloc[order])
    assert [(row.id, row.n, row.note) for row in one] == [(row.id, row.n, row.note) for row in other]
    # sums of floats differ in their last digit by the order of what is added
    values = [row.value for row in one]
    assert [row.value for row in other] == pytest.approx(values, rel=1e-6, abs=1e-9, nan_ok=True)
    drawn, drawn_otherwise = ([row.value for row in bootstrapped(rows)] for rows in (data, data.iloc[order]))
    assert drawn_otherwise == pytest.approx(drawn, rel=1e-9, nan_ok=True)


@LAW
@given(st.integers(0, 999), LABELS, st.sampled_from(["z", "A unused"]))
def test_a_group_to_which_nobody_belongs_changes_no_result(seed: int, labels: list[str], unused: str) -> None:
    data, groups = cohort(seed), pd.Series(pd.Categorical(labels))
    more = groups.cat.set_categories(sorted([*groups.cat.categories, unused]))
    assert repr(of_groups(data, more)) == repr(of_groups(data, groups))


def test_an_empty_group_of_two_is_named_and_not_dropped() -> None:
    alone = pd.Series(pd.Categorical(list("aaaa"), categories=["a", "b"]))
    assert compare_numbers(GOOD, alone, KEY)[1].note == "a group without recorded values"
    assert smd(GOOD, alone, KEY)[0].note == "fewer than two recorded values in a group"
