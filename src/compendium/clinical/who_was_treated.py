"""Who was treated? The flow, the cohort overall, by response and by centre, and what was not recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from compendium.clinical.antibodies import ANY_SPECIFIC, explained
from compendium.clinical.centres import called, several
from compendium.clinical.cohort import Cohort
from compendium.clinical.eligibility import Screening
from compendium.clinical.families import adjusted
from compendium.clinical.left_out import left_out
from compendium.clinical.outcomes import compared_as, outcomes
from compendium.clinical.responses import choose, definition_row
from compendium.clinical.which_centres import sending
from compendium.registry.codebook import Codebook, load_codebook
from compendium.registry.grouping import named
from compendium.registry.reading import Registry
from compendium.stats.compare import compare_levels, rank_test, smd
from compendium.stats.describe import describe_levels, describe_numbers
from press.ground.fault import on_one_line
from press.rows import Key, Ledger, Row, slug

ANALYSIS = Key("cohort")
INDICATIONS = ("muscle", "oesophagus", "skin", "lung", "joint", "other")
# What Table 1 states before the outcomes at baseline, by heading; the codebook gives label, unit and levels.
CHARACTERISTICS: dict[str, tuple[str, ...]] = {
    "Demographics and disease": ("age", "sex", "diagnosis", "criteria", "disease_duration"),
    "Features": ("myalgia", "raynaud", "skin", "dysphagia", "arthritis", "ild", "cardiac", "malignancy"),
    "Indications for IVIg": tuple(f"indication_{name}" for name in INDICATIONS),
    "IVIg": ("reason", "dose", "infusions_n", "treatment_duration"),
}
OUTCOME = ("stop_reason", "vital_status")


def analyse(records: Registry, screening: Screening, cohort: Cohort, *, seed: int, replicates: int) -> Ledger:
    """Return every row of the cohort analysis. `seed` and `replicates` drive Monte Carlo p-values of large tables."""
    patients, codebook = cohort.patients, load_codebook()
    variables = characteristics(codebook)
    centre = patients["centre"].cat.remove_unused_categories()
    by_centre = centre_tests(patients, variables, centre, seed=seed, replicates=replicates)
    return Ledger(
        number_included(cohort),
        setting(cohort),
        screening.rows(ANALYSIS.at(variable="flow")),
        explained(describe_all(patients, variables, ANALYSIS), patients),
        response_rows(cohort),
        explained(by_group(patients, variables, patients["response"], "response"), patients),
        explained(by_group(patients, variables, centre, "centre"), patients),
        describe_levels(centre, ANALYSIS.at(variable="centre")),
        [several(centre, ANALYSIS), *called(centre, ANALYSIS)],
        by_centre,
        adjusted(by_centre, ANALYSIS),
        indication_patterns(patients),
        seen_at_visits(cohort.visits, len(patients), codebook),
        [flagged(records)],
    )


def flagged(records: Registry) -> Row:
    """How many values are hardly true, and in which columns; flags of a file as a whole say how it was read."""
    columns = records.flags.loc[records.flags["row"] != 0, "column"]
    names = sorted(set(map(str, columns)) - {""})  # a whole row is flagged under no column
    return ANALYSIS.row(
        "flagged",
        len(columns),
        method="values implausible but possible, kept",
        note=named(map(_quoted, names)) or "no column",
    )


def _quoted(name: str) -> str:
    """Return the name of a column as it stands in a sentence: in quotes where it is no plain word.

    >>> _quoted("age"), _quoted("ck_uln")
    ('age', "'ck_uln'")
    """
    return name if name.isalnum() and not name.isdigit() else f"'{on_one_line(name)}'"


def number_included(cohort: Cohort) -> list[Row]:
    """How many patients are included, and whether any were left out who met all criteria."""
    n = len(cohort.patients)
    return [ANALYSIS.row("n", n, n=n, method="count of patients included"), left_out(cohort, ANALYSIS)]


def setting(cohort: Cohort) -> list[Row]:
    """Where the registry comes from, at how many centres patients were treated and in which years (never the day)."""
    patients = cohort.patients
    n, years = len(patients), ANALYSIS.at(variable="years")
    first, last = (None, None) if cohort.dates_shifted else _first_and_last_year(patients)
    why = "the dates of each patient were shifted before they were handed over" if cohort.dates_shifted else ""
    origin = ANALYSIS.at(variable="registry").row("origin", None, method="origin of the registry", note=cohort.origin)
    return [
        origin,
        sending(patients["centre"], ANALYSIS),
        years.row("first", first, n=n, method="year of the earliest first infusion", note=why),
        years.row("last", last, n=n, method="year of the latest last infusion", note=why),
    ]


def _first_and_last_year(patients: pd.DataFrame) -> tuple[float, float]:
    return patients["first_ivig_on"].min().year, patients["last_ivig_on"].max().year


def characteristic_lists(codebook: Codebook | None = None) -> dict[str, tuple[str, ...]]:
    """Return what Table 1 states, by heading: the characteristics, and every outcome of the codebook at baseline.

    Groups stand side by side in these tables, so enzymes are multiples of ULN; as measured they are with the changes.
    """
    activity = tuple(compared_as(outcome, codebook) for outcome in outcomes(codebook))
    return CHARACTERISTICS | {"Baseline activity": activity}


def characteristics(codebook: Codebook) -> tuple[str, ...]:
    """Return the variables that describe the cohort, in the order of the tables."""
    lists = [variable for names in characteristic_lists(codebook).values() for variable in names]
    roles = ("autoantibody", "earlier_treatment", "concomitant_treatment")
    coded = [variable.name for role in roles for variable in codebook.with_role(role)]
    return (*lists, ANY_SPECIFIC, *coded, *OUTCOME)


def describe(values: pd.Series, key: Key) -> list[Row]:
    """Describe one variable by its kind: numbers by mean and quartiles, levels by counts."""
    return describe_numbers(values, key) if pd.api.types.is_float_dtype(values) else describe_levels(values, key)


def describe_all(patients: pd.DataFrame, variables: Sequence[str], key: Key) -> list[Row]:
    """Describe every variable in one group of patients."""
    return [row for name in variables for row in describe(patients[name], key.at(variable=name))]


def by_group(patients: pd.DataFrame, variables: Sequence[str], groups: pd.Series, name: str) -> list[Row]:
    """Describe every variable in each group, and state how far the groups differ (SMD) under the grouping's name."""
    rows = []
    for level in groups.cat.categories:
        rows += describe_all(patients[groups == level], variables, ANALYSIS.at(group=slug(level)))
    for variable in variables:
        rows += smd(patients[variable], groups, ANALYSIS.at(variable=variable, group=name))
    return rows


def response_rows(cohort: Cohort) -> list[Row]:
    """How many patients are responders under the definition in force, and how many cannot be decided."""
    key = ANALYSIS.at(variable="response")
    return [definition_row(choose(cohort.response), key), *describe_levels(cohort.patients["response"], key)]


def centre_tests(
    patients: pd.DataFrame, variables: Sequence[str], centre: pd.Series, *, seed: int, replicates: int
) -> list[Row]:
    """Test each characteristic for a difference between centres."""
    rows = []
    for name in variables:
        key = ANALYSIS.at(variable=name, group="centre")
        if pd.api.types.is_float_dtype(patients[name]):
            rows += rank_test(patients[name], centre, key)
        else:
            rows += compare_levels(patients[name], centre, key, seed=seed, replicates=replicates)
    return rows


def indication_patterns(patients: pd.DataFrame) -> list[Row]:
    """Count each combination of indications, named by its members ('muscle_oesophagus').

    They stand in the order of their members: in that of counts, of which some may not be shown, the order would tell.
    """
    held = patients[[f"indication_{name}" for name in INDICATIONS]].astype(bool)
    members = held.apply(lambda row: tuple(name for name, has in zip(INDICATIONS, row, strict=True) if has), axis=1)
    counts = Counter(members)
    rows = []
    for combination in sorted(counts, key=lambda names: [INDICATIONS.index(name) for name in names]):
        count = counts[combination]
        key = ANALYSIS.at(variable="indication_pattern", level="_".join(combination) or "none")
        method = "count of patients with exactly these indications"
        note = " + ".join(combination) or "none recorded"
        rows.append(key.row("count", count, n=len(patients), method=method, note=note))
        rows.append(key.row("percent", 100 * count / len(patients), n=len(patients), method=method, note=note))
    return rows


def seen_at_visits(visits: pd.DataFrame, patients: int, codebook: Codebook) -> list[Row]:
    """How many of the patients were seen at each visit, and for each outcome, how many of those have no value."""
    rows = []
    for visit in visits["visit"].cat.categories:
        seen = visits[visits["visit"] == visit]
        at = ANALYSIS.at(variable="seen", group=slug(visit))
        rows.append(at.row("count", len(seen), n=patients, method="count of patients seen at the visit"))
        for variable in outcomes(codebook):
            key = ANALYSIS.at(variable="missing", level=variable.name, group=slug(visit))
            lacking = int(seen[variable.name].isna().sum())
            share = 100 * lacking / len(seen) if len(seen) else None
            method = "count of patients seen at the visit without a value"
            rows.append(key.row("count", lacking, n=len(seen), method=method))
            rows.append(key.row("percent", share, n=len(seen), method=method, note="" if len(seen) else "nobody seen"))
    return rows
