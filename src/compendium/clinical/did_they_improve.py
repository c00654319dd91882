"""Did patients improve? Every outcome before and after, its course over visits, and response by every definition."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from compendium.clinical.cohort import Cohort
from compendium.clinical.core_set import at_visit, improvement, multiple_of_uln
from compendium.clinical.deciding import why_one_way
from compendium.clinical.definitions_compared import definitions_compared
from compendium.clinical.families import adjusted
from compendium.clinical.how_many_responded import beside_trial, by_centre, by_definition, in_other_studies
from compendium.clinical.improvement_score import complete_scores
from compendium.clinical.in_groups import in_groups
from compendium.clinical.left_out import left_out
from compendium.clinical.outcomes import enzymes, scales
from compendium.clinical.over_visits import over_visits
from compendium.clinical.regression_to_the_mean import regression_to_the_mean
from compendium.registry.codebook import load_codebook
from compendium.stats.describe import describe_numbers
from compendium.stats.paired import before_after, described_pairs, ratio_before_after
from compendium.stats.proportion import proportion
from press.rows import Key, Ledger, Row

ANALYSIS = Key("efficacy")


def analyse(cohort: Cohort) -> Ledger:
    """Return every row of the efficacy analysis."""
    changes = [*scale_changes(cohort.visits), *enzyme_changes(cohort.visits)]
    return Ledger(
        describe_numbers(cohort.patients["treatment_duration"], ANALYSIS.at(variable="treatment_duration")),
        changes,
        adjusted(changes, ANALYSIS),
        over_visits(cohort, ANALYSIS),
        [left_out(cohort, ANALYSIS)],
        by_definition(cohort, ANALYSIS),
        definitions_compared(cohort, ANALYSIS),
        by_centre(cohort.patients, ANALYSIS, lambda here: why_one_way(replace(cohort, patients=here))),
        score_rows(cohort.visits),
        regression_to_the_mean(*pairs(cohort.visits, "mmt8"), ANALYSIS),
        in_other_studies(ANALYSIS),
        beside_trial(cohort, ANALYSIS),
        in_groups(cohort, ANALYSIS),
    )


def pairs(visits: pd.DataFrame, variable: str) -> tuple[pd.Series, pd.Series]:
    """Return a variable at baseline and at the end, both indexed by patient (missing values kept)."""
    baseline, end = at_visit(visits, "baseline"), at_visit(visits, "end")
    patients = baseline.index.intersection(end.index).sort_values()
    return baseline.loc[patients, variable], end.loc[patients, variable]


def multiples(visits: pd.DataFrame, enzyme: str) -> pd.DataFrame:
    """Return the visits with the enzyme as a multiple of ULN in its own column."""
    return visits.assign(**{enzyme: multiple_of_uln(visits, enzyme)})


def scale_changes(visits: pd.DataFrame) -> list[Row]:
    """Before and after for every scale and for prednisone."""
    return [row for name in scales() for row in before_after(*pairs(visits, name), ANALYSIS.at(variable=name))]


def enzyme_changes(visits: pd.DataFrame) -> list[Row]:
    """Every enzyme described as measured, and its change as multiples of ULN on the log scale (level 'ratio').

    Laboratories differ in their limits and a few values are enormous, so no change is tested in U/L.
    """
    rows = []
    for enzyme in enzymes():
        key = ANALYSIS.at(variable=enzyme)
        rows += described_pairs(*pairs(visits, enzyme), key)
        rows += ratio_before_after(*pairs(multiples(visits, enzyme), enzyme), key.at(level="ratio"))
    return rows


def score_rows(visits: pd.DataFrame) -> list[Row]:
    """The Total Improvement Score of patients with all six measures, and who was at the MMT8 ceiling."""
    scores = complete_scores(improvement(visits).absolute)
    before, after = pairs(visits, "mmt8")
    ceiling = load_codebook().variable("mmt8").high
    rows = describe_numbers(scores, ANALYSIS.at(variable="total_improvement_score"))
    for visit, values in (("baseline", before), ("end", after)):
        key = ANALYSIS.at(variable="mmt8_ceiling", group=visit)
        rows += proportion(int((values == ceiling).sum()), int(values.notna().sum()), key)
    return rows
