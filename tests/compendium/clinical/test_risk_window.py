"""One window for events and time: from the first IVIg until thirty days after the last one (DECISIONS.md)."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest

from compendium.clinical import how_safe
from compendium.clinical.cohort import Cohort
from compendium.clinical.event_rates import INFUSIONS, YEARS, counted, exposures, rates, rates_by_group, ratios
from compendium.clinical.risk_window import RISK_DAYS_AFTER, in_window, window_rows

from .test_analyses import safe, selected

LAST = pd.Timestamp("2012-03-01")  # sixty days after the first


def invented(*days_after_last: int, stop_reason: str = "remission") -> Cohort:
    """One patient of the registry, treated for sixty days, with an event so many days after the last infusion."""
    cohort = selected()[1]
    whole = cohort.patients.iloc[[0]].reset_index(drop=True)
    patient = whole.assign(first_ivig_on=pd.Timestamp("2012-01-01"), last_ivig_on=LAST, infusions_n=3.0)
    patient["stop_reason"] = pd.Categorical([stop_reason], categories=whole["stop_reason"].cat.categories)
    like = cohort.events.iloc[[0] * len(days_after_last)].reset_index(drop=True)
    onset = [LAST + pd.Timedelta(days=days) for days in days_after_last]
    events = like.assign(patient_id=patient["patient_id"].iloc[0], onset_on=pd.Series(onset, dtype="datetime64[ns]"))
    return replace(cohort, patients=patient, events=events)


@pytest.mark.parametrize(("days", "inside"), [(-60, True), (20, True), (30, True), (31, False), (40, False)])
def test_an_event_counts_until_thirty_days_after_the_last_infusion(days: int, inside: bool) -> None:
    cohort = invented(days)
    assert RISK_DAYS_AFTER == 30
    assert in_window(cohort.events, cohort.patients).tolist() == [inside]
    assert counted(cohort.events, cohort.patients).tolist() == [int(inside)]
    outside = {row.id: row for row in window_rows(cohort.events, cohort.patients, how_safe.ANALYSIS)}
    assert outside["safety.outside_window.count"].value == int(not inside)
    assert outside["safety.outside_window.count"].n == 1


def test_the_days_after_the_last_infusion_are_time_at_risk() -> None:
    """Sixty days of treatment and thirty after it."""
    assert exposures(invented(20).patients)[YEARS].tolist() == pytest.approx([90 / 365.25])


def test_the_first_event_may_come_after_the_last_infusion_but_within_the_window() -> None:
    """Day 80 is in month 3 (2.6 months); day 100 is outside, and the end of the window competes with it."""
    inside, outside = ({row.id: row for row in how_safe.first_event(invented(days))} for days in (20, 40))
    assert inside["safety.first_event.2.percent"].value == 0
    assert inside["safety.first_event.2.at_risk"].value == 1
    assert inside["safety.first_event.3.percent"].value == 100
    assert outside["safety.first_event.36.percent"].value == 0


def test_a_first_event_outside_does_not_hide_one_inside_and_none_is_counted_twice() -> None:
    rows = {row.id: row for row in how_safe.first_event(invented(40, 20))}
    assert rows["safety.first_event.3.percent"].value == 100


def test_a_patient_still_treated_is_censored_at_the_end_of_the_window() -> None:
    rows = {row.id: row for row in how_safe.first_event(invented(stop_reason="ongoing"))}
    assert rows["safety.first_event.2.percent"].value == 0
    assert rows["safety.first_event.3.percent"].note == "nobody was followed for so long"


def test_events_inside_and_outside_are_all_events() -> None:
    """The rates take those inside; the table of patients takes all."""
    inside, outside = safe().value("safety.any.per_100_infusions.events"), safe()["safety.outside_window.count"]
    assert inside + outside.value == outside.n == safe().value("safety.any.events.count")


def test_groups_add_up_to_all_events_and_all_time() -> None:
    """Every patient has a response and a centre here, so both divisions hold everybody."""
    for variable in ("any_by_response", "any_by_centre"):
        for statistic in ("events", "exposure"):
            of_groups = safe().find(variable=variable, group=YEARS, statistic=statistic)
            whole = safe().value(f"safety.any.{YEARS}.{statistic}")
            assert sum(row.value for row in of_groups) == pytest.approx(whole)


def test_the_rate_ratio_is_that_of_the_two_rates() -> None:
    rate = {
        level: safe().value(f"safety.any_by_response.{level}.{YEARS}.rate") for level in ("responder", "non_responder")
    }
    stated = safe().value(f"safety.any_by_response.{YEARS}.rate_ratio")
    assert stated == pytest.approx(rate["responder"] / rate["non_responder"])


@pytest.mark.parametrize("infusions_of_one", [math.nan, 0.0])
def test_a_rate_and_its_intervals_are_of_the_patients_who_had_exposure(infusions_of_one: float) -> None:
    """Events of a patient without a recorded number of infusions would stand above exposure that is not below."""
    cohort = selected()[1]
    of_patient = counted(cohort.events, cohort.patients)
    without = of_patient.idxmax()
    infusions = cohort.patients["infusions_n"].where(cohort.patients["patient_id"] != without, infusions_of_one)
    cut = replace(cohort, patients=cohort.patients.assign(infusions_n=infusions))
    rows = {row.id: row for row in rates(cut, how_safe.ANALYSIS)}
    at = f"safety.any.{INFUSIONS}"
    assert rows[f"{at}.events"].value == of_patient.sum() - of_patient.max()
    said = f"{of_patient.max()} events of patients without monthly infusions are not in this rate"
    assert all(rows[f"{at}.{name}"].note == said for name in ("events", "exposure", "rate", "ci_low", "clustered_low"))
    middle = math.sqrt(rows[f"{at}.clustered_low"].value * rows[f"{at}.clustered_high"].value)
    assert middle == pytest.approx(rows[f"{at}.rate"].value)
    assert rows[f"safety.any.{YEARS}.events"].value == of_patient.sum()


def test_the_rate_ratio_by_patient_stands_beside_the_exact_one() -> None:
    """The committed registry: events cluster, so the interval by patient is the wider, about the same ratio."""
    for unit in (INFUSIONS, YEARS):
        found = {row.statistic: row.value for row in ratios(selected()[1], how_safe.ANALYSIS) if row.group == unit}
        assert math.sqrt(found["clustered_low"] * found["clustered_high"]) == pytest.approx(found["rate_ratio"])
        assert found["clustered_low"] < found["ci_low"] < found["ci_high"] < found["clustered_high"]
        assert found["p"] < found["p_clustered"]


def test_nobody_judged_has_rows_that_say_why() -> None:
    cohort = selected()[1]
    unknown = cohort.patients["response"].where(pd.Series(False, index=cohort.patients.index))
    undecided = replace(cohort, patients=cohort.patients.assign(response=unknown))
    rows = {row.id: row for row in rates_by_group(undecided, how_safe.ANALYSIS)}
    assert rows[f"safety.any_by_response.responder.{YEARS}.rate"].note == "no exposure"
    assert rows[f"safety.any_by_response.{YEARS}.rate_ratio"].note == "no exposure in one of the groups"


def test_how_follow_up_ended_is_counted_as_the_files_have_it() -> None:
    patients = selected()[1].patients
    assert safe().value("safety.vital_status.dead.count") == (patients["vital_status"] == "dead").sum()
    assert safe().value("safety.stop_reason.ongoing.count") == (patients["stop_reason"] == "ongoing").sum()
    assert safe().value("safety.follow_up.median") == pytest.approx(patients["treatment_duration"].median())
