"""How often adverse events come for each infusion and each year at risk: overall, by response and by centre."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from compendium.clinical.cohort import Cohort
from compendium.clinical.risk_window import days_at_risk, in_window
from compendium.stats.dispersion import dispersion
from compendium.stats.rate_ratio import rate_ratio
from compendium.stats.rates import clustered_rate, rate
from press.rows import Key, Row, slug

DAYS_A_YEAR = 365.25
PER = 100.0
INFUSIONS, YEARS = "per_100_infusions", "per_100_patient_years"
UNITS = {INFUSIONS: "monthly infusions", YEARS: "patient-years at risk"}


def kinds(events: pd.DataFrame) -> dict[str, pd.Series]:
    """Return which events belong to each line of the summary."""
    return {
        "any": pd.Series(True, index=events.index),
        "related": events["related"].fillna(False).astype(bool),
        "relatedness_unknown": events["related"].isna(),
        "serious": events["serious"].fillna(False).astype(bool),
        "grade_3_or_more": events["ctcae_grade"] >= 3,
        "leading_to_stop": events["action"] == "stopped",
    }


def exposures(patients: pd.DataFrame) -> dict[str, pd.Series]:
    """Return each patient's monthly infusions and years at risk (index patient_id)."""
    own = patients.set_index("patient_id")
    return {INFUSIONS: own["infusions_n"], YEARS: days_at_risk(own) / DAYS_A_YEAR}


def counted(events: pd.DataFrame, patients: pd.DataFrame) -> pd.Series:
    """Return each patient's number of events in the risk window (index patient_id, 0 where there was none)."""
    inside = events[in_window(events, patients)]
    return inside.groupby("patient_id").size().reindex(patients["patient_id"], fill_value=0)


def rates(cohort: Cohort, key: Key, *, seed: int, replicates: int) -> list[Row]:
    """State events in the risk window per 100 monthly infusions and per 100 patient-years, for every kind of event.

    Each rate has an interval by a bootstrap over patients and an exact Poisson one, which holds if events are
    independent; `dispersion` of any event says how far they are from that.
    """
    rows = []
    for kind, belongs in kinds(cohort.events).items():
        of_patient = counted(cohort.events[belongs], cohort.patients)
        rows += _both_exposures(of_patient, cohort.patients, key.at(variable=kind), seed, replicates)
        if kind == "any":
            for name, exposure in exposures(cohort.patients).items():
                rows += dispersion(of_patient, exposure, key.at(variable=kind, group=name))
    return rows


def rates_by_group(cohort: Cohort, key: Key, *, seed: int, replicates: int) -> list[Row]:
    """State the rates of any event by response and by centre, and the rate ratio of responders to non-responders.

    The group as recorded is the note of its `events` rows.
    """
    patients = cohort.patients
    rows = []
    groups = {"response": patients["response"], "centre": patients["centre"].cat.remove_unused_categories()}
    for by, of_patients in groups.items():
        for level in of_patients.cat.categories:
            group = patients[of_patients == level]
            at = key.at(variable=f"any_by_{by}", level=slug(level))
            found = _both_exposures(counted(cohort.events, group), group, at, seed, replicates)
            rows += [replace(row, note=str(level)) if row.statistic == "events" else row for row in found]
    return rows + ratios(cohort, key.at(variable="any_by_response"))


def ratios(cohort: Cohort, key: Key) -> list[Row]:
    """State the rate ratio of any event, responders to non-responders, at each exposure."""
    groups = [cohort.patients[cohort.patients["response"] == level] for level in ("responder", "non-responder")]
    counts = [int(counted(cohort.events, group).sum()) for group in groups]
    totals = [{name: float(exposure.sum()) for name, exposure in exposures(group).items()} for group in groups]
    rows = []
    for name in UNITS:
        one, other = ((count, total[name]) for count, total in zip(counts, totals, strict=True))
        rows += rate_ratio(one, other, key.at(group=name), names=("responders", "non-responders"))
    return rows


def _both_exposures(of_patient: pd.Series, patients: pd.DataFrame, key: Key, seed: int, replicates: int) -> list[Row]:
    rows = []
    for name, exposure in exposures(patients).items():
        at, unit = key.at(group=name), UNITS[name]
        rows += rate(int(of_patient.sum()), float(exposure.sum()), at, per=PER, unit=unit)
        rows += clustered_rate(of_patient, exposure, at, per=PER, unit=unit, seed=seed, replicates=replicates)
    return rows
