"""The course over visits: who was seen and treated at the fixed time, and a registry that has no such visit."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import pytest

from compendium.clinical.over_visits import over_visits
from compendium.exhibits.tables_course import table_fixed_time
from press.rows import Key, Ledger

from .patients import selected

KEY = Key("efficacy")


@cache
def found() -> Ledger:
    return Ledger(over_visits(selected()[1], KEY))


def test_the_change_to_the_end_is_the_paired_one_where_all_have_both() -> None:
    """Baseline and end of MMT8 are missing in the same patients, so other visits add nothing to that change."""
    visits = selected()[1].visits.pivot(index="patient_id", columns="visit", values="mmt8").astype(float)
    changes = (visits["end"] - visits["baseline"]).dropna()
    at = "efficacy.mmt8_course.end.change"
    assert found().value(f"{at}.mean") == pytest.approx(changes.mean(), rel=1e-8)
    assert found().value(f"{at}.se") == pytest.approx(changes.std() / math.sqrt(len(changes)), rel=1e-6)


def test_who_was_seen_and_who_was_treated_at_the_fixed_time() -> None:
    cohort = selected()[1]
    seen = cohort.visits["visit"].eq("month 6").sum()
    assert found().value("efficacy.fixed_time.seen.count") == seen
    assert found()["efficacy.fixed_time.visit"].note == "month 6"
    assert 5.5 < found().value("efficacy.fixed_time.visit") < 6.5
    treated = (cohort.patients["treatment_duration"] >= found().value("efficacy.fixed_time.visit")).sum()
    assert found().value("efficacy.fixed_time.treated.count") == treated
    parts = [found()[f"efficacy.mmt8_course.month_6.change_{who}.mean"].n for who in ("responder", "non_responder")]
    assert sum(part or 0 for part in parts) == found()["efficacy.mmt8_course.month_6.change.mean"].n


def test_non_responders_have_a_spread_of_their_own() -> None:
    """Few are seen at the fixed time; with one covariance for both they had more degrees of freedom than patients."""
    at = "efficacy.mmt8_course.month_6"
    responders, others = (f"{at}.change_{who}" for who in ("responder", "non_responder"))
    assert found().value(f"{others}.df") < found().value(f"{responders}.df") < 120
    squared = sum(found().value(f"{group}.se") ** 2 for group in (responders, others))
    assert found().value(f"{at}.change_difference.se") == pytest.approx(math.sqrt(squared))
    mean = found().value(f"{responders}.mean") - found().value(f"{others}.mean")
    assert found().value(f"{at}.change_difference.mean") == pytest.approx(mean)


def test_the_standard_error_of_a_ratio_is_of_its_logarithm_and_says_so() -> None:
    at = "efficacy.ck_course.month_6.change"
    ratio, high, se = (found().value(f"{at}.{name}") for name in ("mean", "ci_high", "se"))
    assert found()[f"{at}.se"].method.endswith("of the logarithm")
    assert 1.96 < math.log(high / ratio) / se < 2.0  # a t quantile with many degrees of freedom


def test_a_registry_without_the_fixed_visit_gets_a_note() -> None:
    cohort = selected()[1]
    visits = cohort.visits[cohort.visits["visit"] != "month 6"]
    unnamed = visits.assign(visit=visits["visit"].cat.remove_categories(["month 6"])).reset_index(drop=True)
    ledger = Ledger(over_visits(replace(cohort, visits=unnamed), KEY))
    said = "the registry has no visit month 6 after the first"
    assert ledger["efficacy.mmt8_course.month_6.change_difference.mean"].note == said
    assert ledger["efficacy.mmt8_course.month_6.change.mean"].note == said
    assert ledger["efficacy.mmt8_course.by_group_responder.covariance"].note == said
    assert not math.isnan(ledger.value("efficacy.mmt8_course.month_12.change.mean"))
    assert f"{said[0].upper()}{said[1:]}." in table_fixed_time(ledger, "origin").notes.values()


def test_a_visit_of_the_codebook_that_nobody_made_gets_a_note() -> None:
    cohort = selected()[1]
    visits = cohort.visits[cohort.visits["visit"] != "month 6"].reset_index(drop=True)
    ledger = Ledger(over_visits(replace(cohort, visits=visits), KEY))
    assert ledger["efficacy.mmt8_course.month_6.change.mean"].note == "nothing recorded at one of the visits"
    assert ledger["efficacy.fixed_time.treated.percent"].note == "nobody to count among"
    table_fixed_time(ledger, "origin")
