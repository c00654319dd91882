"""Eligibility: each criterion excludes the patient invented for it, in the written order, and the flow adds up."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.clinical.eligibility import screen
from compendium.registry.reading import Registry
from press.rows import Key

from .patients import visit, visits

ELIGIBLE = {
    "age": 55.0,
    "criteria": "Bohan and Peter",
    "dose": 2.0,
    "infusions_n": 12.0,
    "response_physician": "responder",
}


def registry(*changed: dict[str, object], without_end: tuple[int, ...] = ()) -> Registry:
    """A registry of patients who meet every criterion but for what is changed."""
    patients = pd.DataFrame([{"patient_id": f"PI-{i:04d}", **ELIGIBLE, **one} for i, one in enumerate(changed)])
    seen = [
        visit(patient, when)
        for i, patient in enumerate(patients["patient_id"])
        for when in ("baseline", "end")
        if not (when == "end" and i in without_end)
    ]
    empty = pd.DataFrame({"patient_id": []})
    return Registry(patients, visits(*seen), empty, empty, True, "")


# what is changed in one patient, the criterion that must exclude them
EXCLUDED = [
    ({"age": 17.0}, "adult"),
    ({"age": float("nan")}, "adult"),
    ({"criteria": "none"}, "classified"),
    ({"criteria": None}, "classified"),
    ({"dose": 1.0}, "dose"),
    ({"infusions_n": 2.0}, "course"),
    ({"infusions_n": float("nan")}, "course"),
]


@pytest.mark.parametrize(("change", "criterion"), EXCLUDED)
def test_each_criterion_excludes_the_patient_made_for_it(change: dict[str, object], criterion: str) -> None:
    """data/definitions/eligibility.csv; a value not recorded does not meet a criterion."""
    screening = screen(registry({}, change))
    assert screening.included == ("PI-0000",)
    assert [step.criterion.id for step in screening.steps if step.excluded] == [criterion]


def test_without_an_end_visit_a_patient_is_excluded_as_not_assessed() -> None:
    screening = screen(registry({}, {}, without_end=(1,)))
    assert [(step.criterion.id, step.excluded) for step in screening.steps][-1] == ("assessed", 1)


def test_a_patient_failing_two_criteria_is_counted_at_the_first() -> None:
    """An ordered list: a patient leaves at the first criterion that is not met."""
    screening = screen(registry({}, {"age": 12.0, "dose": 1.0}))
    assert [step.excluded for step in screening.steps] == [1, 0, 0, 0, 0]


@given(st.lists(st.sampled_from([{}, *(change for change, _ in EXCLUDED)]), min_size=1, max_size=12))
def test_screened_is_excluded_plus_included(changes: list[dict[str, object]]) -> None:
    """The flow chart's law: nobody is lost between two boxes."""
    screening = screen(registry(*changes))
    assert screening.screened == sum(step.excluded for step in screening.steps) + len(screening.included)
    rows = {row.id: row.value for row in screening.rows(Key("cohort", "flow"))}
    assert rows["cohort.flow.assessed.remaining"] == len(screening.included)
