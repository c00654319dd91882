"""Who responds? Responders against non-responders for every baseline variable, and the logistic models."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compendium.results import Key, Ledger, Row, slug
from compendium.stats.association import two_by_two
from compendium.stats.bootstrap import median_difference
from compendium.stats.compare import compare_levels, compare_numbers
from compendium.stats.logistic import firth, logistic, profile
from compendium.stats.multiplicity import adjust
from compendium.study.cohort import Cohort
from compendium.study.who_was_treated import describe

ANALYSIS = Key("predictors")
NUMBERS = ("age", "disease_duration", "mmt8", "ck", "ck_xuln", "physician_global", "haq_di", "prednisone")
FEATURES = (
    "myalgia",
    "raynaud",
    "skin",
    "dysphagia",
    "arthritis",
    "ild",
    "cardiac",
    "malignancy",
    "indication_muscle",
    "indication_oesophagus",
    "any_msa",
)
LEVELS = ("sex", "diagnosis", "reason")
# The unit of each continuous predictor in a logistic model: name -> (variable, how it is scaled, said in words).
SCALED = {
    "age_per_10_years": ("age", "per 10 years"),
    "mmt8_per_10_points": ("mmt8", "per 10 points"),
    "ck_per_doubling": ("ck_xuln", "per doubling, multiples of ULN"),
    "duration_per_doubling": ("disease_duration", "per doubling"),
}
PRINTED_MODEL = ("raynaud", "skin")
WIDER_MODEL = ("raynaud", "skin", "ck_per_doubling", "duration_per_doubling")


def analyse(cohort: Cohort, *, seed: int, replicates: int) -> Ledger:
    """Return every row of the predictor analysis. `seed` and `replicates` drive bootstrap and Monte Carlo steps."""
    patients = cohort.patients
    groups = patients["response"]
    compared = comparisons(patients, groups, seed=seed, replicates=replicates)
    p_rows = [row for row in compared if row.statistic == "p" and not row.group]
    return Ledger(
        group_sizes(groups),
        descriptions(patients, groups),
        compared,
        adjust(p_rows, method="fdr_bh"),
        medians(patients, groups, seed=seed, replicates=replicates),
        univariable(cohort),
        models(cohort),
    )


def group_sizes(groups: pd.Series) -> list[Row]:
    """How many responders, non-responders and undecided patients."""
    counts = {"responders": "responder", "non_responders": "non-responder"}
    rows = [
        ANALYSIS.row(name, int((groups == level).sum()), n=len(groups), method="count of patients")
        for name, level in counts.items()
    ]
    return [*rows, ANALYSIS.row("undecided", int(groups.isna().sum()), n=len(groups), method="count of patients")]


def descriptions(patients: pd.DataFrame, groups: pd.Series) -> list[Row]:
    """Describe every candidate predictor among responders and among non-responders."""
    rows = []
    for level in groups.cat.categories:
        members = patients[groups == level]
        for name in (*NUMBERS, *FEATURES, *LEVELS):
            rows += describe(members[name], ANALYSIS.at(variable=name, group=slug(level)))
    return rows


def comparisons(patients: pd.DataFrame, groups: pd.Series, *, seed: int, replicates: int) -> list[Row]:
    """Compare responders with non-responders by the written rule: ranks for numbers, Fisher for 2 x 2 tables."""
    response = is_responder(groups)
    rows = []
    for name in NUMBERS:
        rows += compare_numbers(patients[name], groups, ANALYSIS.at(variable=name))
    for name in FEATURES:
        rows += two_by_two(response, patients[name], ANALYSIS.at(variable=name))
    for name in LEVELS:
        key = ANALYSIS.at(variable=name)
        rows += compare_levels(patients[name], groups, key, seed=seed, replicates=replicates)
    return rows


def medians(patients: pd.DataFrame, groups: pd.Series, *, seed: int, replicates: int) -> list[Row]:
    """The difference of medians, responders minus non-responders, with a percentile bootstrap interval."""
    rows = []
    for name in NUMBERS:
        key = ANALYSIS.at(variable=name)
        rows += median_difference(patients[name], groups, key, seed=seed, replicates=replicates)
    return rows


def is_responder(groups: pd.Series) -> pd.Series:
    """Return True for responders, False for non-responders, NA where undecided."""
    return (groups == "responder").astype("boolean").mask(groups.isna())


def predictors(patients: pd.DataFrame) -> pd.DataFrame:
    """Return the columns that may enter a logistic model: features as 0/1, numbers in clinically read units.

    CK and disease duration are right-skewed, so they enter by their base-2 logarithm: one unit is one doubling.
    """
    return pd.DataFrame(
        {
            **{name: patients[name] for name in FEATURES},
            "age_per_10_years": patients["age"] / 10,
            "mmt8_per_10_points": patients["mmt8"] / 10,
            "ck_per_doubling": np.log2(patients["ck_xuln"].where(patients["ck_xuln"] > 0)),
            "duration_per_doubling": np.log2(patients["disease_duration"].where(patients["disease_duration"] > 0)),
        }
    )


def univariable(cohort: Cohort) -> list[Row]:
    """One logistic model for each candidate predictor by itself."""
    response, table = is_responder(cohort.patients["response"]), predictors(cohort.patients)
    rows = []
    for name in table:
        fitted = logistic(response, table[[name]], ANALYSIS.at(group="univariable"))
        rows += [row for row in fitted if row.variable == name]
    return rows


def models(cohort: Cohort) -> list[Row]:
    """The model as printed (Raynaud + skin) three ways, and with CK and disease duration beside them two ways."""
    response, table = is_responder(cohort.patients["response"]), predictors(cohort.patients)
    printed, wider = table[list(PRINTED_MODEL)], table[list(WIDER_MODEL)]
    return [
        *logistic(response, printed, ANALYSIS.at(group="multivariable")),
        *profile(response, printed, ANALYSIS.at(group="profile")),
        *firth(response, printed, ANALYSIS.at(group="firth")),
        *logistic(response, wider, ANALYSIS.at(group="wider")),
        *firth(response, wider, ANALYSIS.at(group="wider_firth")),
    ]
