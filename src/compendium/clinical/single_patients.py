"""What is told of single patients, for the simulated registry alone: of a registry of patients there is no such row."""

from __future__ import annotations

import pandas as pd

from compendium.clinical.cohort import RESPONDER, Cohort
from compendium.clinical.core_set import at_visit, improvement
from compendium.clinical.how_safe import follow_up_to_first_event
from compendium.registry.codebook import DAYS_A_MONTH
from compendium.stats.time_to_event import cumulative_incidence
from press.rows import Key, Ledger, Row, slug

ANALYSIS = Key("single")
NOBODY = "The registry is of patients: no single one of them is shown."
FOLLOWED = "followed"  # the variable of the row that says which patient is followed through the chapters


def single_patients(cohort: Cohort) -> Ledger:
    """Return the rows of every patient of a simulated cohort; of a registry of patients, that nobody is followed.

    The patient is the level. At `mmt8`: value (points) for each visit (group), and gain (percent of the value before
    treatment) at the group change. At `visit`: month since the first IVIg. At `treatment`: months (first to last IVIg)
    and ongoing (1 or 0). At `event`: month and grade for each event (group). At `response`: responded (1, 0 or not
    known). At `first_event`: the cumulative incidence at each day with a first event.
    """
    if not cohort.simulated:
        return Ledger(_followed(cohort))
    return Ledger(
        _followed(cohort),
        _responses(cohort.patients),
        _strength(cohort),
        _visits(cohort),
        _treatments(cohort.patients),
        _events(cohort),
        _first_event_by_day(cohort),
    )


def followed(cohort: Cohort) -> str:
    """Return the patient who is followed through the chapters, "" where there is none.

    The first in the order of ids who responded, had an adverse event, and has MMT8 and CK at every visit of the
    schedule: all steps of the chapters can be seen in such a patient. Of a registry of patients there is none.
    """
    if not cohort.simulated:
        return ""
    visits = cohort.visits.dropna(subset=["mmt8", "ck"])
    whole = visits.groupby("patient_id")["visit"].nunique() == cohort.visits["visit"].nunique()
    responded = set(cohort.patients.loc[cohort.patients["response"] == RESPONDER, "patient_id"])
    among = responded & set(whole.index[whole]) & set(cohort.events["patient_id"])
    return min(among, default="")


def line_of(frame: pd.DataFrame, patient: str, *columns: str) -> pd.DataFrame | str:
    """Return some columns of the lines of one patient, or the sentence that no single patient is shown.

    >>> line_of(pd.DataFrame({"patient_id": ["a"], "mmt8": [90]}), "a", "mmt8")["mmt8"].tolist()
    [90]
    >>> line_of(pd.DataFrame({"patient_id": [], "mmt8": []}), "", "mmt8") == NOBODY
    True
    """
    lines = frame[frame["patient_id"] == patient].set_index("patient_id").rename_axis(None)
    return lines[list(columns)] if len(lines) else NOBODY


def _followed(cohort: Cohort) -> list[Row]:
    method = "first responder by id with an adverse event and MMT8 and CK at every visit"
    return [ANALYSIS.at(variable=FOLLOWED).row("patient", None, method=method, note=followed(cohort))]


def _responses(patients: pd.DataFrame) -> list[Row]:
    answers = patients["response"].map({RESPONDER: 1.0}).astype(float).fillna(0.0).mask(patients["response"].isna())
    named = zip(patients["patient_id"], answers, strict=True)
    return [_of("response", patient).row("responded", answer, method="response in force") for patient, answer in named]


def _strength(cohort: Cohort) -> list[Row]:
    """Every recorded value, and the gain in percent of those with both; from a value of zero there is none."""
    recorded = cohort.visits[["patient_id", "visit", "mmt8"]].dropna()
    rows = [
        _of("mmt8", patient, str(visit)).row("value", value, method="points, as recorded")
        for patient, visit, value in recorded.itertuples(index=False)
    ]
    gains = improvement(cohort.visits).relative["mmt8"].dropna()
    said = "gain to the end of treatment, percent of the value before it"
    return [*rows, *(_of("mmt8", str(each), "change").row("gain", gain, method=said) for each, gain in gains.items())]


def _visits(cohort: Cohort) -> list[Row]:
    since = _months_since_first(cohort, cohort.visits["patient_id"], cohort.visits["visit_on"])
    visits = zip(cohort.visits["patient_id"], cohort.visits["visit"], since, strict=True)
    said = "months since the first IVIg"
    return [_of("visit", patient, str(visit)).row("month", month, method=said) for patient, visit, month in visits]


def _treatments(patients: pd.DataFrame) -> list[Row]:
    rows = []
    for patient, months, why in patients[["patient_id", "treatment_duration", "stop_reason"]].itertuples(index=False):
        at = _of("treatment", patient)
        rows.append(at.row("months", months, method="months from the first to the last IVIg"))
        rows.append(at.row("ongoing", float(why == "ongoing"), method="still treated at the last record"))
    return rows


def _events(cohort: Cohort) -> list[Row]:
    events = cohort.events.sort_values(["patient_id", "onset_on", "event_id"])
    since = _months_since_first(cohort, events["patient_id"], events["onset_on"])
    rows = []
    columns = (events["patient_id"], events["preferred_term"], events["ctcae_grade"], since)
    for place, (patient, term, grade, month) in enumerate(zip(*columns, strict=True)):
        at = _of("event", patient, f"event_{place}")
        rows.append(at.row("month", month, method="months since the first IVIg", note=str(term)))
        rows.append(at.row("grade", None if pd.isna(grade) else grade, method="CTCAE grade", note=str(term)))
    return rows


def _first_event_by_day(cohort: Cohort) -> list[Row]:
    """State the share with a first event at each day on which it rose, from day 0 to the last day of the curve."""
    days, happened, stopped = follow_up_to_first_event(cohort)
    at = sorted({0, *days[happened].dropna().astype(int)})
    key = ANALYSIS.at(variable="first_event")
    return cumulative_incidence(days, happened, key, competing=stopped, at=at, unit="days")


def _of(variable: str, patient: str, group: str = "") -> Key:
    return ANALYSIS.at(variable=variable, level=slug(patient), group=slug(group))


def _months_since_first(cohort: Cohort, patient: pd.Series, on: pd.Series) -> pd.Series:
    first = cohort.patients.set_index("patient_id")["first_ivig_on"]
    return (on - patient.map(first)).dt.days / DAYS_A_MONTH


def baseline_and_end(cohort: Cohort, name: str) -> pd.DataFrame:
    """Return patient_id, baseline and end of a measure, for each patient with both; of real patients nobody."""
    both = {visit: at_visit(cohort.visits, visit)[name].astype(float) for visit in ("baseline", "end")}
    lines = pd.DataFrame(both).dropna().reset_index()
    return lines if cohort.simulated else lines.head(0)
