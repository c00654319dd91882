"""The part of the site that opens a simulated patient: a line for each of the cohort, and the course behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from compendium.clinical.cohort import select
from compendium.clinical.responses import read_responses, responders_by_definition
from compendium.clinical.who_was_treated import CHARACTERISTICS
from compendium.exhibits import labels
from compendium.exhibits.site_patient_story import ending, in_words, seen, story
from compendium.registry.codebook import DAYS_A_MONTH
from compendium.registry.reading import read_registry
from press.rows import text
from press.site.moving import moving, still_table

HEADINGS = ["Patient", "Centre", "Age, years", "Sex", "Diagnosis", "Months of IVIg", "Response", "What happened"]
MEASURES = ("mmt8", "ck")
VERDICTS = {True: "responder", False: "non-responder", None: "undecided"}
SHOWN = CHARACTERISTICS["Features"]


def patients_part(registry: Path) -> str:
    """Return the moving part as Markdown; still, it has a line for each patient. `registry`: a registry's folder.

    Single patients are shown of nobody else: where the registry is not the simulated one, there is a sentence instead.
    """
    records = read_registry(registry)
    if not records.simulated:
        return "*Single patients are shown of the simulated registry only.*\n"
    _, cohort = select(records, name="data/registry", response=next(iter(read_responses())))
    judged = responders_by_definition(cohort.patients, cohort.visits)
    people = cohort.patients.sort_values(["treatment_duration", "patient_id"], ascending=[False, True])
    visits, events = (dict(iter(frame.groupby("patient_id"))) for frame in (cohort.visits, cohort.events))
    found = [
        profile(person, visits.get(person["patient_id"]), events.get(person["patient_id"]), judged)
        for _, person in people.iterrows()
    ]
    data = {
        "called": "Simulated patient",
        "nobody": "Drawn by a program: this is nobody.",
        "features": [labels.label(name) for name in SHOWN],
        "definitions": [{"label": each.label, "text": each.text} for each in read_responses().values()],
        "measures": [labels.with_unit(name) for name in MEASURES],
        "top": labels.variable("mmt8").high,
        "people": found,
    }
    lines = [
        [
            each["id"],
            each["centre"],
            each["age"],
            each["sex"],
            each["diagnosis"],
            text.number(each["months"]),
            each["judged"][0],
            each["story"],
        ]
        for each in found
    ]
    ids = [f"patient-{each['id']}" for each in found]
    still = still_table("The patients of the simulated cohort", HEADINGS, lines, ids=ids)
    return moving("patients", still, data, name="The patients of the simulated cohort")


def profile(
    person: pd.Series, visits: pd.DataFrame | None, events: pd.DataFrame | None, judged: dict[str, pd.Series]
) -> dict[str, Any]:
    """Return what is shown of a patient: who, what was recorded, the visits in months, the events, each verdict.

    `visits` and `events` are those of the patient, None where there are none; `judged` as `responders_by_definition`.
    """
    count = 0 if events is None else len(events)
    verdicts = [each.get(person["patient_id"]) for each in judged.values()]
    return {
        "id": person["patient_id"],
        "centre": str(person["centre"]),
        "age": _said(person["age"]),
        "sex": _said(person["sex"]),
        "diagnosis": in_words(person["diagnosis"]),
        "story": story(person, visits, count),
        "months": round(float(person["treatment_duration"]), 1),
        "infusions": _said(person["infusions_n"]),
        "ending": ending(person["stop_reason"]),
        "seen": seen(person["vital_status"]),
        "has": [_yes_no(person[name]) for name in SHOWN],
        "judged": [VERDICTS[None if pd.isna(each) else bool(each)] for each in verdicts],
        "visits": [*_visits(visits, person)],
        "events": [*_events(events, person)],
    }


def _visits(visits: pd.DataFrame | None, person: pd.Series) -> Iterable[list[Any]]:
    """A list for each visit in time: its name, months since the first infusion, and each measure."""
    if visits is None:
        return []
    in_time = visits.sort_values("visit_on").to_dict("records")
    return [
        [str(each["visit"]), _months(each["visit_on"], person), *(_number(each[name]) for name in MEASURES)]
        for each in in_time
    ]


def _events(events: pd.DataFrame | None, person: pd.Series) -> Iterable[str]:
    if events is None:
        return []
    return [_event(each, person) for each in events.sort_values("onset_on").to_dict("records")]


def _event(event: Mapping[Any, Any], person: pd.Series) -> str:
    month = text.number(_months(event["onset_on"], person), 0)
    return f"{event['preferred_term']} (grade {_said(event['ctcae_grade'])}), month {month}"


def _months(day: pd.Timestamp, person: pd.Series) -> float:
    days: int = (day - person["first_ivig_on"]).days
    return round(days / DAYS_A_MONTH, 1)


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _said(value: Any) -> str:
    if pd.isna(value):
        return "not recorded"
    return text.plain(float(value)) if isinstance(value, (int, float)) else str(value)


def _yes_no(value: Any) -> int | None:
    return None if pd.isna(value) else int(bool(value))
