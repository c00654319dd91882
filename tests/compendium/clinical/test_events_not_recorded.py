"""Rule: that a registry has no table of events, or no date of resolution, says nothing about how safe treatment was."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd

from compendium.clinical import how_safe
from press.rows import Ledger

from .patients import selected


def without_a_table_of_events() -> Ledger:
    cohort = selected()[1]
    return how_safe.analyse(replace(cohort, events=cohort.events.head(0), absent=frozenset({"adverse_events"})))


def test_without_a_table_of_events_nothing_is_said_to_be_none() -> None:
    found = without_a_table_of_events()
    for row in found:
        if row.variable not in how_safe.WITHOUT_EVENTS and row.statistic != "days":
            assert math.isnan(row.value), row.id
    assert found["safety.any.patients.count"].note == how_safe.NOT_RECORDED
    assert found.value("safety.vital_status.dead.count") >= 0


def test_where_a_table_is_there_and_empty_there_were_none() -> None:
    cohort = selected()[1]
    assert how_safe.analyse(replace(cohort, events=cohort.events.head(0))).value("safety.any.patients.count") == 0


def test_without_any_date_of_resolution_no_event_is_said_to_have_lasted() -> None:
    cohort = selected()[1]
    events = cohort.events.assign(resolved_on=pd.NaT)
    row = how_safe.analyse(replace(cohort, events=events))["safety.transitory.percent"]
    assert math.isnan(row.value) and row.note == how_safe.UNRESOLVED
