"""Every statistic against R: the answers in tests/reference/*.csv, each beside the R command that gave it."""

from __future__ import annotations

import csv
import functools
import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from scipy import stats as scipy_stats

from compendium.stats import (
    association,
    calibration,
    compare,
    course_groups,
    describe,
    discrimination,
    fisher,
    flic,
    hodges_lehmann,
    logistic,
    mixed,
    multiplicity,
    optimism,
    paired,
    proportion,
    rates,
    standardised_difference,
    stratified,
)
from compendium.stats.grouped_logistic import probability
from compendium.stats.pooled_logistic import fit_sets
from compendium.stats.rubin import pool
from compendium.stats.sample_size import sample_size
from compendium.stats.statement import state, state_interval
from compendium.stats.time_to_event import cumulative_incidence
from press.rows import Key, Ledger, Row

from .test_stratified import BERKELEY, RABBITS, of_strata

REFERENCE = Path(__file__).parents[2] / "reference"
TOPICS = (
    *("describe", "compare", "paired", "tables", "intervals", "logistic", "mixed", "time_to_event", "multiplicity"),
    *("profile", "centres", "imputation"),
)
SEED = {"seed": 20, "replicates": 19_999}

# Relative tolerance of each function against R, and why it is not smaller. Everything else: closed formulae, 1e-10.
TOLERANCES = {
    ("enumerate_tables", ""): 1e-9,  # FEXACT sums in another order
    ("logistic", ""): 1e-7,  # two Newton iterations that stop by different rules
    ("profile", ""): 1e-8,  # a root search on each side
    ("MASS", ""): 1e-3,  # MASS::confint interpolates the profile with a spline
    ("firth", ""): 2e-5,  # the library stops at a gradient of 1e-4; with smaller limits it does not converge
    ("validate", ""): 5e-3,  # two bootstraps by different random numbers: four standard errors of the slope
    ("pool", ""): 1e-8,  # two Newton iterations
    ("smd", "smd_high"): 1e-8,  # R sums the non-central F to nine digits
    **{(name, ""): 1e-6 for name in ("trajectory", "unequal_correlations", "changes_of_groups")},  # second derivatives
    # by differences, here and in numDeriv
    **{(name, "df"): 1e-5 for name in ("trajectory", "unequal_correlations", "changes_of_groups")},
    **{(name, "p"): 2e-5 for name in ("trajectory", "unequal_correlations", "changes_of_groups")},  # small, from df
    # nlme's own covariance: gls stops 1e-8 short of the greatest log-likelihood, where the slope hardly shows
    ("unequal_correlations", "correlation_lowest"): 2e-5,
    ("gls_of_trajectory", ""): 1e-7,
    ("gls_of_unequal_correlations", ""): 1e-5,
    ("changes_of_groups", "ci_low"): 2e-6,  # near zero: the little that is left of ten points, by a quantile from df
    ("gls_of_changes_of_groups", ""): 1e-5,
}


class Answer(NamedTuple):
    """One line of a reference file."""

    function: str
    id: str
    value: float
    command: str


def read(topic: str) -> list[Answer]:
    with (REFERENCE / f"{topic}.csv").open(newline="", encoding="utf-8") as file:
        return [
            Answer(line["function"], line["id"], float(line["value"]), line["command"]) for line in csv.DictReader(file)
        ]


@functools.cache
def cohort() -> pd.DataFrame:
    data = pd.read_csv(REFERENCE / "cohort.csv")
    for name in ("response", "raynaud", "skin", "myalgia", "marker", "event", "stopped"):
        data[name] = data[name].astype("boolean")
    data["diagnosis"] = data["diagnosis"].astype("category")
    data["centre"] = data["centre"].astype("category")
    names = data["response"].map({True: "responder", False: "non-responder"})
    data["group"] = pd.Categorical(names, categories=["responder", "non-responder"], ordered=True)
    return data


def r_key(variable: str = "", **parts: str) -> Key:
    return Key("r", variable, **parts)


def described() -> Iterable[Row]:
    for name in ("age", "haq_before", "ck_before"):
        yield from describe.describe_numbers(cohort()[name], r_key(name))
    for name in ("raynaud", "diagnosis"):
        yield from describe.describe_levels(cohort()[name], r_key(name))


def compared_numbers() -> Iterable[Row]:
    for name in ("age", "ck_before", "duration", "haq_before", "mmt8_before"):
        yield from compare.compare_numbers(cohort()[name], cohort()["group"], r_key(name))
        yield from compare.compare_numbers(cohort()[name], cohort()["centre"], r_key(name, group="by_centre"))


def compared_levels() -> Iterable[Row]:
    for name in ("raynaud", "skin", "myalgia", "diagnosis"):
        yield from compare.compare_levels(cohort()[name], cohort()["group"], r_key(name), **SEED)
    for name in ("myalgia", "diagnosis"):
        yield from compare.compare_levels(cohort()[name], cohort()["centre"], r_key(name, group="by_centre"), **SEED)


def standardised() -> Iterable[Row]:
    for name in ("age", "ck_before", "raynaud", "skin", "diagnosis", "centre"):
        yield from compare.smd(cohort()[name], cohort()["group"], r_key(name))
    yield from compare.smd(cohort()["age"], cohort()["centre"], r_key("age", group="by_centre"))


def standardised_counts() -> Iterable[Row]:
    for answer in read("compare"):
        if answer.function == "smd_of_counts":  # the id holds the counts of the first group, then of the second
            name = answer.id.split(".")[1]
            counts = np.split(np.array(name.split("_"), dtype=int), 2)
            yield r_key(name).row("smd", standardised_difference.of_levels(*counts).value)


def before_and_after() -> Iterable[Row]:
    for name in ("mmt8", "haq", "vas"):
        yield from paired.before_after(cohort()[f"{name}_before"], cohort()[f"{name}_after"], r_key(name))


def changes_of_mmt8_without_zeros() -> Iterable[Row]:
    changes = (cohort()["mmt8_after"] - cohort()["mmt8_before"]).dropna().to_numpy()
    found = hodges_lehmann.pseudomedian(changes[changes != 0])
    return state(r_key("no_zeros"), {"hl_low": found.low, "hl_high": found.high}, n=changes.size, method="")


def without_continuity_correction() -> Iterable[Row]:
    changes = (cohort()["haq_after"] - cohort()["haq_before"]).round(10).dropna()
    p = scipy_stats.wilcoxon(changes, zero_method="wilcox", correction=False, method="asymptotic").pvalue
    return [r_key("coin").row("p", float(p))]


def tables() -> Iterable[Row]:
    found = {
        "six_levels": [[40, 5], [22, 9], [12, 4], [10, 3], [8, 2], [4, 4]],
        "rare_level": [[60, 15], [30, 8], [5, 1], [1, 3]],
        "three_levels": [[3, 0], [1, 2], [0, 3]],
        "no_association": [[4, 4], [4, 4], [4, 4]],
        "extreme": [[50, 0], [30, 2], [10, 9], [6, 16]],
        "two_by_two": [[78, 16], [18, 11]],
    }
    return [r_key(name).row("p", fisher.enumerate_tables(np.array(counts))) for name, counts in found.items()]


def larger_tables() -> Iterable[Row]:
    counts = np.array([[8, 3, 2], [5, 7, 1], [2, 4, 6], [1, 2, 5]])
    return [r_key("four_by_three").row("p", fisher.fisher(counts, **SEED).p)]


def chi_squared() -> Iterable[Row]:
    counts = [[20, 14], [15, 16], [9, 22]]
    people = [(level, column == 0) for level, row in enumerate(counts) for column in (0, 1) for _ in range(row[column])]
    data = pd.DataFrame(people, columns=["level", "outcome"]).astype({"level": "category", "outcome": "boolean"})
    return compare.compare_levels(data["outcome"], data["level"], r_key("three_by_two"), **SEED)


def two_by_two() -> Iterable[Row]:
    for exposure, outcome in (("raynaud", "response"), ("skin", "response"), ("myalgia", "skin")):
        yield from association.two_by_two(cohort()[outcome], cohort()[exposure], r_key(exposure))


def proportions() -> Iterable[Row]:
    for count, total in ((96, 123), (103, 123), (56, 123), (1, 29), (0, 20), (20, 20), (0, 123)):
        for interval in ("wilson", "exact"):
            key = r_key(f"of_{total}", level=str(count), group=interval)
            yield from proportion.proportion(count, total, key, interval=interval)


def poisson() -> Iterable[Row]:
    for events, exposure in ((0, 50), (1, 12.5), (17, 640), (210, 1311)):
        yield from rates.rate(events, exposure, r_key(f"events_{events}"), per=100, unit="infusions")


def model(fit: Callable[..., list[Row]], *names: str) -> Callable[[], Iterable[Row]]:
    return lambda: fit(cohort()["response"], cohort()[list(names)], r_key())


def course(file: str) -> pd.DataFrame:
    visits = pd.read_csv(REFERENCE / file)
    order = ["baseline", "month_3", "month_6", "end"]
    visits["visit"] = pd.Categorical(visits["visit"], categories=order, ordered=True)
    return visits


def course_of_groups() -> Iterable[Row]:
    visits = course("course.csv")
    visits["group"] = pd.Categorical(visits["group"], categories=["responder", "non-responder"])
    return course_groups.changes_of_groups(visits, r_key(), visit="month_6")


def incidence(competing: str | None = None) -> Iterable[Row]:
    time, event, stopped = cohort()["months"], cohort()["event"], cohort()[competing] if competing else None
    return cumulative_incidence(time, event, r_key(), at=[3, 6, 12, 24], unit="months", competing=stopped)


def nobody_censored() -> Iterable[Row]:
    time, event = pd.Series(range(1, 7)), pd.Series([True, False, True, True, False, False])
    return cumulative_incidence(time, event, r_key("all_end"), at=[1, 4, 6], unit="months", competing=~event)


def predicts() -> Iterable[Row]:
    known = cohort()[["response", "age", "raynaud", "skin"]].dropna().astype(float)
    line = (1 + 0.05 * (known["age"] - 50) - 1.5 * known["raynaud"]).to_numpy()
    events = known["response"].to_numpy()
    yield from state_interval(
        r_key(), discrimination.auc(probability(line), events), n=len(known), method="DeLong", name="auc"
    )
    yield r_key().row("brier", float(discrimination.brier(probability(line), events, 1 - events)))
    grouped = (line[None], events[None], 1 - events[None])
    yield r_key().row("slope", calibration.slope(*grouped)[0])
    yield r_key().row("intercept", calibration.intercept(*grouped)[0])


def kinds_of_patient() -> Iterable[Row]:
    known = cohort()[["response", "age", "raynaud", "skin"]].dropna()
    return flic.by_kind(known["response"], known[["raynaud", "skin"]], r_key())


def bootstrapped() -> Iterable[Row]:
    both = [(raynaud, skin) for skin in (0, 1) for raynaud in (0, 1)]
    patients = pd.DataFrame(np.repeat(both * 2, [36, 16, 30, 10, 6, 5, 12, 12], axis=0), columns=["raynaud", "skin"])
    response = pd.Series(np.repeat([True, False], [92, 35]))
    return optimism.optimism(response, patients, r_key(), **SEED, fitting=optimism.BY_LIKELIHOOD)


def needed() -> Iterable[Row]:
    for parameters in (2, 10):
        yield from sample_size(parameters, 0.77, 0.1, r_key(f"p{parameters}"), n=100, basis="assumed")


def imputed_sets() -> Iterable[Row]:
    """Six fixed sets: a missing feature of line j is present in set i if i times j, modulo 5, is below 2."""
    names, lines = ["raynaud", "skin"], np.arange(1, len(cohort()) + 1)
    recorded = cohort()[names].astype(float).to_numpy()
    present = np.outer(np.arange(1, 7), lines)[..., None] % 5 < 2
    sets = fit_sets(
        cohort()["response"].to_numpy(dtype=float),
        np.where(np.isnan(recorded), present, recorded),
        names,
        firth=False,
    )
    for place, name in enumerate(names):
        found, error = sets.pooled(place), sets.errors(place)
        values = {"log_or": found.estimate, "relative_increase": found.increase, "df": found.df, "fmi": found.fmi}
        values |= {"within": found.within, "between": found.between, "total": found.total}
        values |= {"ci_low": found.low, "ci_high": found.high, "p": found.p}
        values |= {"mc_log_or": error.estimate, "mc_log_ci_low": error.low}
        values["df_large"] = pool(sets.coefficients[place], sets.variances[place], np.inf).df
        yield from state(r_key(name), {each: float(value) for each, value in values.items()}, n=sets.n, method="")


def adjusted() -> Iterable[Row]:
    family = (0.0004, 0.011, 0.011, 0.021, 0.034, 0.048, 0.2, 0.87)
    rows = [r_key(f"test_{i}").row("p", p) for i, p in enumerate(family, start=1)]
    return [*multiplicity.adjust(rows, method="holm"), *multiplicity.adjust(rows, method="fdr_bh")]


def within_strata() -> Iterable[Row]:
    data = cohort()
    for name, strata in (("raynaud", "centre"), ("skin", "centre"), ("myalgia", "diagnosis")):
        yield from stratified.stratified(data["response"], data[name], data[strata], r_key(name))


def counted_strata() -> Iterable[Row]:
    for name, counts in (("berkeley", BERKELEY), ("rabbits", RABBITS)):
        yield from stratified.stratified(*of_strata(counts), r_key(name))


OURS: dict[str, Callable[[], Iterable[Row]]] = {
    "describe_numbers": described,
    "describe_levels": described,
    "compare_numbers": compared_numbers,
    "compare_levels": compared_levels,
    "smd": standardised,
    "smd_of_counts": standardised_counts,
    "before_after": before_and_after,
    "ratio_before_after": lambda: paired.ratio_before_after(cohort()["ck_before"], cohort()["ck_after"], r_key("ck")),
    "pseudomedian": changes_of_mmt8_without_zeros,
    "coin": without_continuity_correction,
    "enumerate_tables": tables,
    "fisher": larger_tables,
    "chi_squared": chi_squared,
    "two_by_two": two_by_two,
    "proportion": proportions,
    "rate": poisson,
    "logistic": model(logistic.logistic, "raynaud", "skin", "age"),
    "profile": model(logistic.profile, "raynaud", "skin", "age"),
    "MASS": model(logistic.profile, "raynaud", "skin", "age"),
    "firth": model(logistic.firth, "marker", "raynaud", "duration"),
    "trajectory": lambda: mixed.trajectory(course("visits.csv"), r_key()),
    "unequal_correlations": lambda: mixed.trajectory(course("course.csv"), r_key()),
    "changes_of_groups": course_of_groups,
    **{
        f"gls_of_{name}": lambda name=name: ours(name)
        for name in ("trajectory", "unequal_correlations", "changes_of_groups")
    },
    "cumulative_incidence": incidence,
    "with_competing": lambda: incidence("stopped"),
    "all_end": nobody_censored,
    "adjust": adjusted,
    "predicts": predicts,
    "by_kind": kinds_of_patient,
    "validate": bootstrapped,
    "sample_size": needed,
    "stratified": within_strata,
    "stratified_counts": counted_strata,
    "pool": imputed_sets,
}


@functools.cache
def ours(function: str) -> Ledger:
    return Ledger(OURS[function]())


def relative_tolerance(answer: Answer) -> float:
    statistic = answer.id.rsplit(".", 1)[-1]
    return TOLERANCES.get((answer.function, statistic), TOLERANCES.get((answer.function, ""), 1e-10))


@pytest.mark.parametrize(
    "answer", [pytest.param(a, id=f"{a.function}:{a.id}") for topic in TOPICS for a in read(topic)]
)
def test_agrees_with_r(answer: Answer) -> None:
    row = ours(answer.function)[answer.id]
    absolute = 1e-11
    if "Monte Carlo" in row.method or answer.function == "fisher":
        absolute = 4 * math.sqrt(answer.value * (1 - answer.value) / SEED["replicates"])  # four standard errors
    assert row.value == pytest.approx(answer.value, rel=relative_tolerance(answer), abs=absolute), answer.command
