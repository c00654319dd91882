"""How often adverse events come for each infusion and each year at risk: overall, by response and by centre."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from compendium.clinical.cohort import Cohort
from compendium.clinical.risk_window import days_at_risk, in_window
from compendium.stats.clustered_rates import clustered_rate, clustered_rate_ratio
from compendium.stats.dispersion import dispersion
from compendium.stats.p_and_interval import StatedInterval, explained
from compendium.stats.rate_ratio import rate_ratio
from compendium.stats.rates import rate
from compendium.stats.recorded import exposed
from press.rows import Key, Row, slug

DAYS_A_YEAR = 365.25
PER = 100.0
INFUSIONS, YEARS = "per_100_infusions", "per_100_patient_years"
UNITS = {INFUSIONS: "monthly infusions", YEARS: "patient-years at risk"}
_EXACT = "takes events as independent; where they are, it is cautious, because it is exact"
_INTERVALS = (
    StatedInterval("clustered_low", "clustered_high", 1, "the rate ratio by patient", {"p": f"the test {_EXACT}"}),
    StatedInterval("ci_low", "ci_high", 1, "the exact rate ratio", {"p_clustered": f"that interval {_EXACT}"}),
)


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


def rates(cohort: Cohort, key: Key) -> list[Row]:
    """State events in the risk window per 100 monthly infusions and per 100 patient-years, for every kind of event.

    Each rate has an interval with patients as clusters and an exact Poisson one, which holds if events are
    independent; `dispersion` of any event says how far they are from that.
    """
    rows = []
    for kind, belongs in kinds(cohort.events).items():
        of_patient = counted(cohort.events[belongs], cohort.patients)
        rows += _both_exposures(of_patient, cohort.patients, key.at(variable=kind))
        if kind == "any":
            for name, exposure in exposures(cohort.patients).items():
                rows += dispersion(of_patient, exposure, key.at(variable=kind, group=name))
    return rows


def rates_by_group(cohort: Cohort, key: Key) -> list[Row]:
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
            found = _both_exposures(counted(cohort.events, group), group, at)
            rows += [replace(row, note=str(level)) if row.statistic == "events" else row for row in found]
    return rows + ratios(cohort, key.at(variable="any_by_response"))


def ratios(cohort: Cohort, key: Key) -> list[Row]:
    """State the rate ratio of any event, responders to non-responders, at each exposure: by patient, and exactly."""
    groups = [cohort.patients[cohort.patients["response"] == level] for level in ("responder", "non-responder")]
    events, names = [counted(cohort.events, group) for group in groups], ("responders", "non-responders")
    rows = []
    for unit in UNITS:
        one, other = (_exposed(each, exposures(group)[unit]) for each, group in zip(events, groups, strict=True))
        at = key.at(group=unit)
        exact = rate_ratio(_totals(*one), _totals(*other), at, names=names)
        by_patient = clustered_rate_ratio(one, other, at, names=names)
        rows += explained([*exact, *by_patient], _INTERVALS)
    return rows


def _both_exposures(of_patient: pd.Series, patients: pd.DataFrame, key: Key) -> list[Row]:
    rows = []
    for name, exposure in exposures(patients).items():
        at, unit = key.at(group=name), UNITS[name]
        events, at_risk = _exposed(of_patient, exposure)
        found = rate(*_totals(events, at_risk), at, per=PER, unit=unit)
        found += clustered_rate(events, at_risk, at, per=PER, unit=unit)
        if left_out := int(of_patient.sum() - events.sum()):
            found = _noting(found, f"{left_out} events of patients without {unit} are not in this rate")
        rows += found
    return rows


def _exposed(of_patient: pd.Series, exposure: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return events and exposure of the patients who had any, so that a rate and its intervals are of the same ones."""
    events, at_risk = (pd.Series(each) for each in exposed(of_patient, exposure))
    return events, at_risk


def _totals(events: pd.Series, exposure: pd.Series) -> tuple[int, float]:
    return int(events.sum()), float(exposure.sum())


def _noting(rows: list[Row], note: str) -> list[Row]:
    return [replace(row, note="; ".join(filter(None, [row.note, note]))) for row in rows]
