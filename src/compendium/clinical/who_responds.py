"""Who responds? Responders against non-responders for every baseline variable, and the logistic models."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from compendium.clinical.antibodies import explained
from compendium.clinical.candidates import ANALYSIS, LEVELS, features, is_level, is_responder
from compendium.clinical.centres import within_centres
from compendium.clinical.cohort import Cohort
from compendium.clinical.deciding import why_one_way
from compendium.clinical.families import adjusted
from compendium.clinical.how_many_responded import with_and_without
from compendium.clinical.left_out import left_out
from compendium.clinical.model_units import model_units
from compendium.clinical.response_models import (
    PRINTED_MODEL,
    filled,
    models,
    printed_predictors,
    profiled,
    univariable,
)
from compendium.clinical.responses import choose, definition_row
from compendium.clinical.skin_and_diagnosis import skin_by_diagnosis
from compendium.clinical.who_was_treated import describe
from compendium.stats.association import two_by_two
from compendium.stats.compare import compare_levels, compare_numbers
from compendium.stats.p_and_interval import StatedInterval, with_reasons
from press.rows import Ledger, Row, slug

OF_NUMBERS = StatedInterval(
    *("ci_low", "ci_high", 1, "the odds ratio"),
    {"p": "the test ranks the values, the logistic model takes the log odds as a straight line in them"},
)


def analyse(cohort: Cohort, *, seed: int, replicates: int) -> Ledger:
    """Return every row of the predictor analysis. `seed` and `replicates` drive bootstrap and Monte Carlo steps."""
    patients = cohort.patients
    groups = patients["response"]
    singly = univariable(cohort)
    compared = beside_models(comparisons(patients, groups, seed=seed, replicates=replicates), singly)
    printed = printed_predictors(patients)
    return Ledger(
        group_sizes(cohort),
        descriptions(patients, groups),
        compared,
        adjusted(compared, ANALYSIS),
        with_and_without(patients, PRINTED_MODEL, ANALYSIS, why_one_way(cohort)),
        singly,
        models(cohort),
        skin_by_diagnosis(patients, ANALYSIS),
        within_centres(is_responder(groups), printed, patients["centre"], ANALYSIS),
        filled(cohort, seed=seed),
        profiled(cohort, seed=seed, replicates=replicates),
    )


def group_sizes(cohort: Cohort) -> list[Row]:
    """How many responders, non-responders and undecided patients, and under which definition."""
    groups, counts = cohort.patients["response"], {"responders": "responder", "non_responders": "non-responder"}
    rows = [
        ANALYSIS.row(name, int((groups == level).sum()), n=len(groups), method="count of patients")
        for name, level in counts.items()
    ]
    rows.append(ANALYSIS.row("undecided", int(groups.isna().sum()), n=len(groups), method="count of patients"))
    return [
        *rows,
        definition_row(choose(cohort.response), ANALYSIS.at(variable="response")),
        left_out(cohort, ANALYSIS),
    ]


def descriptions(patients: pd.DataFrame, groups: pd.Series) -> list[Row]:
    """Describe every candidate predictor among responders and among non-responders."""
    rows = []
    for level in groups.cat.categories:
        members = patients[groups == level]
        for name in (*model_units(), *features(), *LEVELS):
            rows += describe(members[name], ANALYSIS.at(variable=name, group=slug(level)))
    return explained(rows, patients)


def comparisons(patients: pd.DataFrame, groups: pd.Series, *, seed: int, replicates: int) -> list[Row]:
    """Compare responders with non-responders by the written rule: ranks for numbers, Fisher for 2 x 2 tables.

    A variable of several levels is tested as a whole; each level against all others (row level) has its odds ratio.
    """
    response = is_responder(groups)
    rows = []
    for name in model_units():
        rows += compare_numbers(patients[name], groups, ANALYSIS.at(variable=name))
    for name in features():
        rows += two_by_two(response, patients[name], ANALYSIS.at(variable=name))
    for name in LEVELS:
        key = ANALYSIS.at(variable=name)
        rows += compare_levels(patients[name], groups, key, seed=seed, replicates=replicates)
        for level in patients[name].cat.categories:
            rows += two_by_two(response, is_level(patients[name], level), key.at(level=slug(level)))
    return rows


def beside_models(compared: Sequence[Row], singly: Sequence[Row]) -> list[Row]:
    """Return the comparisons; where a number's p contradicts the odds ratio printed in its line, its note says why."""
    limits = {(row.variable, row.statistic): row.value for row in singly}
    columns = {name: unit.column for name, unit in model_units().items()}

    def beside(row: Row) -> Row:
        if row.statistic != "p" or row.variable not in columns:
            return row
        column = columns[row.variable]
        return with_reasons(row, [(OF_NUMBERS, limits[column, "ci_low"], limits[column, "ci_high"])])

    return [beside(row) for row in compared]
