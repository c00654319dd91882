"""Rule: a handful of patients in whom response cannot be decided does not cost a paper all that it says by response."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from compendium.clinical.cohort import Cohort, open_registry, select
from compendium.clinical.eligibility import Screening
from compendium.clinical.left_out import left_out as row_of_left_out
from compendium.disclosure.policy import load_policy
from compendium.disclosure.undecided import without_undecided
from compendium.disclosure.whole import first_results, protected
from compendium.registry.reading import Registry
from press.rows import Key

NAME = "data/registry"
SETTINGS = {"seed": 1, "replicates": 20}


def undecided(number: int) -> tuple[Registry, Screening, Cohort]:
    """The committed registry as though of patients, of whom so many of those included were not judged."""
    registry = open_registry(NAME)
    chosen = select(registry, name=NAME, response="physician")[0].included[:number]
    judged = registry.patients["response_physician"].mask(registry.patients["patient_id"].isin(chosen))
    registry = replace(registry, patients=registry.patients.assign(response_physician=judged))
    screening, cohort = select(registry, name=NAME, response="physician")
    return registry, screening, replace(cohort, simulated=False)


@pytest.mark.parametrize(("number", "policy", "left_out"), [(0, 5, 0), (1, 5, 1), (4, 5, 4), (5, 5, 0), (9, 10, 9)])
def test_fewer_than_the_policy_prints_are_left_out_of_all_tables_and_of_the_flow(
    number: int, policy: int, left_out: int
) -> None:
    _, screening, cohort = undecided(number)
    rules = load_policy({5: "publish-5", 10: "strict-10"}[policy])
    flow, kept, notes = without_undecided(screening, cohort, rules)
    assert len(kept.patients) == len(cohort.patients) - left_out == len(flow.included)
    assert set(kept.visits["patient_id"]) == set(flow.included) >= set(kept.events["patient_id"])
    assert [(step.excluded, step.remaining) for step in flow.steps[len(screening.steps) :]] == (
        [(left_out, len(kept.patients))] if left_out else []
    )
    assert [f"fewer than {policy}, are left out" in str(note) for note in notes] == [True] * bool(left_out)
    row = row_of_left_out(kept, Key("x"))
    assert (row.id, row.note == "") == ("x.left_out.threshold", bool(left_out))
    assert row.value == policy if left_out else pd.isna(row.value)


def test_somebody_is_left_and_of_nobody_all_are_kept() -> None:
    _, screening, cohort = undecided(3)
    three = replace(cohort, patients=cohort.patients.head(3))
    assert without_undecided(screening, three, load_policy("publish-5"))[1] is three
    assert protected(screening, replace(cohort, simulated=True), "publish-5")[1].patients is cohort.patients


def test_responders_and_non_responders_are_shown_and_those_left_out_are_not() -> None:
    """Of 67 patients of one centre three were not judged: their paper had no word on who responded."""
    registry, screening, cohort = undecided(3)
    flow, kept, merged = protected(screening, cohort, "publish-5")
    rows = first_results(registry, flow, kept, merged, policy="publish-5", **SETTINGS)
    assert rows.value("cohort.n") == len(kept.patients)
    assert rows.value("cohort.response.responder.count") == (kept.patients["response"] == "responder").sum()
    assert rows.value("cohort.response.missing") == 0
    assert rows["cohort.flow.response_decided.excluded"].withheld == "<5"
    assert pd.isna(rows["cohort.flow.screened.remaining"].value) or any(
        row.withheld for row in rows.find(variable="flow") if row.level != "response_decided"
    )
    assert "those in whom it cannot be decided" in rows["cohort.policy.merged"].note
    assert rows.value("cohort.left_out.threshold") == 5  # the policy's number, whoever they were
